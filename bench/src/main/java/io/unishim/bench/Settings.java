package io.unishim.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What to measure, how long, and with what.
 *
 * @param pattern which figures, by a part of their name
 * @param longer whether to take the time that a quiet figure needs
 * @param jdks the JDKs; the first one runs what is not about JDKs
 * @param root of the project
 */
record Settings(Pattern pattern, boolean longer, List<Jdk> jdks, Path root) {
    static Settings parse(String[] arguments) {
        Pattern pattern = Pattern.compile("");
        boolean longer = false;
        List<Jdk> jdks = new ArrayList<>();
        for (int i = 0; i < arguments.length; i++) {
            if (arguments[i].equals("--long")) {
                longer = true;
            } else if (arguments[i].equals("--jdk") && i + 1 < arguments.length) {
                jdks.add(Jdk.at(Path.of(arguments[++i])));
            } else if (arguments[i].startsWith("-")) {
                throw new IllegalArgumentException("unknown option " + arguments[i]);
            } else {
                pattern = Pattern.compile(arguments[i]);
            }
        }
        if (jdks.isEmpty()) {
            jdks.add(Jdk.at(Path.of(System.getProperty("java.home"))));
        }
        Path root = Path.of(System.getProperty("unishim.root", ".")).toAbsolutePath();
        return new Settings(pattern, longer, List.copyOf(jdks), root);
    }

    boolean wants(String name) {
        return pattern.matcher(name).find();
    }

    boolean wantsAny(List<String> names) {
        return names.stream().anyMatch(this::wants);
    }

    /** @return how often each figure is measured, in turn with those that it is compared with */
    int rounds() {
        return longer ? 7 : 3;
    }

    /** @return the JDK for what is not about JDKs */
    Jdk jdk() {
        return jdks.get(0);
    }

    /** @return the C program that times loops of calls */
    Path loops() {
        return target().resolve("call-loops");
    }

    /** @return where results go and compiled programs lie; it exists */
    Path target() {
        Path target = root.resolve("bench/target");
        if (!Files.isDirectory(target)) {
            throw new IllegalStateException(target + " is missing: start with bench/run");
        }
        return target;
    }
}
