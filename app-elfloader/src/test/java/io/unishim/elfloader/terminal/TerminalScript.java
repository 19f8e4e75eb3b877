package io.unishim.elfloader.terminal;

import static io.unishim.abi.Errnos.EBADF;
import static io.unishim.abi.Errnos.EINTR;
import static io.unishim.abi.Fcntl.F_DUPFD;
import static io.unishim.abi.Fcntl.O_NOCTTY;
import static io.unishim.abi.Fcntl.O_RDWR;
import static io.unishim.abi.Ioctls.TIOCGPGRP;
import static io.unishim.abi.Ioctls.TIOCGPTN;
import static io.unishim.abi.Ioctls.TIOCGPTPEER;
import static io.unishim.abi.Ioctls.TIOCGSID;
import static io.unishim.abi.Ioctls.TIOCSPGRP;
import static io.unishim.abi.Ioctls.TIOCSPTLCK;

import io.unishim.Shim;
import io.unishim.abi.Errno;
import io.unishim.abi.Restart;
import io.unishim.abi.Signals;
import io.unishim.abi.Syscall;
import io.unishim.memory.JavaMemory;
import io.unishim.task.JobControl;
import io.unishim.task.Signalling;
import io.unishim.task.Task;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Runs scripts about terminals, signals of input and leases on a shim: the twin of terminals.c, which says what a line is. */
final class TerminalScript implements AutoCloseable {
    private static final int PROCESSES = 8;
    private static final int FIRST = 50;
    private static final int[] CAUGHT = {
        Signals.SIGHUP,
        Signals.SIGINT,
        Signals.SIGQUIT,
        Signals.SIGTSTP,
        Signals.SIGTTIN,
        Signals.SIGTTOU,
        Signals.SIGCONT,
        Signals.SIGWINCH,
        Signals.SIGIO,
        Signals.SIGURG,
        40,
        41
    };

    private final Shim shim;
    private final Signalling signals;
    private final Side[] sides = new Side[PROCESSES];
    private final Map<Integer, Integer> processOf = new HashMap<>();

    TerminalScript(Shim shim) {
        this.shim = shim;
        this.signals = shim.service(Signalling.class);
        sides[0] = new Side(shim.newProcess("terminals"));
        processOf.put(sides[0].task.process().pid(), 0);
    }

    /** One process: its task acts on a thread of its own. */
    private final class Side {
        final Task task;
        final JavaMemory memory;
        final long buffer;
        final TreeSet<String> log = new TreeSet<>();
        final ExecutorService thread = Executors.newSingleThreadExecutor();
        final Map<Integer, Integer> numbers = new HashMap<>();

        @Nullable
        Future<String> running;

        volatile @Nullable Thread acting;
        String extra = "";

        Side(Task task) {
            this.task = task;
            this.memory = (JavaMemory) task.memory();
            this.buffer = memory.allocate(1 << 17);
            for (int signal : CAUGHT) {
                memory.putLong(buffer, 0x1000);
                memory.putLong(buffer + 8, 4); // SA_SIGINFO
                memory.putLong(buffer + 16, 0);
                memory.putLong(buffer + 24, 0);
                call(Syscall.RT_SIGACTION, signal, buffer, 0, 8);
            }
            ignore(Signals.SIGPIPE);
        }

        long ignore(int signal) {
            memory.putLong(buffer, 1);
            memory.putLong(buffer + 8, 0);
            memory.putLong(buffer + 16, 0);
            memory.putLong(buffer + 24, 0);
            return call(Syscall.RT_SIGACTION, signal, buffer, 0, 8);
        }

        long call(Syscall call, long... a) {
            long[] six = java.util.Arrays.copyOf(a, 6);
            return shim.dispatch(task, call.number(), six[0], six[1], six[2], six[3], six[4], six[5]);
        }

        long path(String text) {
            byte[] bytes = (text + "\0").getBytes(StandardCharsets.UTF_8);
            memory.writeFully(buffer, bytes);
            return buffer;
        }

