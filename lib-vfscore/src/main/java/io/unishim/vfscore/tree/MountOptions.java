package io.unishim.vfscore.tree;

import static io.unishim.abi.Mounts.MS_DIRSYNC;
import static io.unishim.abi.Mounts.MS_LAZYTIME;
import static io.unishim.abi.Mounts.MS_MANDLOCK;
import static io.unishim.abi.Mounts.MS_RDONLY;
import static io.unishim.abi.Mounts.MS_SYNCHRONOUS;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The last argument of {@code mount(2)}: options between commas. Those of every file system become flags. */
public final class MountOptions {
    /** No options. */
    public static final MountOptions NONE = parse("");

    private static final Map<String, Integer> SETTING = Map.of(
            "ro", MS_RDONLY,
            "sync", MS_SYNCHRONOUS,
            "dirsync", MS_DIRSYNC,
            "mand", MS_MANDLOCK,
            "lazytime", MS_LAZYTIME);
    private static final Map<String, Integer> CLEARING =
            Map.of("rw", MS_RDONLY, "async", MS_SYNCHRONOUS, "nomand", MS_MANDLOCK, "nolazytime", MS_LAZYTIME);

    /**
     * An option.
     *
     * @param name before the equals sign
     * @param value after it, or null if there is none
     */
    public record Option(String name, @Nullable String value) {}

    private final List<Option> own = new ArrayList<>();
    private int set;
    private int cleared;

    private MountOptions() {}

    /** @return the options in a text; empty ones and such without a name do not count, as in Linux */
    public static MountOptions parse(String text) {
        MountOptions options = new MountOptions();
        for (String each : text.split(",")) {
            int equals = each.indexOf('=');
            if (!each.isEmpty() && equals != 0) {
                options.add(
                        equals < 0 ? each : each.substring(0, equals), equals < 0 ? null : each.substring(equals + 1));
            }
        }
        return options;
    }

    private void add(String name, @Nullable String value) {
        Integer setting = SETTING.get(name);
        Integer clearing = CLEARING.get(name);
        if (setting != null) {
            set |= setting;
            cleared &= ~setting;
        } else if (clearing != null) {
            cleared |= clearing;
            set &= ~clearing;
        } else {
            own.add(new Option(name, value));
        }
    }

    /** @return flags of {@code mount(2)} as these options change them */
    public int apply(int flags) {
        return flags & ~cleared | set;
    }

    /** @return the bits that the options name */
    public int mentioned() {
        return set | cleared;
    }

    /** @return the file system's own options */
    public Collection<Option> own() {
        return own;
    }

    /** @return whether there are options of its own, which a file system that has none does not know */
    public boolean unknown() {
        return !own.isEmpty();
    }
}
