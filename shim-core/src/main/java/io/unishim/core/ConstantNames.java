package io.unishim.core;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The constants of one class that begin with a prefix, by value: what traces write for flags and alternatives. */
final class ConstantNames {
    private record Constant(String name, long value) {}

    private final String prefix;
    private final List<Constant> all = new ArrayList<>();

    /** Single flags and combinations that have a name, those of most bits first: O_SYNC holds O_DSYNC. */
    private final List<Constant> flags = new ArrayList<>();

    private final long field;
    private final long width;

    /** @param prefixes what their names begin with; one that does not end in _ is followed by no _ */
    ConstantNames(Class<?> type, String... prefixes) {
        this.prefix = prefixes[0];
        boolean wide = false;
        long mask = 0;
        for (Field each : type.getFields()) {
            if (Arrays.stream(prefixes).anyMatch(start -> begins(each.getName(), start))
                    && Modifier.isStatic(each.getModifiers())) {
                wide |= each.getType() == long.class;
                if (each.getName().endsWith("ACCMODE")) {
                    mask = value(each);
                } else if (!auxiliary(each.getName())) {
                    all.add(new Constant(each.getName(), value(each)));
                }
            }
        }
        width = wide ? -1L : 0xffff_ffffL;
        field = mask;
        for (Constant each : all) {
            long bits = each.value & width;
            if (bits != 0 && (bits & field) == 0 && Long.bitCount(bits) < 16 && unnamed(bits)) {
                flags.add(new Constant(each.name, bits));
            }
        }
        flags.sort(Comparator.comparing((Constant c) -> -Long.bitCount(c.value)));
    }

    /** {@code SIG_BLOCK} is no {@code SIG}. */
    private static boolean begins(String name, String prefix) {
        return name.startsWith(prefix) && !name.startsWith("_", prefix.length());
    }

    private boolean unnamed(long bits) {
        return flags.stream().noneMatch(flag -> flag.value == bits);
    }

    /** Names of masks, shifts and limits stand among the flags in the headers, but are none. */
    private static boolean auxiliary(String name) {
        return name.endsWith("_MASK") || name.endsWith("_SHIFT") || name.endsWith("_TYPE") || name.endsWith("_MAX");
    }

    private static long value(Field field) {
        try {
            return field.getType() == long.class ? field.getLong(null) : field.getInt(null);
        } catch (IllegalAccessException | IllegalArgumentException e) {
            return 0;
        }
    }

    private @Nullable String exactly(long value) {
        for (Constant each : all) {
            if ((each.value & width) == (value & width)) {
                return each.name;
            }
        }
        return null;
    }

    /** @return the constant's name, or as strace has it {@code 0x63 /* SEEK_??? *}{@code /} */
    String oneOf(long value) {
        String name = exactly(value);
        return name != null ? name : "0x" + Long.toHexString(value & width) + " /* " + prefix + "??? */";
    }

    /**
     * @param opens whether the lowest bits are an access mode, which is there also if it is O_RDONLY, 0
     * @return names in the order of their bits, then in hexadecimal what has no name
     */
    String flags(long value, boolean opens) {
        long rest = value & width;
        List<Constant> found = new ArrayList<>();
        for (Constant each : flags) {
            if ((rest & each.value) == each.value) {
                found.add(each);
                rest &= ~each.value;
            }
        }
        found.sort((a, b) -> Long.compareUnsigned(a.value, b.value));
        List<String> names = new ArrayList<>();
        String access = field != 0 && (opens || (value & field) != 0) ? exactly(value & field) : null;
        if (access != null) {
            names.add(access);
            rest &= ~field;
        }
        found.forEach(each -> names.add(each.name));
        if (rest != 0) {
            names.add("0x" + Long.toHexString(rest));
        }
        return names.isEmpty() ? nothing() : String.join("|", names);
    }

    /** {@code PROT_NONE} says something, {@code MAP_FILE} does not. */
    private String nothing() {
        String name = exactly(0);
        return name != null && name.endsWith("NONE") ? name : "0";
    }
}
