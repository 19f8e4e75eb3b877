package io.unishim.vfscore.tree;

import static io.unishim.abi.Errnos.EINVAL;
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
    public record Option(String name, @Nullable String value) {
        /** @return the complaint that its value is none that a file system knows */
        public String bad() {
            return "Bad value for '" + name + "'";
        }

        /** @return the complaint that it has a value, which it cannot have */
        public String unexpected() {
            return "Unexpected value for '" + name + "'";
        }
    }

    private final List<Option> own = new ArrayList<>();
    private @Nullable String refusal;
    private int set;
    private int cleared;

    /** Creates some that are none yet. */
    public MountOptions() {}

    /** @return the options in a text; empty ones and such without a name do not count, as in Linux */
    public static MountOptions parse(String text) {
        MountOptions options = new MountOptions();
        for (String each : text.split(",", -1)) {
            int equals = each.indexOf('=');
            if (!each.isEmpty() && equals != 0) {
                options.add(
                        equals < 0
                                ? new Option(each, null)
                                : new Option(each.substring(0, equals), each.substring(equals + 1)));
            }
        }
        return options;
    }

    /** @return whether a name is that of an option of every file system */
    public static boolean common(String name) {
        return SETTING.containsKey(name) || CLEARING.containsKey(name);
    }

    /** Adds an option; the last one of a name counts. */
    public void add(Option option) {
        Integer setting = SETTING.get(option.name());
        Integer clearing = CLEARING.get(option.name());
        if (setting != null) {
            set |= setting;
            cleared &= ~setting;
        } else if (clearing != null) {
            cleared |= clearing;
            set &= ~clearing;
        } else {
            own.add(option);
        }
    }

    /** Says why a file system refuses them. @return {@code -EINVAL} */
    public long refuse(String why) {
        refusal = why;
        return -EINVAL;
    }

    /** @return why a file system refused them, or null if it did not say */
    public @Nullable String refusal() {
        return refusal;
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
