/**
 * Linux as a Java library.
 *
 * <p>Start at {@link io.unishim.Shim}: one Linux, with the pieces that were chosen for it. {@link io.unishim.linux.Linux} is
 * how Java code calls it.
 */
@NullMarked
package io.unishim;

import org.jspecify.annotations.NullMarked;
