/**
 * Clocks, sleeping, timers.
 *
 * <p>Start at {@link io.unishim.time.TimeLibrary}. {@code Clock} and {@code CpuClock} say what clocks there are; everything
 * that happens later, without a task that waits for it, is an {@code Alarm} of the shim's {@code Alarms}.
 */
@NullMarked
package io.unishim.time;

import org.jspecify.annotations.NullMarked;
