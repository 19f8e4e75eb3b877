package io.unishim.core;

import io.unishim.Shim;
import io.unishim.ShimProvider;

/** How {@link Shim#builder()} finds this module; made by ServiceLoader. */
public final class CoreProvider implements ShimProvider {
    /** For ServiceLoader. */
    public CoreProvider() {}

    @Override
    public Shim.Builder builder() {
        return new ShimBuilder();
    }
}
