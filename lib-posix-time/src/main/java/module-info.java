/** Clocks, sleeping, timers. */
module io.unishim.time {
    requires transitive io.unishim.api;
    requires static org.jspecify;
    requires java.management;

    exports io.unishim.time;

    provides io.unishim.library.MicroLibrary with
            io.unishim.time.TimeLibrary;
}
