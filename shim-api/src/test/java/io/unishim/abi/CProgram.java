package io.unishim.abi;

import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Asks the host's C compiler, headers and kernel. A test that cannot ask is skipped and says why. */
final class CProgram {
    private CProgram() {}

    /** Compiles and runs a program, and gives the lines it prints. */
    static List<String> run(Path directory, String name, String source) throws IOException {
        Path file = directory.resolve(name + ".c");
        Path program = directory.resolve(name);
        Files.writeString(file, source);
        gcc("", List.of("-w", "-o", program.toString(), file.toString()));
        return execute(List.of(program.toString()), "");
    }

    /** The macros that are defined once a header is included, one {@code #define NAME VALUE} a line. */
    static List<String> macros(String header, String... options) throws IOException {
        List<String> arguments = new ArrayList<>(List.of(options));
        arguments.addAll(List.of("-E", "-dM", "-x", "c", "-"));
        String source = """
                #if __has_include(<%s>)
                #include <%s>
                #else
                #define HEADER_IS_MISSING
                #endif
                """.formatted(header, header);
        List<String> macros = gcc(source, arguments);
        assumeFalse(macros.contains("#define HEADER_IS_MISSING "), () -> header + " is missing");
        return macros;
    }

    /** Skips the test unless the host is Linux on x86-64 with glibc, whose values the constants have. */
    static void assumeX8664Glibc() throws IOException {
        assumeX8664();
        boolean glibc = macros("features.h").stream().anyMatch(macro -> macro.startsWith("#define __GLIBC__ "));
        assumeTrue(glibc, "the C library is not glibc");
    }

    /** Skips the test unless the host's headers are those of x86-64. */
    static void assumeX8664() {
        assumeTrue(arch() == Arch.X86_64, "the test is of x86-64, the host is another");
    }

    /** The host's architecture, on any system. */
    static Arch arch() {
        String name = System.getProperty("os.arch", "");
        assumeTrue(name.equals("amd64") || name.equals("aarch64"), "no numbers are known for " + name);
        return name.equals("amd64") ? Arch.X86_64 : Arch.ARM64;
    }

    private static List<String> gcc(String input, List<String> arguments) throws IOException {
        assumeTrue(System.getProperty("os.name").equals("Linux"), "the host is not Linux");
        assumeTrue(onPath("gcc"), "gcc is not on the path");
        List<String> command = new ArrayList<>(List.of("gcc"));
        command.addAll(arguments);
        return execute(command, input);
    }

    private static boolean onPath(String program) {
        for (String directory : System.getenv().getOrDefault("PATH", "").split(":", -1)) {
            if (Files.isExecutable(Path.of(directory, program))) {
                return true;
            }
        }
        return false;
    }

    private static List<String> execute(List<String> command, String input) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try (OutputStream stdin = process.getOutputStream()) {
            stdin.write(input.getBytes(StandardCharsets.UTF_8));
        }
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
