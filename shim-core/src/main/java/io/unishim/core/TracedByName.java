package io.unishim.core;

import static java.util.Map.entry;

import io.unishim.abi.Fcntl;
import io.unishim.abi.Futex;
import io.unishim.abi.Ioctls;
import io.unishim.abi.Sched;
import io.unishim.abi.Socket;
import io.unishim.call.ErrnoException;
import io.unishim.memory.MemoryFault;
import io.unishim.memory.UserMemory;
import io.unishim.struct.Flock;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/** Arguments whose meaning no declaration tells, for it hangs on another argument or is a format of its own. */
final class TracedByName {
    private static final int MOST_ARGUMENTS = 32;
    private static final int MOST_DESCRIPTORS = 1024;
    private static final int EXIT_SIGNAL = 0xff;
    private static final int CONTINUED = 0xffff;

    /** How one argument is shown. */
    @FunctionalInterface
    private interface Show {
        /** @return the text, empty to leave it out, or null to show it as its kind says */
        @Nullable
        String of(UserMemory memory, long[] registers, int first, long result);
    }

    private static final ConstantNames OPENED = new ConstantNames(Fcntl.class, "O_");
    private static final ConstantNames CLOSING = new ConstantNames(Fcntl.class, "FD_");
    private static final ConstantNames REQUESTS = new ConstantNames(Ioctls.class, "");
    private static final ConstantNames CLONED = new ConstantNames(Sched.class, "CLONE_");
    private static final ConstantNames LEVELS = new ConstantNames(Socket.class, "SOL_");
    private static final ConstantNames FUTEX = new ConstantNames(Futex.class, "FUTEX_");

    private static final Show SET = (memory, a, i, result) -> set(memory, a[i]);
    private static final Show MODE_TO_MAKE = (memory, a, i, result) ->
            (a[i - 1] & (Fcntl.O_CREAT | Fcntl.O_TMPFILE & ~Fcntl.O_DIRECTORY)) == 0 ? "" : null;
    private static final Show ACCESSED = (memory, a, i, result) -> access((int) a[i]);
    private static final Show ADDRESS_GIVEN =
            (memory, a, i, result) -> address(memory, a[i], a[i + 1]) + ", " + a[i + 1];
    private static final Show ADDRESS_FILLED = (memory, a, i, result) -> ErrnoException.isError(result) || a[i] == 0
            ? TracedArguments.address(a[i])
            : address(memory, a[i], memory.getInt(a[i + 1]));
    private static final Show STRINGS = (memory, a, i, result) -> strings(memory, a[i]);
    private static final Show COUNTED_STRINGS =
            (memory, a, i, result) -> TracedArguments.address(a[i]) + " /* " + count(memory, a[i]) + " vars */";
    private static final Show DESCRIPTORS = (memory, a, i, result) -> descriptors(memory, a[i], (int) a[0]);
    private static final Show STATUS = (memory, a, i, result) ->
            a[i] == 0 || result <= 0 ? TracedArguments.address(a[i]) : "[{" + status(memory.getInt(a[i])) + "}]";
    private static final Show NUMBER_GIVEN =
            (memory, a, i, result) -> a[i] == 0 || a[i + 1] != 4 ? null : "[" + memory.getInt(a[i]) + "], 4";
    private static final Show PATH_FILLED = (memory, a, i, result) ->
            (ErrnoException.isError(result) ? TracedArguments.address(a[i]) : TracedArguments.string(memory, a[i]))
                    + ", " + a[i + 1];
    private static final Show LEVEL = (memory, a, i, result) -> LEVELS.oneOf(a[i]);

