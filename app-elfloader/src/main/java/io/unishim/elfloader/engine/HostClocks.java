package io.unishim.elfloader.engine;

import io.unishim.abi.Syscall;
import io.unishim.host.HostCalls;
import io.unishim.memory.OffHeap;
import java.lang.ref.Reference;
import java.nio.charset.StandardCharsets;

/** The host's clocks of processor time, all in nanoseconds; 0 for what is gone. */
final class HostClocks {
    private static final long PER_SECOND = 1_000_000_000L;
    /** USER_HZ: what the kernel counts in its files, whatever its own tick. */
    private static final long TICK = PER_SECOND / 100;

    /** Kinds of clocks, as the C library encodes them: CPUCLOCK_SCHED, and bit 2 for one thread. */
    private static final int PROCESS = 2;

    private static final int THREAD = 6;
    private static final int RUSAGE_THREAD = 1;
    private static final int FILE_SIZE = 1024;
    private static final int O_CLOEXEC = 0x8_0000;
    /** Where utime and stime stand behind the name in {@code /proc/PID/stat}, words counted from 0. */
    private static final int STIME = 12;

    private HostClocks() {}

    private static long read(int clock) {
        OffHeap time = OffHeap.allocate(16);
        long error = HostCalls.call(Syscall.CLOCK_GETTIME.number(), clock, time.address(), 0);
        long now = error < 0 ? 0 : time.getLong(0) * PER_SECOND + time.getLong(8);
        Reference.reachabilityFence(time);
        return now;
    }

    /** @param tid of a thread of this JVM */
    static long ofOwnThread(int tid) {
        return read(~tid << 3 | THREAD);
    }

    static long ofProcess(int pid) {
        return read(~pid << 3 | PROCESS);
    }

    /** Of a thread elsewhere, as of the host's last tick if it is running: no clock tells of threads of other processes. */
    static long ofThread(int pid, int tid) {
        String text = file(pid, tid, "schedstat");
        int end = text.indexOf(' ');
        return end <= 0 ? 0 : Long.parseLong(text, 0, end, 10);
    }

    /** What the kernel took of the current thread's time. */
    static long systemOfCaller() {
        OffHeap usage = OffHeap.allocate(144);
        HostCalls.call(Syscall.GETRUSAGE.number(), RUSAGE_THREAD, usage.address(), 0);
        long time = usage.getLong(16) * PER_SECOND + usage.getLong(24) * 1000;
        Reference.reachabilityFence(usage);
        return time;
    }

    /** As {@link #systemOfCaller}, of any thread, in ticks. */
    static long systemOfThread(int pid, int tid) {
        String text = file(pid, tid, "stat");
        // The name stands in parentheses and may hold anything.
        String[] words = text.substring(text.lastIndexOf(')') + 1).strip().split(" ");
        return words.length <= STIME ? 0 : Long.parseLong(words[STIME]) * TICK;
    }

    private static String file(int pid, int tid, String name) {
        OffHeap block = OffHeap.allocate(FILE_SIZE);
        byte[] path = ("/proc/" + pid + "/task/" + tid + "/" + name + "\0").getBytes(StandardCharsets.US_ASCII);
        block.put(0, path, 0, path.length);
        long file = HostCalls.call(Syscall.OPEN.number(), block.address(), O_CLOEXEC, 0);
        if (file < 0) {
            return "";
        }
        byte[] content =
                new byte[(int) Math.max(0, HostCalls.call(Syscall.READ.number(), file, block.address(), FILE_SIZE))];
        HostCalls.call(Syscall.CLOSE.number(), file, 0, 0);
        block.get(0, content, 0, content.length);
        Reference.reachabilityFence(block);
        return new String(content, StandardCharsets.ISO_8859_1);
    }
}
