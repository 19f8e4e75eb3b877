package io.unishim.abi;

/**
 * A processor architecture whose system call numbers {@link Syscall} knows.
 *
 * <p>Linux numbers its calls for each architecture apart: x86-64 has a table of its own, arm64 follows
 * the table that every newer architecture shares ({@code asm-generic/unistd.h}). See {@code syscalls(2)}.
 */
public enum Arch {
    /** AMD and Intel, 64 bits; Linux calls it {@code x86_64}. */
    X86_64,

    /** ARM, 64 bits; Linux calls it {@code aarch64}. */
    ARM64
}
