/**
 * What an open file is, for libraries that offer some: file systems, sockets, terminals.
 *
 * <p>Start at {@link io.unishim.file.FileOperations}, what a driver implements. An {@link
 * io.unishim.file.OpenFileDescription} is such a file with a position and flags; {@link io.unishim.file.Descriptors} maps a
 * process's numbers to those. {@link io.unishim.file.Mount} is what the builder of a shim mounts, and
 * {@link io.unishim.file.Faults} what goes wrong there on purpose.
 */
@NullMarked
package io.unishim.file;

import org.jspecify.annotations.NullMarked;
