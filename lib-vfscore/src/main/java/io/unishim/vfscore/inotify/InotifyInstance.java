package io.unishim.vfscore.inotify;

import static io.unishim.abi.Errnos.EAGAIN;
import static io.unishim.abi.Errnos.EEXIST;
import static io.unishim.abi.Errnos.EINVAL;
import static io.unishim.abi.Errnos.ENOSPC;
import static io.unishim.abi.Fcntl.O_NONBLOCK;
import static io.unishim.abi.Inotify.IN_IGNORED;
import static io.unishim.abi.Inotify.IN_MASK_CREATE;
import static io.unishim.abi.Ioctls.FIONREAD;
import static io.unishim.abi.Poll.POLLIN;
import static io.unishim.abi.Poll.POLLRDNORM;

import io.unishim.file.AnonymousFile;
import io.unishim.file.OpenFileDescription;
import io.unishim.memory.MemoryFault;
import io.unishim.memory.UserBuffer;
import io.unishim.task.Task;
import io.unishim.task.WaitQueue;
import io.unishim.vfscore.tree.Inode;
import io.unishim.vfscore.tree.Notices;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** What {@code inotify_init(2)} makes: watches, and what they saw. */
final class InotifyInstance extends AnonymousFile {
    private final Notices notices;
    private final Limits limits;
    private final int uid;
    private final WaitQueue queue = new WaitQueue();
    private final EventQueue events = new EventQueue(Limits.EVENTS);

    /** Guards what follows. Taken before the event queue's monitor, and never while an inode's watches change. */
    private final ReentrantLock lock = new ReentrantLock();

    private final Map<Inode, InotifyWatch> byInode = new HashMap<>();
    private final TreeMap<Integer, InotifyWatch> byNumber = new TreeMap<>();
    private int lastNumber;
    private boolean closed;

    InotifyInstance(Notices notices, Limits limits, int uid) {
        super("inotify");
        this.notices = notices;
        this.limits = limits;
        this.uid = uid;
    }

    // Watches.

    /** Watches an inode, or changes what is watched. @return its watch descriptor or an errno */
    long watch(Inode inode, int mask) {
        lock.lock();
        try {
            InotifyWatch known = byInode.get(inode);
            if (known != null) {
                if ((mask & IN_MASK_CREATE) != 0) {
                    return -EEXIST;
                }
                known.change(mask);
                return known.wd;
            }
            if (closed || !limits.takeWatch(uid)) {
                return -ENOSPC;
            }
            InotifyWatch made = new InotifyWatch(this, inode, newNumber(), mask);
            byInode.put(inode, made);
            byNumber.put(made.wd, made);
            notices.add(inode, made);
            return made.wd;
        } finally {
            lock.unlock();
        }
    }

    /** Numbers are used again only when all were used once. */
    private int newNumber() {
        do {
            lastNumber = lastNumber == Integer.MAX_VALUE ? 1 : lastNumber + 1;
        } while (byNumber.containsKey(lastNumber));
        return lastNumber;
    }

    long remove(int wd) {
        InotifyWatch watch;
        lock.lock();
        try {
            watch = byNumber.get(wd);
        } finally {
            lock.unlock();
        }
        return watch != null && end(watch) ? 0 : -EINVAL;
    }

    /** Ends a watch and says so. @return whether it was still there */
    boolean end(InotifyWatch watch) {
        if (!forget(watch)) {
            return false;
        }
        put(watch.wd, IN_IGNORED, 0, null);
        return true;
    }

    private boolean forget(InotifyWatch watch) {
        lock.lock();
        try {
            if (byNumber.get(watch.wd) != watch) {
                return false;
            }
            byNumber.remove(watch.wd);
            byInode.remove(watch.inode);
            limits.giveWatch(uid);
        } finally {
            lock.unlock();
        }
        notices.remove(watch.inode, watch);
        return true;
    }

    /** A watch saw something. @param last whether that ends it */
    void tell(InotifyWatch watch, int mask, int cookie, byte @Nullable [] name, boolean last) {
        if (!last) {
            put(watch.wd, mask, cookie, name);
        } else if (forget(watch)) {
            put(watch.wd, mask, cookie, name);
            put(watch.wd, IN_IGNORED, 0, null);
        }
    }

    private void put(int wd, int mask, int cookie, byte @Nullable [] name) {
        if (events.add(new Event(wd, mask, cookie, name))) {
            queue.wakeAll(POLLIN | POLLRDNORM);
        }
    }

    // As a file.

    @Override
    public long read(Task task, OpenFileDescription open, UserBuffer buffer, long position) {
        long done = 0;
        while (true) {
            Event event = events.takeFitting(buffer.length() - done);
            if (event == EventQueue.TOO_LARGE) {
                return done > 0 ? done : -EINVAL;
            }
            if (event != null) {
                byte[] bytes = event.encode();
                if (buffer.put(done, bytes, 0, bytes.length) < bytes.length) {
                    throw MemoryFault.FAULT;
                }
                done += bytes.length;
                continue;
            }
            if (done > 0) {
                return done;
            }
            if (open.has(O_NONBLOCK)) {
                return -EAGAIN;
            }
            int why = queue.await(task, () -> !events.isEmpty());
            if (why != 0) {
                return why;
            }
        }
    }

    @Override
    public int readiness(OpenFileDescription open) {
        return events.isEmpty() ? 0 : POLLIN | POLLRDNORM;
    }

    @Override
    public WaitQueue signalQueue() {
        return queue;
    }

    @Override
    public WaitQueue waitQueue() {
        return queue;
    }

    @Override
    public long ioctl(Task task, OpenFileDescription open, int request, long argument) {
        if (request != FIONREAD) {
            return super.ioctl(task, open, request, argument);
        }
        task.memory().putInt(argument, events.bytes());
        return 0;
    }

    @Override
    public void released(OpenFileDescription open) {
        List<InotifyWatch> all;
        lock.lock();
        try {
            closed = true;
            all = new ArrayList<>(byNumber.values());
        } finally {
            lock.unlock();
        }
        all.forEach(this::forget);
        limits.giveInstance(uid);
    }
}
