/**
 * The command {@code unishim}.
 *
 * <p>Start at {@link io.unishim.cli.Main}; {@link io.unishim.cli.RunCommand} is what {@code unishim run} understands, {@link
 * io.unishim.cli.ProgramRun} what it does.
 */
@NullMarked
package io.unishim.cli;

import org.jspecify.annotations.NullMarked;
