package io.unishim.abi;

import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** What the classes of constants hold, by reflection. */
final class Constants {
    private static final Set<Class<?>> WITHOUT_HEADER = Set.of(Errnos.class, Restart.class);

    private Constants() {}

    /** All public constants of a class: int, long and String. */
    static Map<String, Object> of(Class<?> holder) {
        Map<String, Object> constants = new LinkedHashMap<>();
        for (Field field : holder.getFields()) {
            if (Modifier.isStatic(field.getModifiers()) && !field.isEnumConstant()) {
                try {
                    constants.put(field.getName(), field.get(null));
                } catch (IllegalAccessException e) {
                    throw new AssertionError(field + " is not public", e);
                }
            }
        }
        return constants;
    }

    /** Every class of constants in the package that follows headers, found among the compiled classes. */
    static List<Class<?>> classes() throws IOException {
        Path root;
        try {
            root = Path.of(Fcntl.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException e) {
            throw new AssertionError(e);
        }
        try (Stream<Path> files = Files.list(root.resolve("io/unishim/abi"))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".class") && !name.contains("$") && !name.contains("-"))
                    .sorted()
                    .<Class<?>>map(name -> load(name.substring(0, name.length() - ".class".length())))
                    .filter(type -> !type.isEnum() && !WITHOUT_HEADER.contains(type))
                    .toList();
        }
    }

    private static Class<?> load(String simpleName) {
        try {
            return Class.forName("io.unishim.abi." + simpleName);
        } catch (ClassNotFoundException e) {
            throw new AssertionError(e);
        }
    }
}
