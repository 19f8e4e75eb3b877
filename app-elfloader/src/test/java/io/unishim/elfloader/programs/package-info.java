/**
 * Unmodified programs, run on a shim and by the host's own kernel: what they print and how they end is the same.
 *
 * <p>Start at {@link io.unishim.elfloader.programs.Twin}.
 */
@NullMarked
package io.unishim.elfloader.programs;

import org.jspecify.annotations.NullMarked;
