/** Runs unmodified Linux programs on a shim. */
module io.unishim.elfloader {
    requires transitive io.unishim.api;
    requires io.unishim.host;
    requires static org.jspecify;

    exports io.unishim.elfloader;

    provides io.unishim.library.MicroLibrary with
            io.unishim.elfloader.ElfLoaderLibrary;
}
