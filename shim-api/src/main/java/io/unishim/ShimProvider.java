package io.unishim;

/** How {@link Shim#builder()} finds shim-core. */
public interface ShimProvider {
    /** @return a new builder */
    Shim.Builder builder();
}
