package io.unishim.nio;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.unishim.Shim;
import io.unishim.abi.StatModes;
import io.unishim.testing.ShimExtension;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(ShimExtension.class)
class TreeCopyTest {
    private static final FileTime THEN = FileTime.fromMillis(1_234_567_890_123L);

    private static Path full(Path dir) throws IOException {
        Path top = CaseFamily.tree(dir);
        Files.createLink(top.resolve("a/one-again"), top.resolve("one"));
        Files.setAttribute(top.resolve("one"), "user:note", new byte[] {1, 2});
        Files.setAttribute(top.resolve("a/two"), "unix:mode", 04711);
        Files.setAttribute(top.resolve("a/two"), "unix:uid", 12);
        try (FileChannel c =
                FileChannel.open(top.resolve("sparse"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            c.write(ByteBuffer.wrap(new byte[] {7}), 1_000_000);
            c.write(ByteBuffer.wrap(new byte[] {0}), 2_000_000);
        }
        Files.setLastModifiedTime(top.resolve("one"), THEN);
        Files.setLastModifiedTime(top.resolve("a"), THEN);
        return top;
    }

    private static Map<String, Object> seen(Path top) throws IOException {
        Map<String, Object> all = new TreeMap<>();
        try (Stream<Path> walk = Files.walk(top)) {
            for (Path each : walk.toList()) {
                Map<String, Object> unix = Files.readAttributes(each, "unix:mode,uid,gid,nlink", NOFOLLOW_LINKS);
                boolean link = Files.isSymbolicLink(each);
                boolean file = Files.isRegularFile(each, NOFOLLOW_LINKS);
                all.put(
                        top.relativize(each).toString(),
                        (link ? Files.readSymbolicLink(each) : Files.getLastModifiedTime(each)) + " "
                                + (link ? "" : unix.get("mode")) + " " + unix.get("uid") + " " + unix.get("gid")
                                + (file
                                        ? " " + unix.get("nlink") + " " + Arrays.hashCode(Files.readAllBytes(each))
                                        : ""));
            }
        }
        return all;
    }

    @Test
    void there_and_back(Shim shim, @TempDir Path host) throws IOException {
        Path source = full(host);
        try (ShimFileSystem files = ShimFileSystem.of(shim)) {
            Path inShim = files.getPath("/srv");
            assertThat(TreeCopy.of(source, inShim).owners().run()).isEmpty();
            assertThat(seen(inShim)).isEqualTo(seen(source));
            assertThat((byte[]) Files.getAttribute(inShim.resolve("one"), "user:note"))
                    .containsExactly(1, 2);
            assertThat(shim.linux().stat("/srv/sparse").blocks()).isLessThan(100);

            assertThat(TreeCopy.of(inShim, host.resolve("back")).owners().run()).isEmpty();
            assertThat(seen(host.resolve("back"))).isEqualTo(seen(source));
            assertThat((byte[]) Files.getAttribute(host.resolve("back/one"), "user:note"))
                    .containsExactly(1, 2);
        }
    }

    @Test
    void what_is_there_is_replaced_and_links_are_not_followed(Shim shim, @TempDir Path host) throws IOException {
        try (ShimFileSystem files = ShimFileSystem.of(shim)) {
            Path source = files.getPath("/source");
            Files.createDirectories(source.resolve("dir"));
            Files.writeString(source.resolve("dir/file"), "new");
            Files.createDirectory(host.resolve("outside"));
            Files.createDirectory(host.resolve("target"));
            Files.writeString(host.resolve("target/kept"), "kept");
            Files.createSymbolicLink(host.resolve("target/dir"), host.resolve("outside"));
            TreeCopy.of(source, host.resolve("target")).run();
            assertThat(CaseFamily.list(host)).isEqualTo(" outside target target/dir target/dir/file target/kept");
            assertThat(Files.isSymbolicLink(host.resolve("target/dir"))).isFalse();
        }
    }

    @Test
    void the_host_gets_no_devices(Shim shim, @TempDir Path host) throws IOException {
        shim.linux().mkdir("/dir", 0755);
        shim.linux().mknod("/dir/fifo", StatModes.S_IFIFO | 0600, 0);
        shim.linux().mknod("/dir/null", StatModes.S_IFCHR | 0666, 0x103);
        try (ShimFileSystem files = ShimFileSystem.of(shim)) {
            Path source = files.getPath("/dir");
            assertThat(TreeCopy.of(source, host.resolve("dir")).run())
                    .containsExactlyInAnyOrder(source.resolve("fifo"), source.resolve("null"));
            assertThat(TreeCopy.of(source, files.getPath("/copy")).run()).isEmpty();
            assertThat(shim.linux().stat("/copy/null").rdev()).isEqualTo(0x103);
        }
    }

    @Test
    void names_that_are_no_text_stay_bytes_among_shims(Shim shim, @TempDir Path host) throws IOException {
        try (ShimFileSystem files = ShimFileSystem.of(shim)) {
            Path source = Files.createDirectory(files.getPath("/dir"));
            byte[] name = {'/', 'd', 'i', 'r', '/', (byte) 0xff};
            Files.writeString(files.getPath(name), "x");
            TreeCopy.of(source, files.getPath("/abc")).run();
            byte[] copied = {'/', 'a', 'b', 'c', '/', (byte) 0xff};
            assertThat(Files.readString(files.getPath(copied))).isEqualTo("x");
            assertThatThrownBy(() -> TreeCopy.of(source, host.resolve("dir")).run())
                    .isInstanceOf(FileSystemException.class)
                    .hasMessageContaining("UTF-8");
        }
    }
}
