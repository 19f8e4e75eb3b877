package io.unishim.nio;

import static io.unishim.abi.Errnos.EBADF;
import static io.unishim.abi.Errnos.EINTR;
import static io.unishim.abi.Errnos.ENOTDIR;
import static io.unishim.abi.Inotify.IN_ATTRIB;
import static io.unishim.abi.Inotify.IN_CLOEXEC;
import static io.unishim.abi.Inotify.IN_CREATE;
import static io.unishim.abi.Inotify.IN_DELETE;
import static io.unishim.abi.Inotify.IN_IGNORED;
import static io.unishim.abi.Inotify.IN_MODIFY;
import static io.unishim.abi.Inotify.IN_MOVED_FROM;
import static io.unishim.abi.Inotify.IN_MOVED_TO;
import static io.unishim.abi.Inotify.IN_ONLYDIR;
import static io.unishim.abi.Inotify.IN_Q_OVERFLOW;
import static java.nio.file.StandardWatchEventKinds.ENTRY_CREATE;
import static java.nio.file.StandardWatchEventKinds.ENTRY_DELETE;
import static java.nio.file.StandardWatchEventKinds.ENTRY_MODIFY;
import static java.nio.file.StandardWatchEventKinds.OVERFLOW;

import io.unishim.library.ServiceThread;
import io.unishim.linux.InotifyCalls;
import io.unishim.linux.InotifyCallsFamily;
import io.unishim.memory.UserBuffer;
import io.unishim.memory.UserString;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.ClosedFileSystemException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.NotDirectoryException;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A watch service: an inotify instance, and a thread that reads it until it is closed. */
final class Watches implements WatchService {
    private static final int HEADER = 16;
    private static final int ROOM = 64 * 1024;

    private final ShimFileSystem files;
    private final InotifyCalls inotify;
    private final SharedDescriptor instance;
    private final LinkedBlockingDeque<Watch> signalled = new LinkedBlockingDeque<>();
    private final Map<Integer, Watch> watches = new HashMap<>();

    /** Stands in the queue for good once it is closed, so that everybody who waits sees it. */
    private final Watch end;

    private volatile boolean closed;

    private Watches(ShimFileSystem files, InotifyCalls inotify, int fd) {
        this.files = files;
        this.inotify = inotify;
        this.instance = new SharedDescriptor(files.kernel(), fd);
        this.end = new Watch(this, files.directory(), -1);
    }

    static Watches open(ShimFileSystem files) throws IOException {
        InotifyCalls inotify = files.kernel().shim().calls(InotifyCallsFamily.FAMILY);
        long fd = files.kernel().call(task -> inotify.inotify_init1(task, IN_CLOEXEC));
        Watches watches = new Watches(files, inotify, (int) Errors.checkOpen(fd, "inotify_init1", -1));
        new ServiceThread("unishim-watches", watches::read).start();
        return watches;
    }

    // Registering.

    Watch register(ShimPath directory, WatchEvent.Kind<?>[] kinds, WatchEvent.Modifier... modifiers)
            throws IOException {
        int mask = mask(kinds);
        for (WatchEvent.Modifier each : modifiers) {
            throw new UnsupportedOperationException("no modifier is supported, not " + each.name());
        }
        ensureOpen();
        synchronized (watches) {
            UserString path = UserString.of(directory.toAbsolutePath().bytes());
            long result = instance.ifOpen(
                    (kernel, task, fd) -> inotify.inotify_add_watch(task, fd, path, mask | IN_ONLYDIR), -EBADF);
            ensureOpen();
            if (result == -ENOTDIR) {
                throw new NotDirectoryException(directory.toString());
            }
            if (result < 0) {
                throw Errors.of(result, "inotify_add_watch", directory);
            }
            return watches.computeIfAbsent((int) result, wd -> new Watch(this, directory, wd));
        }
    }

