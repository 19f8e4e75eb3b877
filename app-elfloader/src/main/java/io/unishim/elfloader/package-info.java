/**
 * Runs unmodified Linux programs on a shim.
 *
 * <p>Start at {@link io.unishim.elfloader.Program}. {@link io.unishim.elfloader.image} turns a file into memory, {@link
 * io.unishim.elfloader.engine} runs it.
 */
@NullMarked
package io.unishim.elfloader;

import org.jspecify.annotations.NullMarked;
