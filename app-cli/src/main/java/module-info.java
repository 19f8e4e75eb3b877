/** The command {@code unishim}. */
module io.unishim.cli {
    requires io.unishim.api;
    requires io.unishim.core;
    requires io.unishim.elfloader;
    requires io.unishim.ipc;
    requires io.unishim.mmap;
    requires io.unishim.net;
    requires io.unishim.process;
    requires io.unishim.time;
    requires io.unishim.user;
    requires io.unishim.vfscore;
    requires info.picocli;
    requires jdk.unsupported;
    requires static org.jspecify;

    opens io.unishim.cli to
            info.picocli;

    provides System.LoggerFinder with
            io.unishim.cli.Loggers;
}
