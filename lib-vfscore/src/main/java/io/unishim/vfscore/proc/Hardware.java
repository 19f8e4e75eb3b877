package io.unishim.vfscore.proc;

import static io.unishim.vfscore.proc.SystemText.cpus;

import io.unishim.vfscore.pseudo.PseudoDirectory;
import io.unishim.vfscore.pseudo.PseudoFile;
import io.unishim.vfscore.pseudo.PseudoFs;

/** Tables of devices, interrupts and the kernel's own memory: a shim has none of it, so they are heads without lines (man 5 proc). */
final class Hardware {
    private Hardware() {}

    static void plant(PseudoFs proc, PseudoDirectory root) {
        root.file("buddyinfo", reader -> "");
        root.file("cgroups", reader -> "#subsys_name\thierarchy\tnum_cgroups\tenabled\n");
        root.file("consoles", reader -> "");
        root.file(
                "devices",
                reader ->
                        "Character devices:\n  1 mem\n  5 /dev/tty\n  5 /dev/ptmx\n128 ptm\n136 pts\n\nBlock devices:\n");
        root.file("diskstats", reader -> "");
        root.file("interrupts", reader -> "    " + processors() + "\n");
        root.file("modules", reader -> "");
        root.file("partitions", reader -> "major minor  #blocks  name\n\n");
        root.add(
                "slabinfo",
                new PseudoFile(
                        proc,
                        0400,
                        reader ->
                                "slabinfo - version: 2.1\n# name            <active_objs> <num_objs> <objsize> <objperslab>"
                                        + " <pagesperslab> : tunables <limit> <batchcount> <sharedfactor>"
                                        + " : slabdata <active_slabs> <num_slabs> <sharedavail>\n",
                        null));
        root.file("softirqs", reader -> "                " + processors() + "\n");
        root.file("swaps", reader -> "Filename\t\t\t\tType\t\tSize\t\tUsed\t\tPriority\n");
    }

    private static String processors() {
        StringBuilder columns = new StringBuilder();
        for (int i = 0; i < cpus(); i++) {
            columns.append(String.format("%11s", "CPU" + i));
        }
        return columns.toString();
    }
}
