package io.unishim.core;

import io.unishim.library.MicroLibrary;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Puts libraries in order: whoever provides a service before whoever requires or uses it, else by name. */
final class BootOrder {
    private final TreeMap<String, MicroLibrary> waiting = new TreeMap<>();
    private final Map<Class<?>, MicroLibrary> providers = new HashMap<>();

    private BootOrder(Collection<MicroLibrary> libraries) {
        for (MicroLibrary library : libraries) {
            if (waiting.put(library.name(), library) != null) {
                throw new IllegalStateException("two libraries are named " + library.name());
            }
        }
        for (MicroLibrary library : waiting.values()) {
            for (Class<?> service : library.provides()) {
                MicroLibrary other = providers.put(service, library);
                if (other != null) {
                    throw new IllegalStateException("the libraries " + other.name() + " and " + library.name()
                            + " both provide the service " + service.getName());
                }
            }
        }
    }

    /** @throws IllegalStateException if a required service has no provider, or libraries wait for each other */
    static List<MicroLibrary> of(Collection<MicroLibrary> libraries) {
        return new BootOrder(libraries).order();
    }

    private List<MicroLibrary> order() {
        waiting.values().forEach(this::checkRequirements);
        List<MicroLibrary> order = new ArrayList<>();
        while (!waiting.isEmpty()) {
            MicroLibrary next = ready();
            if (next == null) {
                throw new IllegalStateException("libraries wait for each other: " + describeCycle());
            }
            waiting.remove(next.name());
            order.add(next);
        }
        return order;
    }

    private void checkRequirements(MicroLibrary library) {
        for (Class<?> service : library.requires()) {
            if (!providers.containsKey(service)) {
                throw new IllegalStateException("the library " + library.name() + " requires the service "
                        + service.getName() + ", which no library of this shim provides; there are "
                        + waiting.keySet());
            }
        }
    }

    private @Nullable MicroLibrary ready() {
        for (MicroLibrary library : waiting.values()) {
            if (waitsFor(library).isEmpty()) {
                return library;
            }
        }
        return null;
    }

    /** @return the names of libraries that must boot first and have not */
    private Set<String> waitsFor(MicroLibrary library) {
        Set<String> names = new TreeSet<>();
        for (Set<Class<?>> services : List.of(library.requires(), library.uses())) {
            for (Class<?> service : services) {
                MicroLibrary provider = providers.get(service);
                if (provider != null && provider != library && waiting.containsKey(provider.name())) {
                    names.add(provider.name());
                }
            }
        }
        return names;
    }

    private String describeCycle() {
        return waiting.values().stream()
                .map(library -> waitsFor(library).stream()
                        .map(provider -> library.name() + " waits for " + provider + ", which provides "
                                + shared(library, provider))
                        .collect(Collectors.joining(", ")))
                .collect(Collectors.joining("; "));
    }

    private String shared(MicroLibrary library, String provider) {
        return providers.entrySet().stream()
                .filter(entry -> entry.getValue().name().equals(provider))
                .map(Map.Entry::getKey)
                .filter(service ->
                        library.requires().contains(service) || library.uses().contains(service))
                .map(Class::getName)
                .sorted()
                .collect(Collectors.joining(" and "));
    }
}
