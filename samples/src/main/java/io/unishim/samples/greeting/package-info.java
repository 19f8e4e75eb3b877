/**
 * A micro-library with a call that Linux does not have. {@link io.unishim.samples.greeting.GreetingCalls} declares it,
 * {@link io.unishim.samples.greeting.GreetingLibrary} serves it.
 */
@NullMarked
package io.unishim.samples.greeting;

import org.jspecify.annotations.NullMarked;
