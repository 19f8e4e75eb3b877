package io.unishim.nio;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.io.MoreFiles;
import com.google.common.io.RecursiveDeleteOption;
import io.unishim.Shim;
import io.unishim.abi.Errno;
import io.unishim.call.ErrnoException;
import io.unishim.control.Policy;
import io.unishim.file.Mount;
import io.unishim.linux.Linux;
import io.unishim.testing.ShimExtension;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.ClosedFileSystemException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileStore;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.ProviderMismatchException;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.UserPrincipalNotFoundException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(ShimExtension.class)
class ShimFileSystemTest {
    @Test
    void a_program_of_the_shim_sees_what_java_writes(Shim shim) throws IOException {
        try (ShimFileSystem files = ShimFileSystem.of(shim)) {
            Files.writeString(files.getPath("/motd"), "hello");
            Linux linux = shim.linux();
            assertThat(linux.stat("/motd").size()).isEqualTo(5);
            int fd = linux.open("/motd", io.unishim.abi.Fcntl.O_WRONLY | io.unishim.abi.Fcntl.O_APPEND, 0);
            linux.write(fd, " you".getBytes(UTF_8));
            assertThat(Files.readString(files.getPath("/motd"))).isEqualTo("hello you");
        }
    }

    @Test
    void names_are_bytes(Shim shim) throws IOException {
        try (ShimFileSystem files = ShimFileSystem.of(shim)) {
            byte[] name = {'/', (byte) 0xff, 'x', (byte) 0x80};
            Path path = files.getPath(name);
            Files.writeString(path, "odd");
            try (var all = Files.list(files.getPath("/"))) {
                Path found = all.filter(each -> each.toString().endsWith("\ufffd"))
                        .findAny()
                        .orElseThrow();
                assertThat(files.bytes(found)).isEqualTo(name);
                assertThat(Files.readString(found)).isEqualTo("odd");
                assertThat(files.provider().getPath(found.toUri())).isEqualTo(found);
            }
        }
    }

    @Test
    void a_user_may_do_what_users_may(Shim shim) throws IOException {
        try (ShimFileSystem root = ShimFileSystem.builder(shim).umask(0).open();
                ShimFileSystem user = ShimFileSystem.builder(shim)
                        .user(1000, 100, 7)
                        .umask(027)
                        .directory("/tmp")
                        .open()) {
            Files.createDirectory(root.getPath("/closed"));
            Files.setAttribute(root.getPath("/closed"), "unix:mode", 0700);
            assertThatThrownBy(() -> Files.writeString(user.getPath("/closed/x"), ""))
                    .isInstanceOf(AccessDeniedException.class)
                    .hasCauseInstanceOf(ErrnoException.class);
            assertThat(Files.isReadable(user.getPath("/closed"))).isFalse();

            Path mine = Files.writeString(user.getPath("mine"), "x");
            assertThat(mine.toAbsolutePath()).hasToString("/tmp/mine");
            assertThat(Files.readAttributes(root.getPath("/tmp/mine"), "unix:uid,gid,mode"))
                    .containsEntry("uid", 1000)
                    .containsEntry("gid", 100)
                    .containsEntry("mode", 0100640);
            assertThatThrownBy(() -> Files.setAttribute(mine, "unix:uid", 0)).isInstanceOf(FileSystemException.class);
        }
    }

    @Test
    void names_of_users_come_from_the_shims_files(Shim shim) throws IOException {
        try (ShimFileSystem files = ShimFileSystem.of(shim)) {
            Files.createDirectories(files.getPath("/etc"));
            Files.writeString(files.getPath("/etc/passwd"), "root:x:0:0::/:/bin/sh\nada:x:12:34::/:/bin/sh\n");
            Path path = Files.writeString(files.getPath("/f"), "");
            Files.setOwner(path, files.getUserPrincipalLookupService().lookupPrincipalByName("ada"));
            assertThat(Files.getOwner(path).getName()).isEqualTo("ada");
            assertThat(Files.getAttribute(path, "unix:uid")).isEqualTo(12);
            assertThatThrownBy(() -> files.getUserPrincipalLookupService().lookupPrincipalByName("bob"))
                    .isInstanceOf(UserPrincipalNotFoundException.class);
        }
    }

