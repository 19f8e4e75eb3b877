/**
 * System V IPC: shared memory, semaphores, message queues (man 7 sysvipc).
 *
 * <p>Start at {@link io.unishim.ipc.IpcLibrary}. {@code IpcIds} gives objects their ids and finds them, {@code IpcObject} says
 * who may do what with one; {@code Segment}, {@code SemaphoreSet} and {@code MessageQueue} are the objects.
 */
@NullMarked
package io.unishim.ipc;

import org.jspecify.annotations.NullMarked;
