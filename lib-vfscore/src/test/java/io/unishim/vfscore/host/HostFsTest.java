package io.unishim.vfscore.host;

import static io.unishim.abi.Fcntl.O_CREAT;
import static io.unishim.abi.Fcntl.O_DIRECTORY;
import static io.unishim.abi.Fcntl.O_NONBLOCK;
import static io.unishim.abi.Fcntl.O_RDONLY;
import static io.unishim.abi.Fcntl.O_RDWR;
import static io.unishim.abi.Fcntl.O_WRONLY;
import static io.unishim.abi.StatModes.S_IFIFO;
import static io.unishim.testing.LinuxAssertions.assertFailsWith;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.unishim.Shim;
import io.unishim.abi.Errno;
import io.unishim.abi.Syscall;
import io.unishim.call.ErrnoException;
import io.unishim.file.Mount;
import io.unishim.host.HostCalls;
import io.unishim.linux.Linux;
import io.unishim.memory.OffHeap;
import io.unishim.struct.Stat;
import io.unishim.task.Credentials;
import io.unishim.task.Task;
import java.io.IOException;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A directory of the host is seen as it is, cannot be left, and is changed only where the mount says so. */
class HostFsTest {
    @TempDir
    Path temporary;

    private Path shared;

    @BeforeEach
    void fill() throws IOException {
        shared = Files.createDirectories(temporary.resolve("shared"));
        Files.writeString(temporary.resolve("secret"), "secret");
        Files.createDirectories(shared.resolve("etc/deep"));
        Files.writeString(shared.resolve("etc/motd"), "hello");
        Files.writeString(shared.resolve("etc/deep/inside"), "inside");
        Files.createSymbolicLink(shared.resolve("relative"), Path.of("etc/motd"));
        Files.createSymbolicLink(shared.resolve("absolute"), Path.of("/etc/motd"));
        Files.createSymbolicLink(shared.resolve("up"), Path.of("../secret"));
        Files.createSymbolicLink(shared.resolve("out"), temporary.resolve("secret"));
        Files.createSymbolicLink(shared.resolve("etc/up"), Path.of("../../secret"));
    }

    private Shim boot(boolean writable) {
        return Shim.builder()
                .only("vfscore")
                .mount(new Mount.Host(shared, "/", writable))
                .boot();
    }

    private static Linux user(Shim shim) {
        return shim.linux(shim.newProcess("test"));
    }

    private static String read(Linux linux, String path) {
        int fd = linux.open(path, O_RDONLY, 0);
        try {
            byte[] bytes = new byte[1000];
            return new String(bytes, 0, linux.read(fd, bytes), UTF_8);
        } finally {
            linux.close(fd);
        }
    }

    @Test
    void files_are_read_and_shown_as_on_the_host() throws IOException {
        try (Shim shim = boot(false)) {
            Linux linux = user(shim);
            assertThat(read(linux, "/etc/motd")).isEqualTo("hello");
            Stat stat = linux.stat("/etc/motd");
            assertThat(stat.ino()).isEqualTo(Files.getAttribute(shared.resolve("etc/motd"), "unix:ino"));
            assertThat(stat.mode()).isEqualTo(Files.getAttribute(shared.resolve("etc/motd"), "unix:mode"));
            assertThat(stat.size()).isEqualTo(5);
            assertThat(names(linux, "/etc")).containsExactlyInAnyOrder(".", "..", "motd", "deep", "up");
            assertThat(names(linux, "/")).contains("proc", "dev", "sys", "etc");
            assertFailsWith(Errno.ENOENT, () -> linux.stat("/etc/none"));
            assertFailsWith(Errno.ENOTDIR, () -> linux.stat("/etc/motd/none"));
        }
    }

    private static Set<String> names(Linux linux, String path) {
        int fd = linux.open(path, O_RDONLY | O_DIRECTORY, 0);
        Set<String> names = new TreeSet<>();
        byte[] bytes = new byte[200];
        for (int length = linux.getdents64(fd, bytes); length > 0; length = linux.getdents64(fd, bytes)) {
            ByteBuffer entries = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
            for (int at = 0; at < length; at += entries.getShort(at + 16)) {
                int end = at + 19;
                while (bytes[end] != 0) {
                    end++;
                }
                assertThat(names.add(new String(bytes, at + 19, end - at - 19, UTF_8)))
                        .isTrue();
            }
        }
        linux.close(fd);
        return names;
    }

