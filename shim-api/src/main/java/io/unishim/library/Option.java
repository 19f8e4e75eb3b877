package io.unishim.library;

/**
 * Something that the builder of a shim may be told. Make one per kind, in a public static final field; identity counts.
 *
 * @param name for messages
 * @param fallback what holds if nothing was said
 * @param <O> the value's type
 */
public record Option<O>(String name, O fallback) {
    @Override
    public boolean equals(Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }
}
