package io.unishim.core;

import io.unishim.Shim;
import io.unishim.file.Mount;
import io.unishim.library.MicroLibrary;
import io.unishim.library.Option;
import io.unishim.task.RandomSource;
import io.unishim.task.TimeSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Collects what a shim is to be; may boot many. */
final class ShimBuilder implements Shim.Builder {
    private final List<MicroLibrary> given = new ArrayList<>();
    private @Nullable List<MicroLibrary> alone;
    private final Set<String> without = new LinkedHashSet<>();
    private @Nullable Set<String> only;
    private final List<Mount> mounts = new ArrayList<>();
    private final Map<Option<?>, Object> options = new HashMap<>();
    private TimeSource time = TimeSource.HOST;
    private @Nullable RandomSource random;

    @Override
    public Shim.Builder library(MicroLibrary library) {
        given.add(library);
        return this;
    }

    @Override
    public Shim.Builder libraries(MicroLibrary... libraries) {
        alone = List.of(libraries);
        return this;
    }

    @Override
    public Shim.Builder without(String library) {
        without.add(library);
        return this;
    }

    @Override
    public Shim.Builder only(String... libraries) {
        only = new LinkedHashSet<>(List.of(libraries));
        return this;
    }

    @Override
    public Shim.Builder mount(Mount mount) {
        mounts.add(mount);
        return this;
    }

    @Override
    public Shim.Builder time(TimeSource newTime) {
        time = newTime;
        return this;
    }

    @Override
    public Shim.Builder random(RandomSource newRandom) {
        random = newRandom;
        return this;
    }

    @Override
    public <O> Shim.Builder option(Option<O> option, O value) {
        options.put(option, value);
        return this;
    }

    @Override
    public Shim boot() {
        Map<Option<?>, Object> all = new HashMap<>(options);
        if (!mounts.isEmpty()) {
            all.put(Mount.MOUNTS, List.copyOf(mounts));
        }
        RandomSource source = random == null ? RandomSource.host() : random;
        return RunningShim.boot(BootOrder.of(libraries()), all, time, source);
    }

    private Collection<MicroLibrary> libraries() {
        Map<String, MicroLibrary> found = alone == null ? found() : byName(alone);
        if (only != null) {
            checkNames(only, found);
            found.keySet().retainAll(only);
        }
        found.putAll(byName(given));
        checkNames(without, found);
        found.keySet().removeAll(without);
        return found.values();
    }

    private static void checkNames(Set<String> names, Map<String, MicroLibrary> among) {
        for (String name : names) {
            if (!among.containsKey(name)) {
                throw new IllegalArgumentException("there is no library " + name + "; there are " + among.keySet());
            }
        }
    }

    /** Through the loader of the API: libraries stand beside it, wherever the thread that boots comes from. */
    private static Map<String, MicroLibrary> found() {
        try {
            return byName(ServiceLoader.load(MicroLibrary.class, Shim.class.getClassLoader()));
        } catch (ServiceConfigurationError e) {
            throw new IllegalStateException("a library could not be loaded: " + e.getMessage(), e);
        }
    }

    private static Map<String, MicroLibrary> byName(Iterable<MicroLibrary> libraries) {
        Map<String, MicroLibrary> named = new TreeMap<>();
        for (MicroLibrary library : libraries) {
            if (named.put(library.name(), library) != null) {
                throw new IllegalStateException("two libraries are named " + library.name());
            }
        }
        return named;
    }
}
