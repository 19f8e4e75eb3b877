package io.unishim.core;

import io.unishim.library.Boot;
import io.unishim.library.MicroLibrary;
import java.util.Set;
import java.util.function.Consumer;

/** A library for one test. */
record SmallLibrary(
        String name, Set<Class<?>> requires, Set<Class<?>> uses, Set<Class<?>> provides, Consumer<Boot> what)
        implements MicroLibrary {
    static SmallLibrary of(String name, Consumer<Boot> what) {
        return new SmallLibrary(name, Set.of(), Set.of(), Set.of(), what);
    }

    SmallLibrary requiring(Class<?>... services) {
        return new SmallLibrary(name, Set.of(services), uses, provides, what);
    }

    SmallLibrary using(Class<?>... services) {
        return new SmallLibrary(name, requires, Set.of(services), provides, what);
    }

    SmallLibrary providing(Class<?>... services) {
        return new SmallLibrary(name, requires, uses, Set.of(services), what);
    }

    @Override
    public void boot(Boot boot) {
        what.accept(boot);
    }
}