    private static int mask(WatchEvent.Kind<?>[] kinds) {
        int mask = 0;
        for (WatchEvent.Kind<?> each : kinds) {
            if (each == ENTRY_CREATE) {
                mask |= IN_CREATE | IN_MOVED_TO;
            } else if (each == ENTRY_DELETE) {
                mask |= IN_DELETE | IN_MOVED_FROM;
            } else if (each == ENTRY_MODIFY) {
                mask |= IN_MODIFY | IN_ATTRIB;
            } else if (each != OVERFLOW) { // which is always told
                throw new UnsupportedOperationException(each.name());
            }
        }
        if (mask == 0) {
            throw new IllegalArgumentException("no kind of event to watch");
        }
        return mask;
    }

    /** Ends a watch; its events stay. */
    void cancel(Watch watch, int wd) {
        synchronized (watches) {
            if (watches.remove(wd, watch)) {
                long unused = instance.ifOpen((kernel, task, fd) -> inotify.inotify_rm_watch(task, fd, wd), -EBADF);
            }
        }
    }

    // The thread.

    private void read() {
        byte[] bytes = new byte[ROOM];
        ByteBuffer words = ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());
        try {
            for (; ; ) {
                long count =
                        instance.ifOpen((kernel, task, fd) -> kernel.io.read(task, fd, UserBuffer.of(bytes)), -EBADF);
                if (count < 0 && count != -EINTR) {
                    return;
                }
                for (int at = 0; at < count; at += HEADER + words.getInt(at + 12)) {
                    int end = at + HEADER + words.getInt(at + 12);
                    happened(words.getInt(at), words.getInt(at + 4), name(bytes, at + HEADER, end));
                }
            }
        } catch (ClosedFileSystemException e) {
            return; // which ended the process, and the instance with it
        } finally {
            close();
        }
    }

    private @Nullable ShimPath name(byte[] bytes, int start, int end) {
        int last = start;
        while (last < end && bytes[last] != 0) {
            last++;
        }
        return last == start ? null : ShimPath.of(files, Arrays.copyOfRange(bytes, start, last));
    }

    private void happened(int wd, int mask, @Nullable ShimPath name) {
        if ((mask & IN_Q_OVERFLOW) != 0) {
            List<Watch> all;
            synchronized (watches) {
                all = List.copyOf(watches.values());
            }
            all.forEach(each -> each.add(OVERFLOW, null));
            return;
        }
        Watch watch;
        synchronized (watches) {
            watch = (mask & IN_IGNORED) != 0 ? watches.remove(wd) : watches.get(wd);
        }
        if (watch == null) {
            return;
        }
        if ((mask & IN_IGNORED) != 0) {
            watch.ended();
        } else if ((mask & (IN_CREATE | IN_MOVED_TO)) != 0) {
            watch.add(ENTRY_CREATE, name);
        } else if ((mask & (IN_DELETE | IN_MOVED_FROM)) != 0) {
            watch.add(ENTRY_DELETE, name);
        } else if ((mask & (IN_MODIFY | IN_ATTRIB)) != 0) {
            watch.add(ENTRY_MODIFY, name);
        }
    }

    // Who waits.

    void signal(Watch watch) {
        signalled.addLast(watch);
    }

    private void ensureOpen() {
        if (closed) {
            throw new ClosedWatchServiceException();
        }
    }

    private @Nullable Watch checked(@Nullable Watch taken) {
        if (taken == end) {
            signalled.addLast(end); // for the next one
        }
        ensureOpen();
        return taken;
    }

    @Override
    public @Nullable WatchKey poll() {
        ensureOpen();
        return checked(signalled.pollFirst());
    }

    @Override
    public @Nullable WatchKey poll(long timeout, TimeUnit unit) throws InterruptedException {
        ensureOpen();
        return checked(signalled.pollFirst(timeout, unit));
    }

    @Override
    public WatchKey take() throws InterruptedException {
        ensureOpen();
        Watch taken = checked(signalled.takeFirst());
        if (taken == null) {
            throw new ClosedWatchServiceException();
        }
        return taken;
    }

    /** Does not wait for the thread. */
    @Override
    public void close() {
        List<Watch> all;
        synchronized (watches) {
            if (closed) {
                return;
            }
            closed = true;
            all = List.copyOf(watches.values());
            watches.clear();
        }
        all.forEach(Watch::closed);
        try {
            instance.close();
        } catch (ClosedFileSystemException e) {
            signalled.clear();
        }
        signalled.addLast(end);
    }

    boolean isOpen() {
        return !closed;
    }
}
