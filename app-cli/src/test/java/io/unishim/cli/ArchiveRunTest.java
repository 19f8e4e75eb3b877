package io.unishim.cli;

import static io.unishim.cli.Command.unishim;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Archives as roots and mounts, made by the machine's own tar. */
class ArchiveRunTest {
    @TempDir
    private Path directory;

    private Path image() throws Exception {
        Path tree = directory.resolve("tree");
        Files.createDirectories(tree.resolve("etc"));
        Files.copy(Path.of("/bin/busybox"), tree.resolve("busybox"));
        Files.createLink(tree.resolve("cat"), tree.resolve("busybox"));
        Files.writeString(tree.resolve("etc/motd"), "hello\n");
        Path image = directory.resolve("image.tar.gz");
        Process tar = new ProcessBuilder("tar", "czf", image.toString(), "-C", tree.toString(), ".")
                .inheritIO()
                .start();
        assertThat(tar.waitFor()).isZero();
        return image;
    }

    @Test
    void an_archive_is_the_root() throws Exception {
        String image = image().toString();
        assertThat(unishim("run", "--root", image, "/cat", "/etc/motd"))
                .isEqualTo(new Command.Result(0, "hello\n", ""));
        assertThat(unishim("run", "--root", image, "/busybox", "touch", "/new").code())
                .isZero();
        assertThat(unishim("run", "--root", image, "/busybox", "ls", "/etc/passwd")
                        .code())
                .isEqualTo(1);
    }

    @Test
    void an_archive_is_mounted_to_be_read() throws Exception {
        String image = image().toString();
        assertThat(unishim("run", "--mount", image + ":/mnt", "cat", "/mnt/etc/motd")
                        .output())
                .isEqualTo("hello\n");
        assertThat(unishim("run", "--mount", image + ":/mnt", "touch", "/mnt/new")
                        .errors())
                .contains("Read-only file system");
        assertThat(unishim("run", "--mount", image + ":/mnt:rw", "true").code()).isEqualTo(2);
    }

    @Test
    void an_archive_that_is_cut_does_not_boot() throws Exception {
        byte[] bytes = Files.readAllBytes(image());
        Path cut = Files.write(directory.resolve("cut"), Arrays.copyOf(bytes, bytes.length / 2));
        Command.Result result = unishim("run", "--root", cut.toString(), "/cat");
        assertThat(result.code()).isEqualTo(125);
        assertThat(result.errors()).contains("the archive " + cut + " cannot be read: ");
    }

    @Test
    void a_start_without_archives_loads_nothing_of_them() throws IOException {
        Path log = directory.resolve("classes");
        assertThat(unishim(List.of("-Xlog:class+load:file=" + log), "", "run", "true")
                        .code())
                .isZero();
        assertThat(Files.readString(log))
                .contains("io.unishim.cli.ProgramRun")
                .doesNotContain("org.apache.commons")
                .doesNotContain("io.unishim.archive.");
    }
}
