package io.unishim.elfloader.programs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;

/** Makes programs of sources among the tests' resources. Without its compiler a test is aborted, not failed. */
final class Compiler {
    private static final Path GCC = Path.of("/usr/bin/gcc");
    private static final Path MUSL_GCC = Path.of("/usr/bin/musl-gcc");
    private static final Path GO = Path.of("/usr/bin/go");

    private Compiler() {}

    /** What a C program is linked to and where it may be loaded. */
    enum Kind {
        /** Loaded anywhere by ld.so, which also loads the C library. */
        DYNAMIC_PIE(GCC, "-pie", "-fPIE"),
        /** The same, but the program itself wants a fixed address. */
        DYNAMIC_FIXED(GCC, "-no-pie", "-fno-pie"),
        /** Loaded anywhere, and relocates itself. */
        STATIC_PIE(GCC, "-static-pie", "-fPIE"),
        /** Wants a fixed address, and needs nothing else. */
        STATIC_FIXED(GCC, "-static", "-no-pie", "-fno-pie"),
        /** Another C library, whose sites of system calls are of other forms. */
        MUSL_STATIC(MUSL_GCC, "-static");

        private final Path compiler;

        @SuppressWarnings("ImmutableEnumChecker") // made by List.of
        private final List<String> options;

        Kind(Path compiler, String... options) {
            this.compiler = compiler;
            this.options = List.of(options);
        }
    }

    /** Compiles a C program. */
    static Path c(Path directory, Kind kind, String source) {
        assumeTrue(Files.isExecutable(kind.compiler), kind.compiler + " is not on this machine");
        Path program = directory.resolve(source.replace(".c", "-" + kind.name().toLowerCase(java.util.Locale.ROOT)));
        if (!Files.exists(program)) {
            List<String> command = new ArrayList<>(List.of(kind.compiler.toString()));
            command.addAll(kind.options);
            command.addAll(List.of("-O1", "-w", "-pthread", "-o", program.toString()));
            command.addAll(List.of(copy(directory, source, source).toString(), "-lm"));
            execute(directory, command, Map.of());
        }
        return program;
    }

    /** Compiles a Go program. */
    static Path go(Path directory, String source) throws IOException {
        Assumptions.assumeTrue(Files.isExecutable(GO), "no Go compiler on this machine");
        Path program = directory.resolve("program");
        String main = copy(directory, source, "main.go").toString();
        execute(
                directory,
                List.of(GO.toString(), "build", "-p", "2", "-o", program.toString(), main),
                Map.of(
                        "CGO_ENABLED", "0",
                        "GOFLAGS", "-mod=mod",
                        "GOPROXY", "off",
                        "GOPATH", directory.resolve("path").toString(),
                        "GOCACHE", directory.resolve("cache").toString()));
        return program;
    }

    private static Path copy(Path directory, String source, String name) {
        Path target = directory.resolve(name);
        try (InputStream in = Compiler.class.getResourceAsStream(source)) {
            if (in == null) {
                throw new IllegalArgumentException("no " + source + " among the resources");
            }
            Files.copy(in, target, StandardCopyOption.REPLACE_EXISTING);
            return target;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void execute(Path directory, List<String> command, Map<String, String> variables) {
        try {
            Path log = directory.resolve("compiler.log");
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(directory.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile());
            builder.environment().putAll(variables);
            int status = builder.start().waitFor();
            assertThat(status).as(() -> command + ": " + read(log)).isZero();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static String read(Path log) {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            return e.toString();
        }
    }
}
