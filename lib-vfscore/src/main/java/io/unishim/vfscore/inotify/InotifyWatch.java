package io.unishim.vfscore.inotify;

import static io.unishim.abi.Inotify.IN_ALL_EVENTS;
import static io.unishim.abi.Inotify.IN_EXCL_UNLINK;
import static io.unishim.abi.Inotify.IN_MASK_ADD;
import static io.unishim.abi.Inotify.IN_ONESHOT;
import static io.unishim.abi.Inotify.IN_UNMOUNT;

import io.unishim.vfscore.tree.Inode;
import io.unishim.vfscore.tree.Watch;
import org.jspecify.annotations.Nullable;

/** What one instance wants to know of one inode. */
final class InotifyWatch implements Watch {
    /** What of a mask is kept. */
    private static final int KEPT = IN_ALL_EVENTS | IN_EXCL_UNLINK | IN_ONESHOT;

    private final InotifyInstance instance;
    final Inode inode;

    /** Its descriptor. */
    final int wd;

    private volatile int wanted;

    InotifyWatch(InotifyInstance instance, Inode inode, int wd, int mask) {
        this.instance = instance;
        this.inode = inode;
        this.wd = wd;
        this.wanted = mask & KEPT;
    }

    void change(int mask) {
        wanted = (mask & IN_MASK_ADD) != 0 ? wanted | mask & KEPT : mask & KEPT;
    }

    @Override
    public void happened(int mask, int cookie, byte @Nullable [] name, boolean unlinked) {
        int now = wanted;
        if ((mask & now & IN_ALL_EVENTS) == 0 || unlinked && (now & IN_EXCL_UNLINK) != 0) {
            return;
        }
        instance.tell(this, mask, cookie, name, (now & IN_ONESHOT) != 0);
    }

    @Override
    public void gone(int mask) {
        if ((mask & (wanted | IN_UNMOUNT)) != 0) {
            instance.tell(this, mask, 0, null, true);
        } else {
            instance.end(this);
        }
    }
}
