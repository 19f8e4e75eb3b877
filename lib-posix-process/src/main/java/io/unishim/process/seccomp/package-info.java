/**
 * Filters of system calls (man 2 seccomp).
 *
 * <p>Start at {@link io.unishim.process.seccomp.SeccompHandlers}. A {@link io.unishim.process.seccomp.FilterChain} judges
 * calls by {@link io.unishim.process.seccomp.BpfProgram}s; what runs the program's code asks it, and only where there is one.
 */
@NullMarked
package io.unishim.process.seccomp;

import org.jspecify.annotations.NullMarked;
