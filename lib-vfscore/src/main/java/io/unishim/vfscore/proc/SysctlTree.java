package io.unishim.vfscore.proc;

import io.unishim.abi.Errnos;
import io.unishim.file.NetworkFiles;
import io.unishim.linux.SystemCallsFamily;
import io.unishim.memory.UserBuffer;
import io.unishim.task.Task;
import io.unishim.vfscore.pseudo.PseudoDirectory;
import io.unishim.vfscore.pseudo.PseudoFile;
import io.unishim.vfscore.pseudo.PseudoFs;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/** /proc/sys: the system's settings. Those that nobody can change say what holds. */
final class SysctlTree {
    private SysctlTree() {}

    static void plant(PseudoFs proc, PseudoDirectory sys) {
        kernel(proc, sys.directory("kernel"));
        PseudoDirectory vm = sys.directory("vm");
        fixed(proc, vm, "overcommit_memory", "1");
        fixed(proc, vm, "mmap_min_addr", "65536");
        fixed(proc, vm, "max_map_count", "65530");
        fixed(proc, vm, "overcommit_kbytes", "0");
        fixed(proc, vm, "overcommit_ratio", "50");
        fixed(proc, vm, "nr_hugepages", "0");
        fixed(proc, vm, "swappiness", "60");
        PseudoDirectory fs = sys.directory("fs");
        fixed(proc, fs, "aio-max-nr", "65536");
        fixed(proc, fs, "dir-notify-enable", "1");
        fixed(proc, fs, "file-max", "9223372036854775807");
        fixed(proc, fs, "nr_open", "1048576");
        fixed(proc, fs, "pipe-max-size", "1048576");
        fixed(proc, fs, "leases-enable", "1");
        fixed(proc, fs, "overflowuid", "65534");
        fixed(proc, fs, "overflowgid", "65534");
        fixed(proc, fs, "suid_dumpable", "0");
        PseudoDirectory mqueue = fs.directory("mqueue");
        fixed(proc, mqueue, "msg_default", "10");
        fixed(proc, mqueue, "msg_max", "10");
        fixed(proc, mqueue, "msgsize_default", "8192");
        fixed(proc, mqueue, "msgsize_max", "8192");
        fixed(proc, mqueue, "queues_max", "256");
        NetworkFiles network = proc.vfs().shim().serviceOrNull(NetworkFiles.class);
        if (network != null) {
            PseudoDirectory net = sys.directory("net");
            Map<String, PseudoDirectory> made = new HashMap<>();
            new TreeMap<>(network.settings()).forEach((path, setting) -> {
                int slash = path.lastIndexOf('/');
                directory(net, made, path.substring(0, slash))
                        .add(
                                path.substring(slash + 1),
                                new PseudoFile(
                                        proc, setting.permissions(), reader -> setting.text() + "\n", setting::store));
            });
        }
    }

    private static PseudoDirectory directory(PseudoDirectory top, Map<String, PseudoDirectory> made, String path) {
        PseudoDirectory found = made.get(path);
        if (found == null) {
            int slash = path.lastIndexOf('/');
            PseudoDirectory parent = slash < 0 ? top : directory(top, made, path.substring(0, slash));
            found = parent.directory(path.substring(slash + 1));
            made.put(path, found);
        }
        return found;
    }

    private static void kernel(PseudoFs proc, PseudoDirectory kernel) {
        kernel.add(
                "hostname",
                new PseudoFile(
                        proc,
                        0644,
                        reader -> SystemText.uname(reader).nodename() + "\n",
                        (task, name) -> task.shim()
                                .calls(SystemCallsFamily.FAMILY)
                                .sethostname(task, UserBuffer.of(name.getBytes(StandardCharsets.ISO_8859_1)))));
        kernel.add(
                "domainname",
                new PseudoFile(
                        proc,
                        0644,
                        reader -> SystemText.uname(reader).domainname() + "\n",
                        (task, name) -> task.shim()
                                .calls(SystemCallsFamily.FAMILY)
                                .setdomainname(task, UserBuffer.of(name.getBytes(StandardCharsets.ISO_8859_1)))));
        kernel.file("osrelease", reader -> SystemText.uname(reader).release() + "\n");
        kernel.file("ostype", reader -> SystemText.uname(reader).sysname() + "\n");
        kernel.file("version", reader -> SystemText.uname(reader).version() + "\n");
        kernel.file("ngroups_max", reader -> "65536\n");
        kernel.file("cap_last_cap", reader -> "40\n");
        fixed(proc, kernel, "pid_max", "4194304");
        fixed(proc, kernel, "threads-max", "65536");
        fixed(proc, kernel, "core_pattern", "core");
        fixed(proc, kernel, "core_uses_pid", "0");
        fixed(proc, kernel, "overflowuid", "65534");
        fixed(proc, kernel, "overflowgid", "65534");
        fixed(proc, kernel, "tainted", "0");
        PseudoDirectory seccomp = kernel.directory("seccomp");
        seccomp.file("actions_avail", reader -> "kill_process kill_thread trap errno user_notif trace log allow\n");
        PseudoDirectory random = kernel.directory("random");
        String boot = uuid(proc);
        random.file("boot_id", reader -> boot);
        random.file("uuid", reader -> uuid(proc));
        random.file("entropy_avail", reader -> "256\n");
    }

    private static void fixed(PseudoFs proc, PseudoDirectory directory, String name, String value) {
        directory.add(name, new PseudoFile(proc, 0644, reader -> value + "\n", SysctlTree::refuse));
    }

    private static long refuse(Task task, String text) {
        return -Errnos.EINVAL;
    }

    /** A random UUID of version 4 (RFC 9562), from the shim's randomness. */
    private static String uuid(PseudoFs proc) {
        byte[] bytes = new byte[16];
        proc.vfs().shim().random().nextBytes(bytes);
        long high = 0;
        long low = 0;
        for (int i = 0; i < 8; i++) {
            high = high << 8 | bytes[i] & 0xff;
            low = low << 8 | bytes[i + 8] & 0xff;
        }
        return new UUID(high & ~0xf000L | 0x4000L, low & Long.MAX_VALUE >>> 1 | Long.MIN_VALUE) + "\n";
    }
}
