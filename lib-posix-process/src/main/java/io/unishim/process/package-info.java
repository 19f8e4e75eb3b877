/**
 * Processes, threads, signals and futexes.
 *
 * <p>Start at {@link io.unishim.process.ProcessLibrary}, which says what is registered and provided. Signals: {@link
 * io.unishim.process.SignalSender} puts them into queues, {@link io.unishim.process.SignalDelivery} takes them out.
 */
@NullMarked
package io.unishim.process;

import org.jspecify.annotations.NullMarked;
