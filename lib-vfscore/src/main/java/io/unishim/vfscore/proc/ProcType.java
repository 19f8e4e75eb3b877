package io.unishim.vfscore.proc;

import io.unishim.task.Task;
import io.unishim.vfscore.tree.FileSystem;
import io.unishim.vfscore.tree.FileSystemType;
import io.unishim.vfscore.tree.MountOptions;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Makes a /proc for programs that mount one: each is one of its own since Linux 5.8. */
final class ProcType implements FileSystemType {
    /** Options that ask for what it does anyway. */
    private static final Set<String> KNOWN = Set.of("hidepid=0", "hidepid=off", "gid=0");

    private final Supplier<FileSystem> maker;

    ProcType(Supplier<FileSystem> maker) {
        this.maker = maker;
    }

    private static boolean known(MountOptions.Option option) {
        return KNOWN.contains(option.name() + "=" + option.value());
    }

    static boolean known(MountOptions options) {
        return options.own().stream().allMatch(ProcType::known);
    }

    @Override
    public @Nullable FileSystem make(Task task, MountOptions options, int flags) {
        if (!known(options)) {
            return null;
        }
        FileSystem made = maker.get();
        made.flags(flags);
        return made;
    }

    @Override
    public @Nullable List<String> complaints(MountOptions.Option option) {
        if (known(option)) {
            return List.of();
        }
        String value = option.value() == null ? "" : option.value();
        return switch (option.name()) {
            case "hidepid" -> List.of("proc: unknown value of hidepid - " + value + "\n");
            case "subset" -> List.of("proc: unsupported subset option - " + value + "\n");
            case "gid" -> List.of("proc: " + option.bad());
            default -> null;
        };
    }
}
