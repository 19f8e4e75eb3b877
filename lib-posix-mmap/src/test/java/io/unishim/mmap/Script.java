package io.unishim.mmap;

import io.unishim.abi.Syscall;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Lines for {@code mappings.c}, where they are explained. */
final class Script {
    private final List<String> lines = new ArrayList<>();

    Script call(Syscall call, Object... arguments) {
        StringBuilder line = new StringBuilder(String.valueOf(call.number()));
        for (Object each : arguments) {
            line.append(' ').append(each);
        }
        line.append(" # ").append(call.name().toLowerCase(Locale.ROOT));
        lines.add(line.toString());
        return this;
    }

    Script line(String line) {
        lines.add(line);
        return this;
    }

    Script dump() {
        return line("dump @0 48");
    }

    /** An address in the window. */
    static String page(long page) {
        return "@" + page * Program.PAGE;
    }

    static long pages(long count) {
        return count * Program.PAGE;
    }

    List<String> lines() {
        return lines;
    }

    String text() {
        return String.join("\n", lines) + "\n";
    }
}
