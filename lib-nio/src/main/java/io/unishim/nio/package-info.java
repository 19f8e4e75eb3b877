/**
 * A shim's files for Java code that knows {@code java.nio.file}: {@code Files.walk}, {@code Files.copy} between the host and a
 * shim, libraries that take a {@code Path}.
 *
 * <p>Start at {@link io.unishim.nio.ShimFileSystem}. Everything goes through the shim's own calls, made by a process of the
 * view's own: permissions, mounts, limits, policies and traces hold for it as for a program. What Java's default file system
 * answers on Linux is what this one answers, down to the class of an exception.
 *
 * <p>Inside, {@code Kernel} makes the calls, {@code ShimProvider} is the table of contents.
 */
@NullMarked
package io.unishim.nio;

import org.jspecify.annotations.NullMarked;
