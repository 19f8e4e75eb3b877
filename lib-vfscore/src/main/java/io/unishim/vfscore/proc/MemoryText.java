package io.unishim.vfscore.proc;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.unishim.file.OpenFileDescription;
import io.unishim.memory.AddressSpace;
import io.unishim.struct.Devices;
import io.unishim.struct.Stat;
import io.unishim.task.Process;
import io.unishim.task.Task;
import io.unishim.vfscore.tree.FsContext;
import io.unishim.vfscore.tree.InodeFile;
import java.util.List;

/** The memory of a process as text (man 5 proc_pid_maps, proc_pid_smaps, proc_pid_statm). */
final class MemoryText {
    private static final int PAGE = 4096;

    /** Where names stand: the kernel's {@code seq_setwidth(m, 25 + sizeof(void *) * 6 - 1)}. */
    private static final int HEADER = 72;

    /** The kernel's shm_mnt, which has shared zeros. */
    private static final int SHARED_ZEROS = 1;

    private final Process process;

    MemoryText(Process process) {
        this.process = process;
    }

    private List<AddressSpace.Mapping> mappings() {
        return process.memory() instanceof AddressSpace space ? space.mappings() : List.of();
    }

    long mapped() {
        long sum = 0;
        for (AddressSpace.Mapping each : mappings()) {
            sum += each.end() - each.start();
        }
        return sum;
    }

    String maps(Task reader) {
        StringBuilder text = new StringBuilder();
        for (AddressSpace.Mapping each : mappings()) {
            line(text, reader, each);
        }
        return text.toString();
    }

    String smaps(Task reader) {
        StringBuilder text = new StringBuilder();
        for (AddressSpace.Mapping each : mappings()) {
            if (line(text, reader, each)) {
                long size = each.end() - each.start();
                page(text, "Size", size);
                pages(text, size);
            }
        }
        return text.toString();
    }

    /** @return the sums of what {@link #smaps} tells */
    String rollup(Task reader) {
        List<AddressSpace.Mapping> all = mappings();
        if (all.isEmpty()) {
            return "";
        }
        StringBuilder text = new StringBuilder();
        long end = all.get(all.size() - 1).end();
        line(text, reader, new AddressSpace.Mapping(all.get(0).start(), end, 0, false, 0, "[rollup]"));
        pages(text, mapped());
        return text.toString();
    }

    String statm(Task reader) {
        long pages = mapped() / PAGE;
        return pages + " " + pages + " 0 0 0 " + pages + " 0\n";
    }

    // A line of maps.

    /** @return whether it was told: a file that nobody has mapped any more is not */
    private static boolean line(StringBuilder text, Task reader, AddressSpace.Mapping mapping) {
        OpenFileDescription open = mapping.open();
        if (open == null) {
            boolean shared = mapping.object() != 0;
            header(
                    text,
                    mapping,
                    shared ? SHARED_ZEROS : 0,
                    mapping.object(),
                    mapping.name().getBytes(UTF_8));
            return true;
        }
        if (!open.retain()) {
            return false;
        }
        try {
            Stat file = open.file().stat(reader);
            header(text, mapping, file.dev(), file.ino(), name(reader, open));
            return true;
        } finally {
            open.release();
        }
    }

    private static byte[] name(Task reader, OpenFileDescription open) {
        if (open.file() instanceof InodeFile file) {
            FsContext places = reader.process().stateOrNull(FsContext.KEY);
            return file.link(places == null ? null : places.root());
        }
        return open.file().link().getBytes(UTF_8);
    }

    /** The kernel's show_map_vma. */
    private static void header(StringBuilder text, AddressSpace.Mapping mapping, long device, long inode, byte[] name) {
        int start = text.length();
        hex(text, mapping.start(), 8).append('-');
        hex(text, mapping.end(), 8).append(' ');
        text.append((mapping.protection() & 1) != 0 ? 'r' : '-');
        text.append((mapping.protection() & 2) != 0 ? 'w' : '-');
        text.append((mapping.protection() & 4) != 0 ? 'x' : '-');
        text.append(mapping.shared() ? 's' : 'p').append(' ');
        hex(text, mapping.offset(), 8).append(' ');
        hex(text, Devices.major(device), 2).append(':');
        hex(text, Devices.minor(device), 2).append(' ');
        text.append(Long.toUnsignedString(inode)).append(' ');
        if (name.length > 0) {
            text.append(" ".repeat(Math.max(0, HEADER - (text.length() - start)) + 1));
            text.append(new String(name, ISO_8859_1).replace("\n", "\\012"));
        }
        text.append('\n');
    }

    private static StringBuilder hex(StringBuilder text, long value, int digits) {
        String shown = Long.toHexString(value);
        return text.append("0".repeat(Math.max(0, digits - shown.length()))).append(shown);
    }

    // Pages.

    /** Every page is told as resident and private: what is, is not known. */
    private static void pages(StringBuilder text, long size) {
        for (String name : new String[] {"Rss", "Pss", "Private_Dirty", "Referenced", "Anonymous"}) {
            page(text, name, size);
        }
        for (String name : new String[] {"Shared_Clean", "Shared_Dirty", "Private_Clean", "AnonHugePages", "Swap"}) {
            page(text, name, 0);
        }
    }

    private static void page(StringBuilder text, String name, long bytes) {
        String size = Long.toString(bytes / 1024);
        text.append(name).append(':').append(" ".repeat(Math.max(0, 15 - name.length())));
        text.append(" ".repeat(Math.max(0, 8 - size.length()))).append(size).append(" kB\n");
    }
}
