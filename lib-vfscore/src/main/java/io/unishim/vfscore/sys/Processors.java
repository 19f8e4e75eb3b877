package io.unishim.vfscore.sys;

import io.unishim.vfscore.pseudo.PseudoDirectory;

/** /sys/devices/system: processors, all cores of one package, and the one node of memory that they are at. */
final class Processors {
    private static final int WORD = 32;

    private Processors() {}

    static void plant(PseudoDirectory system) {
        int count = Runtime.getRuntime().availableProcessors();
        String all = count == 1 ? "0\n" : "0-" + (count - 1) + "\n";
        String allMask = mask(0, count, count);
        PseudoDirectory cpu = system.directory("cpu");
        cpu.file("online", reader -> all);
        cpu.file("possible", reader -> all);
        cpu.file("present", reader -> all);
        cpu.file("offline", reader -> "\n");
        cpu.file("isolated", reader -> "\n");
        cpu.file("kernel_max", reader -> count - 1 + "\n");
        for (int i = 0; i < count; i++) {
            PseudoDirectory topology = cpu.directory("cpu" + i).directory("topology");
            String core = i + "\n";
            String coreMask = mask(i, i + 1, count);
            topology.file("core_id", reader -> core);
            topology.file("physical_package_id", reader -> "0\n");
            for (String each : new String[] {"thread_siblings", "core_cpus"}) {
                topology.file(each, reader -> coreMask);
                topology.file(each + "_list", reader -> core);
            }
            for (String each : new String[] {"core_siblings", "package_cpus"}) {
                topology.file(each, reader -> allMask);
                topology.file(each + "_list", reader -> all);
            }
        }
        PseudoDirectory node = system.directory("node");
        for (String each : new String[] {"online", "possible", "has_cpu", "has_memory", "has_normal_memory"}) {
            node.file(each, reader -> "0\n");
        }
        PseudoDirectory first = node.directory("node0");
        first.file("cpulist", reader -> all);
        first.file("cpumap", reader -> allMask);
        first.file("distance", reader -> "10\n");
    }

    /** @return a set of processors as hexadecimal words of 32 bits with commas between, the highest first */
    private static String mask(int from, int to, int count) {
        StringBuilder text = new StringBuilder();
        for (int word = (count - 1) / WORD; word >= 0; word--) {
            int bits = 0;
            for (int i = Math.max(from, word * WORD); i < Math.min(to, (word + 1) * WORD); i++) {
                bits |= 1 << i;
            }
            text.append(String.format(count < WORD ? "%x" : "%08x", bits)).append(word == 0 ? '\n' : ',');
        }
        return text.toString();
    }
}
