package io.unishim.host;

import io.unishim.abi.Syscall;
import io.unishim.memory.OffHeap;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What the host is and what it lacks. */
public final class Host {
    private static final int PR_SET_SYSCALL_USER_DISPATCH = 59;
    private static final int AT_HWCAP2 = 26;
    private static final int HWCAP2_FSGSBASE = 1 << 1;

    private Host() {}

    /**
     * Asks the host for everything that a program in this JVM needs, at the first call.
     *
     * @return what is missing, each in words for a user; empty if programs can run
     */
    public static List<String> missing() {
        return Missing.WHAT;
    }

    /** The answer, found once: the question switches Syscall User Dispatch off for the thread that asks. */
    private static final class Missing {
        static final List<String> WHAT = List.copyOf(find());
    }

    private static List<String> find() {
        List<String> missing = new ArrayList<>();
        if (!System.getProperty("os.name").equals("Linux")) {
            missing.add("Linux as the host's system (this is " + System.getProperty("os.name") + ")");
        }
        String machine = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
        if (!machine.equals("amd64") && !machine.equals("x86_64")) {
            missing.add("an x86-64 processor (this is " + machine + ")");
        }
        if (!missing.isEmpty()) {
            return missing;
        }
        try {
            HostCalls.call(Syscall.GETPID.number(), 0, 0, 0);
        } catch (LinkageError | IllegalStateException e) {
            missing.add("native methods in machine code: " + e
                    + " (is --enable-native-access set, and may pages be executed?)");
            return missing;
        }
        if ((auxiliary(AT_HWCAP2) & HWCAP2_FSGSBASE) == 0) {
            missing.add("the FSGSBASE instructions for user code (Linux 5.9, a processor from 2012 on, no nofsgsbase)");
        }
        // Off is always allowed where the kernel knows the request.
        if (HostCalls.call(Syscall.PRCTL.number(), PR_SET_SYSCALL_USER_DISPATCH, 0, 0, 0) < 0) {
            missing.add(
                    "Syscall User Dispatch (Linux 5.11, CONFIG_GENERIC_ENTRY, and no sandbox that denies the prctl)");
        }
        return missing;
    }

    /** @return a value of the host's auxiliary vector, 0 if it is not there */
    public static long auxiliary(int type) {
        int open = Syscall.OPEN.number();
        OffHeap path = OffHeap.allocate(32);
        byte[] name = "/proc/self/auxv".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        path.put(0, name, 0, name.length);
        long file = HostCalls.call(open, path.address(), 0, 0);
        if (file < 0) {
            return 0;
        }
        OffHeap content = OffHeap.allocate(1024);
        long length = HostCalls.call(Syscall.READ.number(), file, content.address(), content.size());
        HostCalls.call(Syscall.CLOSE.number(), file, 0, 0);
        for (int at = 0; at + 16 <= length; at += 16) {
            if (content.getLong(at) == type) {
                return content.getLong(at + 8);
            }
        }
        return 0;
    }
}
