package io.unishim.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.Predefined;
import com.tngtech.archunit.lang.ArchRule;
import io.unishim.core.fixture.Counts;
import io.unishim.user.fixture.Trespasser;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Keeps the arrows between the rooms as they are drawn in the design. A new package or arrow is entered here first. */
class ArchitectureTest {
    private static final String API = "shim-api";
    private static final String HOST = "shim-host";
    private static final String CORE = "shim-core";

    /** The house. A room may use rooms that stand above it, which keeps the arrows free of cycles. */
    static final List<Room> HOUSE = List.of(
            room("shim-processor", Set.of(), List.of("com.palantir.javapoet.."), "io.unishim.processor.."),
            room(
                    API,
                    Set.of(),
                    List.of(),
                    "io.unishim",
                    "io.unishim.abi..",
                    "io.unishim.call..",
                    "io.unishim.memory..",
                    "io.unishim.task..",
                    "io.unishim.library..",
                    "io.unishim.file..",
                    "io.unishim.linux..",
                    "io.unishim.control..",
                    "io.unishim.struct.."),
            room(HOST, Set.of(API), List.of("com.kenai.jffi.."), "io.unishim.host.."),
            room(CORE, Set.of(API), List.of(), "io.unishim.core.."),
            room(
                    "shim-testing",
                    Set.of(API, HOST),
                    List.of("org.junit.jupiter..", "org.junit.platform..", "org.opentest4j..", "org.assertj.."),
                    "io.unishim.testing.."),
            library("lib-vfscore", "io.unishim.vfscore.."),
            library("lib-posix-process", "io.unishim.process.."),
            library("lib-posix-user", "io.unishim.user.."),
            library("lib-net", "io.unishim.net.."),
            library("lib-posix-mmap", "io.unishim.mmap.."),
            library("lib-posix-time", "io.unishim.time.."),
            library("lib-posix-ipc", "io.unishim.ipc.."),
            room("lib-nio", Set.of(API), List.of(), "io.unishim.nio.."),
            room("lib-archive", Set.of(API), List.of("org.apache.commons.compress.."), "io.unishim.archive.."),
            room("app-elfloader", Set.of(API, HOST), List.of(), "io.unishim.elfloader.."),
            room(
                    "shim-junit",
                    Set.of(API, "lib-net", "lib-nio", "app-elfloader"),
                    List.of("org.junit.jupiter.."),
                    "io.unishim.junit.."),
            room(
                    "app-cli",
                    Set.of(
                            API,
                            HOST,
                            CORE,
                            "shim-testing",
                            "lib-vfscore",
                            "lib-posix-process",
                            "lib-posix-user",
                            "lib-net",
                            "lib-posix-mmap",
                            "lib-posix-time",
                            "lib-posix-ipc",
                            "app-elfloader"),
                    List.of("picocli.."),
                    "io.unishim.cli.."));

    /** A handler reaches a program's memory through the accessor, and in no other way. */
    private static final ArchRule RAW_MEMORY = noClasses()
            .that()
            .resideOutsideOfPackages("io.unishim.host..", "io.unishim.memory")
            .should()
            .dependOnClassesThat()
            .haveFullyQualifiedName("sun.misc.Unsafe")
            .orShould()
            .dependOnClassesThat()
            .resideInAnyPackage("java.lang.foreign..", "jdk.internal..")
            .as("only io.unishim.host and io.unishim.memory touch raw memory")
            .allowEmptyShould(true);

    private static final ArchRule NATIVE_CALLS = noClasses()
            .that()
            .resideOutsideOfPackage("io.unishim.host..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("jnr..", "com.kenai.jffi..")
            .as("only io.unishim.host calls native code")
            .allowEmptyShould(true);

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.unishim");

    /** Classes of this module's own that break rules, to see that the rules can fail. */
    private static final JavaClasses FIXTURES = new ClassFileImporter().importClasses(Trespasser.class, Counts.class);

    private static Room room(String module, Set<String> mayUse, List<String> libraries, String... packages) {
        return new Room(module, List.of(packages), mayUse, libraries);
    }

    /** A micro-library: the host only where it is handed in, never another library, never the core. */
    private static Room library(String module, String packages) {
        return room(module, Set.of(API, HOST), List.of(), packages);
    }

    @ParameterizedTest(name = "{0}")
    @FieldSource("HOUSE")
    void a_room_uses_what_it_may(Room room) {
        room.arrows(HOUSE).check(CLASSES);
    }

    @Test
    void only_the_host_and_the_accessor_touch_raw_memory() {
        RAW_MEMORY.check(CLASSES);
    }

    @Test
    void only_the_host_calls_native_code() {
        NATIVE_CALLS.check(CLASSES);
    }

    @Test
    void a_class_lives_in_the_module_of_its_room() {
        assertThat(CLASSES).isNotEmpty();
        for (JavaClass type : CLASSES) {
            assertThat(HOUSE.stream().filter(room -> room.holds(type)))
                    .as("rooms of %s: a new package belongs into the table of this test", type.getName())
                    .singleElement()
                    .satisfies(room -> assertThat(
                                    type.getSource().orElseThrow().getUri().toString())
                            .as("where %s comes from", type.getName())
                            .contains("/" + room.module() + "/"));
        }
    }

    @Test
    void arrows_point_only_at_rooms_above() {
        List<String> above = new ArrayList<>();
        for (Room room : HOUSE) {
            assertThat(above).as("rooms above %s", room).containsAll(room.mayUse());
            above.add(room.module());
        }
        assertThat(above).doesNotHaveDuplicates();
    }

    @Test
    void the_rules_can_fail() {
        assertThat(violations(find("lib-posix-user").arrows(HOUSE)))
                .hasSize(3)
                .anyMatch(line -> line.contains(Counts.class.getName()))
                .anyMatch(line -> line.contains("com.kenai.jffi.MemoryIO"))
                .anyMatch(line -> line.contains("com.google.common.base.Joiner"));
        assertThat(violations(RAW_MEMORY)).singleElement().asString().contains("sun.misc.Unsafe");
        assertThat(violations(NATIVE_CALLS)).singleElement().asString().contains("com.kenai.jffi.MemoryIO");
    }

    @Test
    void the_rules_can_pass_on_classes_that_exist() {
        assertThat(violations(find(CORE).arrows(HOUSE))).isEmpty();
    }

    private static Room find(String module) {
        return HOUSE.stream()
                .filter(room -> room.module().equals(module))
                .findAny()
                .orElseThrow();
    }

    private static List<String> violations(ArchRule rule) {
        return rule.evaluate(FIXTURES).getFailureReport().getDetails();
    }
}
