package io.unishim.vfscore.proc;

import io.unishim.file.Descriptors;
import io.unishim.file.OpenFileDescription;
import io.unishim.struct.Stat;
import io.unishim.task.Process;
import io.unishim.task.Task;
import io.unishim.vfscore.lock.FileLocks;
import io.unishim.vfscore.lock.FileLocks.Kind;
import io.unishim.vfscore.lock.LockedRange;
import io.unishim.vfscore.tree.Inode;
import io.unishim.vfscore.tree.InodeFile;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Locks as {@code /proc/locks} and {@code fdinfo} show them (man 5 proc_locks). Who waits for one is not shown. */
final class LockText {
    private LockText() {}

    /** @return the locks of all files that a process has open: nobody else can hold one */
    static String all(Task reader) {
        Map<Inode, OpenFileDescription> files = new LinkedHashMap<>();
        for (Process process : reader.shim().tasks().processes()) {
            Descriptors table = process.stateOrNull(Descriptors.KEY);
            for (int fd = table == null ? -1 : table.next(0); table != null && fd >= 0; fd = table.next(fd + 1)) {
                OpenFileDescription open = table.get(fd);
                if (open != null && open.file() instanceof InodeFile file) {
                    files.putIfAbsent(file.inode(), open);
                }
            }
        }
        StringBuilder text = new StringBuilder();
        int number = 0;
        for (Map.Entry<Inode, OpenFileDescription> each : files.entrySet()) {
            number = of(text, number, each.getKey(), each.getValue().file().stat(reader), null, null);
        }
        return text.toString();
    }

    /** @return the lines for the locks that an open file description, or the process through it, holds */
    static String of(Task reader, OpenFileDescription open, @Nullable Descriptors table) {
        StringBuilder text = new StringBuilder();
        if (open.file() instanceof InodeFile file) {
            int unused = of(text, 0, file.inode(), file.stat(reader), open, table);
        }
        return text.isEmpty() ? "" : ("lock:\t" + text.toString().strip().replace("\n", "\nlock:\t") + "\n");
    }

    private static int of(
            StringBuilder text,
            int before,
            Inode inode,
            Stat stat,
            @Nullable OpenFileDescription open,
            @Nullable Descriptors table) {
        FileLocks locks = FileLocks.ofOrNull(inode);
        int number = before;
        if (locks != null) {
            for (Kind kind : Kind.values()) {
                for (LockedRange each : locks.held(kind)) {
                    if (open == null || each.owner() == open || each.owner() == table) {
                        number++;
                        line(text, number, kind, each, stat);
                    }
                }
            }
        }
        return number;
    }

    private static void line(StringBuilder text, int number, Kind kind, LockedRange lock, Stat file) {
        boolean whole = kind == Kind.WHOLE;
        boolean ofDescription = lock.owner() instanceof OpenFileDescription;
        String type = whole ? "FLOCK  ADVISORY " : (ofDescription ? "OFDLCK ADVISORY " : "POSIX  ADVISORY ");
        String end = lock.last() == Long.MAX_VALUE ? "EOF" : "" + lock.last();
        text.append(String.format(
                Locale.ROOT,
                "%d: %s %s %d %02x:%02x:%d %d %s\n",
                number,
                type,
                lock.exclusive() ? "WRITE" : "READ",
                lock.pid(),
                file.dev() >>> 8 & 0xfff,
                file.dev() & 0xff,
                file.ino(),
                lock.first(),
                end));
    }
}
