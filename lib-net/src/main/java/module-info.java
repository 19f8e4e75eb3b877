/** Sockets. */
module io.unishim.net {
    requires transitive io.unishim.api;
    requires io.unishim.host;
    requires static org.jspecify;

    exports io.unishim.net;

    provides io.unishim.library.MicroLibrary with
            io.unishim.net.NetLibrary;
}
