/**
 * How a system call is declared, and what is derived from the declaration.
 *
 * <p>Start at {@link io.unishim.call.Calls}: an interface that carries it is a family of calls, each method one call in
 * the shape of its man page. The annotation processor derives the family's {@link io.unishim.call.CallFamily}: the rows
 * ({@link io.unishim.call.CallDeclaration}), the adapters from six longs ({@link io.unishim.call.SyscallHandler}), the
 * direct route and the friendly view. A library that does without the processor registers a {@link
 * io.unishim.call.CallDeclaration} and a {@link io.unishim.call.SyscallHandler} by hand.
 */
@NullMarked
package io.unishim.call;

import org.jspecify.annotations.NullMarked;
