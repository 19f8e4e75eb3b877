/** Archives to mount. */
module io.unishim.archive {
    requires io.unishim.api;
    requires org.apache.commons.compress;
    requires static org.jspecify;

    provides io.unishim.file.ArchiveReader with
            io.unishim.archive.CompressedArchives;

    exports io.unishim.archive;
}