    @Test
    void links_and_dots_do_not_lead_out() {
        try (Shim shim = boot(false)) {
            Linux linux = user(shim);
            assertThat(read(linux, "/relative")).isEqualTo("hello");
            assertThat(read(linux, "/absolute")).isEqualTo("hello");
            assertFailsWith(Errno.ENOENT, () -> linux.open("/up", O_RDONLY, 0));
            assertFailsWith(Errno.ENOENT, () -> linux.open("/out", O_RDONLY, 0));
            assertFailsWith(Errno.ENOENT, () -> linux.open("/etc/up", O_RDONLY, 0));
            assertFailsWith(Errno.ENOENT, () -> linux.open("/../secret", O_RDONLY, 0));
            assertFailsWith(Errno.ENOENT, () -> linux.open("/etc/deep/../../../secret", O_RDONLY, 0));
            linux.chdir("/etc/deep");
            assertFailsWith(Errno.ENOENT, () -> linux.open("../../../secret", O_RDONLY, 0));
        }
    }

    @Test
    void a_mount_to_read_only_cannot_be_changed() {
        try (Shim shim = boot(false)) {
            Linux linux = user(shim);
            assertFailsWith(Errno.EROFS, () -> linux.open("/etc/motd", O_WRONLY, 0));
            assertFailsWith(Errno.EROFS, () -> linux.open("/etc/new", O_RDWR | O_CREAT, 0644));
            assertFailsWith(Errno.EROFS, () -> linux.unlink("/etc/motd"));
            assertFailsWith(Errno.EROFS, () -> linux.mkdir("/etc/new", 0755));
            assertFailsWith(Errno.EROFS, () -> linux.rename("/etc/motd", "/etc/new"));
            assertFailsWith(Errno.EROFS, () -> linux.chmod("/etc/motd", 0600));
            assertFailsWith(Errno.EROFS, () -> linux.truncate("/etc/motd", 0));
        }
        assertThat(shared.resolve("etc/motd")).hasContent("hello");
    }

    @Test
    void what_a_user_makes_belongs_to_the_user() throws IOException {
        assumeTrue("root".equals(System.getProperty("user.name")), "only root gives files to others");
        Files.setAttribute(shared, "unix:mode", 0777);
        try (Shim shim = boot(true)) {
            Task task = shim.newProcess("test");
            task.put(Credentials.KEY, Credentials.ofUser(1234, 5678));
            Linux linux = shim.linux(task);
            linux.close(linux.open("/own", O_RDWR | O_CREAT, 0600));
            linux.mkdir("/place", 0700);
            linux.symlink("nowhere", "/place/link");
            linux.close(linux.open("/place/inside", O_RDWR | O_CREAT, 0600));
            assertThat(linux.stat("/place/inside").uid()).isEqualTo(1234);
        }
        for (String each : new String[] {"own", "place", "place/link", "place/inside"}) {
            Path path = shared.resolve(each);
            assertThat(Files.getAttribute(path, "unix:uid", LinkOption.NOFOLLOW_LINKS))
                    .as(each)
                    .isEqualTo(1234);
            assertThat(Files.getAttribute(path, "unix:gid", LinkOption.NOFOLLOW_LINKS))
                    .as(each)
                    .isEqualTo(5678);
        }
    }

