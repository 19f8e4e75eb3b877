package io.unishim.vfscore.twin;

import io.unishim.abi.Syscall;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * System calls, one a line: {@code [n=] name argument...}. An argument is a number, an or of constants, {@code $n} for an
 * earlier result, {@code s:text} for a string, {@code w:text} for bytes to write, {@code b:size} for room, {@code D:size} for
 * room for directory entries, {@code S:} and {@code T:} for a struct stat without and with times, {@code L:} and {@code F:}
 * for words, {@code Q:} for a struct statfs, {@code X:} for a struct statx, {@code R:path,parameter} for a request about a mount,
 * {@code U:} and {@code Y:} for what {@code statmount(2)} and {@code listmount(2)} tell, {@code M:size} for a text to read, {@code v:} and {@code u:} for buffers to read into and to write, {@code x:hex} for bytes to
 * read, {@code h:hex} for bytes that are
 * shown afterwards (room for 64 more is there, that is not shown), {@code @n:hex} for bytes that later lines find again as {@code @n},
 * of which the first two words are shown. {@code user uid gid} changes the user. {@code overlay} makes what
 * stands in {@code lower} by then an overlay's lower: the root of what follows.
 */
record Script(List<List<String>> lines) {
    private static final String[] CLASSES = {
        "Fcntl", "StatModes", "Mman", "Xattr", "Ioctls", "Poll", "Mounts", "Splice", "FileFlags", "Epoll"
    };
    /** The line {@code overlay}. */
    static final List<String> OVERLAY = List.of("-", "-2");

    private static final Map<String, Long> CONSTANTS = constants();

    private static Map<String, Long> constants() {
        Map<String, Long> all = new HashMap<>();
        try {
            for (String name : CLASSES) {
                for (Field field : Class.forName("io.unishim.abi." + name).getFields()) {
                    if (field.get(null) instanceof Number number) {
                        all.put(field.getName(), number.longValue());
                    }
                }
            }
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
        return all;
    }

    /** Words: the variable or "-", the number, the arguments with constants resolved. */
    static Script parse(String text) {
        List<List<String>> lines = new ArrayList<>();
        for (String line : text.split("\n")) {
            if (!line.isBlank()) {
                lines.add(words(line.strip().split(" +")));
            }
        }
        return new Script(lines);
    }

    private static List<String> words(String[] parts) {
        List<String> words = new ArrayList<>();
        int at = parts[0].endsWith("=") ? 1 : 0;
        words.add(at == 1 ? parts[0].substring(0, parts[0].length() - 1) : "-");
        words.add(
                parts[at].equals("user")
                        ? "-1"
                        : parts[at].equals("overlay") ? "-2" : String.valueOf(number(parts[at])));
        for (String argument : List.of(parts).subList(at + 1, parts.length)) {
            words.add(resolve(argument));
        }
        return words;
    }

    private static int number(String name) {
        return Syscall.valueOf(name.toUpperCase(java.util.Locale.ROOT)).number();
    }

    private static String resolve(String argument) {
        if (argument.startsWith("$")
                || argument.startsWith("@")
                || argument.length() > 1 && argument.charAt(1) == ':' && !wordy(argument)) {
            return argument;
        }
        if (wordy(argument)) {
            List<String> words = new ArrayList<>();
            for (String word : argument.substring(2).split(",")) {
                words.add(value(word));
            }
            return argument.substring(0, 2) + String.join(",", words);
        }
        return value(argument);
    }

    private static boolean wordy(String argument) {
        return argument.startsWith("L:") || argument.startsWith("F:");
    }

    private static String value(String text) {
        long value = 0;
        for (String part : text.split("\\|")) {
            Long constant = CONSTANTS.get(part);
            value |= constant != null ? constant : Long.decode(part);
        }
        return String.valueOf(value);
    }

    /** @return what the C program reads */
    String forHost() {
        StringBuilder text = new StringBuilder();
        for (List<String> words : lines) {
            text.append(String.join(" ", words)).append('\n');
        }
        return text.toString();
    }
}
