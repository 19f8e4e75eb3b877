package io.unishim.file;

import io.unishim.task.HostWait;
import org.jspecify.annotations.Nullable;

/** How the readiness of what is the host's comes into a shim: a service, provided only if the shim was given such things. */
public interface HostEvents {
    /** @return what waits for everything of the host's that the shim has, or null as long as it has nothing */
    @Nullable
    HostWait everything();

    /** @return what waits for files to be named */
    Watch watch();

    /** Waits for some files of the host's: an epoll instance has one of its own. */
    interface Watch extends HostWait, AutoCloseable {
        /** Watches a file of which {@link FileOperations#ofHost()} holds, from now on or from when it becomes the host's. */
        void add(FileOperations file);

        /** Watches a file no more; unless it was added, does nothing. */
        void remove(FileOperations file);

        @Override
        void close();
    }
}
