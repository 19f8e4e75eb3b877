/**
 * A process's memory as the handlers of its system calls see it.
 *
 * <p>Start at {@link io.unishim.memory.UserMemory}: copies that stop at the first bad byte. A handler seldom uses it
 * directly; its parameters are {@link io.unishim.memory.UserBuffer}, {@link io.unishim.memory.UserString}, {@link
 * io.unishim.memory.UserRef}, {@link io.unishim.memory.UserInt} and their kin, which stand for a Java object as well as
 * for a range of a program's memory. {@link io.unishim.memory.MemoryFault} is what a bad address throws.
 */
@NullMarked
package io.unishim.memory;

import org.jspecify.annotations.NullMarked;
