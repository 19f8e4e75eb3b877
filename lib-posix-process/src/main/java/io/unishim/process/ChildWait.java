package io.unishim.process;

import static io.unishim.abi.Errnos.ECHILD;
import static io.unishim.abi.Poll.POLLHUP;
import static io.unishim.abi.Poll.POLLIN;
import static io.unishim.abi.Signals.CLD_CONTINUED;
import static io.unishim.abi.Signals.CLD_STOPPED;
import static io.unishim.abi.Signals.SIGCHLD;
import static io.unishim.abi.Signals.SIGCONT;
import static io.unishim.abi.Wait.P_ALL;
import static io.unishim.abi.Wait.P_PID;
import static io.unishim.abi.Wait.WCONTINUED;
import static io.unishim.abi.Wait.WEXITED;
import static io.unishim.abi.Wait.WNOHANG;
import static io.unishim.abi.Wait.WNOWAIT;
import static io.unishim.abi.Wait.WSTOPPED;
import static io.unishim.abi.Wait.__WALL;
import static io.unishim.abi.Wait.__WCLONE;

import io.unishim.abi.Wait;
import io.unishim.struct.Rusage;
import io.unishim.struct.SigInfo;
import io.unishim.task.Process;
import io.unishim.task.Task;
import io.unishim.task.WaitQueue;
import io.unishim.task.Waiter;
import org.jspecify.annotations.Nullable;

/** One search for a child that has something to say, repeated until one has. */
final class ChildWait {
    private final Task task;
    private final Process parent;
    private final int which;
    private final int id;
    private final int options;
    private final @Nullable Process only;

    private int status;
    private SigInfo info = new SigInfo(0, 0, 0, 0, 0, 0, 0);
    private Rusage usage = Rusage.NONE;

    ChildWait(Task task, int which, int id, int options) {
        this(task, which, id, options, null);
    }

    /** For one child. @param only which one */
    ChildWait(Task task, Process only, int options) {
        this(task, P_PID, only.pid(), options, only);
    }

    private ChildWait(Task task, int which, int id, int options, @Nullable Process only) {
        this.only = only;
        this.task = task;
        this.parent = task.process();
        this.which = which;
        this.id = id;
        this.options = options;
    }

    /** As {@code wait4(2)} gives it, after {@link #run} found a child. */
    int status() {
        return status;
    }

    /** As {@code waitid(2)} gives it. */
    SigInfo info() {
        return info;
    }

    /** What the child used. */
    Rusage usage() {
        return usage;
    }

    /** @return the id of the child, 0 if WNOHANG was given and none has anything to say, or a negative errno */
    long run() {
        WaitQueue news = ChildState.of(parent).waiters;
        Waiter waiter = task.waiter();
        news.add(waiter);
        try {
            while (true) {
                long found = look();
                if (found != 0 || (options & WNOHANG) != 0) {
                    return found;
                }
                int why = waiter.await(Waiter.FOREVER);
                if (why != 0) {
                    return why;
                }
            }
        } finally {
            news.remove(waiter);
        }
    }

    private long look() {
        boolean any = false;
        for (Process each : task.shim().tasks().processes()) {
            if (each.parent() == parent && matches(each)) {
                ChildState child = ChildState.of(each);
                if (child.told && (options & WEXITED) == 0) {
                    // As Linux: a zombie is no child for who does not ask for ends.
                    continue;
                }
                if (ended(each, child) || changed(each, child)) {
                    return each.pid();
                }
                any |= !child.reaped.get();
            }
        }
        return any ? 0 : -ECHILD;
    }

    private boolean matches(Process child) {
        boolean cloned = ChildState.of(child).exitSignal != SIGCHLD;
        if (only != null && child != only) {
            return false;
        }
        if ((options & __WALL) == 0 && cloned != ((options & __WCLONE) != 0)) {
            return false;
        }
        return which == P_ALL || (which == P_PID ? child.pid() : Membership.of(child).group) == id;
    }

    private boolean ended(Process each, ChildState child) {
        if (!child.told) {
            return false;
        }
        boolean keep = (options & WNOWAIT) != 0;
        if (keep ? child.reaped.get() : !child.reaped.compareAndSet(false, true)) {
            return false;
        }
        status = each.status();
        info = Children.endInfo(each);
        usage = child.used.plus(child.usedByChildren);
        if (!keep) {
            ChildState.of(parent).addChild(usage);
            parent.countChild(each);
            task.shim().tasks().reap(each);
            child.watchers.wakeAll(POLLIN | POLLHUP);
        }
        return true;
    }

    private boolean changed(Process each, ChildState child) {
        boolean keep = (options & WNOWAIT) != 0;
        if ((options & WSTOPPED) != 0) {
            int signal = keep ? child.stoppedBy.get() : child.stoppedBy.getAndSet(0);
            if (signal != 0) {
                status = Wait.stopped(signal);
                info = Children.info(each, child, SIGCHLD, CLD_STOPPED, signal);
                return true;
            }
        }
        boolean goesOn = (options & WCONTINUED) != 0 && (keep ? child.goesOn.get() : child.goesOn.getAndSet(false));
        if (goesOn) {
            status = Wait.CONTINUED;
            info = Children.info(each, child, SIGCHLD, CLD_CONTINUED, SIGCONT);
        }
        return goesOn;
    }
}
