package io.unishim.vfscore.ramfs;

import io.unishim.task.Credentials;
import io.unishim.task.Task;
import io.unishim.vfscore.tree.FileSystem;
import io.unishim.vfscore.tree.FileSystemType;
import io.unishim.vfscore.tree.MountOptions;
import io.unishim.vfscore.tree.Vfs;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes file systems in memory for programs that mount them. */
final class TmpfsType implements FileSystemType {
    private final Vfs vfs;

    TmpfsType(Vfs vfs) {
        this.vfs = vfs;
    }

    @Override
    public @Nullable FileSystem make(Task task, MountOptions options, int flags) {
        Credentials who = Credentials.of(task);
        TmpfsOptions usual = TmpfsOptions.usual().withOwner(who.fsuid(), who.fsgid());
        TmpfsOptions wanted = TmpfsOptions.parse(options, usual);
        if (wanted == null) {
            return null;
        }
        RamFs made = new RamFs(vfs, wanted);
        made.flags(flags);
        return made;
    }

    @Override
    public @Nullable List<String> complaints(MountOptions.Option option) {
        String bad = "tmpfs: " + option.bad();
        return switch (option.name()) {
            case "inode32", "inode64", "noswap" ->
                option.value() == null ? List.of() : List.of("tmpfs: " + option.unexpected());
            case "size", "nr_blocks", "nr_inodes", "mode", "huge" -> good(option) ? List.of() : List.of(bad);
            case "uid", "gid" -> {
                String value = option.value();
                Integer id = value == null ? null : OptionNumber.unsigned(value, 0);
                if (id == null) {
                    yield List.of(bad, bad); // both the number's reader and the id's say it
                }
                yield id == -1 ? List.of("tmpfs: Invalid " + option.name() + " '" + value + "'") : List.of();
            }
            default -> null;
        };
    }

    private static boolean good(MountOptions.Option option) {
        MountOptions alone = new MountOptions();
        alone.add(option);
        return TmpfsOptions.parse(alone, TmpfsOptions.usual()) != null;
    }
}
