/** A shim's files as a java.nio.file.FileSystem. */
module io.unishim.nio {
    requires transitive io.unishim.api;
    requires static org.jspecify;

    exports io.unishim.nio;
}
