package io.unishim.vfscore.host;

import static io.unishim.abi.Fcntl.O_RDONLY;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.unishim.Shim;
import io.unishim.call.ErrnoException;
import io.unishim.file.Mount;
import io.unishim.linux.Linux;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file of the host that is opened again soon after it was closed is the file that the host has there now. */
class LatelyClosedTest {
    @TempDir
    Path shared;

    private Shim boot() {
        return Shim.builder()
                .only("vfscore")
                .mount(new Mount.Host(shared, "/", true))
                .boot();
    }

    private static String read(Linux linux, String path) {
        int fd = linux.open(path, O_RDONLY, 0);
        try {
            byte[] bytes = new byte[100];
            return new String(bytes, 0, linux.read(fd, bytes), UTF_8);
        } finally {
            linux.close(fd);
        }
    }

    /** @return how many descriptors of this JVM lead to files below the directory */
    private long openHere() throws IOException {
        try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
            return descriptors
                    .map(LatelyClosedTest::target)
                    .filter(target -> target.startsWith(shared + "/"))
                    .count();
        }
    }

    private static String target(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString();
        } catch (java.nio.file.NoSuchFileException closedMeanwhile) {
            return "";
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Test
    void what_the_host_changes_after_a_close_is_seen_by_the_next_open() throws IOException {
        Path page = Files.writeString(shared.resolve("page"), "first");
        try (Shim shim = boot()) {
            Linux linux = shim.linux(shim.newProcess("test"));
            assertThat(read(linux, "/page")).isEqualTo("first");
            Files.writeString(page, "written in place");
            assertThat(read(linux, "/page")).isEqualTo("written in place");
            Files.writeString(shared.resolve("other"), "moved here");
            Files.move(shared.resolve("other"), page, StandardCopyOption.REPLACE_EXISTING);
            assertThat(read(linux, "/page")).isEqualTo("moved here");
            Files.delete(page);
            assertThatThrownBy(() -> read(linux, "/page")).isInstanceOf(ErrnoException.class);
            Files.writeString(page, "made anew");
            assertThat(read(linux, "/page")).isEqualTo("made anew");
        }
    }

    @Test
    void what_the_program_changes_after_a_close_is_seen_by_the_next_open() throws IOException {
        Files.writeString(shared.resolve("page"), "first");
        try (Shim shim = boot()) {
            Linux linux = shim.linux(shim.newProcess("test"));
            assertThat(read(linux, "/page")).isEqualTo("first");
            linux.truncate("/page", 2);
            assertThat(read(linux, "/page")).isEqualTo("fi");
            linux.rename("/page", "/elsewhere");
            assertThatThrownBy(() -> read(linux, "/page")).isInstanceOf(ErrnoException.class);
            assertThat(read(linux, "/elsewhere")).isEqualTo("fi");
        }
    }

    @Test
    void an_unchanged_file_is_not_opened_again_at_the_host() throws IOException {
        Files.writeString(shared.resolve("page"), "page");
        try (Shim shim = boot()) {
            Linux linux = shim.linux(shim.newProcess("test"));
            read(linux, "/page");
            assertThat(openHere()).isEqualTo(1);
            for (int i = 0; i < 100; i++) {
                read(linux, "/page");
            }
            assertThat(openHere()).isEqualTo(1);
        }
        assertThat(openHere()).as("descriptors left behind").isZero();
    }

    @Test
    void two_opens_at_once_have_a_descriptor_each() throws IOException {
        Files.writeString(shared.resolve("page"), "page");
        try (Shim shim = boot()) {
            Linux linux = shim.linux(shim.newProcess("test"));
            read(linux, "/page");
            int one = linux.open("/page", O_RDONLY, 0);
            int two = linux.open("/page", O_RDONLY, 0);
            linux.close(one);
            byte[] bytes = new byte[4];
            assertThat(linux.read(two, bytes)).isEqualTo(4);
            assertThat(new String(bytes, UTF_8)).isEqualTo("page");
            linux.close(two);
        }
        assertThat(openHere()).isZero();
    }

    @Test
    void few_and_small_files_only_are_kept_open() throws IOException {
        for (int i = 0; i < 500; i++) {
            Files.writeString(shared.resolve("file" + i), "x");
        }
        Files.write(shared.resolve("large"), new byte[3 << 20]);
        try (Shim shim = boot()) {
            Linux linux = shim.linux(shim.newProcess("test"));
            read(linux, "/large");
            assertThat(openHere()).isZero();
            for (int i = 0; i < 500; i++) {
                read(linux, "/file" + i);
            }
            assertThat(openHere()).isBetween(1L, 32L);
        }
        assertThat(openHere()).isZero();
    }
}
