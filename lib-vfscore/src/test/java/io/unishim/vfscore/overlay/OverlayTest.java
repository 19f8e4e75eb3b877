package io.unishim.vfscore.overlay;

import static io.unishim.abi.Fcntl.O_CREAT;
import static io.unishim.abi.Fcntl.O_DIRECTORY;
import static io.unishim.abi.Fcntl.O_NONBLOCK;
import static io.unishim.abi.Fcntl.O_PATH;
import static io.unishim.abi.Fcntl.O_RDONLY;
import static io.unishim.abi.Fcntl.O_RDWR;
import static io.unishim.abi.Fcntl.O_TRUNC;
import static io.unishim.abi.Fcntl.O_WRONLY;
import static io.unishim.abi.StatModes.S_IFIFO;
import static io.unishim.testing.LinuxAssertions.assertFailsWith;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.unishim.Shim;
import io.unishim.abi.Errno;
import io.unishim.call.ErrnoException;
import io.unishim.file.Mount;
import io.unishim.linux.Linux;
import io.unishim.struct.Stat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A directory of the host with changes in memory behaves like one file system, and the host's does not change. */
class OverlayTest {
    @TempDir
    Path lower;

    private Shim shim;
    private Linux linux;
    private String before;

    @BeforeEach
    void mount() throws IOException {
        Files.writeString(lower.resolve("file"), "lower content");
        Files.createDirectories(lower.resolve("dir/sub"));
        Files.writeString(lower.resolve("dir/a"), "a");
        Files.writeString(lower.resolve("dir/sub/b"), "b");
        Files.createSymbolicLink(lower.resolve("link"), Path.of("dir/a"));
        Files.createLink(lower.resolve("other-name"), lower.resolve("file"));
        before = checksum(lower);
        shim = Shim.builder().only("vfscore").mount(Mount.overlay(lower, "/")).boot();
        linux = shim.linux(shim.newProcess("test"));
    }

    @AfterEach
    void nothing_reached_the_host() throws IOException {
        shim.close();
        assertThat(checksum(lower)).isEqualTo(before);
    }

    /** Names, types, owners, modes, times of modification and contents of a tree. */
    static String checksum(Path tree) throws IOException {
        StringBuilder all = new StringBuilder();
        try (Stream<Path> paths = Files.walk(tree)) {
            paths.sorted().forEach(path -> all.append(describe(tree, path)).append('\n'));
        }
        return all.toString();
    }

