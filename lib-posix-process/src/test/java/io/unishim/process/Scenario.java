package io.unishim.process;

import io.unishim.Shim;
import io.unishim.abi.Syscall;
import io.unishim.memory.JavaMemory;
import io.unishim.task.Signalling;
import io.unishim.task.Task;
import java.util.ArrayList;
import java.util.List;

/** Our side of {@code calls.c}: the same lines, the same answers. */
final class Scenario {
    private final Shim shim;
    private final Signalling signalling;
    private final Task task;
    private final long block;

    private Scenario(Shim shim) {
        this.shim = shim;
        this.signalling = shim.service(Signalling.class);
        this.task = shim.newProcess("scenario");
        this.block = ((JavaMemory) task.memory()).allocate(4096);
    }

    /** Replaces the names of calls by their numbers. @param scenario calls, one a line, or with {@code "; "} between them */
    static String numbered(String scenario) {
        StringBuilder text = new StringBuilder();
        scenario.replace("; ", "\n").lines().forEach(line -> {
            String[] words = line.split(" ", 2);
            String first = words[0].equals("poke") || words[0].equals("peek")
                    ? words[0]
                    : Integer.toString(java.util.Objects.requireNonNull(Syscall.byName(words[0]))
                            .number());
            text.append(first).append(words.length > 1 ? " " + words[1] : "").append('\n');
        });
        return text.append("end\n").toString();
    }

    static List<String> run(Shim shim, String scenario) {
        return new Scenario(shim).run(numbered(scenario).lines().toList());
    }

    private List<String> run(List<String> lines) {
        List<String> out = new ArrayList<>();
        for (String line : lines) {
            if (line.equals("end") || (task.work() & Task.EXIT) != 0) {
                break;
            }
            make(line.split(" "), out);
        }
        int status = (task.work() & Task.EXIT) != 0 ? task.exitStatus() : 0;
        shim.tasks().exited(task, status);
        out.add("status " + Integer.toHexString(status));
        return out;
    }

    private void make(String[] words, List<String> out) {
        if (words[0].equals("poke")) {
            task.memory().putLong(word(words[1]), word(words[2]));
            return;
        }
        if (words[0].equals("peek")) {
            out.add(Long.toHexString(task.memory().getLong(word(words[1]))));
            return;
        }
        long[] a = new long[7];
        for (int i = 0; i < words.length; i++) {
            a[i] = word(words[i]);
        }
        long result = shim.dispatch(task, (int) a[0], a[1], a[2], a[3], a[4], a[5], a[6]);
        // What an engine does before it goes on; here handlers do nothing.
        boolean more;
        do {
            more = signalling.next(task) != null;
        } while (more);
        if ((task.work() & Task.EXIT) == 0) {
            out.add(result == task.process().pid() ? "P" : Long.toString(result));
        }
    }

    private long word(String text) {
        return switch (text.charAt(0)) {
            case '@' -> block + Long.parseLong(text.substring(1));
            case 'P' -> task.process().pid();
            default -> text.startsWith("0x") ? Long.parseUnsignedLong(text.substring(2), 16) : Long.parseLong(text);
        };
    }
}
