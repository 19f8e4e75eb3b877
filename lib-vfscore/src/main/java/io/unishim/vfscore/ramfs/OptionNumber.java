package io.unishim.vfscore.ramfs;

import org.jspecify.annotations.Nullable;

/** Numbers in mount options, as the kernel reads them. */
final class OptionNumber {
    private static final String SUFFIXES = "kmgtpe";

    private OptionNumber() {}

    /**
     * A number of bytes or things, in base 8, 10 or 16, with a suffix k, m, g, t, p or e (the kernel's memparse).
     *
     * @param whole what 100% are, or 0 if no percent sign may follow
     * @return the number, unsigned, or null if it is none
     */
    static @Nullable Long size(String text, long whole) {
        int at = digitsFrom(text);
        int base = base(text);
        long value = 0;
        while (at < text.length() && Character.digit(text.charAt(at), base) >= 0) {
            value = value * base + Character.digit(text.charAt(at++), base);
        }
        int suffix = at < text.length() ? SUFFIXES.indexOf(Character.toLowerCase(text.charAt(at))) : -1;
        if (suffix >= 0) {
            value <<= 10 * (suffix + 1);
            at++;
        }
        if (whole > 0 && at < text.length() && text.charAt(at) == '%') {
            value = Long.divideUnsigned(value * whole, 100);
            at++;
        }
        return at == text.length() ? value : null;
    }

    /**
     * An unsigned int (the kernel's kstrtouint).
     *
     * @param base 8, or 0 for what the text says
     * @return the number, or null if it is none
     */
    static @Nullable Integer unsigned(String text, int base) {
        String digits = text.startsWith("+") ? text.substring(1) : text;
        int from = base == 0 ? digitsFrom(digits) : 0;
        if (from == digits.length() || digits.charAt(from) == '+' || digits.charAt(from) == '-') {
            return null;
        }
        try {
            return Integer.parseUnsignedInt(digits.substring(from), base == 0 ? base(digits) : base);
        } catch (NumberFormatException e) {
            return null;
        }
    }

    private static int base(String text) {
        if (digitsFrom(text) == 2) {
            return 16;
        }
        return text.startsWith("0") ? 8 : 10;
    }

    private static int digitsFrom(String text) {
        boolean hex = text.length() > 2
                && text.charAt(0) == '0'
                && (text.charAt(1) | 0x20) == 'x'
                && Character.digit(text.charAt(2), 16) >= 0;
        return hex ? 2 : 0;
    }
}
