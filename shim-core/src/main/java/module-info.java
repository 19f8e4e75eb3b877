/** The table of system calls, dispatch, hooks, boot and shutdown of micro-libraries. */
module io.unishim.core {
    requires transitive io.unishim.api;
    requires static jdk.jfr;
    requires static org.jspecify;

    exports io.unishim.core;

    uses io.unishim.library.MicroLibrary;

    provides io.unishim.ShimProvider with
            io.unishim.core.CoreProvider;
}
