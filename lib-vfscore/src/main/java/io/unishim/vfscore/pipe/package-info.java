/**
 * Pipes and FIFOs (man 7 pipe, man 7 fifo).
 *
 * <p>Start at {@link io.unishim.vfscore.pipe.Pipe}, the channel itself: a ring of pages. {@link
 * io.unishim.vfscore.pipe.PipeEnd} and {@link io.unishim.vfscore.pipe.FifoEnd} are open files on it, {@link
 * io.unishim.vfscore.pipe.Pipes} is what one shim has of them.
 */
@NullMarked
package io.unishim.vfscore.pipe;

import org.jspecify.annotations.NullMarked;
