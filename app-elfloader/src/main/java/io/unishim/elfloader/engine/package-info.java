/**
 * How a program's code runs: in the JVM's own process, where it is entered and returns with a system call or a fault, or in
 * a process of the host, which tells the JVM of it.
 *
 * <p>Start at {@link io.unishim.elfloader.engine.ProgramThread}, the loop around {@link
 * io.unishim.elfloader.engine.Seat#enter}; a {@code Seat} is where a thread runs. {@link
 * io.unishim.elfloader.engine.EngineCode} is the machine code behind it, {@link io.unishim.elfloader.engine.Context} where a
 * program's registers lie meanwhile, {@link io.unishim.elfloader.engine.SitePatcher} what makes its system calls cheap, and
 * {@link io.unishim.elfloader.engine.SignalFrames} how its signal handlers are called.
 *
 * <p>The first program of a process runs in the JVM. A child made by {@code fork(2)}, and whatever a child executes, runs in
 * a {@link io.unishim.elfloader.engine.HostChild}: each of its threads has a {@link io.unishim.elfloader.engine.Slot} of
 * memory that it shares with the JVM, runs {@link io.unishim.elfloader.engine.ChildCode} and never Java, and is served by a
 * Java thread. What its calls point to comes along in {@link io.unishim.elfloader.engine.SlotWindow}s, and what it is likely
 * to read next lies ready in {@link io.unishim.elfloader.engine.Places}. {@link io.unishim.elfloader.engine.HostChildren} makes
 * such processes.
 *
 * <p>An isolated program and all its children are a {@link io.unishim.elfloader.engine.Tenant}: such processes, too, with slots
 * of their own, none of the JVM's descriptors, and a {@link io.unishim.elfloader.engine.CallFilter} between them and the host's
 * kernel. What the filter does not decide alone, the JVM does at the {@link io.unishim.elfloader.engine.Gate}. Nothing that
 * they write into their slots is believed.
 */
@NullMarked
package io.unishim.elfloader.engine;

import org.jspecify.annotations.NullMarked;
