package io.unishim.vfscore.twin;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;

/** What {@code statmount(2)} told, as the C program shows it: without numbers that each system gives as it likes. */
final class MountTwin {
    private static final int STRINGS = 512;

    /** What is told of the host's kernel whatever was built into it. */
    private static final long FIRST_ONES = 0xfff;

    private MountTwin() {}

    private static String strings(ByteBuffer told, int at, int count) {
        StringBuilder text = new StringBuilder();
        int start = STRINGS + at;
        for (int i = 0; i < count; i++) {
            int end = start;
            while (told.get(end) != 0) {
                end++;
            }
            text.append('[')
                    .append(new String(told.array(), start, end - start, UTF_8))
                    .append(']');
            start = end + 1;
        }
        return text.toString();
    }

    /** @return the string whose place is told at an offset */
    static String string(ByteBuffer told, int offset) {
        String shown = strings(told, told.getInt(offset), 1);
        return shown.substring(1, shown.length() - 1);
    }

    static void show(StringBuilder text, ByteBuffer told) {
        long mask = told.getLong(8);
        text.append(' ').append(Long.toHexString(mask));
        add(text, (mask & 0x4c0) == 0, " size=%d", told.getInt(0));
        add(text, (mask & 1) != 0, " sb=%x,%x", told.getLong(24), told.getInt(32));
        if ((mask & 2) != 0) {
            long id = told.getLong(40);
            long parent = told.getLong(48);
            text.append(String.format(
                    " mnt=%d%d,%x,%x,%d%d",
                    id > 1L << 31 ? 1 : 0,
                    parent > 1L << 31 || parent == id ? 1 : 0,
                    told.getLong(64),
                    told.getLong(72),
                    told.getLong(80) != 0 ? 1 : 0,
                    told.getLong(88) != 0 ? 1 : 0));
        }
        add(text, (mask & 4) != 0, " from=%d", told.getLong(96) != 0 ? 1 : 0);
        add(text, (mask & 8) != 0, " root=%s", strings(told, told.getInt(104), 1));
        add(text, (mask & 16) != 0, " point=%s", strings(told, told.getInt(108), 1));
        add(text, (mask & 32) != 0, " type=%s", strings(told, told.getInt(36), 1));
        add(text, (mask & 64) != 0, " ns=%d", told.getLong(112) != 0 ? 1 : 0);
        add(text, (mask & 128) != 0, " opts=%s", strings(told, told.getInt(4), 1));
        add(text, (mask & 512) != 0, " source=%s", strings(told, told.getInt(124), 1));
        add(text, (mask & 1024) != 0, " array=%s", strings(told, told.getInt(132), told.getInt(128)));
        add(text, (mask & 0x1000) != 0, " can=%x", told.getLong(144) & FIRST_ONES);
    }

    private static void add(StringBuilder text, boolean told, String format, Object... values) {
        if (told) {
            text.append(String.format(format, values));
        }
    }
}
