package io.unishim.vfscore.mount;

import static io.unishim.abi.Errnos.EBUSY;
import static io.unishim.abi.Errnos.EINVAL;
import static io.unishim.abi.Errnos.EMSGSIZE;
import static io.unishim.abi.Errnos.ENODATA;
import static io.unishim.abi.Errnos.EPERM;
import static io.unishim.abi.Errnos.ESPIPE;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.unishim.file.AnonymousFile;
import io.unishim.file.OpenFileDescription;
import io.unishim.memory.MemoryFault;
import io.unishim.memory.UserBuffer;
import io.unishim.task.Task;
import io.unishim.vfscore.tree.FileSystem;
import io.unishim.vfscore.tree.FileSystemType;
import io.unishim.vfscore.tree.MountOptions;
import io.unishim.vfscore.tree.PathFile;
import io.unishim.vfscore.tree.Vfs;
import io.unishim.vfscore.tree.VfsMount;
import java.util.ArrayDeque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A file system that is being made or changed: the kernel's {@code struct fs_context}. */
final class FsConfiguration extends AnonymousFile {
    private static final int MOST_MESSAGES = 8;
    private static final String SOURCE = "source";

    private enum Phase {
        /** Options of a new file system come. */
        CREATE_OPTIONS,
        /** The file system is made. */
        AWAITING_MOUNT,
        /** Options of a change come. */
        RECONFIGURE_OPTIONS,
        /** Something went wrong: no more can be done. */
        FAILED
    }

    private final Vfs vfs;
    private final String typeName;
    private final @Nullable FileSystemType type;
    private final ArrayDeque<byte[]> messages = new ArrayDeque<>();
    private MountOptions options = new MountOptions();

    /** Flags that options named before the last command: as in Linux, the next change clears them. */
    private int mentioned;

    private @Nullable String source;
    private @Nullable FileSystem made;
    private Phase phase;

    private FsConfiguration(Vfs vfs, String typeName, @Nullable FileSystemType type, @Nullable FileSystem existing) {
        super("[fscontext]");
        this.vfs = vfs;
        this.typeName = typeName;
        this.type = type;
        this.made = existing;
        this.phase = existing == null ? Phase.CREATE_OPTIONS : Phase.RECONFIGURE_OPTIONS;
    }

    static FsConfiguration ofNew(Vfs vfs, String typeName, FileSystemType type) {
        return new FsConfiguration(vfs, typeName, type, null);
    }

    static FsConfiguration ofExisting(Vfs vfs, FileSystem existing) {
        return new FsConfiguration(vfs, existing.type(), vfs.type(existing.type()), existing);
    }

    // Options.

    /**
     * Takes an option (the kernel's vfs_parse_fs_param).
     *
     * @param text whether its value is a string
     */
    synchronized long set(MountOptions.Option option, boolean text) {
        if (phase != Phase.CREATE_OPTIONS && phase != Phase.RECONFIGURE_OPTIONS) {
            return -EBUSY;
        }
        List<String> complaints = MountOptions.common(option.name()) ? List.of() : complaints(option);
        if (complaints == null && option.name().equals(SOURCE)) {
            if (!text || source != null) {
                return refuse(text ? "Multiple sources" : "Non-string source");
            }
            source = option.value();
            return 0;
        }
        if (complaints == null) {
            return refuse(typeName + ": Unknown parameter '" + option.name() + "'");
        }
        if (complaints.isEmpty()) {
            options.add(option);
            return 0;
        }
        complaints.forEach(this::refuse);
        return -EINVAL;
    }

    private @Nullable List<String> complaints(MountOptions.Option option) {
        return type == null ? null : type.complaints(option);
    }

    private long refuse(String why) {
        log('e', why);
        return -EINVAL;
    }

    private void log(char level, String message) {
        if (messages.size() == MOST_MESSAGES) {
            messages.remove();
        }
        messages.add((level + " " + message + "\n").getBytes(UTF_8));
    }

    // Commands.

    /** Makes the file system. @param anew whether one that exists will not do */
    synchronized long create(Task task, boolean anew) {
        if (phase != Phase.CREATE_OPTIONS || type == null) {
            return -EBUSY;
        }
        if (!Rights.mayMount(task)) {
            return -EPERM;
        }
        phase = Phase.FAILED;
        if (anew && type.shared()) {
            log('w', typeName + ": reusing existing filesystem not allowed");
            return -EBUSY;
        }
        made = type.make(task, options, options.apply(0) & Mounting.OF_FILE_SYSTEM);
        if (made == null) {
            return -EINVAL;
        }
        phase = Phase.AWAITING_MOUNT;
        return 0;
    }

    /** Changes the file system. */
    synchronized long reconfigure(Task task) {
        FileSystem what = made;
        if (phase != Phase.RECONFIGURE_OPTIONS || what == null) {
            return -EBUSY;
        }
        phase = Phase.FAILED;
        if (!Rights.mayMount(task)) {
            return -EPERM;
        }
        int mask = mentioned | options.mentioned();
        if ((mask & ~Mounting.CHANGEABLE) != 0) {
            return -EINVAL;
        }
        long result = vfs.mounts().reconfigure(what, options, what.flags() & ~mask | options.apply(0) & mask);
        String why = options.refusal();
        if (why != null) {
            log('e', why);
        }
        if (result == 0) {
            begin();
        }
        return result;
    }

    /** Has the next options be those of a change. */
    private void begin() {
        mentioned |= options.mentioned();
        options = new MountOptions();
        source = null;
        phase = Phase.RECONFIGURE_OPTIONS;
    }

    /** Mounts the file system at no place. @param flags ST_* */
    synchronized long mount(Task task, int flags, boolean cloexec) {
        FileSystem what = made;
        if (what == null) {
            return -EINVAL;
        }
        if (phase != Phase.AWAITING_MOUNT) {
            return -EBUSY;
        }
        VfsMount top = vfs.mounts().detached(what, flags, source == null ? "none" : source);
        begin();
        return Rights.install(task, PathFile.holding(top), cloexec);
    }

    // As a file.

    @Override
    public synchronized long read(Task task, OpenFileDescription open, UserBuffer buffer, long position) {
        byte[] message = messages.peek();
        if (message == null) {
            return -ENODATA;
        }
        if (message.length > buffer.length()) {
            return -EMSGSIZE;
        }
        messages.remove();
        if (buffer.put(0, message, 0, message.length) < message.length) {
            throw MemoryFault.FAULT;
        }
        return message.length;
    }

    @Override
    public long seek(Task task, OpenFileDescription open, long offset, int whence) {
        return -ESPIPE;
    }
}
