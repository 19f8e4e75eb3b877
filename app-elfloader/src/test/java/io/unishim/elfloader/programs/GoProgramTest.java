package io.unishim.elfloader.programs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A Go program: static, with a runtime of its own that makes its calls without a C library. */
class GoProgramTest {
    @Test
    void runs_goroutines_collects_garbage_and_recovers_from_faults(@TempDir Path directory) throws IOException {
        Path program = Compiler.go(directory, "runtime.go.txt");
        try (Twin twin = Twin.inTree()) {
            assertThat(twin.agree(program.toString(), "argument").exitCode()).isEqualTo(7);
            Result panicked = twin.agree(GoProgramTest::firstLine, program.toString(), "end", "badly");
            assertThat(panicked.errors()).startsWith("panic: runtime error: invalid memory address");
            assertThat(panicked.exitCode()).isEqualTo(2);
        }
    }

    @Test
    void serves_pages_and_asks_for_them(@TempDir Path directory) throws IOException {
        Path program = Compiler.go(directory, "web.go.txt");
        try (Twin twin = Twin.inTree()) {
            Result result = twin.agree(program.toString());
            assertThat(result.output()).contains("served 200 right 200", "uploaded 5000000", "gave up true");
        }
    }

    /** Of a panic the first line: the others name addresses. */
    private static Result firstLine(Result result) {
        return new Result(
                result.exitCode(),
                result.output(),
                result.errors().lines().findFirst().orElse(""));
    }
}
