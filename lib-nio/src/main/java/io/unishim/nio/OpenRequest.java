package io.unishim.nio;

import static io.unishim.abi.Fcntl.O_APPEND;
import static io.unishim.abi.Fcntl.O_CLOEXEC;
import static io.unishim.abi.Fcntl.O_CREAT;
import static io.unishim.abi.Fcntl.O_DSYNC;
import static io.unishim.abi.Fcntl.O_EXCL;
import static io.unishim.abi.Fcntl.O_NOFOLLOW;
import static io.unishim.abi.Fcntl.O_RDONLY;
import static io.unishim.abi.Fcntl.O_RDWR;
import static io.unishim.abi.Fcntl.O_SYNC;
import static io.unishim.abi.Fcntl.O_TRUNC;
import static io.unishim.abi.Fcntl.O_WRONLY;

import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.StandardOpenOption;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;

/** How a channel is to be opened. */
record OpenRequest(boolean read, boolean write, boolean append, boolean deleteOnClose, boolean createNew, int flags) {
    /** @throws IllegalArgumentException for options that do not go together */
    static OpenRequest of(Set<? extends OpenOption> options) {
        EnumSet<StandardOpenOption> wanted = EnumSet.noneOf(StandardOpenOption.class);
        boolean follow = true;
        for (OpenOption option : options) {
            if (option instanceof StandardOpenOption standard) {
                wanted.add(standard);
            } else if (option == LinkOption.NOFOLLOW_LINKS) {
                follow = false;
            } else {
                throw new UnsupportedOperationException(
                        Objects.requireNonNull(option) + " is no option to open a file with");
            }
        }
        boolean append = wanted.contains(StandardOpenOption.APPEND);
        boolean write = wanted.contains(StandardOpenOption.WRITE) || append;
        boolean read = wanted.contains(StandardOpenOption.READ) || !write;
        if (append && (read || wanted.contains(StandardOpenOption.TRUNCATE_EXISTING))) {
            throw new IllegalArgumentException("APPEND goes with neither READ nor TRUNCATE_EXISTING");
        }
        boolean createNew = write && wanted.contains(StandardOpenOption.CREATE_NEW);
        boolean gone = wanted.contains(StandardOpenOption.DELETE_ON_CLOSE);
        int flags = O_CLOEXEC | (read && write ? O_RDWR : write ? O_WRONLY : O_RDONLY);
        if (write) {
            flags |= writing(wanted);
        }
        if (!createNew && (!follow || gone)) {
            flags |= O_NOFOLLOW;
        }
        flags |= wanted.contains(StandardOpenOption.DSYNC) ? O_DSYNC : 0;
        flags |= wanted.contains(StandardOpenOption.SYNC) ? O_SYNC : 0;
        return new OpenRequest(read, write, append, gone, createNew, flags);
    }

    private static int writing(Set<StandardOpenOption> wanted) {
        int flags = 0;
        flags |= wanted.contains(StandardOpenOption.TRUNCATE_EXISTING) ? O_TRUNC : 0;
        flags |= wanted.contains(StandardOpenOption.APPEND) ? O_APPEND : 0;
        flags |= wanted.contains(StandardOpenOption.CREATE) ? O_CREAT : 0;
        flags |= wanted.contains(StandardOpenOption.CREATE_NEW) ? O_CREAT | O_EXCL : 0;
        return flags;
    }
}
