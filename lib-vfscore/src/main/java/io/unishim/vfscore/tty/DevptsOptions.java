package io.unishim.vfscore.tty;

import io.unishim.vfscore.tree.MountOptions;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Options of a devpts.
 *
 * @param uid whose the slaves are, or null for who makes them
 * @param gid of which group, or null for that of who makes them
 * @param mode of the slaves
 * @param multiplexerMode of the ptmx in it
 * @param most how many terminals there may be
 */
record DevptsOptions(@Nullable Integer uid, @Nullable Integer gid, int mode, int multiplexerMode, int most) {
    private static final int ALL = 1 << 20; // NR_UNIX98_PTY_MAX
    private static final DevptsOptions USUAL = new DevptsOptions(null, null, 0600, 0, ALL);

    /** @return the options of the devpts that each shim has at /dev/pts */
    static DevptsOptions ofBoot() {
        return new DevptsOptions(null, 5, 0620, 0666, ALL);
    }

    /** @return the options, or null if one is unknown or has a bad value */
    static @Nullable DevptsOptions parse(MountOptions options) {
        DevptsOptions parsed = USUAL;
        for (MountOptions.Option each : options.own()) {
            parsed = parsed == null ? null : parsed.with(each.name(), each.value());
        }
        return parsed;
    }

    private @Nullable DevptsOptions with(String name, @Nullable String value) {
        if (name.equals("newinstance")) {
            return value == null ? this : null; // each mount is one
        }
        Integer number = value == null ? null : number(value, name.endsWith("mode") ? 8 : 10);
        if (number == null) {
            return null;
        }
        return switch (name) {
            case "uid" -> new DevptsOptions(number, gid, mode, multiplexerMode, most);
            case "gid" -> new DevptsOptions(uid, number, mode, multiplexerMode, most);
            case "mode" -> new DevptsOptions(uid, gid, number & 07777, multiplexerMode, most);
            case "ptmxmode" -> new DevptsOptions(uid, gid, mode, number & 07777, most);
            case "max" ->
                number < 0 || number > ALL ? null : new DevptsOptions(uid, gid, mode, multiplexerMode, number);
            default -> null;
        };
    }

    private static @Nullable Integer number(String text, int base) {
        try {
            return Integer.parseUnsignedInt(text, base);
        } catch (NumberFormatException e) {
            return null;
        }
    }

    /** @return as /proc/mounts shows them */
    String text() {
        StringBuilder text = new StringBuilder();
        if (uid != null) {
            text.append(",uid=").append(Integer.toUnsignedString(uid));
        }
        if (gid != null) {
            text.append(",gid=").append(Integer.toUnsignedString(gid));
        }
        text.append(String.format(Locale.ROOT, ",mode=%03o,ptmxmode=%03o", mode, multiplexerMode));
        return most < ALL ? text.append(",max=").append(most).toString() : text.toString();
    }
}
