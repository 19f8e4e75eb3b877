/**
 * The binary interface between Linux and its programs, as plain numbers and names: no behaviour, no
 * state, no dependency on the rest of Unishim.
 *
 * <p>Start at {@link io.unishim.abi.Syscall}, the list of all system calls, and
 * {@link io.unishim.abi.Errnos}, the error numbers which handlers return. Each of the other classes
 * holds the constants of one header or man page and is meant for static import: {@code O_CREAT} is in
 * {@link io.unishim.abi.Fcntl}, {@code MAP_SHARED} in {@link io.unishim.abi.Mman}.
 *
 * <p>Values are those of x86-64, which for nearly all constants are those of arm64 too; {@code O_DIRECT},
 * {@code O_LARGEFILE}, {@code O_DIRECTORY} and {@code O_NOFOLLOW} are the known exceptions. Names are
 * Linux's own, so that a man page may be read beside the code.
 */
@NullMarked
package io.unishim.abi;

import org.jspecify.annotations.NullMarked;
