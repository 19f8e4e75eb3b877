package io.unishim.elfloader.engine;

import io.unishim.abi.Syscall;
import io.unishim.host.HostCalls;
import io.unishim.memory.OffHeap;
import java.nio.charset.StandardCharsets;

/** The host's clocks of processor time, all in nanoseconds; 0 for what is gone. */
final class HostClocks {
    private static final long PER_SECOND = 1_000_000_000L;
    /** USER_HZ: what the kernel counts in its files, whatever its own tick. */
    private static final long TICK = PER_SECOND / 100;

    /** Kinds of clocks, as the C library encodes them: CPUCLOCK_PROF, _VIRT and _SCHED, and bit 2 for one thread. */
    private static final int PROCESS_TICKS = 0;

    private static final int PROCESS_USER_TICKS = 1;
    private static final int PROCESS = 2;
    private static final int THREAD = 6;
    private static final int RUSAGE_THREAD = 1;
    private static final int ROOM = 1024;
    private static final int O_CLOEXEC = 0x8_0000;
    /** Where stime stands behind the name in {@code /proc/PID/stat}, words counted from 1. */
    private static final int STIME = 13;

    /** What the host's answers are written to: they are asked for at each birth and end. */
    private static final ThreadLocal<OffHeap> ANSWERS = ThreadLocal.withInitial(() -> OffHeap.allocate(ROOM));

    private HostClocks() {}

    private static long read(int clock) {
        OffHeap time = ANSWERS.get();
        long error = HostCalls.call(Syscall.CLOCK_GETTIME.number(), clock, time.address(), 0);
        return error < 0 ? 0 : time.getLong(0) * PER_SECOND + time.getLong(8);
    }

    /** @param tid of a thread of this JVM */
    static long ofOwnThread(int tid) {
        return read(~tid << 3 | THREAD);
    }

    static long ofProcess(int pid) {
        return read(~pid << 3 | PROCESS);
    }

    /** What the kernel took of a process's time: of what was used the same part as of the ticks, as it tells itself. */
    static long systemOfProcess(int pid) {
        long ticks = read(~pid << 3 | PROCESS_TICKS);
        long user = read(~pid << 3 | PROCESS_USER_TICKS);
        return ticks <= user ? 0 : (long) (ofProcess(pid) * ((ticks - user) / (double) ticks));
    }

    /** Of a thread elsewhere, as of the host's last tick if it is running: no clock tells of threads of other processes. */
    static long ofThread(int pid, int tid) {
        String text = file(pid, tid, "schedstat");
        int end = text.indexOf(' ');
        return end <= 0 ? 0 : Long.parseLong(text, 0, end, 10);
    }

    /** What the kernel took of the current thread's time. */
    static long systemOfCaller() {
        OffHeap usage = ANSWERS.get();
        HostCalls.call(Syscall.GETRUSAGE.number(), RUSAGE_THREAD, usage.address(), 0);
        return usage.getLong(16) * PER_SECOND + usage.getLong(24) * 1000;
    }

    /** As {@link #systemOfCaller}, of any thread, in ticks. */
    static long systemOfThread(int pid, int tid) {
        String text = file(pid, tid, "stat");
        // The name stands in parentheses and may hold anything.
        int at = text.lastIndexOf(')') + 1;
        for (int word = 0; word < STIME && at > 0; word++) {
            at = text.indexOf(' ', at) + 1;
        }
        int end = at <= 0 ? 0 : text.indexOf(' ', at);
        return end <= 0 ? 0 : Long.parseLong(text, at, end, 10) * TICK;
    }

    private static String file(int pid, int tid, String name) {
        OffHeap room = ANSWERS.get();
        byte[] path = ("/proc/" + pid + "/task/" + tid + "/" + name + "\0").getBytes(StandardCharsets.US_ASCII);
        room.put(0, path, 0, path.length);
        long file = HostCalls.call(Syscall.OPEN.number(), room.address(), O_CLOEXEC, 0);
        if (file < 0) {
            return "";
        }
        byte[] content = new byte[(int) Math.max(0, HostCalls.call(Syscall.READ.number(), file, room.address(), ROOM))];
        HostCalls.call(Syscall.CLOSE.number(), file, 0, 0);
        room.get(0, content, 0, content.length);
        return new String(content, StandardCharsets.ISO_8859_1);
    }
}
