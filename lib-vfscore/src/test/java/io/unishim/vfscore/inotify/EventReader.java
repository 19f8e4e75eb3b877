package io.unishim.vfscore.inotify;

import io.unishim.abi.Inotify;
import java.lang.reflect.Field;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads events out of a buffer of zeros; cookies are numbered in the order they are seen. */
final class EventReader {
    private EventReader() {}

    static String read(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        Map<Integer, Integer> cookies = new HashMap<>(Map.of(0, 0));
        List<String> events = new ArrayList<>();
        int at = 0;
        while (at + 16 <= bytes.length && in.getInt(at) != 0) {
            int length = in.getInt(at + 12);
            int cookie = cookies.computeIfAbsent(in.getInt(at + 8), unused -> cookies.size());
            int end = at + 16;
            while (end < at + 16 + length && bytes[end] != 0) {
                end++;
            }
            String name = new String(bytes, at + 16, end - at - 16, StandardCharsets.UTF_8);
            events.add(in.getInt(at) + ":" + mask(in.getInt(at + 4)) + (cookie == 0 ? "" : "#" + cookie) + " " + name
                    + "/" + length);
            at += 16 + length;
        }
        return String.join(", ", events);
    }

    private static String mask(int mask) {
        StringBuilder names = new StringBuilder();
        int left = mask;
        try {
            for (Field each : Inotify.class.getFields()) {
                int bit = each.getInt(null);
                if (Integer.bitCount(bit) == 1
                        && (left & bit) != 0
                        && each.getName().indexOf("LOEXEC") < 0
                        && !each.getName().equals("IN_NONBLOCK")) {
                    left &= ~bit;
                    names.append(names.length() == 0 ? "" : "|")
                            .append(each.getName().substring(3));
                }
            }
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
        return left == 0 ? names.toString() : names + "|" + Integer.toHexString(left);
    }
}
