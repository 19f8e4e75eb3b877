package io.unishim.vfscore.proc;

import io.unishim.task.Task;
import io.unishim.vfscore.tree.PathText;
import io.unishim.vfscore.tree.Vfs;
import io.unishim.vfscore.tree.VfsMount;
import io.unishim.vfscore.tree.VfsPath;

/** What is mounted, as text (man 5 proc_pid_mounts, man 5 proc_pid_mountinfo). */
final class MountText {
    private final Vfs vfs;

    MountText(Vfs vfs) {
        this.vfs = vfs;
    }

    private static String target(VfsMount mount) {
        VfsPath point = mount.point();
        return point == null ? "/" : escape(PathText.of(point));
    }

    /** White space and backslashes as octal, for the columns are separated by spaces. */
    private static String escape(String text) {
        return text.replace("\\", "\\134")
                .replace(" ", "\\040")
                .replace("\t", "\\011")
                .replace("\n", "\\012");
    }

    private static String options(VfsMount mount) {
        return mount.readOnly() ? "ro,relatime" : "rw,relatime";
    }

    String mounts(Task reader) {
        StringBuilder text = new StringBuilder();
        for (VfsMount each : vfs.mounts().all()) {
            text.append(escape(each.source())).append(' ').append(target(each)).append(' ');
            text.append(each.fileSystem().type())
                    .append(' ')
                    .append(options(each))
                    .append(" 0 0\n");
        }
        return text.toString();
    }

    String mountinfo(Task reader) {
        StringBuilder text = new StringBuilder();
        for (VfsMount each : vfs.mounts().all()) {
            VfsPath point = each.point();
            long device = each.fileSystem().device();
            text.append(each.id()).append(' ');
            text.append(point == null ? 1 : point.mount().id()).append(' ');
            text.append(device >> 8 & 0xfff).append(':').append(device & 0xff);
            text.append(" / ").append(target(each)).append(' ').append(options(each));
            text.append(" - ").append(each.fileSystem().type()).append(' ');
            text.append(escape(each.source())).append(each.readOnly() ? " ro\n" : " rw\n");
        }
        return text.toString();
    }

    String filesystems(Task reader) {
        return "nodev\tsysfs\nnodev\ttmpfs\nnodev\tproc\nnodev\tdevtmpfs\nnodev\toverlay\nnodev\thostfs\n";
    }
}
