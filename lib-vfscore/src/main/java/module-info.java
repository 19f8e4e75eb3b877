/** Files: descriptors, mounts, path walking, file systems in memory and on the host, pipes and event sources. */
module io.unishim.vfscore {
    requires static transitive org.jspecify;
    requires io.unishim.api;
    requires io.unishim.host;

    exports io.unishim.vfscore;

    uses io.unishim.file.ArchiveReader;

    provides io.unishim.library.MicroLibrary with
            io.unishim.vfscore.VfscoreLibrary;
}
