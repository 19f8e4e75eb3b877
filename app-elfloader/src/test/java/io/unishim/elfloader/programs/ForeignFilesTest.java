package io.unishim.elfloader.programs;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.unishim.Shim;
import io.unishim.abi.Errno;
import io.unishim.abi.Fcntl;
import io.unishim.call.ErrnoException;
import io.unishim.elfloader.Program;
import io.unishim.file.Mount;
import io.unishim.linux.Linux;
import io.unishim.testing.ShimExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What is said of files that cannot be executed, beside the errno that a program would get. */
class ForeignFilesTest {
    @RegisterExtension
    final ShimExtension shims = ShimExtension.of(builder -> builder.mount(Mount.overlay(Path.of("/"), "/")));

    private static ErrnoException refused(Shim shim, byte[] content) {
        Linux linux = shim.linux();
        int fd = linux.open("/tmp/strange", Fcntl.O_WRONLY | Fcntl.O_CREAT | Fcntl.O_TRUNC, 0755);
        linux.write(fd, content);
        linux.close(fd);
        return refused(shim, "/tmp/strange");
    }

    private static ErrnoException refused(Shim shim, String path) {
        return catchThrowableOfType(ErrnoException.class, () -> Program.of(path).run(shim));
    }

    /** The head of an ELF image of this machine with some bytes changed. */
    private static byte[] image(int at, int... bytes) throws IOException {
        byte[] head = Arrays.copyOf(Files.readAllBytes(Path.of("/bin/true")), 4096);
        for (int i = 0; i < bytes.length; i++) {
            head[at + i] = (byte) bytes[i];
        }
        return head;
    }

    @Test
    void a_file_that_is_no_program_is_described(Shim shim) throws IOException {
        assertThat(refused(shim, image(18, 183, 0)))
                .hasMessage("execve(\"/tmp/strange\"): ENOEXEC (Exec format error): it is for AArch64, not for x86-64");
        assertThat(refused(shim, image(18, 3, 0)).reason()).isEqualTo("it is for 32-bit x86, not for x86-64");
        assertThat(refused(shim, image(18, 0xfe, 0xca)).reason()).contains("machine 51966");
        assertThat(refused(shim, image(4, 1)).reason()).isEqualTo("it is a 32-bit program (x32)");
        assertThat(refused(shim, image(16, 1, 0)).reason()).contains("object file");
        assertThat(refused(shim, image(54, 1, 0)).reason()).isEqualTo("its ELF header is damaged");
        assertThat(refused(shim, Arrays.copyOf(image(0), 20)).reason()).isEqualTo("its ELF header is cut off");
        assertThat(refused(shim, new byte[0]).reason()).isEqualTo("the file is empty");
        assertThat(refused(shim, "echo hello\n".getBytes(US_ASCII)).reason())
                .contains("neither an ELF image nor a script");
    }

    @Test
    void an_interpreter_that_is_missing_is_named(Shim shim) {
        ErrnoException failure = refused(shim, "#!/no/such/shell -e\n".getBytes(US_ASCII));
        assertThat(failure.errno()).isEqualTo(Errno.ENOENT);
        assertThat(failure)
                .hasMessage("execve(\"/tmp/strange\"): ENOENT (No such file or directory): its interpreter "
                        + "/no/such/shell is missing");
        assertThat(refused(shim, "#!/etc/passwd\n".getBytes(US_ASCII)).reason())
                .isEqualTo("its interpreter /etc/passwd cannot be executed");
    }

    @Test
    void a_name_that_is_nowhere_in_PATH_and_a_directory_are_told(Shim shim) {
        assertThat(refused(shim, "no-such-program").reason()).startsWith("it is nowhere in /usr/local/sbin:");
        assertThat(refused(shim, "/tmp").reason()).isEqualTo("it is no regular file");
        assertThat(refused(shim, "/no/such").reason()).isNull();
    }

    @Test
    void a_shim_without_files_is_told() {
        try (Shim empty = Shim.boot()) {
            assertThat(refused(empty, "/bin/true").reason()).contains("Shim.Builder.mount");
        }
    }
}
