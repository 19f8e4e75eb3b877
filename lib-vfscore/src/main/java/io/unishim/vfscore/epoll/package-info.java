/**
 * Waiting for many descriptors (man 7 epoll).
 *
 * <p>Start at {@link io.unishim.vfscore.epoll.EpollHandlers}. An {@link io.unishim.vfscore.epoll.EpollInstance} has an
 * {@link io.unishim.vfscore.epoll.EpollItem} for everything it watches, which stands in the wait queue of the file and puts
 * itself on the instance's ready list when woken; {@code epoll_wait} looks only at that list.
 *
 * <p>Locks, in the order they are taken: the shim's lock for the shape of nested instances, an instance's lock (held while
 * files are asked for their readiness, also of instances nested in it), the lock of a ready list, which is the only one that
 * a wake-up takes.
 */
@NullMarked
package io.unishim.vfscore.epoll;

import org.jspecify.annotations.NullMarked;
