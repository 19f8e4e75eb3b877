/**
 * The one door to native: the host's raw calls, machine code made at run time, and copies from and to memory that may be
 * bad.
 *
 * <p>Start at {@link io.unishim.host.HostCalls} for a system call of the host and at {@link io.unishim.host.UserCopy} for a
 * copy that survives a bad address. {@link io.unishim.host.Assembler} writes the machine code behind both, and behind the
 * engine that runs programs; {@link io.unishim.host.FaultHandler} is what the host's signals meet first. Linux on x86-64
 * only: {@link io.unishim.host.Host#missing()} says what a host lacks.
 */
@NullMarked
package io.unishim.host;

import org.jspecify.annotations.NullMarked;
