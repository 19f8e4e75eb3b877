package io.unishim.abi;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Asks the host's C compiler, headers and kernel. A test that cannot ask is skipped and says why. */
final class CProgram {
    private CProgram() {}

    /** Compiles and runs a program without warnings or mercy, and gives the lines it prints. */
    static List<String> run(Path directory, String name, String source) throws IOException {
        Path file = directory.resolve(name + ".c");
        Path program = directory.resolve(name);
        Files.writeString(file, source);
        gcc("-w", "-o", program.toString(), file.toString());
        return execute(List.of(program.toString()));
    }

    /** The macros that a header of the host defines, one {@code #define NAME VALUE} a line. */
    static List<String> macros(Path header, String... options) throws IOException {
        assumeTrue(Files.isReadable(header), header + " is missing: install linux-libc-dev");
        List<String> arguments = new ArrayList<>(List.of(options));
        arguments.addAll(List.of("-E", "-dM", header.toString()));
        return gcc(arguments.toArray(new String[0]));
    }

    /** Skips the test unless the host is Linux on x86-64 with glibc, whose values the constants have. */
    static void assumeX8664Glibc() {
        assumeTrue(arch() == Arch.X86_64, "the constants are those of x86-64, the host is another");
        assumeTrue(Files.exists(Path.of("/usr/include/gnu/libc-version.h")), "glibc's headers are missing");
    }

    /** The host's architecture, on any system. */
    static Arch arch() {
        String name = System.getProperty("os.arch", "");
        assumeTrue(name.equals("amd64") || name.equals("aarch64"), "no numbers are known for " + name);
        return name.equals("amd64") ? Arch.X86_64 : Arch.ARM64;
    }

    private static List<String> gcc(String... arguments) throws IOException {
        assumeTrue(System.getProperty("os.name").equals("Linux"), "the host is not Linux");
        assumeTrue(onPath("gcc"), "gcc is not on the path");
        List<String> command = new ArrayList<>(List.of("gcc"));
        command.addAll(List.of(arguments));
        return execute(command);
    }

    private static boolean onPath(String program) {
        for (String directory : System.getenv().getOrDefault("PATH", "").split(":", -1)) {
            if (Files.isExecutable(Path.of(directory, program))) {
                return true;
            }
        }
        return false;
    }

    private static List<String> execute(List<String> command) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (!process.waitFor(1, TimeUnit.MINUTES) || process.exitValue() != 0) {
                throw new AssertionError(command + " failed:\n" + output);
            }
        } catch (InterruptedException e) {
            throw new AssertionError(command + " was interrupted", e);
        } finally {
            process.destroyForcibly();
        }
        return output.lines().toList();
    }
}
