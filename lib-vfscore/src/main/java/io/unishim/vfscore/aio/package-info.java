/**
 * Asynchronous input and output by the kernel's calls. Files in memory and pipes are read and written while they are
 * submitted, as Linux does with what needs no device; only who waits for readiness is told later.
 *
 * <p>Start at {@link io.unishim.vfscore.aio.AioHandlers}; {@link io.unishim.vfscore.aio.AioContext} holds the events.
 */
@NullMarked
package io.unishim.vfscore.aio;

import org.jspecify.annotations.NullMarked;
