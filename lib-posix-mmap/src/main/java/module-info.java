/** Memory that a program can run in, and the calls that map it. */
module io.unishim.mmap {
    requires transitive io.unishim.api;
    requires io.unishim.host;
    requires static org.jspecify;

    exports io.unishim.mmap;

    provides io.unishim.library.MicroLibrary with
            io.unishim.mmap.MmapLibrary;
}
