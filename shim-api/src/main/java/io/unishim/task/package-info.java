/**
 * Who makes calls, and how they wait.
 *
 * <p>Start at {@link io.unishim.task.Task}: a thread as Linux sees it, whether its code is Java or a program's, in a
 * {@link io.unishim.task.Process}. What a library knows about one hangs on it under a {@link io.unishim.task.StateKey}.
 * A handler that must wait does so with {@link io.unishim.task.Waiter} and {@link io.unishim.task.WaitQueue}, on the
 * caller's thread, until woken, interrupted by a signal or too late. {@link io.unishim.task.Tasks#fork} runs Java code as a
 * child process.
 */
@NullMarked
package io.unishim.task;

import org.jspecify.annotations.NullMarked;
