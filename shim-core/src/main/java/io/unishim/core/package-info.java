/**
 * What stands behind {@link io.unishim.Shim}: applications do not name this package, {@code Shim.builder()} finds it.
 *
 * <p>Start at {@link io.unishim.core.SyscallTable}, the array that every call goes through; {@link
 * io.unishim.core.CallControl} puts things around calls by replacing its entries, {@link io.unishim.core.RunningShim} boots
 * and closes, {@link io.unishim.core.TaskTable} keeps the processes.
 */
@NullMarked
package io.unishim.core;

import org.jspecify.annotations.NullMarked;
