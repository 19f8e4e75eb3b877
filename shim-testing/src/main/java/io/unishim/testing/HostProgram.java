package io.unishim.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A C program that asks the host's kernel what Linux does, so that Unishim can be compared with it. */
public final class HostProgram implements AutoCloseable {
    /** A hang fails the test; nothing else depends on it. */
    private static final long LONGEST_SECONDS = 300;

    private final Path directory;
    private final Path binary;

    /** What starts the program. */
    private final List<String> starter;

    private HostProgram(Path directory, Path binary, List<String> starter) {
        this.directory = directory;
        this.binary = binary;
        this.starter = starter;
    }

    /**
     * Compiles a program. Without a compiler the test is aborted, not failed.
     *
     * @param near a class beside the source
     * @param source the source's file name, a resource
     * @return the program; close it to delete it
     */
    public static HostProgram compile(Class<?> near, String source) {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/gcc")), "no gcc to ask the host with");
        try {
            Path directory = Files.createTempDirectory("unishim-host");
            Path code = directory.resolve(source);
            try (InputStream in = near.getResourceAsStream(source)) {
                if (in == null) {
                    throw new IllegalArgumentException(source + " is not beside " + near);
                }
                Files.copy(in, code, StandardCopyOption.REPLACE_EXISTING);
            }
            HostProgram made = new HostProgram(directory, directory.resolve("program"), List.of());
            made.execute("", "/usr/bin/gcc", "-O1", "-o", made.binary.toString(), code.toString(), "-pthread");
            return made;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @return the same program, run with objects of System V IPC of its own (man 7 ipc_namespaces), which only root gets */
    public HostProgram withIpcOfItsOwn() {
        assumeTrue(isRoot(), "only root gets an IPC namespace of the host");
        return new HostProgram(directory, binary, List.of("/usr/bin/unshare", "--ipc"));
    }

    /**
     * Runs the program in its own empty directory.
     *
     * @param input what it finds on its standard input
     * @return the lines that it printed; it must have exited with 0
     */
    public List<String> run(String input) {
        List<String> command = new ArrayList<>(starter);
        if (isRoot()) {
            // A question must not change the machine: the clock and the kernel stay out of reach.
            command.add("/usr/bin/setpriv");
            command.add("--bounding-set=-sys_time,-sys_boot,-sys_module,-sys_rawio");
        }
        command.add(binary.toString());
        return execute(input, command.toArray(new String[0]));
    }

    private static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }

    private List<String> execute(String input, String... command) {
        try {
            Path in = Files.writeString(directory.resolve("in"), input);
            Path out = directory.resolve("out");
            java.lang.Process process = new ProcessBuilder(command)
                    .directory(directory.toFile())
                    .redirectInput(in.toFile())
                    .redirectOutput(out.toFile())
                    .redirectErrorStream(true)
                    .start();
            if (!process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
            int status = process.exitValue();
            String text = Files.readString(out, StandardCharsets.UTF_8);
            assertThat(status).as(text).isZero();
            return text.lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() throws IOException {
        try (var files = Files.walk(directory)) {
            for (Path each : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(each);
            }
        }
    }
}
