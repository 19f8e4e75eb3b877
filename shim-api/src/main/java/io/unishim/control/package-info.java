/**
 * What answers which call, and what stands around it, while a shim runs. Start at {@link io.unishim.control.CallTable}.
 */
@NullMarked
package io.unishim.control;

import org.jspecify.annotations.NullMarked;
