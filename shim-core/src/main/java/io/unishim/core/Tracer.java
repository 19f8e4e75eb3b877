package io.unishim.core;

import static io.unishim.abi.Restart.ERESTARTNOHAND;
import static io.unishim.abi.Restart.ERESTARTNOINTR;
import static io.unishim.abi.Restart.ERESTARTSYS;
import static io.unishim.abi.Restart.ERESTART_RESTARTBLOCK;

import io.unishim.abi.Errno;
import io.unishim.call.Argument;
import io.unishim.call.CallDeclaration;
import io.unishim.call.ErrnoException;
import io.unishim.call.Returns;
import io.unishim.control.CallHook;
import io.unishim.struct.SigInfo;
import io.unishim.task.Task;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Writes calls as strace(1) does. What a call reads is shown as it was on entry, from the first argument that it fills on
 * as it was on return.
 */
final class Tracer implements CallHook {
    private static final Set<String> NEVER_RETURN = Set.of("exit", "exit_group");

    /**
     * A call under way.
     *
     * @param head the line so far
     * @param next the index of the first argument that is not in it
     * @param outer the call from within which this one was made, if a handler makes calls
     */
    private record Pending(String head, int next, @Nullable Pending outer) {}

    private final Consumer<String> lines;
    private final Predicate<CallDeclaration> served;
    private final TracedArguments arguments = new TracedArguments();
    private final Map<Task, Pending> pending = new ConcurrentHashMap<>();
    private final Set<Task> seen = ConcurrentHashMap.newKeySet();
    private volatile @Nullable Task only;
    private volatile boolean many;

    /** @param served tells calls that are registered, and so have known arguments, from others */
    Tracer(Consumer<String> lines, Predicate<CallDeclaration> served) {
        this.lines = lines;
        this.served = served;
    }

    @Override
    public void entered(Task task, CallDeclaration call, long[] registers) {
        seen.add(task);
        int end = firstOut(call);
        boolean known = served.test(call);
        String head = call.name() + "(" + (known ? show(task, call, registers, 0, end, 0) : unknown(registers));
        boolean complete = end == call.arguments().size();
        if (known && !complete && end > 0) {
            head += ", ";
        }
        if (known && NEVER_RETURN.contains(call.name())) {
            lines.accept(prefix(task) + head + ") = ?");
            return;
        }
        if (call.blocks()) {
            lines.accept(prefix(task) + head + " <unfinished ...>");
            head = "<... " + call.name() + " resumed>";
        }
        pending.put(task, new Pending(head, end, pending.get(task)));
    }

    @Override
    public void returned(Task task, CallDeclaration call, long[] registers, long result, long nanos) {
        if (NEVER_RETURN.contains(call.name()) && served.test(call)) {
            return;
        }
        Pending mine = pending.get(task);
        if (mine == null) {
            return;
        }
        if (mine.outer == null) {
            pending.remove(task);
        } else {
            pending.put(task, mine.outer);
        }
        String rest = show(task, call, registers, mine.next, call.arguments().size(), result);
        lines.accept(prefix(task) + mine.head + rest + ") = " + result(call, registers, result));
    }

    @Override
    public void signalled(Task task, SigInfo info) {
        if (seen.contains(task)) {
            lines.accept(
                    prefix(task) + "--- " + TracedSignals.name(info.signo()) + " " + TracedSignals.info(info) + " ---");
        }
    }

    @Override
    public void ended(Task task, int waitStatus) {
        if (!seen.remove(task)) {
            return;
        }
        Pending mine = pending.remove(task);
        if (mine != null) {
            lines.accept(prefix(task) + mine.head + " <unfinished ...>) = ?");
        }
        int signal = waitStatus & 0x7f;
        String how = signal == 0
                ? "exited with " + (waitStatus >> 8 & 0xff)
                : "killed by " + TracedSignals.name(signal) + ((waitStatus & 0x80) != 0 ? " (core dumped)" : "");
        lines.accept(prefix(task) + "+++ " + how + " +++");
    }

    private String prefix(Task task) {
        if (!many) {
            Task first = only;
            if (first == null) {
                only = task;
            } else {
                many = first != task;
            }
        }
        return many ? "[pid " + task.tid() + "] " : "";
    }

    private static int firstOut(CallDeclaration call) {
        List<Argument> all = call.arguments();
        int index = 0;
        while (index < all.size()
                && !all.get(index).out()
                && !TracedByName.isFilled(call.name(), all.get(index).name())) {
            index++;
        }
        return index;
    }

    private String show(Task task, CallDeclaration call, long[] registers, int from, int to, long result) {
        StringBuilder text = new StringBuilder();
        int register = 0;
        for (int i = 0; i < to; i++) {
            Argument argument = call.arguments().get(i);
            if (i >= from) {
                String shown = arguments.show(call, argument, task.memory(), registers, register, result);
                text.append(text.length() == 0 || shown.isEmpty() ? "" : ", ").append(shown);
            }
            register += argument.kind().registers();
        }
        return text.toString();
    }

    private static String unknown(long[] registers) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < registers.length; i++) {
            text.append(i == 0 ? "0x" : ", 0x").append(Long.toHexString(registers[i]));
        }
        return text.toString();
    }

    private static String result(CallDeclaration call, long[] registers, long result) {
        if (!ErrnoException.isError(result)) {
            String special = TracedByName.result(call.name(), registers, result);
            if (special != null) {
                return special;
            }
            return call.returns() == Returns.ADDRESS ? "0x" + Long.toHexString(result) : Long.toString(result);
        }
        int number = (int) -result;
        Errno errno = Errno.of(number);
        return errno != null ? "-1 " + errno.name() + " (" + errno.text() + ")" : interrupted(number);
    }

    /** What a signal made of a call, before anyone decided whether it starts again. */
    private static String interrupted(int number) {
        return switch (number) {
            case ERESTARTSYS -> "? ERESTARTSYS (To be restarted if SA_RESTART is set)";
            case ERESTARTNOINTR -> "? ERESTARTNOINTR (To be restarted)";
            case ERESTARTNOHAND -> "? ERESTARTNOHAND (To be restarted if no handler)";
            case ERESTART_RESTARTBLOCK -> "? ERESTART_RESTARTBLOCK (Interrupted by signal)";
            default -> "-1 errno " + number;
        };
    }
}
