/** Shared memory, semaphores, message queues by keys. */
module io.unishim.ipc {
    requires transitive io.unishim.api;
    requires io.unishim.host;
    requires static org.jspecify;

    exports io.unishim.ipc;

    provides io.unishim.library.MicroLibrary with
            io.unishim.ipc.IpcLibrary;
}