    @Test
    void copies_between_the_host_and_a_shim(Shim shim, @TempDir Path host) throws IOException {
        try (ShimFileSystem files = ShimFileSystem.of(shim)) {
            Path there = files.getPath("/f");
            Files.copy(Files.writeString(host.resolve("f"), "abc"), there, StandardCopyOption.COPY_ATTRIBUTES);
            assertThat(Files.getLastModifiedTime(there)).isEqualTo(Files.getLastModifiedTime(host.resolve("f")));
            Files.copy(there, host.resolve("g"));
            assertThat(Files.readString(host.resolve("g"))).isEqualTo("abc");
            Files.move(there, host.resolve("h"));
            assertThat(Files.readString(host.resolve("h"))).isEqualTo("abc");
            assertThat(Files.exists(there)).isFalse();
        }
    }

    @Test
    void guava_deletes_trees(Shim shim) throws IOException {
        try (ShimFileSystem files = ShimFileSystem.of(shim)) {
            Path top = CaseFamily.tree(files.getPath("/tmp"));
            MoreFiles.touch(top.resolve("touched"));
            assertThat(MoreFiles.listFiles(top)).contains(top.resolve("touched"));
            assertThat(MoreFiles.asByteSource(top.resolve("one")).read()).containsExactly('1');
            MoreFiles.deleteRecursively(top); // insists on a SecureDirectoryStream
            assertThat(Files.exists(top)).isFalse();
            MoreFiles.createParentDirectories(top.resolve("x/y"));
            MoreFiles.deleteDirectoryContents(files.getPath("/tmp"), RecursiveDeleteOption.ALLOW_INSECURE);
            assertThat(MoreFiles.listFiles(files.getPath("/tmp"))).isEmpty();
        }
    }

    @Test
    void moves_to_another_mount_are_copies() throws IOException {
        try (Shim shim = Shim.builder()
                        .mount(Mount.memory("/"))
                        .mount(Mount.memory("/other"))
                        .boot();
                ShimFileSystem files = ShimFileSystem.of(shim)) {
            Path from = Files.writeString(files.getPath("/f"), "abc");
            Files.setAttribute(from, "unix:mode", 0640);
            Files.setAttribute(from, "user:note", new byte[] {7});
            assertThatThrownBy(() -> Files.move(from, files.getPath("/other/f"), StandardCopyOption.ATOMIC_MOVE))
                    .isInstanceOf(AtomicMoveNotSupportedException.class);
            Path to = Files.move(from, files.getPath("/other/f"));
            assertThat(Files.exists(from)).isFalse();
            assertThat(Files.readString(to)).isEqualTo("abc");
            assertThat(Files.getAttribute(to, "unix:mode")).isEqualTo(0100640);
            assertThat((byte[]) Files.getAttribute(to, "user:note")).containsExactly(7);
            Path full = CaseFamily.tree(files.getPath("/"));
            assertThatThrownBy(() -> Files.move(full, files.getPath("/other/tree")))
                    .isInstanceOf(DirectoryNotEmptyException.class);
            assertThat(Files.exists(files.getPath("/other/tree"))).isFalse();
        }
    }

    @Test
    void mounts_are_stores() throws IOException {
        try (Shim shim = Shim.builder()
                        .mount(Mount.memory("/"))
                        .mount(Mount.memory("/other"))
                        .boot();
                ShimFileSystem files = ShimFileSystem.of(shim)) {
            FileStore root = Files.getFileStore(files.getPath("/"));
            FileStore other = Files.getFileStore(files.getPath("/other"));
            assertThat(root).isNotEqualTo(other).isEqualTo(Files.getFileStore(files.getPath("/other/..")));
            assertThat(other.type()).isEqualTo("tmpfs");
            assertThat(other.getTotalSpace()).isPositive();
            assertThat(other.isReadOnly()).isFalse();
            assertThat(other.supportsFileAttributeView("user")).isTrue();
            assertThat(files.getFileStores()).contains(root, other);
            assertThat(Files.getFileStore(files.getPath("/proc")).type()).isEqualTo("proc");
        }
    }

