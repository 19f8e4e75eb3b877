package io.unishim.vfscore.tty;

import io.unishim.task.Task;
import io.unishim.vfscore.tree.FileSystem;
import io.unishim.vfscore.tree.FileSystemType;
import io.unishim.vfscore.tree.MountOptions;
import io.unishim.vfscore.tree.Vfs;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes a devpts for programs that mount one. */
final class DevptsType implements FileSystemType {
    private final Vfs vfs;
    private final Terminals terminals;

    DevptsType(Vfs vfs, Terminals terminals) {
        this.vfs = vfs;
        this.terminals = terminals;
    }

    @Override
    public @Nullable FileSystem make(Task task, MountOptions options, int flags) {
        DevptsOptions parsed = DevptsOptions.parse(options);
        if (parsed == null) {
            return null;
        }
        Devpts made = new Devpts(vfs, terminals, parsed);
        made.flags(flags);
        return made;
    }

    @Override
    public @Nullable List<String> complaints(MountOptions.Option option) {
        MountOptions alone = new MountOptions();
        alone.add(option);
        return switch (option.name()) {
            case "newinstance" -> option.value() == null ? List.of() : List.of("devpts: " + option.unexpected());
            case "uid", "gid", "mode", "ptmxmode" ->
                DevptsOptions.parse(alone) != null ? List.of() : List.of("devpts: " + option.bad());
            case "max" -> {
                boolean number = option.value() != null && option.value().matches("[0-9]{1,9}");
                String why = number ? "max out of range" : "devpts: " + option.bad();
                yield DevptsOptions.parse(alone) != null ? List.of() : List.of(why);
            }
            default -> null;
        };
    }
}
