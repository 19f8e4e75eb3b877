package io.unishim.nio;

import static org.assertj.core.api.Assertions.assertThat;

import io.unishim.Shim;
import io.unishim.testing.ShimExtension;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Objects;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each case gives the same result, or an exception of the same class, here and on Java's own file system. */
@ExtendWith(ShimExtension.class)
class SameAsJdkTest {
    static Collection<String> cases() {
        return Cases.ALL.keySet();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void same_result(String name, Shim shim, @TempDir Path onHost) throws Exception {
        try (ShimFileSystem files = ShimFileSystem.of(shim)) {
            Path inShim = Files.createDirectory(files.getPath("/work"));
            assertThat(outcome(name, inShim)).isEqualTo(outcome(name, onHost));
        }
    }

    private static String outcome(String name, Path dir) {
        try {
            return String.valueOf(Objects.requireNonNull(Cases.ALL.get(name)).run(dir))
                    .replace(dir.toString(), "DIR");
        } catch (Exception | Error e) {
            return e instanceof AssertionError ? "assertion " + e : e.getClass().getName();
        }
    }
}
