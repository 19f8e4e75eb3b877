/**
 * The declarations of Linux's calls, one interface a family, and the friendly view of all of them.
 *
 * <p>Start at {@link io.unishim.linux.Linux}, or at the family that holds the call of interest: the method's name is the
 * call's.
 */
@NullMarked
package io.unishim.linux;

import org.jspecify.annotations.NullMarked;