    @Test
    void a_mount_that_is_read_only_says_so(@TempDir Path host) throws IOException {
        try (Shim shim = Shim.builder()
                        .mount(Mount.memory("/"))
                        .mount(Mount.host(host, "/host"))
                        .boot();
                ShimFileSystem files = ShimFileSystem.of(shim)) {
            assertThat(Files.getFileStore(files.getPath("/host")).isReadOnly()).isTrue();
            assertThat(Files.isWritable(files.getPath("/host"))).isFalse();
            assertThatThrownBy(() -> Files.writeString(files.getPath("/host/x"), ""))
                    .isInstanceOf(FileSystemException.class)
                    .hasMessageContaining("Read-only file system")
                    .cause()
                    .satisfies(cause ->
                            assertThat(((ErrnoException) cause).errno()).isEqualTo(Errno.EROFS));
        }
    }

    @Test
    void programs_and_java_lock_each_other_out(Shim shim) throws IOException {
        try (ShimFileSystem one = ShimFileSystem.of(shim);
                ShimFileSystem two = ShimFileSystem.of(shim)) {
            Files.writeString(one.getPath("/f"), "abc");
            try (FileChannel a = FileChannel.open(one.getPath("/f"), StandardOpenOption.WRITE);
                    FileChannel b = FileChannel.open(two.getPath("/f"), StandardOpenOption.WRITE)) {
                var lock = a.lock(0, 2, false);
                assertThat(b.tryLock(1, 1, false)).isNull();
                assertThat(b.tryLock(2, 1, false)).isNotNull();
                lock.release();
                assertThat(b.tryLock(1, 1, false)).isNotNull();
            }
        }
    }

    @Test
    void a_policy_of_the_shim_holds(Shim shim) throws IOException {
        try (ShimFileSystem files = ShimFileSystem.of(shim)) {
            shim.table().apply(Policy.deny(Errno.ENOSPC), "write");
            assertThatThrownBy(() -> Files.writeString(files.getPath("/f"), "x"))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("No space left on device");
        }
    }

    @Test
    void closing_it_closes_what_is_open_and_ends_the_process(Shim shim) throws IOException {
        ShimFileSystem files = ShimFileSystem.of(shim);
        Path path = files.getPath("/f");
        FileChannel channel = FileChannel.open(Files.writeString(path, "x"), StandardOpenOption.READ);
        int pid = files.process().pid();
        files.close();
        files.close();
        assertThat(files.isOpen()).isFalse();
        assertThat(shim.tasks().process(pid)).isNull();
        assertThatThrownBy(() -> Files.exists(path)).isInstanceOf(ClosedFileSystemException.class);
        assertThatThrownBy(() -> channel.read(ByteBuffer.allocate(1)))
                .isInstanceOfAny(ClosedFileSystemException.class, IOException.class);
        channel.close();
    }

    @Test
    void closing_the_shim_closes_it(@TempDir Path host) {
        Shim shim = Shim.boot();
        ShimFileSystem files = ShimFileSystem.of(shim);
        shim.close();
        assertThat(files.isOpen()).isFalse();
        assertThatThrownBy(() -> Files.readString(files.getPath("/f"))).isInstanceOf(ClosedFileSystemException.class);
        files.close();
    }

    @Test
    void a_working_directory_must_be_there(Shim shim) {
        assertThatThrownBy(
                        () -> ShimFileSystem.builder(shim).directory("/nowhere").open())
                .isInstanceOf(ErrnoException.class)
                .hasMessageContaining("ENOENT");
        assertThat(shim.tasks().processes()).hasSize(1);
    }

