/**
 * /sys: what programs read of the machine.
 *
 * <p>Start at {@link io.unishim.vfscore.sys.SysPart}, which is all of it.
 */
@NullMarked
package io.unishim.vfscore.sys;

import org.jspecify.annotations.NullMarked;
