package io.unishim.vfscore.epoll;

import org.jspecify.annotations.Nullable;

/**
 * The items of an instance that may have something to tell, in the order of their wake-ups. Linked through the items, both
 * ways: a wake-up allocates nothing, and an item that goes is not searched for.
 */
final class ReadyList {
    private @Nullable EpollItem first;
    private @Nullable EpollItem last;
    private int size;

    /** Puts an item in last, unless it is in. @return whether it was not */
    synchronized boolean add(EpollItem item) {
        if (item.listed || item.dropped) {
            return false;
        }
        link(last, item, null);
        return true;
    }

    /** @return the first item, which is no longer in, or null */
    synchronized @Nullable EpollItem poll() {
        EpollItem item = first;
        if (item != null) {
            unlink(item);
        }
        return item;
    }

    /** Puts an item back in front, unless it is in. */
    synchronized void putBack(EpollItem item) {
        if (!item.listed && !item.dropped) {
            link(null, item, first);
        }
    }

    /** Takes an item out for good. */
    synchronized void drop(EpollItem item) {
        item.dropped = true;
        if (item.listed) {
            unlink(item);
        }
    }

    private void link(@Nullable EpollItem before, EpollItem item, @Nullable EpollItem after) {
        item.listed = true;
        item.before = before;
        item.after = after;
        join(before, item);
        join(item, after);
        size++;
    }

    private void unlink(EpollItem item) {
        EpollItem before = item.before;
        EpollItem after = item.after;
        item.listed = false;
        item.before = null;
        item.after = null;
        join(before, after);
        size--;
    }

    /** Makes two neighbours; where one is null, the other is the first or the last. */
    private void join(@Nullable EpollItem before, @Nullable EpollItem after) {
        if (before == null) {
            first = after;
        } else {
            before.after = after;
        }
        if (after == null) {
            last = before;
        } else {
            after.before = before;
        }
    }

    synchronized boolean isEmpty() {
        return first == null;
    }

    /** @return how many are in */
    synchronized int size() {
        return size;
    }
}