    private static final Map<String, Show> SHOWN = Map.ofEntries(
            entry("open.mode", MODE_TO_MAKE),
            entry("openat.mode", MODE_TO_MAKE),
            entry("access.mode", ACCESSED),
            entry("faccessat.mode", ACCESSED),
            entry("faccessat2.mode", ACCESSED),
            entry("rt_sigprocmask.set", SET),
            entry("rt_sigprocmask.oldset", SET),
            entry("rt_sigpending.set", SET),
            entry("rt_sigtimedwait.set", SET),
            entry("rt_sigsuspend.mask", SET),
            entry("ppoll.sigmask", SET),
            entry("epoll_pwait.sigmask", SET),
            entry("epoll_pwait2.sigmask", SET),
            entry("signalfd.mask", SET),
            entry("signalfd4.mask", SET),
            entry("bind.addr", ADDRESS_GIVEN),
            entry("connect.addr", ADDRESS_GIVEN),
            entry("sendto.dest", ADDRESS_GIVEN),
            entry("accept.addr", ADDRESS_FILLED),
            entry("accept4.addr", ADDRESS_FILLED),
            entry("getsockname.addr", ADDRESS_FILLED),
            entry("getpeername.addr", ADDRESS_FILLED),
            entry("recvfrom.src", ADDRESS_FILLED),
            entry("getsockopt.level", LEVEL),
            entry("setsockopt.level", LEVEL),
            entry("execve.argv", STRINGS),
            entry("execve.envp", COUNTED_STRINGS),
            entry("execveat.argv", STRINGS),
            entry("execveat.envp", COUNTED_STRINGS),
            entry("setsockopt.optval", NUMBER_GIVEN),
            entry("getcwd.buf", PATH_FILLED),
            entry("wait4.wstatus", STATUS),
            entry("select.readfds", DESCRIPTORS),
            entry("select.writefds", DESCRIPTORS),
            entry("select.exceptfds", DESCRIPTORS),
            entry("pselect6.readfds", DESCRIPTORS),
            entry("pselect6.writefds", DESCRIPTORS),
            entry("pselect6.exceptfds", DESCRIPTORS),
            entry("ioctl.request", (memory, a, i, result) -> REQUESTS.oneOf(a[i])),
            entry("fcntl.arg", (memory, a, i, result) -> control(memory, (int) a[i - 1], a[i])),
            entry("futex.futex_op", (memory, a, i, result) -> futex((int) a[i])),
            entry("clone.flags", (memory, a, i, result) -> cloned(a[i])));

    /** What declarations call plain addresses, though a call fills what is there. */
    private static final Set<String> FILLED =
            Set.of("accept.addr", "accept4.addr", "getsockname.addr", "getpeername.addr");

    private TracedByName() {}

    static boolean isFilled(String call, String argument) {
        return FILLED.contains(call + "." + argument);
    }

    /** @return the text, empty to leave the argument out, or null if nothing special is to be said */
    static @Nullable String show(
            String call, String argument, UserMemory memory, long[] registers, int first, long result) {
        Show found = SHOWN.get(call + "." + argument);
        try {
            return found == null ? null : found.of(memory, registers, first, result);
        } catch (MemoryFault fault) {
            return TracedArguments.address(registers[first]);
        }
    }

    /** @return a result that is more than a number, or null */
    static @Nullable String result(String call, long[] registers, long result) {
        return switch (call) {
            case "umask" -> result == 0 ? "000" : "0" + Long.toOctalString(result);
            case "poll", "ppoll", "select", "pselect6" -> result == 0 ? "0 (Timeout)" : null;
            case "fcntl" ->
                switch ((int) registers[1]) {
                    case Fcntl.F_GETFL ->
                        "0x" + Long.toHexString(result) + " (flags " + OPENED.flags(result, true) + ")";
                    case Fcntl.F_GETFD ->
                        result == 0
                                ? "0"
                                : "0x" + Long.toHexString(result) + " (flags " + CLOSING.flags(result, false) + ")";
                    default -> null;
                };
            default -> null;
        };
    }

    private static String set(UserMemory memory, long at) {
        return at == 0 ? "NULL" : TracedSignals.set(memory.getLong(at));
    }

    private static String access(int mode) {
        if ((mode & ~(Fcntl.R_OK | Fcntl.W_OK | Fcntl.X_OK)) != 0) {
            return TracedArguments.address(mode);
        }
        StringJoiner text = new StringJoiner("|").setEmptyValue("F_OK");
        if ((mode & Fcntl.R_OK) != 0) {
            text.add("R_OK");
        }
        if ((mode & Fcntl.W_OK) != 0) {
            text.add("W_OK");
        }
        if ((mode & Fcntl.X_OK) != 0) {
            text.add("X_OK");
        }
        return text.toString();
    }

