/**
 * Turns the lambdas of a jar into classes.
 *
 * <p>The first lambda of a JVM costs its start about 12 ms, each further one 0.2 ms: its call site is linked by Java code
 * at run time. A class comes out of the archive of classes for a fraction of that. Programs gain nothing from it once they
 * run, so the sources stay as they are and only the jar of the command is rewritten.
 *
 * <p>Start at {@link io.unishim.lambda.LambdaClasses}.
 */
@NullMarked
package io.unishim.lambda;

import org.jspecify.annotations.NullMarked;
