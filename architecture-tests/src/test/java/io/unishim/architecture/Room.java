package io.unishim.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * One module of the house.
 *
 * @param module the module's folder and artifactId
 * @param packages the packages it may hold, in ArchUnit's notation: {@code a.b} is that package alone, {@code a.b..} its
 *     subpackages, too
 * @param mayUse the other rooms it may use
 * @param libraries the packages of foreign code it may use, beside the JDK's and jspecify's
 */
record Room(String module, List<String> packages, Set<String> mayUse, List<String> libraries) {
    /** What every room may use. Who may use the JDK's doors to memory has a rule of its own. */
    private static final List<String> EVERYWHERE = List.of("java..", "javax..", "jdk..", "sun.misc", "org.jspecify..");

    boolean holds(JavaClass type) {
        return resideInAnyPackage(packages.toArray(String[]::new)).test(type);
    }

    /** The arrows of this room: its classes use its own packages, the rooms it may use, and nothing else. */
    ArchRule arrows(List<Room> house) {
        List<String> allowed = new ArrayList<>(EVERYWHERE);
        allowed.addAll(packages);
        allowed.addAll(libraries);
        for (Room room : house) {
            if (mayUse.contains(room.module)) {
                allowed.addAll(room.packages);
            }
        }
        return classes()
                .that()
                .resideInAnyPackage(packages.toArray(String[]::new))
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(allowed.toArray(String[]::new))
                .as(module + " uses only " + (mayUse.isEmpty() ? "itself" : mayUse) + " and " + libraries)
                .allowEmptyShould(true);
    }

    @Override
    public String toString() {
        return module;
    }
}