    /** An {@code fd_set}. */
    private static String descriptors(UserMemory memory, long at, int count) {
        if (at == 0) {
            return "NULL";
        }
        StringJoiner text = new StringJoiner(" ", "[", "]");
        for (int fd = 0; fd < Math.min(count, MOST_DESCRIPTORS); fd++) {
            if ((memory.getLong(at + fd / Long.SIZE * 8L) >>> fd & 1) != 0) {
                text.add(Integer.toString(fd));
            }
        }
        return text.toString();
    }

    /** As the macros of {@code wait4(2)} take it apart. */
    private static String status(int status) {
        if (status == CONTINUED) {
            return "WIFCONTINUED(s)";
        }
        if ((status & 0xff) == 0x7f) {
            return "WIFSTOPPED(s) && WSTOPSIG(s) == " + TracedSignals.name(status >> 8 & 0xff);
        }
        int signal = status & 0x7f;
        return signal == 0
                ? "WIFEXITED(s) && WEXITSTATUS(s) == " + (status >> 8 & 0xff)
                : "WIFSIGNALED(s) && WTERMSIG(s) == " + TracedSignals.name(signal)
                        + ((status & 0x80) != 0 ? " && WCOREDUMP(s)" : "");
    }

    private static String control(UserMemory memory, int command, long argument) {
        return switch (command) {
            case Fcntl.F_GETFL, Fcntl.F_GETFD -> "";
            case Fcntl.F_SETFD -> CLOSING.flags(argument, false);
            case Fcntl.F_SETFL -> OPENED.flags(argument, true);
            case Fcntl.F_SETLK,
                    Fcntl.F_SETLKW,
                    Fcntl.F_GETLK,
                    Fcntl.F_OFD_SETLK,
                    Fcntl.F_OFD_SETLKW,
                    Fcntl.F_OFD_GETLK -> lock(memory, argument);
            case Fcntl.F_DUPFD, Fcntl.F_DUPFD_CLOEXEC -> Integer.toString((int) argument);
            default -> TracedArguments.address(argument);
        };
    }

    private static String lock(UserMemory memory, long at) {
        byte[] bytes = new byte[Flock.LAYOUT.size()];
        memory.readFully(at, bytes);
        return TracedStruct.of(Flock.LAYOUT.decode(ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN), 0));
    }

    private static String futex(int op) {
        boolean mine = (op & Futex.FUTEX_PRIVATE_FLAG) != 0;
        boolean clock = (op & Futex.FUTEX_CLOCK_REALTIME) != 0;
        String name = FUTEX.oneOf(op & ~(Futex.FUTEX_PRIVATE_FLAG | Futex.FUTEX_CLOCK_REALTIME));
        return name + (mine ? "_PRIVATE" : "") + (clock ? "|FUTEX_CLOCK_REALTIME" : "");
    }

    private static String cloned(long flags) {
        long signal = flags & EXIT_SIGNAL;
        String named = CLONED.flags(flags & ~EXIT_SIGNAL, false);
        return signal == 0
                ? named
                : named.equals("0") ? TracedSignals.name((int) signal) : named + "|" + TracedSignals.name((int) signal);
    }

    private static String strings(UserMemory memory, long at) {
        if (at == 0) {
            return "NULL";
        }
        StringJoiner text = new StringJoiner(", ", "[", "]");
        for (int i = 0; ; i++) {
            long string = memory.getLong(at + 8L * i);
            if (string == 0 || i == MOST_ARGUMENTS) {
                return (string == 0 ? text : text.add("...")).toString();
            }
            text.add(TracedArguments.string(memory, string));
        }
    }

    private static int count(UserMemory memory, long at) {
        int count = 0;
        while (at != 0 && memory.getLong(at + 8L * count) != 0) {
            count++;
        }
        return count;
    }

    /** A {@code struct sockaddr}. */
    private static String address(UserMemory memory, long at, long length) {
        if (at == 0 || length < 2 || length > 128) {
            return TracedArguments.address(at);
        }
        byte[] bytes = new byte[(int) length];
        return memory.read(at, bytes, 0, bytes.length) == bytes.length
                ? TracedAddress.of(bytes)
                : TracedArguments.address(at);
    }
}
