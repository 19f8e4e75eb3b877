/**
 * Leases on files: who holds one is told before somebody else opens the file in a way that conflicts.
 *
 * <p>Start at {@link io.unishim.vfscore.lease.Leases}.
 */
@NullMarked
package io.unishim.vfscore.lease;

import org.jspecify.annotations.NullMarked;
