/** Processes, threads, signals and futexes. */
module io.unishim.process {
    requires transitive io.unishim.api;
    requires java.management;
    requires static org.jspecify;

    exports io.unishim.process;

    provides io.unishim.library.MicroLibrary with
            io.unishim.process.ProcessLibrary;
}
