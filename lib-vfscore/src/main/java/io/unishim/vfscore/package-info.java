/**
 * The micro-library for files: its boot, and the handlers of its calls.
 *
 * <p>Start at {@link io.unishim.vfscore.VfscoreLibrary}. What a file system is, and how paths are walked, stands in {@code
 * io.unishim.vfscore.tree}; the handlers here decode, check and delegate.
 */
@NullMarked
package io.unishim.vfscore;

import org.jspecify.annotations.NullMarked;
