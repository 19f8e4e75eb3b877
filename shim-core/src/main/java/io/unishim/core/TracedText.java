package io.unishim.core;

/** Bytes as strace writes them: in quotes, escaped, cut. */
final class TracedText {
    /** strace's default for its option -s. */
    static final int LIMIT = 32;

    private TracedText() {}

    /**
     * Writes bytes as text.
     *
     * @param length how many there are, of which the first {@link #LIMIT} are in the array
     */
    static String quoted(byte[] bytes, long length) {
        StringBuilder text = new StringBuilder("\"");
        int shown = (int) Math.min(length, LIMIT);
        append(text, bytes, shown);
        return text.append(length > LIMIT ? "\"..." : "\"").toString();
    }

    /** Writes all of the first bytes as text. */
    static String whole(byte[] bytes, int length) {
        StringBuilder text = new StringBuilder("\"");
        append(text, bytes, length);
        return text.append('"').toString();
    }

    private static void append(StringBuilder text, byte[] bytes, int shown) {
        for (int i = 0; i < shown; i++) {
            escape(text, bytes[i] & 0xff, i + 1 < shown && bytes[i + 1] >= '0' && bytes[i + 1] <= '7');
        }
    }

    private static void escape(StringBuilder text, int value, boolean digitFollows) {
        switch (value) {
            case '"' -> text.append("\\\"");
            case '\\' -> text.append("\\\\");
            case '\n' -> text.append("\\n");
            case '\t' -> text.append("\\t");
            case '\r' -> text.append("\\r");
            case 0x0b -> text.append("\\v");
            case '\f' -> text.append("\\f");
            default -> {
                if (value >= ' ' && value < 0x7f) {
                    text.append((char) value);
                } else {
                    text.append('\\').append(digitFollows ? "%03o".formatted(value) : Integer.toOctalString(value));
                }
            }
        }
    }
}