        long keep(long fd, int slot) {
            if (fd < 0) {
                return fd;
            }
            call(Syscall.CLOSE, FIRST + slot);
            long got = call(Syscall.FCNTL, fd, F_DUPFD, FIRST + slot);
            if (got != fd) {
                call(Syscall.CLOSE, fd);
            }
            return 0;
        }

        String hex(int count) {
            byte[] bytes = new byte[count];
            memory.readFully(buffer, bytes);
            return HexFormat.of().formatHex(bytes);
        }

        int put(String hex) {
            byte[] bytes = HexFormat.of().parseHex(hex.equals("-") ? "" : hex);
            memory.writeFully(buffer, bytes);
            return bytes.length;
        }

        /** What the handlers would have seen. */
        void drain() {
            Signalling.Handler next;
            while ((next = signals.next(task)) != null) {
                boolean detailed = next.signal() == Signals.SIGIO || next.signal() >= 32;
                int code = next.info().code();
                if (detailed && (code == Signals.SI_KERNEL || code == Signals.SI_SIGIO)) {
                    log.add(next.signal() + ":" + code + ":0:0");
                } else if (detailed && code >= 1 && code <= 6) {
                    int fd = (int) next.info().second() - FIRST;
                    log.add(next.signal() + ":" + code + ":" + fd + ":"
                            + Long.toHexString(next.info().first()));
                } else {
                    log.add(String.valueOf(next.signal()));
                }
                signals.mask(task, next.oldMask());
            }
        }

        String answer(String[] words) {
            extra = "";
            acting = Thread.currentThread();
            long result = step(this, words);
            result = result == -Restart.ERESTARTSYS ? -EINTR : result;
            acting = null;
            drain();
            StringBuilder text = new StringBuilder();
            if (result < 0 && result > -4096) {
                Errno errno = Errno.of((int) -result);
                text.append("-1").append(errno == null ? -result : errno.name());
            } else {
                text.append(result);
            }
            text.append(extra);
            if (words[0].equals("signals")) {
                log.forEach(each -> text.append(" sig=").append(each));
                log.clear();
            }
            return text.toString();
        }
    }

    List<String> run(List<String> script) throws Exception {
        List<String> lines = new ArrayList<>();
        for (String line : script) {
            String rest = line;
            boolean waits = !rest.startsWith("&");
            rest = waits ? rest : rest.substring(1);
            int process = 0;
            if (Character.isDigit(rest.charAt(0))) {
                process = Integer.parseInt(rest.substring(0, rest.indexOf(' ')));
                rest = rest.substring(rest.indexOf(' ') + 1);
            }
            Side side = sides[process];
            String[] words = rest.split(" ");
            if (!words[0].equals("join")) {
                side.running = side.thread.submit(() -> side.answer(words));
            }
            if (waits) {
                lines.add(line + " = " + Objects.requireNonNull(side.running).get(60, TimeUnit.SECONDS));
                side.running = null;
            } else {
                lines.add(line);
                untilItWaits(side);
            }
            drainIdle();
        }
        return lines;
    }

    /** A command that is not waited for comes to rest: it waits in its call, or has ended. */
    private static void untilItWaits(Side side) {
        while (!Objects.requireNonNull(side.running).isDone()) {
            Thread acting = side.acting;
            if (acting != null && LockSupport.getBlocker(acting) == side.task.waiter()) {
                return; // any other wait of the thread, such as for a lock, is not the call's
            }
            Thread.onSpinWait();
        }
    }

    private void drainIdle() throws Exception {
        for (Side each : sides) {
            if (each != null && each.running == null) {
                each.thread.submit(each::drain).get();
            }
        }
    }

    private int who(int pid) {
        return pid == 0 ? -1 : processOf.getOrDefault(pid, -2);
    }

    private int pid(int process) {
        Side side = sides[process];
        return side == null ? 0 : side.task.process().pid();
    }

    private static int number(String[] words, int at) {
        return at < words.length && !words[at].isEmpty() && !words[at].equals("-")
                ? (int) (long) tryNumber(words[at])
                : 0;
    }

