/**
 * How a program's code runs in the JVM's own process: it is entered, and it returns with a system call or a fault.
 *
 * <p>Start at {@link io.unishim.elfloader.engine.ProgramThread}, the loop around {@link
 * io.unishim.elfloader.engine.Engine#enter}. {@link io.unishim.elfloader.engine.EngineCode} is the machine code behind it,
 * {@link io.unishim.elfloader.engine.Context} where a program's registers lie meanwhile, {@link
 * io.unishim.elfloader.engine.SitePatcher} what makes its system calls cheap, and {@link
 * io.unishim.elfloader.engine.SignalFrames} how its signal handlers are called.
 */
@NullMarked
package io.unishim.elfloader.engine;

import org.jspecify.annotations.NullMarked;
