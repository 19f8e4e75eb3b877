package io.unishim.processor;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.testing.compile.Compilation;
import com.google.testing.compile.Compiler;
import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** shim-api, compiled from its sources by the processor under test: it is built after us, and the processor must serve it. */
final class ShimApi {
    private static final Path SOURCES = Path.of("..", "shim-api", "src", "main", "java");
    private static final List<File> CLASS_PATH = List.of(compile().toFile(), jspecify());

    private ShimApi() {}

    /** Compiles with shim-api on the class path. */
    static Compilation compile(JavaFileObject... sources) {
        return Compiler.javac()
                .withOptions("-Xlint:all,-processing")
                .withProcessors(new CallsProcessor())
                .withClasspath(CLASS_PATH)
                .compile(sources);
    }

    private static File jspecify() {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(File::new)
                .filter(file -> file.getName().startsWith("jspecify"))
                .findFirst()
                .orElseThrow();
    }

    private static Path compile() {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter messages = new StringWriter();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null);
                Stream<Path> sources = Files.walk(SOURCES)) {
            Path classes = Files.createDirectories(Path.of("target", "shim-api-classes"));
            List<Path> java = sources.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> !file.endsWith("module-info.java"))
                    .toList();
            List<String> options = List.of(
                    "-nowarn",
                    "-d",
                    classes.toString(),
                    "-s",
                    classes.toString(),
                    "-cp",
                    jspecify().getPath());
            JavaCompiler.CompilationTask task =
                    compiler.getTask(messages, files, null, options, null, files.getJavaFileObjectsFromPaths(java));
            task.setProcessors(List.of(new CallsProcessor()));
            assertThat(task.call()).as(messages.toString()).isTrue();
            return classes;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
