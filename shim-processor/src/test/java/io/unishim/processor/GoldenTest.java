package io.unishim.processor;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.testing.compile.Compilation;
import com.google.testing.compile.JavaFileObjects;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What is derived from a family with every kind of parameter and result, word for word. {@code -Dgolden.update=true}
 * writes the files anew, to be read before they are committed.
 */
class GoldenTest {
    private static final Path FILES = Path.of("src", "test", "resources", "sample");
    private static final boolean UPDATE = Boolean.getBoolean("golden.update");
    private static final Compilation COMPILATION = compile();

    private static Compilation compile() {
        try {
            String source = Files.readString(FILES.resolve("EverythingCalls.java"));
            return ShimApi.compile(JavaFileObjects.forSourceString("sample.EverythingCalls", source));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void compiles_without_a_warning() {
        assertThat(COMPILATION.diagnostics()).isEmpty();
        assertThat(COMPILATION.status()).isEqualTo(Compilation.Status.SUCCESS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Family", "Adapter", "Direct", "View"})
    void is_as_it_was(String part) throws IOException {
        String generated = COMPILATION
                .generatedSourceFile("sample.EverythingCalls" + part)
                .orElseThrow()
                .getCharContent(true)
                .toString();
        Path golden = FILES.resolve("EverythingCalls" + part + ".txt");
        if (UPDATE) {
            Files.writeString(golden, generated);
        }
        assertThat(generated).isEqualTo(Files.readString(golden));
    }

    @Test
    void is_the_same_each_time() throws IOException {
        Compilation again = compile();
        for (var file : COMPILATION.generatedSourceFiles()) {
            assertThat(again.generatedSourceFiles())
                    .filteredOn(other -> other.getName().equals(file.getName()))
                    .singleElement()
                    .satisfies(other -> assertThat(other.getCharContent(true)).isEqualTo(file.getCharContent(true)));
        }
    }
}
