package io.unishim.vfscore.proc;

import static io.unishim.abi.Mounts.MS_DIRSYNC;
import static io.unishim.abi.Mounts.MS_LAZYTIME;
import static io.unishim.abi.Mounts.MS_MANDLOCK;
import static io.unishim.abi.Mounts.MS_SYNCHRONOUS;
import static io.unishim.abi.Mounts.ST_NOATIME;
import static io.unishim.abi.Mounts.ST_NODEV;
import static io.unishim.abi.Mounts.ST_NODIRATIME;
import static io.unishim.abi.Mounts.ST_NOEXEC;
import static io.unishim.abi.Mounts.ST_NOSUID;
import static io.unishim.abi.Mounts.ST_NOSYMFOLLOW;
import static io.unishim.abi.Mounts.ST_RDONLY;
import static io.unishim.abi.Mounts.ST_RELATIME;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.unishim.struct.Devices;
import io.unishim.task.Task;
import io.unishim.vfscore.tree.FileSystem;
import io.unishim.vfscore.tree.FsContext;
import io.unishim.vfscore.tree.PathText;
import io.unishim.vfscore.tree.Vfs;
import io.unishim.vfscore.tree.VfsMount;
import io.unishim.vfscore.tree.VfsPath;
import org.jspecify.annotations.Nullable;

/** What is mounted, as text (man 5 proc_pid_mounts, man 5 proc_pid_mountinfo): what the reader's root leads to. */
final class MountText {
    private final Vfs vfs;

    MountText(Vfs vfs) {
        this.vfs = vfs;
    }

    /** @return where it is below the reader's root, or null if it is not */
    private static @Nullable String target(Task reader, VfsMount mount) {
        FsContext context = reader.process().stateOrNull(FsContext.KEY);
        VfsPath root = context == null ? null : context.root();
        byte[] text = PathText.bytes(new VfsPath(mount, mount.root()), root);
        return text == null ? null : escape(new String(text, UTF_8));
    }

    /** White space and backslashes as octal, for the columns are separated by spaces. */
    private static String escape(String text) {
        return text.replace("\\", "\\134")
                .replace(" ", "\\040")
                .replace("\t", "\\011")
                .replace("\n", "\\012");
    }

    private static String source(VfsMount mount) {
        return escape(mount.source()).replace("#", "\\043");
    }

    private static String mountOptions(VfsMount mount) {
        StringBuilder text = new StringBuilder();
        add(text, mount.flags(), ST_NOSUID, ",nosuid");
        add(text, mount.flags(), ST_NODEV, ",nodev");
        add(text, mount.flags(), ST_NOEXEC, ",noexec");
        add(text, mount.flags(), ST_NOATIME, ",noatime");
        add(text, mount.flags(), ST_NODIRATIME, ",nodiratime");
        add(text, mount.flags(), ST_RELATIME, ",relatime");
        add(text, mount.flags(), ST_NOSYMFOLLOW, ",nosymfollow");
        return text.toString();
    }

    private static String flags(FileSystem what) {
        StringBuilder text = new StringBuilder();
        add(text, what.flags(), MS_SYNCHRONOUS, ",sync");
        add(text, what.flags(), MS_DIRSYNC, ",dirsync");
        add(text, what.flags(), MS_MANDLOCK, ",mand");
        add(text, what.flags(), MS_LAZYTIME, ",lazytime");
        return text.toString();
    }

    private static void add(StringBuilder text, int flags, int flag, String name) {
        if ((flags & flag) != 0) {
            text.append(name);
        }
    }

    String mounts(Task reader) {
        return lines(reader, (text, each, target) -> {
            FileSystem what = each.fileSystem();
            text.append(source(each)).append(' ').append(target).append(' ');
            text.append(what.type()).append(each.readOnly() ? " ro" : " rw");
            text.append(flags(what)).append(mountOptions(each)).append(what.options());
            text.append(" 0 0\n");
        });
    }

    String statistics(Task reader) {
        return lines(reader, (text, each, target) -> {
            text.append("device ").append(source(each)).append(" mounted on ").append(target);
            text.append(" with fstype ").append(each.fileSystem().type()).append('\n');
        });
    }

    String mountinfo(Task reader) {
        return lines(reader, MountText::mountinfo);
    }

    /** Tells of the mounts that a reader sees. */
    private String lines(Task reader, Line line) {
        StringBuilder text = new StringBuilder();
        for (VfsMount each : vfs.mounts().all()) {
            String target = target(reader, each);
            if (target != null) {
                line.append(text, each, target);
            }
        }
        return text.toString();
    }

    /** Tells of one mount. */
    @FunctionalInterface
    private interface Line {
        void append(StringBuilder text, VfsMount mount, String target);
    }

    private static void mountinfo(StringBuilder text, VfsMount mount, String target) {
        VfsPath point = mount.point();
        FileSystem what = mount.fileSystem();
        long device = what.device();
        text.append(mount.id()).append(' ');
        text.append(point == null ? 1 : point.mount().id()).append(' ');
        text.append(Devices.major(device))
                .append(':')
                .append(Devices.minor(device))
                .append(' ');
        text.append(escape(PathText.inFileSystem(mount.root()))).append(' ').append(target);
        text.append(mount.has(ST_RDONLY) ? " ro" : " rw").append(mountOptions(mount));
        text.append(mount.propagation()).append(" - ").append(what.type()).append(' ');
        text.append(source(mount)).append(what.readOnly() ? " ro" : " rw");
        text.append(flags(what)).append(what.options()).append('\n');
    }

    String filesystems(Task reader) {
        return "nodev\tsysfs\nnodev\ttmpfs\nnodev\tproc\nnodev\tdevtmpfs\nnodev\toverlay\nnodev\thostfs\n";
    }
}
