package io.unishim.host;

import static io.unishim.host.Register.RAX;
import static io.unishim.host.Register.RDX;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.kenai.jffi.PageManager;
import io.unishim.abi.Mman;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

@Isolated("sets a property of the JVM")
class DirectJffiTest {
    private static final String PROPERTY = "jffi.boot.library.path";

    private static final class Natives {
        static native long same(long value);
    }

    private final String before = System.getProperty(PROPERTY, "");

    @AfterEach
    void restore() {
        System.setProperty(PROPERTY, before);
    }

    @Test
    void machine_code_becomes_a_native_method_without_jffis_own_start(@TempDir Path directory) throws IOException {
        try (InputStream library = PageManager.class.getResourceAsStream("/jni/x86_64-Linux/libjffi-1.2.so")) {
            Files.copy(requireNonNull(library), directory.resolve("libjffi-1.2.so"));
        }
        System.setProperty(PROPERTY, directory.toString());
        DirectJffi jffi = requireNonNull(DirectJffi.open());
        long page = jffi.map(4096);
        assertThat(page).isGreaterThan(0);
        jffi.put(page, new Assembler().mov(RAX, RDX).ret().code());
        assertThat(jffi.protect(page, 4096, Mman.PROT_READ | Mman.PROT_EXEC)).isZero();
        assertThat(jffi.register(Natives.class, List.of(NativeMethod.ofLongs("same", 1, page))))
                .isZero();
        assertThat(Natives.same(0x1234_5678_9abc_def0L)).isEqualTo(0x1234_5678_9abc_def0L);
    }

    @Test
    void where_no_library_is_named_jffi_starts_as_usual(@TempDir Path directory) {
        System.setProperty(PROPERTY, directory.toString());
        assertThat(DirectJffi.open()).isNull();
        System.setProperty(PROPERTY, "");
        assertThat(DirectJffi.open()).isNull();
    }
}
