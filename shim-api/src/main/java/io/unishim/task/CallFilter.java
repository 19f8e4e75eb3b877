package io.unishim.task;

/**
 * What stands between a program and its system calls, since it asked for that (man 2 seccomp). Kept by the library of that
 * call; asked by what runs the program, for each call before it is made. Tasks whose code is Java are not filtered.
 */
public interface CallFilter {
    /** The architecture that calls of x86-64 are told to come from. */
    int AUDIT_ARCH_X86_64 = 0xc000_003e;

    /** The call is to be made. */
    long ALLOWED = Long.MIN_VALUE;

    /** The call is not made, and registers stay as they are: the task was sent a signal, or is to end. */
    long SIGNALLED = Long.MIN_VALUE + 1;

    /**
     * Judges a call.
     *
     * @param architecture AUDIT_ARCH_X86_64, or another one for a call by other means
     * @param instruction where the program goes on after it
     * @return {@link #ALLOWED}, {@link #SIGNALLED}, or what the program is answered instead,
     *     {@code -ERESTARTSYS} among that
     */
    long judge(
            Task task,
            int architecture,
            int number,
            long instruction,
            long a0,
            long a1,
            long a2,
            long a3,
            long a4,
            long a5);

    /** @return SECCOMP_MODE_STRICT or SECCOMP_MODE_FILTER */
    int mode();

    /** @return how many filters it consists of */
    int count();
}
