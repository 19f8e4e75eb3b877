package io.unishim.library;

import java.util.Set;

/**
 * A piece of Linux: a set of calls, the state behind them, and services for other pieces. Found by {@link
 * java.util.ServiceLoader} or named to {@link io.unishim.Shim.Builder}.
 *
 * <p>One instance may be booted by several shims: what belongs to one shim is made in {@link #boot}.
 */
public interface MicroLibrary {
    /** @return a short name, unique in a shim: {@code "vfscore"} */
    String name();

    /** @return the services that must be there before this library boots; a shim without one of them does not boot */
    default Set<Class<?>> requires() {
        return Set.of();
    }

    /** @return the services that this library uses if they are there; whoever provides them boots first */
    default Set<Class<?>> uses() {
        return Set.of();
    }

    /** @return the services that it provides */
    default Set<Class<?>> provides() {
        return Set.of();
    }

    /**
     * Becomes part of a shim: makes its state, registers its calls and services. Whatever must be undone at shutdown is
     * said at once with {@link Boot#onClose}, so that it is undone also if a later step of the boot fails.
     */
    void boot(Boot boot);
}