    private static String describe(Path tree, Path path) {
        try {
            var attributes = Files.readAttributes(
                    path, "unix:mode,uid,gid,nlink,ctime,lastModifiedTime", java.nio.file.LinkOption.NOFOLLOW_LINKS);
            String content = Files.isSymbolicLink(path)
                    ? Files.readSymbolicLink(path).toString()
                    : Files.isDirectory(path)
                            ? "directory"
                            : HexFormat.of()
                                    .formatHex(
                                            MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(path)));
            return tree.relativize(path) + " " + new java.util.TreeMap<>(attributes) + " " + content;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private String read(String path) {
        int fd = linux.open(path, O_RDONLY, 0);
        try {
            return readAll(fd);
        } finally {
            linux.close(fd);
        }
    }

    private String readAll(int fd) {
        byte[] bytes = new byte[10000];
        int count = linux.read(fd, bytes);
        return new String(bytes, 0, count, UTF_8);
    }

    private void write(String path, int flags, String text) {
        int fd = linux.open(path, O_WRONLY | flags, 0644);
        linux.write(fd, text.getBytes(UTF_8));
        linux.close(fd);
    }

    @Test
    void what_is_written_is_read_and_the_inode_number_stays() {
        Stat stat = linux.stat("/file");
        int reader = linux.open("/file", O_RDONLY, 0);
        write("/file", 0, "UPPER");
        assertThat(read("/file")).isEqualTo("UPPER content");
        assertThat(readAll(reader)).isEqualTo("UPPER content");
        Stat after = linux.stat("/file");
        assertThat(after.ino()).isEqualTo(stat.ino());
        assertThat(after.dev()).isEqualTo(stat.dev());
        assertThat(linux.fstat(reader).ino()).isEqualTo(stat.ino());
        assertThat(read("/other-name")).isEqualTo("UPPER content");
    }

    @Test
    void truncating_does_not_bring_the_old_content_back() {
        write("/file", O_TRUNC, "x");
        assertThat(read("/file")).isEqualTo("x");
        linux.truncate("/dir/a", 0);
        assertThat(read("/dir/a")).isEmpty();
    }

    @Test
    void a_removed_file_is_gone_and_can_be_made_again() {
        linux.unlink("/file");
        assertFailsWith(Errno.ENOENT, () -> linux.stat("/file"));
        assertThat(read("/other-name")).isEqualTo("lower content");
        write("/file", O_CREAT, "new");
        assertThat(read("/file")).isEqualTo("new");
        assertThat(read("/other-name")).isEqualTo("lower content");
    }

    @Test
    void a_directory_made_again_is_empty() {
        assertFailsWith(Errno.ENOTEMPTY, () -> linux.rmdir("/dir/sub"));
        linux.unlink("/dir/sub/b");
        linux.rmdir("/dir/sub");
        assertFailsWith(Errno.ENOENT, () -> linux.stat("/dir/sub/b"));
        linux.mkdir("/dir/sub", 0755);
        assertFailsWith(Errno.ENOENT, () -> linux.stat("/dir/sub/b"));
        linux.rmdir("/dir/sub");
    }

    @Test
    void a_directory_is_renamed_with_what_is_in_it() {
        write("/dir/sub/c", O_CREAT, "c");
        linux.rename("/dir", "/moved");
        assertFailsWith(Errno.ENOENT, () -> linux.stat("/dir"));
        assertThat(read("/moved/a")).isEqualTo("a");
        assertThat(read("/moved/sub/b")).isEqualTo("b");
        assertThat(read("/moved/sub/c")).isEqualTo("c");
        linux.mkdir("/dir", 0755);
        assertFailsWith(Errno.ENOENT, () -> linux.stat("/dir/a"));
    }

    @Test
    void modes_times_and_names_change_in_memory() {
        linux.chmod("/dir", 0700);
        linux.chmod("/dir/a", 04711);
        linux.link("/dir/a", "/dir/second");
        assertThat(linux.stat("/dir/a").mode() & 07777).isEqualTo(04711);
        assertThat(linux.stat("/dir/a").nlink()).isEqualTo(2);
        assertThat(linux.stat("/dir").mode() & 07777).isEqualTo(0700);
        assertThat(linux.stat("/dir/second").ino())
                .isEqualTo(linux.stat("/dir/a").ino());
        assertThat(read("/link")).isEqualTo("a");
        linux.symlink("file", "/symlink");
        assertThat(read("/symlink")).isEqualTo("lower content");
    }

    @Test
    void an_open_file_outlives_its_name() {
        int fd = linux.open("/file", O_RDWR, 0);
        linux.unlink("/file");
        linux.unlink("/other-name");
        linux.write(fd, "still".getBytes(UTF_8));
        linux.lseek(fd, 0, 0);
        assertThat(readAll(fd)).isEqualTo("still content");
        linux.close(fd);
    }

    @Test
    void the_directories_for_system_files_appear() {
        assertThat(read("/proc/self/comm")).isEqualTo("test\n");
        assertThat(linux.stat("/dev/null").rdev()).isEqualTo(0x103);
        assertThat(linux.stat("/sys").mode() & 0170000).isEqualTo(0040000);
    }

    @Test
    void a_storm_of_changes_leaves_the_host_alone() {
        Random random = new Random(42);
        List<String> names =
                List.of("/file", "/other-name", "/link", "/dir", "/dir/a", "/dir/sub", "/dir/sub/b", "/x", "/dir/x");
        for (int i = 0; i < 3000; i++) {
            String one = names.get(random.nextInt(names.size()));
            String two = names.get(random.nextInt(names.size()));
            try {
                step(random, one, two);
            } catch (ErrnoException expected) {
                assertThat(expected.errno())
                        .isIn(
                                Errno.ENOENT,
                                Errno.EEXIST,
                                Errno.ENOTDIR,
                                Errno.EISDIR,
                                Errno.ENOTEMPTY,
                                Errno.EINVAL,
                                Errno.ELOOP,
                                Errno.EPERM);
            }
        }
    }

    private void step(Random random, String one, String two) {
        switch (random.nextInt(10)) {
            case 0 -> write(one, O_CREAT, "written");
            case 1 -> linux.unlink(one);
            case 2 -> linux.mkdir(one, 0755);
            case 3 -> linux.rmdir(one);
            case 4 -> linux.rename(one, two);
            case 5 -> linux.link(one, two);
            case 6 -> linux.symlink(one, two);
            case 7 -> linux.chmod(one, random.nextInt(01000));
            case 8 -> linux.truncate(one, random.nextInt(100));
            default -> {
                int fd = linux.open("/dir", O_RDONLY | O_DIRECTORY, 0);
                try {
                    linux.getdents64(fd, new byte[4096]);
                } finally {
                    linux.close(fd);
                }
            }
        }
    }

    @Test
    void a_fifo_of_the_lower_is_the_overlays_own(@TempDir Path other) {
        try (Shim host = Shim.builder()
                .only("vfscore")
                .mount(new Mount.Host(other, "/", true))
                .boot()) {
            host.linux(host.newProcess("maker")).mknod("/fifo", S_IFIFO | 0600, 0);
        }
        try (Shim over =
                Shim.builder().only("vfscore").mount(Mount.overlay(other, "/")).boot()) {
            Linux one = over.linux(over.newProcess("one"));
            Linux two = over.linux(over.newProcess("two"));
            int in = one.open("/fifo", O_RDONLY | O_NONBLOCK, 0);
            two.chmod("/fifo", 0644); // copies it up
            int out = two.open("/fifo", O_WRONLY | O_NONBLOCK, 0);
            assertThat(two.write(out, new byte[3])).isEqualTo(3);
            assertThat(one.read(in, new byte[10])).isEqualTo(3);
        }
    }

    @Test
    void who_has_only_named_a_file_opens_it_also_when_the_name_is_gone() {
        assertTimeoutPreemptively(Duration.ofSeconds(60), () -> {
            for (String name : List.of("/new", "/dir/a", "/file")) {
                write(name, O_CREAT, "short");
                int path = linux.open(name, O_PATH, 0);
                write(name, 0, "other");
                linux.unlink(name);
                int fd = linux.open("/proc/self/fd/" + path, O_RDONLY, 0);
                assertThat(readAll(fd)).startsWith("other");
                linux.close(fd);
                linux.close(path);
                assertThatThrownBy(() -> linux.open(name, O_PATH, 0)).hasMessageContaining("ENOENT");
            }
        });
    }

    @Test
    void a_file_that_is_named_before_it_is_changed_is_kept_with_its_change() {
        int path = linux.open("/dir/sub/b", O_PATH, 0);
        write("/dir/sub/b", O_TRUNC, "changed");
        linux.unlink("/dir/sub/b");
        int fd = linux.open("/proc/self/fd/" + path, O_RDONLY, 0);
        assertThat(readAll(fd)).isEqualTo("changed");
        linux.close(fd);
        linux.close(path);
    }
}
