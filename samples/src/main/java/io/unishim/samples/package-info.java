/**
 * Programs to read from top to bottom and to run.
 *
 * <p>Start at {@link io.unishim.samples.TypedCalls}, then {@link io.unishim.samples.DispatchByNumber}, {@link
 * io.unishim.samples.RunProgram}, {@link io.unishim.samples.IsolatedProgram}, {@link io.unishim.samples.CustomLibrary},
 * {@link io.unishim.samples.BreakThings}, {@link io.unishim.samples.PowerCut}, {@link io.unishim.samples.VirtualHours} and
 * {@link io.unishim.samples.TwoShims}.
 */
@NullMarked
package io.unishim.samples;

import org.jspecify.annotations.NullMarked;