    @Test
    void a_writable_mount_changes_the_host() throws IOException {
        try (Shim shim = boot(true)) {
            Linux linux = user(shim);
            int fd = linux.open("/etc/new", O_RDWR | O_CREAT, 0640);
            linux.write(fd, "written".getBytes(UTF_8));
            linux.close(fd);
            linux.mkdir("/made", 0755);
            linux.rename("/etc/new", "/made/moved");
            linux.chmod("/made/moved", 0600);
            linux.symlink("moved", "/made/link");
            linux.link("/made/moved", "/made/hard");
            linux.truncate("/etc/motd", 2);
            linux.unlink("/etc/deep/inside");
            linux.rmdir("/etc/deep");
            assertThat(read(linux, "/made/link")).isEqualTo("written");
            linux.close(linux.open("/up", O_WRONLY | O_CREAT, 0600)); // makes /secret of the shim, not of the host
        }
        assertThat(shared.resolve("made/moved")).hasContent("written");
        assertThat(shared.resolve("made/hard")).hasContent("written");
        assertThat((int) Files.getAttribute(shared.resolve("made/moved"), "unix:mode") & 0777)
                .isEqualTo(0600);
        assertThat(shared.resolve("etc/motd")).hasContent("he");
        assertThat(shared.resolve("etc/deep")).doesNotExist();
        assertThat(shared.resolve("secret")).isEmptyFile();
        assertThat(temporary.resolve("secret")).hasContent("secret");
    }

    /** While the host swaps a directory for a link that leads out, every read gives what is inside or fails. */
    @Test
    void a_directory_swapped_for_a_link_does_not_lead_out() throws Exception {
        Path outside = Files.createDirectories(temporary.resolve("outside"));
        Files.writeString(outside.resolve("inside"), "OUTSIDE");
        Path place = shared.resolve("etc/deep");
        Path aside = shared.resolve("etc/aside");
        Path link = shared.resolve("etc/link");
        AtomicBoolean stop = new AtomicBoolean();
        Thread swapper = new Thread(() -> {
            try {
                while (!stop.get()) {
                    Files.move(place, aside);
                    Files.createSymbolicLink(link, outside);
                    Files.move(link, place, StandardCopyOption.ATOMIC_MOVE);
                    Files.delete(place);
                    Files.move(aside, place);
                }
            } catch (IOException e) {
                stop.set(true);
            }
        });
        swapper.start();
        try (Shim shim = boot(false)) {
            Linux linux = user(shim);
            for (int i = 0; i < 5000 && !stop.get(); i++) {
                try {
                    assertThat(read(linux, "/etc/deep/inside")).isEqualTo("inside");
                } catch (ErrnoException e) {
                    assertThat(e.errno()).isIn(Errno.ENOENT, Errno.ENOTDIR);
                }
            }
            assertThat(stop).isFalse();
        } finally {
            stop.set(true);
            swapper.join();
        }
    }

    @Test
    void a_file_that_is_open_is_changed_whatever_its_name_is_now() throws IOException {
        Path file = shared.resolve("open");
        try (Shim shim = boot(true)) {
            Linux linux = user(shim);
            int fd = linux.open("/open", O_CREAT | O_RDWR, 0600);
            Files.move(file, shared.resolve("elsewhere"));
            Files.writeString(file, "another");
            linux.fchmod(fd, 0640);
            linux.ftruncate(fd, 5);
            assertThat(Files.size(shared.resolve("elsewhere"))).isEqualTo(5);
            assertThat(Files.readString(file)).isEqualTo("another");

            Files.delete(shared.resolve("elsewhere"));
            linux.ftruncate(fd, 7);
            linux.fchmod(fd, 0604);
            assertThat(linux.fstat(fd).size()).isEqualTo(7);
            assertThat(linux.fstat(fd).mode() & 0777).isEqualTo(0604);
        }
    }

    /** By the names that the shim was shown last, each of the two is in the other. */
    @Test
    void directories_that_the_host_moved_into_each_other_lead_to_an_error_at_most() throws IOException {
        Path upper = Files.createDirectories(shared.resolve("upper"));
        Files.createDirectory(upper.resolve("lower"));
        try (Shim shim = boot(true)) {
            Linux linux = user(shim);
            linux.chdir("/upper/lower");
            linux.close(linux.open(".", O_RDONLY | O_DIRECTORY, 0));
            Files.move(upper.resolve("lower"), shared.resolve("lower"));
            Files.move(upper, shared.resolve("lower/upper"));
            linux.stat("upper");

            linux.rename("upper", "/away");
            forgetDescriptors(linux);

            assertFailsWith(Errno.ENOENT, () -> linux.open(".", O_RDONLY | O_DIRECTORY, 0));
            assertThat(Files.isDirectory(shared.resolve("away"))).isTrue();
        }
    }

