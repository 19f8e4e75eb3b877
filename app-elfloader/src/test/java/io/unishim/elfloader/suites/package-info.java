/**
 * Test suites that others wrote, run on the host and on a shim: each of their tests ends alike, but for the exceptions that
 * {@code exceptions.txt} lists with their reasons.
 *
 * <p>Start at {@link io.unishim.elfloader.suites.SuitesTest}.
 */
@NullMarked
package io.unishim.elfloader.suites;

import org.jspecify.annotations.NullMarked;
