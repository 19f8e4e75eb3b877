/**
 * Waiting for a few descriptors (man 2 poll, man 2 select).
 *
 * <p>Start at {@link io.unishim.vfscore.poll.PollHandlers}. {@link io.unishim.vfscore.poll.PollSet} is what both calls wait
 * on, by the same wake-ups that epoll hears.
 */
@NullMarked
package io.unishim.vfscore.poll;

import org.jspecify.annotations.NullMarked;
