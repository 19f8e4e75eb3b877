/**
 * Event counters (man 2 eventfd).
 *
 * <p>Start at {@link io.unishim.vfscore.event.EventfdHandlers}.
 */
@NullMarked
package io.unishim.vfscore.event;

import org.jspecify.annotations.NullMarked;
