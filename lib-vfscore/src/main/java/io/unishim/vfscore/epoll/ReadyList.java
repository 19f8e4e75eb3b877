package io.unishim.vfscore.epoll;

import org.jspecify.annotations.Nullable;

/**
 * The items of an instance that may have something to tell, in the order of their wake-ups. Linked through the items: a
 * wake-up allocates nothing.
 */
final class ReadyList {
    private @Nullable EpollItem first;
    private @Nullable EpollItem last;

    /** Puts an item in last, unless it is in. @return whether it was not */
    synchronized boolean add(EpollItem item) {
        if (item.listed || item.dropped) {
            return false;
        }
        item.listed = true;
        item.next = null;
        if (last == null) {
            first = item;
        } else {
            last.next = item;
        }
        last = item;
        return true;
    }

    /** @return the first item, which is no longer in, or null */
    synchronized @Nullable EpollItem poll() {
        EpollItem item = first;
        if (item != null) {
            first = item.next;
            if (first == null) {
                last = null;
            }
            item.next = null;
            item.listed = false;
        }
        return item;
    }

    /** Puts an item back in front, unless it is in. */
    synchronized void putBack(EpollItem item) {
        if (!item.listed && !item.dropped) {
            item.listed = true;
            item.next = first;
            first = item;
            if (last == null) {
                last = item;
            }
        }
    }

    /** Takes an item out for good. */
    synchronized void drop(EpollItem item) {
        item.dropped = true;
        EpollItem before = null;
        for (EpollItem each = item.listed ? first : null; each != null; before = each, each = each.next) {
            if (each == item) {
                unlink(before, item);
                break;
            }
        }
        item.listed = false;
    }

    private void unlink(@Nullable EpollItem before, EpollItem item) {
        if (before == null) {
            first = item.next;
        } else {
            before.next = item.next;
        }
        if (last == item) {
            last = before;
        }
        item.next = null;
    }

    synchronized boolean isEmpty() {
        return first == null;
    }

    /** @return how many are in */
    synchronized int size() {
        int size = 0;
        for (EpollItem each = first; each != null; each = each.next) {
            size++;
        }
        return size;
    }
}
