package io.unishim.processor;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.testing.compile.Compilation;
import com.google.testing.compile.JavaFileObjects;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import javax.tools.Diagnostic;
import javax.tools.JavaFileObject;

/** An interface of calls as a test declares it, and what the processor says about it. */
final class Declared {
    private static final List<String> IMPORTS = List.of(
            "io.unishim.abi.*",
            "io.unishim.call.*",
            "io.unishim.memory.*",
            "io.unishim.struct.*",
            "io.unishim.task.Task");

    private final List<String> lines;
    private final Compilation compilation;

    private Declared(String source) {
        String header = "package sample; "
                + IMPORTS.stream().map(i -> "import " + i + ";").collect(Collectors.joining(" "));
        String text = header + "\n" + source;
        lines = Arrays.asList(text.split("\n"));
        compilation = ShimApi.compile(JavaFileObjects.forSourceString("sample.SampleCalls", text));
    }

    /** @return a family of those methods, one a line */
    static Declared calls(String... methods) {
        return type("@Calls(\"sample\") public interface SampleCalls {\n" + String.join("\n", methods) + "\n}");
    }

    /** @return a type named SampleCalls */
    static Declared type(String source) {
        return new Declared(source);
    }

    /** Asserts that there is no error and no warning. */
    void isFine() {
        assertThat(compilation.diagnostics()).isEmpty();
        assertThat(compilation.generatedSourceFiles()).hasSize(4);
    }

    /** Asserts that the only error stands on the line that holds {@code where}, and says {@code message}. */
    void fails(String where, String message) {
        assertThat(compilation.errors()).singleElement().satisfies(error -> {
            assertThat(error.getMessage(Locale.ROOT)).contains(message);
            assertThat(lineOf(error)).contains(where);
        });
    }

    /** Asserts that the compiler complains about a missing type, and nothing else does. */
    void failsOnlyForTheCompiler(String missing) {
        assertThat(compilation.errors()).singleElement().satisfies(error -> {
            assertThat(error.getMessage(Locale.ROOT)).contains("cannot find symbol", missing);
        });
    }

    private String lineOf(Diagnostic<? extends JavaFileObject> error) {
        String line = lines.get((int) error.getLineNumber() - 1);
        // From the column of the error on, so that a parameter is told from its method.
        return line.substring((int) error.getColumnNumber() - 1);
    }
}