    @Test
    void a_directory_far_down_is_found_again() {
        int depth = 4_000;
        try (Shim shim = boot(true)) {
            Linux linux = user(shim);
            linux.mkdir("/top", 0755);
            linux.chdir("/top");
            int there = 0;
            try {
                for (; there < depth; there++) {
                    linux.mkdir("d", 0755);
                    linux.chdir("d");
                }
                forgetDescriptors(linux);
                linux.close(linux.open(".", O_RDONLY | O_DIRECTORY, 0));
            } finally {
                for (; there > 0; there--) {
                    linux.chdir("..");
                    linux.rmdir("d");
                }
            }
        }
    }

    /** Goes to so many other directories that no descriptor of those before is kept. */
    private static void forgetDescriptors(Linux linux) {
        linux.mkdir("/others", 0755);
        for (int i = 0; i < 600; i++) {
            linux.mkdir("/others/" + i, 0755);
            linux.mkdir("/others/" + i + "/x", 0755);
        }
    }

    @Test
    void nothing_stays_open_on_the_host() throws IOException {
        try (Shim shim = boot(false)) {
            Linux linux = user(shim);
            for (int i = 0; i < 10; i++) {
                linux.open("/etc/motd", O_RDONLY, 0);
                linux.open("/etc/deep", O_RDONLY | O_DIRECTORY, 0);
            }
            assertThat(openHere()).isNotEmpty();
        }
        assertThat(openHere()).isEmpty();
    }

    /** What this JVM holds open below the directory: other descriptors come and go beside the test. */
    private List<Path> openHere() throws IOException {
        Path here = temporary.toRealPath();
        List<Path> open = new ArrayList<>();
        try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
            for (Path descriptor : (Iterable<Path>) descriptors::iterator) {
                Path target;
                try {
                    target = Files.readSymbolicLink(descriptor);
                } catch (NoSuchFileException closed) {
                    continue;
                }
                if (target.startsWith(here)) {
                    open.add(target);
                }
            }
        }
        return open;
    }

    private static long openOnHost(Path path) {
        OffHeap name = OffHeap.allocate(4096);
        byte[] bytes = path.toString().getBytes(UTF_8);
        name.put(0, bytes, 0, bytes.length);
        long result = HostCalls.call(Syscall.OPEN.number(), name.address(), O_WRONLY | O_NONBLOCK, 0);
        Reference.reachabilityFence(name);
        return result;
    }

    @Test
    void by_a_fifo_of_the_host_programs_of_the_shim_reach_each_other_and_nobody_outside() throws IOException {
        try (Shim shim = boot(true)) {
            Linux writer = user(shim);
            Linux reader = user(shim);
            writer.mknod("/fifo", S_IFIFO | 0600, 0);
            writer.link("/fifo", "/etc/other");
            assertFailsWith(Errno.ENXIO, () -> writer.open("/fifo", O_WRONLY | O_NONBLOCK, 0));
            int in = reader.open("/etc/other", O_RDONLY | O_NONBLOCK, 0);
            int out = writer.open("/fifo", O_WRONLY | O_NONBLOCK, 0);
            writer.write(out, "inside".getBytes(UTF_8));
            byte[] bytes = new byte[10];
            assertThat(reader.read(in, bytes)).isEqualTo(6);
            assertFailsWith(Errno.EAGAIN, () -> reader.read(in, bytes));
            // On the host nobody has it open.
            assertThat(Files.getAttribute(shared.resolve("fifo"), "unix:mode")).isEqualTo(S_IFIFO | 0600);
            assertThat(openOnHost(shared.resolve("fifo"))).isEqualTo(-Errno.ENXIO.number());
            writer.close(out);
            assertThat(reader.read(in, bytes)).isZero();
        }
        try (Shim shim = boot(false)) {
            Linux linux = user(shim);
            int both = linux.open("/fifo", O_RDWR, 0);
            assertThat(linux.write(both, new byte[3])).isEqualTo(3);
        }
    }
}
