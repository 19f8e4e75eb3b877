/**
 * /proc: processes, the system and its settings as text (man 5 proc).
 *
 * <p>Start at {@link io.unishim.vfscore.proc.ProcRoot}. What other libraries know (process groups, limits, the host's name) is
 * asked for by the calls that tell it, in the name of whoever reads.
 */
@NullMarked
package io.unishim.vfscore.proc;

import org.jspecify.annotations.NullMarked;