    @Test
    void a_close_ends_a_read_that_waits(Shim shim) throws Exception {
        shim.linux().mknod("/fifo", io.unishim.abi.StatModes.S_IFIFO | 0600, 0);
        ExecutorService other = Executors.newSingleThreadExecutor();
        try (ShimFileSystem files = ShimFileSystem.of(shim);
                FileChannel channel =
                        FileChannel.open(files.getPath("/fifo"), StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            Future<Throwable> thrown =
                    other.submit(() -> Assertions.catchThrowable(() -> channel.read(ByteBuffer.allocate(1))));
            // Whether the read waits already or not, it must end.
            channel.close();
            assertThat(thrown.get()).isInstanceOf(ClosedChannelException.class);
            assertThat(Files.exists(files.getPath("/fifo"))).isTrue();
        } finally {
            other.shutdown();
        }
    }

    @Test
    void many_threads_at_once(Shim shim) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try (ShimFileSystem files = ShimFileSystem.of(shim)) {
            List<Future<?>> all = new ArrayList<>();
            for (int t = 0; t < 8; t++) {
                Path mine = Files.createDirectory(files.getPath("/t" + t));
                all.add(threads.submit(() -> {
                    for (int i = 0; i < 200; i++) {
                        Path file = Files.writeString(mine.resolve("f" + i), mine + " " + i);
                        assertThat(Files.readString(file)).isEqualTo(mine + " " + i);
                    }
                    return null;
                }));
            }
            for (Future<?> each : all) {
                each.get();
            }
            assertThat(files.process().tasks().size()).isBetween(1, 9);
            try (var found = Files.walk(files.getPath("/"), 2)) {
                assertThat(found.filter(each -> each.toString().startsWith("/t")
                                && !each.startsWith("/tmp")
                                && each.getNameCount() == 2))
                        .hasSize(1600);
            }
        } finally {
            threads.shutdown();
        }
    }

    @Test
    void a_view_of_another_shim_is_foreign(Shim shim) {
        try (ShimFileSystem one = ShimFileSystem.of(shim);
                ShimFileSystem two = ShimFileSystem.of(shim)) {
            assertThat(one.getPath("/a")).isNotEqualTo(two.getPath("/a"));
            assertThatThrownBy(() -> one.getPath("/a").resolve(two.getPath("b")))
                    .isInstanceOf(ProviderMismatchException.class);
            URI uri = one.getPath("/a").toUri();
            assertThatThrownBy(() -> two.provider().getPath(uri)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void what_is_not_supported_says_so(Shim shim) throws IOException {
        try (ShimFileSystem files = ShimFileSystem.of(shim);
                FileChannel channel = FileChannel.open(files.getPath("/proc/version"), StandardOpenOption.READ)) {
            assertThatThrownBy(() -> channel.map(FileChannel.MapMode.READ_ONLY, 0, 0))
                    .isInstanceOf(UnsupportedOperationException.class);
        }
    }

    @Test
    void an_interrupt_closes_the_channel_as_javas_own_does(Shim shim) throws Exception {
        shim.linux().mknod("/fifo", io.unishim.abi.StatModes.S_IFIFO | 0600, 0);
        try (ShimFileSystem files = ShimFileSystem.of(shim);
                FileChannel channel =
                        FileChannel.open(files.getPath("/fifo"), StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            Throwable[] thrown = new Throwable[1];
            Thread reader =
                    new Thread(() -> thrown[0] = Assertions.catchThrowable(() -> channel.read(ByteBuffer.allocate(1))));
            reader.start();
            reader.interrupt();
            reader.join();
            assertThat(thrown[0])
                    .isInstanceOf(ClosedByInterruptException.class)
                    .isInstanceOf(AsynchronousCloseException.class);
            assertThat(channel.isOpen()).isFalse();
        }
    }
}
