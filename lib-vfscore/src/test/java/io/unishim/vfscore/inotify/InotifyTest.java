package io.unishim.vfscore.inotify;

import static io.unishim.abi.Errnos.EMFILE;
import static io.unishim.abi.Fcntl.AT_FDCWD;
import static io.unishim.abi.Fcntl.O_CREAT;
import static io.unishim.abi.Inotify.IN_ATTRIB;
import static io.unishim.abi.Inotify.IN_CREATE;
import static io.unishim.abi.Inotify.IN_NONBLOCK;
import static org.assertj.core.api.Assertions.assertThat;

import io.unishim.Shim;
import io.unishim.linux.InotifyCallsFamily;
import io.unishim.linux.IoCallsFamily;
import io.unishim.linux.MountCallsFamily;
import io.unishim.linux.OpenCallsFamily;
import io.unishim.linux.PermissionCallsFamily;
import io.unishim.memory.UserBuffer;
import io.unishim.memory.UserString;
import io.unishim.task.Task;
import io.unishim.vfscore.VfscoreLibrary;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a script cannot say of instances: many events, many instances, waiting. */
class InotifyTest {
    private Shim shim;
    private Task task;
    private Task other;

    @BeforeEach
    void boot() {
        shim = Shim.builder().only().library(new VfscoreLibrary()).boot();
        task = shim.newProcess("reader");
        other = shim.newProcess("writer");
    }

    @AfterEach
    void close() {
        shim.close();
    }

    private int instance(int flags) {
        return (int) shim.calls(InotifyCallsFamily.FAMILY).inotify_init1(task, flags);
    }

    private long create(String path) {
        long fd = shim.calls(OpenCallsFamily.FAMILY).openat(other, AT_FDCWD, UserString.of(path), O_CREAT, 0644);
        assertThat(fd).isNotNegative();
        return shim.calls(OpenCallsFamily.FAMILY).close(other, (int) fd);
    }

    private long watch(int fd, String path, int mask) {
        return shim.calls(InotifyCallsFamily.FAMILY).inotify_add_watch(task, fd, UserString.of(path), mask);
    }

    private byte[] read(int fd, int length) {
        byte[] bytes = new byte[length];
        long count = shim.calls(IoCallsFamily.FAMILY).read(task, fd, UserBuffer.of(bytes, 0, length));
        assertThat(count).isNotNegative();
        return Arrays.copyOf(bytes, (int) count);
    }

    @Test
    void events_past_the_limit_are_lost_and_that_is_told_once() {
        int fd = instance(IN_NONBLOCK);
        create("/a");
        create("/b");
        assertThat(watch(fd, "/a", IN_ATTRIB)).isEqualTo(1);
        assertThat(watch(fd, "/b", IN_ATTRIB)).isEqualTo(2);
        for (int i = 0; i < 10_000; i++) {
            shim.calls(PermissionCallsFamily.FAMILY).chmod(other, UserString.of("/a"), 0600);
            shim.calls(PermissionCallsFamily.FAMILY).chmod(other, UserString.of("/b"), 0600);
        }
        byte[] all = read(fd, 1 << 20);
        assertThat(all).hasSize((16_384 + 1) * 16);
        assertThat(EventReader.read(Arrays.copyOfRange(all, 16_383 * 16, all.length)))
                .isEqualTo("2:ATTRIB /0, -1:Q_OVERFLOW /0");
        shim.calls(PermissionCallsFamily.FAMILY).chmod(other, UserString.of("/a"), 0600);
        assertThat(EventReader.read(read(fd, 64))).isEqualTo("1:ATTRIB /0");
    }

    @Test
    void a_read_waits_for_an_event() {
        int fd = instance(0);
        assertThat(watch(fd, "/tmp", IN_CREATE)).isEqualTo(1);
        for (int i = 0; i < 200; i++) {
            CompletableFuture<byte[]> reader = CompletableFuture.supplyAsync(() -> read(fd, 64));
            create("/tmp/" + i);
            assertThat(EventReader.read(reader.join())).isEqualTo("1:CREATE " + i + "/16");
        }
    }

    @Test
    void a_user_has_128_instances_and_gets_closed_ones_back() {
        int last = -1;
        for (int i = 0; i < 128; i++) {
            last = instance(0);
            assertThat(last).isNotNegative();
        }
        assertThat(instance(0)).isEqualTo(-EMFILE);
        shim.calls(OpenCallsFamily.FAMILY).close(task, last);
        assertThat(instance(0)).isEqualTo(last);
    }

    @Test
    void nobody_is_asked_when_the_last_watch_is_gone() {
        int fd = instance(IN_NONBLOCK);
        watch(fd, "/tmp", IN_CREATE);
        shim.calls(OpenCallsFamily.FAMILY).close(task, fd);
        create("/tmp/a");
        int again = instance(IN_NONBLOCK);
        assertThat(watch(again, "/tmp", IN_CREATE)).isEqualTo(1);
        create("/tmp/b");
        assertThat(EventReader.read(read(again, 64))).isEqualTo("1:CREATE b/16");
    }

    @Test
    void an_unmount_ends_the_watches_of_what_was_mounted() {
        int fd = instance(IN_NONBLOCK);
        assertThat(shim.calls(MountCallsFamily.FAMILY)
                        .mount(
                                task,
                                UserString.of("none"),
                                UserString.of("/tmp"),
                                UserString.of("tmpfs"),
                                0,
                                UserString.none()))
                .isZero();
        create("/tmp/a");
        assertThat(watch(fd, "/tmp/a", IN_CREATE)).isEqualTo(1);
        assertThat(watch(fd, "/", IN_CREATE)).isEqualTo(2);
        assertThat(shim.calls(MountCallsFamily.FAMILY).umount2(task, UserString.of("/tmp"), 0))
                .isZero();
        assertThat(EventReader.read(read(fd, 128))).isEqualTo("1:UNMOUNT /0, 1:IGNORED /0");
    }
}
