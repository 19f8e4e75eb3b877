/** Linux system calls as a Java library: what applications and library authors compile against. */
module io.unishim.api {
    requires static transitive org.jspecify;
    requires static jdk.unsupported;

    exports io.unishim;
    exports io.unishim.abi;
    exports io.unishim.call;
    exports io.unishim.control;
    exports io.unishim.file;
    exports io.unishim.library;
    exports io.unishim.linux;
    exports io.unishim.memory;
    exports io.unishim.struct;
    exports io.unishim.task;

    uses io.unishim.ShimProvider;
}
