package io.unishim.nio;

import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.util.ArrayList;
import java.util.List;

/** Locks of ranges. */
final class LockCases extends CaseFamily {
    LockCases() {
        add("a lock", d -> {
            try (FileChannel c = FileChannel.open(file(d, "f", "abc"), READ, WRITE);
                    FileLock lock = c.lock(1, 2, false)) {
                List<Object> seen =
                        new ArrayList<>(List.of(lock.isValid(), lock.isShared(), lock.position(), lock.size()));
                lock.release();
                lock.release();
                seen.add(lock.isValid());
                return seen;
            }
        });
        add("locks that overlap", d -> {
            try (FileChannel c = FileChannel.open(file(d, "f", "abc"), READ, WRITE)) {
                c.lock(0, 2, true);
                return c.tryLock(1, 5, true);
            }
        });
        add("locks that overlap on two channels", d -> {
            try (FileChannel c = FileChannel.open(file(d, "f", "abc"), READ, WRITE);
                    FileChannel e = FileChannel.open(d.resolve("f"), READ, WRITE)) {
                c.lock();
                return e.tryLock();
            }
        });
        add("locks side by side", d -> {
            try (FileChannel c = FileChannel.open(file(d, "f", "abc"), READ, WRITE);
                    FileChannel e = FileChannel.open(d.resolve("f"), READ, WRITE)) {
                return List.of(
                        c.lock(0, 1, false).isValid(),
                        e.lock(1, 1, true).isShared(),
                        c.tryLock(2, 1, false).isValid());
            }
        });
        add("a lock again after its channel was closed", d -> {
            FileChannel c = FileChannel.open(file(d, "f", "abc"), WRITE);
            FileLock old = c.lock();
            c.close();
            try (FileChannel e = FileChannel.open(d.resolve("f"), WRITE)) {
                return List.of(old.isValid(), e.tryLock().isValid());
            }
        });
        add(
                "a shared lock on what is open to write",
                d -> FileChannel.open(file(d, "f", ""), WRITE).tryLock(0, 1, true));
        add(
                "an exclusive lock on what is open to read",
                d -> FileChannel.open(file(d, "f", ""), READ).tryLock());
        add("a lock on what is closed", d -> {
            FileChannel c = FileChannel.open(file(d, "f", ""), WRITE);
            c.close();
            return c.tryLock();
        });
        add("release after close", d -> {
            FileChannel c = FileChannel.open(file(d, "f", ""), WRITE);
            FileLock lock = c.lock();
            c.close();
            lock.release();
            return "";
        });
        add("a negative lock", d -> FileChannel.open(file(d, "f", ""), WRITE).tryLock(-1, 1, false));
    }
}
