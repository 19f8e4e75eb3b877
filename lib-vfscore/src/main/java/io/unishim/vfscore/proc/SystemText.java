package io.unishim.vfscore.proc;

import io.unishim.linux.SystemCallsFamily;
import io.unishim.memory.UserRef;
import io.unishim.struct.Sysinfo;
import io.unishim.struct.UtsName;
import io.unishim.task.Task;
import java.util.Locale;

/** The system as text (man 5 proc_meminfo and its kin). What is not counted is told as 0. */
final class SystemText {
    /** @return what {@code uname(2)} tells, or plausible names if nobody serves it */
    static UtsName uname(Task reader) {
        UserRef<UtsName> name = UserRef.room(UtsName.LAYOUT);
        long result = reader.shim().calls(SystemCallsFamily.FAMILY).uname(reader, name);
        return result == 0 ? name.get() : new UtsName("Linux", "localhost", "6.1.0", "#1 SMP", "x86_64", "(none)");
    }

    private static Sysinfo sysinfo(Task reader) {
        UserRef<Sysinfo> info = UserRef.room(Sysinfo.LAYOUT);
        long result = reader.shim().calls(SystemCallsFamily.FAMILY).sysinfo(reader, info);
        Runtime jvm = Runtime.getRuntime();
        long free = jvm.maxMemory() - jvm.totalMemory() + jvm.freeMemory();
        return result == 0 ? info.get() : new Sysinfo(0, jvm.maxMemory(), free, 1);
    }

    static int cpus() {
        return Runtime.getRuntime().availableProcessors();
    }

    String version(Task reader) {
        UtsName name = uname(reader);
        return name.sysname() + " version " + name.release() + " (unishim) " + name.version() + "\n";
    }

    String meminfo(Task reader) {
        Sysinfo memory = sysinfo(reader);
        StringBuilder text = new StringBuilder();
        size(text, "MemTotal", memory.totalRam());
        size(text, "MemFree", memory.freeRam());
        size(text, "MemAvailable", memory.freeRam());
        for (String each : new String[] {
            "Buffers",
            "Cached",
            "SwapCached",
            "Active",
            "Inactive",
            "SwapTotal",
            "SwapFree",
            "Dirty",
            "Writeback",
            "AnonPages",
            "Mapped",
            "Shmem",
            "Slab",
            "SReclaimable",
            "SUnreclaim",
            "PageTables",
            "Committed_AS"
        }) {
            size(text, each, 0);
        }
        size(text, "CommitLimit", memory.totalRam());
        size(text, "VmallocTotal", 1L << 45);
        text.append("HugePages_Total:       0\nHugePages_Free:        0\nHugePages_Rsvd:        0\n");
        text.append("HugePages_Surp:        0\n");
        size(text, "Hugepagesize", 2 << 20);
        return text.toString();
    }

    /** Of the counters those that programs look for. */
    String vmstat(Task reader) {
        StringBuilder text = new StringBuilder("nr_free_pages ");
        text.append(sysinfo(reader).freeRam() / 4096).append('\n');
        for (String each : new String[] {
            "nr_dirty",
            "nr_writeback",
            "nr_mapped",
            "nr_file_pages",
            "nr_anon_pages",
            "nr_slab_reclaimable",
            "nr_slab_unreclaimable",
            "pgpgin",
            "pgpgout",
            "pswpin",
            "pswpout",
            "pgfault",
            "pgmajfault",
            "pgfree",
            "oom_kill"
        }) {
            text.append(each).append(" 0\n");
        }
        return text.toString();
    }

    private static void size(StringBuilder text, String name, long bytes) {
        text.append(String.format(Locale.ROOT, "%-15s %8d kB\n", name + ":", bytes / 1024));
    }

    String cpuinfo(Task reader) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < cpus(); i++) {
            text.append("processor\t: ").append(i).append("\nvendor_id\t: GenuineIntel\ncpu family\t: 6\n");
            text.append("model\t\t: 0\nmodel name\t: x86-64\nstepping\t: 0\ncpu MHz\t\t: 2000.000\n");
            text.append("cache size\t: 1024 KB\nphysical id\t: 0\nsiblings\t: ").append(cpus());
            text.append("\ncore id\t\t: ").append(i).append("\ncpu cores\t: ").append(cpus());
            text.append("\nfpu\t\t: yes\nflags\t\t: fpu tsc msr cx8 cmov mmx fxsr sse sse2 syscall nx lm\n");
            text.append("bogomips\t: 4000.00\nclflush size\t: 64\ncache_alignment\t: 64\n");
            text.append("address sizes\t: 46 bits physical, 48 bits virtual\n\n");
        }
        return text.toString();
    }
}