    private static long tryNumber(String word) {
        try {
            return Long.decode(word);
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    private long step(Side s, String[] w) {
        int a = number(w, 1);
        int b = number(w, 2);
        int d = number(w, 3);
        int fd = FIRST + a;
        long buffer = s.buffer;
        switch (w[0]) {
            case "ptmx" -> {
                long made = s.call(Syscall.OPEN, s.path("/dev/ptmx"), O_RDWR | O_NOCTTY | b, 0);
                s.memory.putInt(buffer, 0);
                s.call(Syscall.IOCTL, made, TIOCSPTLCK, buffer);
                s.call(Syscall.IOCTL, made, TIOCGPTN, buffer);
                s.numbers.put(a, s.memory.getInt(buffer));
                return s.keep(made, a);
            }
            case "pts" -> {
                return s.keep(s.call(Syscall.OPEN, s.path("/dev/pts/" + s.numbers.get(b)), d, 0), a);
            }
            case "open" -> {
                return s.keep(s.call(Syscall.OPEN, s.path(w[2]), d, 0600), a);
            }
            case "peer" -> {
                return s.keep(s.call(Syscall.IOCTL, FIRST + b, TIOCGPTPEER, d), a);
            }
            case "pipe", "pair" -> {
                long result = w[0].equals("pipe")
                        ? s.call(Syscall.PIPE2, buffer, d)
                        : s.call(Syscall.SOCKETPAIR, 1, d, 0, buffer);
                if (result < 0) {
                    return result;
                }
                int second = s.memory.getInt(buffer + 4);
                s.keep(s.memory.getInt(buffer), a);
                return s.keep(second, b);
            }
            case "eventfd" -> {
                return s.keep(s.call(Syscall.EVENTFD2, 0, b), a);
            }
            case "dup" -> {
                return s.keep(s.call(Syscall.DUP, fd), b);
            }
            case "close" -> {
                return s.call(Syscall.CLOSE, fd);
            }
            case "w" -> {
                return s.call(Syscall.WRITE, fd, buffer, s.put(w.length > 2 ? w[2] : ""));
            }
            case "fill" -> {
                byte[] bytes = new byte[b];
                java.util.Arrays.fill(bytes, (byte) 'x');
                s.memory.writeFully(buffer, bytes);
                return s.call(Syscall.WRITE, fd, buffer, b);
            }
            case "r" -> {
                long count = s.call(Syscall.READ, fd, buffer, b);
                s.extra = count >= 0 ? " " + s.hex((int) count) : "";
                return count;
            }
            case "io" -> {
                return s.call(Syscall.IOCTL, fd, b, d);
            }
            case "ip" -> {
                s.memory.writeFully(buffer, new byte[256]);
                s.put(w[3]);
                long result = s.call(Syscall.IOCTL, fd, b, buffer);
                s.extra = " " + (result >= 0 ? s.hex(number(w, 4)) : "");
                return result;
            }
            case "poll" -> {
                s.memory.putInt(buffer, fd);
                s.memory.putInt(buffer + 4, b);
                long result = s.call(Syscall.POLL, buffer, 1, 0);
                s.extra = " " + Integer.toHexString(s.memory.getInt(buffer + 4) >>> 16);
                return result;
            }
            case "epoll" -> {
                return s.keep(s.call(Syscall.EPOLL_CREATE1, 0), a);
            }
            case "watch" -> {
                s.memory.putInt(buffer, d);
                s.memory.putLong(buffer + 4, b);
                return s.call(Syscall.EPOLL_CTL, fd, 1, FIRST + b, buffer);
            }
            case "events" -> {
                long count = s.call(Syscall.EPOLL_WAIT, fd, buffer, 8, 0);
                TreeSet<String> told = new TreeSet<>();
                for (int i = 0; i < count; i++) {
                    told.add(" " + s.memory.getLong(buffer + 12L * i + 4) + ":"
                            + Integer.toHexString(s.memory.getInt(buffer + 12L * i)));
                }
                s.extra = String.join("", told);
                return count;
            }
            default -> {
                return more(s, w, a, b, d);
            }
        }
    }

    private long more(Side s, String[] w, int a, int b, int d) {
        int fd = FIRST + a;
        long buffer = s.buffer;
        switch (w[0]) {
            case "fcntl" -> {
                return s.call(Syscall.FCNTL, fd, b, d);
            }
            case "fcntlpid" -> {
                return s.call(Syscall.FCNTL, fd, b, d < 0 ? -pid(-d - 1) : pid(d));
            }
            case "getown" -> {
                int owner = (int) s.call(Syscall.FCNTL, fd, 9);
                s.extra = owner < 0 && -owner < 4096 && !processOf.containsKey(-owner)
                        ? " " + (owner == -EBADF ? "?" : owner)
                        : " " + (owner < 0 ? "-" : "") + who(Math.abs(owner));
                return 0;
            }
            case "ownex" -> {
                s.memory.putInt(buffer, b);
                s.memory.putInt(buffer + 4, d >= 0 ? pid(d) : 0);
                return s.call(Syscall.FCNTL, fd, 15, buffer);
            }
            case "getownex" -> {
                s.memory.putLong(buffer, -1);
                long result = s.call(Syscall.FCNTL, fd, 16, buffer);
                s.extra = " " + s.memory.getInt(buffer) + " " + who(s.memory.getInt(buffer + 4));
                return result;
            }
            case "hint" -> {
                s.memory.putLong(buffer, d);
                long result = s.call(Syscall.FCNTL, fd, b, buffer);
                s.extra = " " + s.memory.getLong(buffer);
                return result;
            }
            case "mkdir" -> {
                return s.call(Syscall.MKDIR, s.path(w[1]), 0700);
            }
            case "unlink" -> {
                return s.call(Syscall.UNLINK, s.path(w[1]));
            }
            case "truncate" -> {
                return s.call(Syscall.TRUNCATE, s.path(w[1]), b);
            }
            case "setsid" -> {
                return Math.min(0, s.call(Syscall.SETSID));
            }
            case "setpgid" -> {
                return s.call(Syscall.SETPGID, pid(a), b < 0 ? 0 : pid(b));
            }
            case "tcsetpgrp" -> {
                s.memory.putInt(buffer, b < 0 ? b : pid(b));
                return s.call(Syscall.IOCTL, fd, TIOCSPGRP, buffer);
            }
            case "tcgetpgrp", "tcgetsid" -> {
                s.memory.putInt(buffer, 0);
                long result = s.call(Syscall.IOCTL, fd, w[0].equals("tcgetsid") ? TIOCGSID : TIOCGPGRP, buffer);
                s.extra = result >= 0 ? " " + who(s.memory.getInt(buffer)) : "";
                return result;
            }
            case "block", "unblock" -> {
                s.memory.putLong(buffer, 1L << a - 1);
                return s.call(Syscall.RT_SIGPROCMASK, w[0].equals("block") ? 0 : 1, buffer, 0, 8);
            }
            case "ignore" -> {
                return s.ignore(a);
            }
            case "vhangup" -> {
                return s.call(Syscall.VHANGUP);
            }
            case "kill" -> {
                return s.call(Syscall.KILL, pid(a), b);
            }
            case "signals" -> {
                return 0;
            }
            case "fork" -> {
                return fork(s, a);
            }
            case "exit" -> {
                shim.tasks().exited(s.task, 0);
                return 0;
            }
            default -> throw new IllegalArgumentException(w[0]);
        }
    }

    private long fork(Side parent, int process) {
        Task[] child = new Task[1];
        long result = shim.tasks().clone(parent.task, Signals.SIGCHLD, made -> child[0] = made);
        if (result < 0) {
            return result;
        }
        Side side = new Side(child[0]);
        side.numbers.putAll(parent.numbers);
        sides[process] = side;
        processOf.put((int) result, process);
        return 0;
    }

    /** @return whether the shim knows sessions */
    boolean hasSessions() {
        return shim.serviceOrNull(JobControl.class) != null;
    }

    @Override
    public void close() {
        for (Side each : sides) {
            if (each != null) {
                each.task.exit(9);
                each.thread.shutdown();
            }
        }
    }
}
