/**
 * What a micro-library is and what it meets at boot.
 *
 * <p>Start at {@link io.unishim.library.MicroLibrary}; {@link io.unishim.library.Boot} is what it registers its calls and
 * services with, {@link io.unishim.library.Lifecycle} how it hears of processes and tasks.
 */
@NullMarked
package io.unishim.library;

import org.jspecify.annotations.NullMarked;
