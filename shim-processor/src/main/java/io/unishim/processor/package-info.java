/**
 * Derives everything that follows from the declaration of a call.
 *
 * <p>Start at {@link io.unishim.processor.CallsProcessor}. {@code FamilyReader} and {@code ParameterReader} turn an
 * interface into a {@code Family} and report what is wrong with it; one writer a file turns the family into source:
 * {@code FamilyWriter}, {@code AdapterWriter}, {@code DirectWriter} and {@code ViewWriter}. The processor knows the
 * types of shim-api by name only, so that it can run on shim-api itself.
 */
@NullMarked
package io.unishim.processor;

import org.jspecify.annotations.NullMarked;
