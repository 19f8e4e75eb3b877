/**
 * The memory of programs that run in the JVM's own process, and the calls that map it.
 *
 * <p>Start at {@link io.unishim.mmap.MmapLibrary}. {@code LocalAddressSpace} is a process's memory: an arena of reserved
 * host addresses, so that one compare tells a program's pointer from the JVM's. {@code Mappings} keeps the book of what is
 * mapped where, {@code HostPages} does it on the host, and the classes between them say what Linux would.
 */
@NullMarked
package io.unishim.mmap;

import org.jspecify.annotations.NullMarked;
