package io.unishim.memory;

/**
 * A user address that cannot be read or written. Adapters turn it into {@code -EFAULT}; a handler lets it pass, unless
 * it has something to undo.
 *
 * <p>There is one instance, without a stack trace, so that a wild pointer costs no allocation.
 */
public final class MemoryFault extends RuntimeException {
    /** The only instance. */
    @SuppressWarnings("StaticAssignmentOfThrowable") // it has no stack trace that could be wrong
    public static final MemoryFault FAULT = new MemoryFault();

    private static final long serialVersionUID = 1L;

    private MemoryFault() {
        super("bad user address", null, false, false);
    }
}
