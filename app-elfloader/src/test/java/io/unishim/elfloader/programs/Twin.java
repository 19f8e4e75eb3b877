package io.unishim.elfloader.programs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.unishim.Shim;
import io.unishim.elfloader.Outcome;
import io.unishim.elfloader.Program;
import io.unishim.elfloader.RunningProgram;
import io.unishim.file.Mount;
import io.unishim.net.NetLibrary;
import io.unishim.net.Permitted;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Runs a command twice: on a shim that sees the host's files and keeps changes to itself, and on the host. Both have the
 * same environment, and an empty standard input unless one is given. Registered as a static extension, it serves all tests
 * of a class, and is closed after the last of them.
 */
public final class Twin implements AutoCloseable, AfterAllCallback {
    private static final long LONGEST_SECONDS = 300;
    private static final Path SETPRIV = Path.of("/usr/bin/setpriv");
    private static final Path EMPTY = Path.of("/dev/null");

    private final Shim shim;
    private final Map<String, String> environment = new LinkedHashMap<>();
    private final Path directory;
    private final Path programs;
    private boolean isolated;

    /** Boots a shim, and makes an empty directory. */
    public Twin() {
        this(List.of());
    }

    private Twin(List<Permitted> permitted) {
        shim = Shim.builder()
                .mount(Mount.overlay(Path.of("/"), "/"))
                .option(NetLibrary.PERMITTED, permitted)
                .boot();
        try {
            directory = Files.createTempDirectory("unishim");
            programs = Files.createTempDirectory("unishim");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        environment.put("PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin");
        environment.put("HOME", "/");
        environment.put("LANG", "C.UTF-8");
        environment.put("TZ", "UTC");
    }

    /** @return one whose directory holds a {@link Tree} */
    static Twin inTree() {
        Twin twin = new Twin();
        try {
            Tree.make(twin.directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return twin;
    }

    /** @return one that {@linkplain Program#isolated() isolates} its programs, in a {@link Tree} */
    static Twin isolatedInTree() {
        Twin twin = inTree();
        twin.isolated = true;
        return twin;
    }

    /** @return one whose programs may connect to somebody outside */
    static Twin permitting(boolean isolated, Permitted destination) {
        Twin twin = new Twin(List.of(destination));
        twin.isolated = isolated;
        return twin;
    }

    /** @return where commands run for which no other directory is given */
    Path directory() {
        return directory;
    }

    /** @return a C program of the tests' resources, compiled once */
    Path program(Compiler.Kind kind, String source) {
        return Compiler.c(programs, kind, source);
    }

    /** Aborts the test, not failing it, unless a program is there to run. */
    public static void needs(String program) {
        assumeTrue(Files.isExecutable(Path.of(program)), program + " is not on this machine");
    }

    /** @return what both saw of a C program of the tests' resources */
    Result agree(Compiler.Kind kind, String source, String... arguments) {
        List<String> command = new ArrayList<>(List.of(program(kind, source).toString()));
        command.addAll(List.of(arguments));
        return agree(command.toArray(String[]::new));
    }

    /** @return what both saw of a command */
    Result agree(String... command) {
        return agree(UnaryOperator.identity(), command);
    }

    /**
     * Runs a command on both, and fails unless they agree.
     *
     * @param view what of a result is compared: all but what must differ
     * @param command a program's path and its arguments
     * @return what both saw
     */
    Result agree(UnaryOperator<Result> view, String... command) {
        Result natively = view.apply(natively(directory, EMPTY, command));
        Result inside = view.apply(inside(directory, EMPTY, command));
        assertThat(inside).as(() -> String.join(" ", command)).isEqualTo(natively);
        return natively;
    }

    /** @return what a command gave on the shim */
    public Result inside(Path directory, Path input, String... command) {
        try (var stream = Files.newInputStream(input)) {
            Program program = Program.of(command[0])
                    .args(List.of(command).subList(1, command.length).toArray(String[]::new))
                    .environment(environment)
                    .directory(directory.toString())
                    .input(stream);
            if (isolated) {
                program.isolated();
            }
            try (RunningProgram running = program.start(shim)) {
                assertThat(running.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS))
                        .as(() -> "on the shim, the end of " + String.join(" ", command))
                        .isTrue();
                Outcome outcome = running.outcome();
                return new Result(outcome.exitCode(), outcome.text(), outcome.errorText());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    /** @return what a command gave on the host */
    public Result natively(Path directory, Path input, String... command) {
        List<String> line = new ArrayList<>();
        if (Files.isExecutable(SETPRIV)) {
            // Whatever a test does, it never changes the machine.
            line.addAll(List.of(SETPRIV.toString(), "--bounding-set=-sys_time,-sys_boot,-sys_module,-sys_admin"));
        }
        line.addAll(List.of(command));
        try {
            Path errors = Files.createTempFile("unishim", "errors");
            try {
                ProcessBuilder builder =
                        new ProcessBuilder(line).directory(directory.toFile()).redirectError(errors.toFile());
                builder.environment().clear();
                builder.environment().putAll(environment);
                java.lang.Process process = builder.start();
                // A pipe, as on the shim: programs look whether they can seek.
                try (OutputStream stream = process.getOutputStream()) {
                    stream.write(Files.readAllBytes(input));
                } catch (IOException e) {
                    // It has ended, or closed its input, without reading it.
                }
                byte[] output = process.getInputStream().readAllBytes();
                int status = process.waitFor();
                return new Result(status, new String(output, StandardCharsets.UTF_8), Files.readString(errors));
            } finally {
                Files.delete(errors);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private static IllegalStateException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new IllegalStateException(e);
    }

    @Override
    public void afterAll(ExtensionContext context) {
        close();
    }

    @Override
    public void close() {
        shim.close();
        delete(directory);
        delete(programs);
    }

    private static void delete(Path directory) {
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
