package io.unishim.core;

import io.unishim.Shim;
import io.unishim.abi.Syscall;
import io.unishim.call.SupportLevel;
import io.unishim.control.CallTable.CallEntry;
import java.io.IOException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The page that says which of Linux's calls a shim serves, and how well, in Markdown. */
public final class CompatibilityPage {
    private CompatibilityPage() {}

    /**
     * Writes the page.
     *
     * @param shim booted with the libraries that the page is about
     * @param out takes the text
     * @throws IOException if {@code out} does
     */
    public static void write(Shim shim, Appendable out) throws IOException {
        List<CallEntry> served = shim.table().calls();
        List<Syscall> linux = Arrays.stream(Syscall.values())
                .sorted(Comparator.comparing(Syscall::number))
                .toList();
        out.append("# Linux system calls\n\n");
        out.append("Generated from the libraries of a shim; changes here are lost. Numbers are those of x86-64.\n\n");
        totals(served, linux.size(), out);
        out.append("\n| number | call | library | support | note |\n|---:|---|---|---|---|\n");
        for (Syscall call : linux) {
            CallEntry entry = shim.table().call(call.linuxName());
            row(call.number(), call.linuxName(), entry, out);
        }
        List<CallEntry> own =
                served.stream().filter(e -> e.declaration().syscall() == null).toList();
        if (!own.isEmpty()) {
            out.append("\n## Calls that Linux does not have\n\n");
            out.append("| number | call | library | support | note |\n|---:|---|---|---|---|\n");
            for (CallEntry entry : own) {
                row(entry.declaration().customNumber(), entry.declaration().name(), entry, out);
            }
        }
    }

    private static void totals(List<CallEntry> served, int linux, Appendable out) throws IOException {
        Map<String, Integer> counts = new LinkedHashMap<>();
        for (SupportLevel level : SupportLevel.values()) {
            counts.put(name(level), 0);
        }
        counts.put(name(null), 0);
        int known = 0;
        for (CallEntry entry : served) {
            if (entry.declaration().syscall() != null) {
                counts.merge(name(entry.support()), 1, Integer::sum);
                known++;
            }
        }
        out.append("| of Linux's " + linux + " calls | |\n|---|---:|\n");
        for (Map.Entry<String, Integer> each : counts.entrySet()) {
            out.append("| " + each.getKey() + " | " + each.getValue() + " |\n");
        }
        out.append("| answers ENOSYS | " + (linux - known) + " |\n");
    }

    private static void row(int number, String name, @Nullable CallEntry entry, Appendable out) throws IOException {
        out.append("| " + number + " | " + name + " | ");
        out.append(entry == null ? "" : entry.library()).append(" | ");
        out.append(entry == null ? "" : name(entry.support())).append(" | ");
        out.append(entry == null ? "" : entry.note().replace("|", "\\|").replace('\n', ' '))
                .append(" |\n");
    }

    private static String name(@Nullable SupportLevel level) {
        return level == null ? "not said" : level.name().toLowerCase(Locale.ROOT);
    }
}
