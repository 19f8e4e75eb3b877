/**
 * /sys: what programs read of the machine.
 *
 * <p>Start at {@link io.unishim.vfscore.sys.SysPart}, of which {@link io.unishim.vfscore.sys.Processors} is the largest part.
 */
@NullMarked
package io.unishim.vfscore.sys;

import org.jspecify.annotations.NullMarked;
