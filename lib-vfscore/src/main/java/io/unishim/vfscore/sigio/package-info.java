/**
 * Input and output that is told by signals: O_ASYNC, F_SETOWN, F_SETSIG, and F_NOTIFY of directories.
 *
 * <p>Start at {@link io.unishim.vfscore.sigio.Owner}: who is told, and how, kept with each open file description that
 * anybody asked it of.
 */
@NullMarked
package io.unishim.vfscore.sigio;

import org.jspecify.annotations.NullMarked;
