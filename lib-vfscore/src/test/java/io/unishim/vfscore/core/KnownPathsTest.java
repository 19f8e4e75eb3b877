package io.unishim.vfscore.core;

import static io.unishim.abi.Errnos.EACCES;
import static io.unishim.abi.Errnos.EBADF;
import static io.unishim.abi.Errnos.ENOENT;
import static io.unishim.abi.Errnos.ENOTDIR;
import static io.unishim.abi.Fcntl.AT_FDCWD;
import static io.unishim.abi.Fcntl.O_CREAT;
import static io.unishim.abi.Fcntl.O_DIRECTORY;
import static io.unishim.abi.Fcntl.O_PATH;
import static io.unishim.abi.Fcntl.O_RDWR;
import static io.unishim.abi.Fcntl.RENAME_EXCHANGE;
import static io.unishim.abi.Mounts.MNT_DETACH;
import static io.unishim.abi.Mounts.MS_BIND;
import static io.unishim.abi.Mounts.MS_MOVE;
import static org.assertj.core.api.Assertions.assertThat;

import io.unishim.Shim;
import io.unishim.linux.Linux;
import io.unishim.linux.OpenCallsFamily;
import io.unishim.linux.StatCalls;
import io.unishim.linux.StatCallsFamily;
import io.unishim.memory.UserRef;
import io.unishim.memory.UserString;
import io.unishim.struct.Stat;
import io.unishim.task.Credentials;
import io.unishim.task.Task;
import io.unishim.vfscore.VfscoreLibrary;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whatever changes between two walks of one string, the next one sees it. */
class KnownPathsTest {
    private static final int TIMES = 5; // names are kept from the second walk on, where they lead from the third
    private static final int USER = 1000;
    private static final int ROUNDS = 3000;

    private final Shim shim =
            Shim.builder().only().library(new VfscoreLibrary()).boot();
    private final Task task = shim.newProcess("root");
    private final Task user = shim.newProcess("user");
    private final Linux linux = shim.linux(task);
    private final StatCalls stats = shim.calls(StatCallsFamily.FAMILY);
    private final UserRef<Stat> found = UserRef.room(Stat.LAYOUT);
    private final UserString path = UserString.of("/a/b/c/f");

    @BeforeEach
    void tree() {
        user.put(Credentials.KEY, Credentials.ofUser(USER, USER));
        for (String each : new String[] {"/a", "/a/b", "/a/b/c", "/a/o", "/a/o/c", "/m"}) {
            linux.mkdir(each, 0755);
        }
        file("/a/b/c/f", 1);
        file("/a/o/c/f", 2);
        leads(task, 0, 1);
        leads(user, 0, 1);
    }

    @AfterEach
    void close() {
        shim.close();
    }

    private void file(String name, int size) {
        int fd = linux.open(name, O_CREAT | O_RDWR, 0644);
        linux.ftruncate(fd, size);
        linux.close(fd);
    }

    private void leads(Task by, UserString where, long expected) {
        for (int i = 0; i < TIMES; i++) {
            assertThat(stats.stat(by, where, found)).isEqualTo(expected);
        }
    }

    private void leads(Task by, long expected) {
        leads(by, path, expected);
    }

    private void leads(Task by, long expected, long size) {
        leads(by, expected);
        assertThat(found.get().size()).isEqualTo(size);
    }

    @Test
    void directory_above_renamed() {
        linux.rename("/a/b", "/a/x");
        leads(task, -ENOENT);
        leads(user, -ENOENT);
        linux.rename("/a/o", "/a/b");
        leads(task, 0, 2);
        leads(user, 0, 2);
    }

    @Test
    void directory_itself_renamed_over_another() {
        linux.unlink("/a/o/c/f");
        linux.rename("/a/b/c", "/a/o/c");
        leads(task, -ENOENT);
        linux.rename("/a/o/c", "/a/b/c");
        leads(user, 0, 1);
    }

    @Test
    void directories_exchanged() {
        linux.renameat2(AT_FDCWD, "/a/b", AT_FDCWD, "/a/o", RENAME_EXCHANGE);
        leads(task, 0, 2);
        leads(user, 0, 2);
        file("/a/g", 0);
        linux.renameat2(AT_FDCWD, "/a/b", AT_FDCWD, "/a/g", RENAME_EXCHANGE);
        leads(task, -ENOTDIR);
    }

    @Test
    void directory_removed_and_made_again() {
        UserString itself = UserString.of("/a/b/c/.");
        leads(task, itself, 0);
        linux.unlink("/a/b/c/f");
        linux.rmdir("/a/b/c");
        leads(task, -ENOENT);
        leads(task, itself, -ENOENT);
        linux.mkdir("/a/b/c", 0755);
        leads(task, itself, 0);
        file("/a/b/c/f", 3);
        leads(task, 0, 3);
        leads(user, 0, 3);
    }

    @Test
    void link_in_place_of_a_directory() {
        linux.rename("/a/b", "/a/x");
        linux.symlink("o", "/a/b");
        leads(task, 0, 2);
        linux.unlink("/a/b");
        linux.symlink("x", "/a/b");
        leads(task, 0, 1);
        linux.unlink("/a/b");
        leads(user, -ENOENT);
    }

    @Test
    void file_removed_and_made_again() {
        linux.unlink("/a/b/c/f");
        leads(task, -ENOENT);
        file("/a/b/c/f", 5);
        leads(task, 0, 5);
        leads(user, 0, 5);
    }

    @Test
    void file_replaced_renamed_and_exchanged() {
        linux.rename("/a/o/c/f", "/a/b/c/f");
        leads(task, 0, 2);
        linux.rename("/a/b/c/f", "/a/b/c/g");
        leads(task, -ENOENT);
        leads(task, UserString.of("/a/b/c/g"), 0);
        file("/a/b/c/f", 6);
        leads(user, 0, 6);
        linux.renameat2(AT_FDCWD, "/a/b/c/g", AT_FDCWD, "/a/b/c/f", RENAME_EXCHANGE);
        leads(task, 0, 2);
        leads(user, 0, 2);
    }

    @Test
    void other_types_in_place_of_a_file() {
        linux.unlink("/a/b/c/f");
        linux.symlink("../../o/c/f", "/a/b/c/f");
        leads(task, 0, 2);
        assertThat(stats.lstat(task, path, found)).isZero();
        assertThat(found.get().size()).isEqualTo("../../o/c/f".length());
        linux.unlink("/a/o/c/f");
        leads(task, -ENOENT);
        linux.unlink("/a/b/c/f");
        linux.mkdir("/a/b/c/f", 0755);
        leads(task, 0);
        leads(task, UserString.of("/a/b/c/f/"), 0);
        linux.rmdir("/a/b/c/f");
        file("/a/b/c/f", 1);
        leads(task, 0, 1);
        leads(task, UserString.of("/a/b/c/f/"), -ENOTDIR);
    }

    @Test
    void file_mounted_on() {
        linux.mount("/a/o/c/f", "/a/b/c/f", "", MS_BIND, "");
        leads(task, 0, 2);
        leads(user, 0, 2);
        linux.umount2("/a/b/c/f", 0);
        leads(task, 0, 1);
    }

    @Test
    void paths_from_a_descriptor() {
        UserString relative = UserString.of("c/f");
        int fd = linux.open("/a/b", O_DIRECTORY);
        int other = linux.open("/a/o", O_DIRECTORY);
        leadsFrom(fd, relative, 0, 1);
        leadsFrom(other, relative, 0, 2);
        linux.close(fd);
        leadsFrom(fd, relative, -EBADF, 0);
        assertThat(linux.open("/a/o/c/f", O_RDWR)).isEqualTo(fd);
        leadsFrom(fd, relative, -ENOTDIR, 0);
        linux.close(fd);
        assertThat(linux.open("/a/b", O_DIRECTORY)).isEqualTo(fd);
        leadsFrom(fd, relative, 0, 1);
        linux.rename("/a/b/c", "/a/b/d");
        leadsFrom(fd, relative, -ENOENT, 0);
        leadsFrom(other, relative, 0, 2);
    }

    private void leadsFrom(int fd, UserString where, long expected, long size) {
        for (int i = 0; i < TIMES; i++) {
            assertThat(stats.newfstatat(task, fd, where, found, 0)).isEqualTo(expected);
            assertThat(expected < 0 || found.get().size() == size).isTrue();
        }
    }

    @Test
    void file_of_another_shim() {
        leads(task, 0, 1);
        try (Shim other = Shim.builder().only().library(new VfscoreLibrary()).boot()) {
            StatCalls others = other.calls(StatCallsFamily.FAMILY);
            Task elsewhere = other.newProcess("root");
            for (int i = 0; i < TIMES; i++) {
                assertThat(others.stat(elsewhere, path, found)).isEqualTo(-ENOENT);
            }
        }
        leads(task, 0, 1);
    }

    @Test
    void opened_is_what_is_there() {
        UserRef<Stat> open = UserRef.room(Stat.LAYOUT);
        for (int size = 1; size < 2 * TIMES; size++) {
            for (int i = 0; i < TIMES; i++) {
                int fd = linux.open("/a/b/c/f", O_RDWR);
                linux.ftruncate(fd, size);
                assertThat(stats.fstat(task, fd, open)).isZero();
                linux.close(fd);
                assertThat(open.get().size()).isEqualTo(size);
            }
            leads(task, 0, size);
            linux.unlink("/a/b/c/f");
            file("/a/b/c/f", 0);
        }
    }

    @Test
    void permission_bits() {
        for (String each : new String[] {"/a", "/a/b", "/a/b/c"}) {
            linux.chmod(each, 0700);
            leads(user, -EACCES);
            leads(task, 0, 1);
            linux.chmod(each, 0711);
            leads(user, 0, 1);
        }
    }

    @Test
    void owner_and_group() {
        linux.chmod("/a/b", 0700);
        leads(user, -EACCES);
        linux.chown("/a/b", USER, -1);
        leads(user, 0, 1);
        linux.chmod("/a/b", 0070);
        leads(user, -EACCES);
        linux.chown("/a/b", 0, USER);
        leads(user, 0, 1);
        linux.chown("/a/b", 0, 0);
        leads(user, -EACCES);
    }

    @Test
    void access_list() {
        linux.setxattr("/a/b", "system.posix_acl_access", listThatShutsOut(USER), 0);
        leads(user, -EACCES);
        leads(task, 0, 1);
        linux.removexattr("/a/b", "system.posix_acl_access");
        leads(user, 0, 1);
    }

    private static byte[] listThatShutsOut(int uid) {
        ByteBuffer list = ByteBuffer.allocate(4 + 5 * 8).order(ByteOrder.LITTLE_ENDIAN);
        list.putInt(2);
        int[][] entries = {{1, 7, -1}, {2, 0, uid}, {4, 5, -1}, {0x10, 5, -1}, {0x20, 5, -1}};
        for (int[] each : entries) {
            list.putShort((short) each[0]).putShort((short) each[1]).putInt(each[2]);
        }
        return list.array();
    }

    @Test
    void credentials_of_the_task() {
        linux.chmod("/a/b", 0700);
        leads(task, 0, 1);
        task.put(Credentials.KEY, Credentials.ofUser(USER, USER));
        leads(task, -EACCES);
        task.put(Credentials.KEY, Credentials.ROOT);
        leads(task, 0, 1);
    }

    @Test
    void mounts() {
        linux.mount("none", "/a/b", "tmpfs", 0, "");
        leads(task, -ENOENT);
        linux.mkdir("/a/b/c", 0755);
        file("/a/b/c/f", 4);
        leads(user, 0, 4);
        linux.mount("/a/b", "/m", "", MS_MOVE, "");
        leads(task, 0, 1);
        linux.mount("/m", "/a", "", MS_BIND, "");
        leads(user, -ENOENT);
        linux.umount2("/a", 0);
        leads(user, 0, 1);
        linux.mount("/m/c", "/a/b/c", "", MS_BIND, "");
        leads(task, 0, 4);
        linux.umount2("/a/b/c", MNT_DETACH);
        leads(task, 0, 1);
    }

    @Test
    void root_and_working_directory() {
        UserString relative = UserString.of("b/c/f");
        leads(task, relative, -ENOENT);
        linux.chdir("/a");
        leads(task, relative, 0);
        linux.mkdir("/r", 0755);
        linux.chdir("/r");
        leads(task, relative, -ENOENT);
        linux.chroot("/r");
        leads(task, -ENOENT);
        leads(user, 0, 1);
    }

    /** While a name is only ever replaced it is never missing, and leads to what it led to since the look began. */
    @Test
    void file_replaced_all_the_time_is_never_missing_nor_an_old_one() throws InterruptedException {
        AtomicInteger replaced = new AtomicInteger(1);
        AtomicInteger wrong = new AtomicInteger();
        Thread[] walkers = new Thread[2];
        for (int i = 0; i < walkers.length; i++) {
            Task by = i == 0 ? user : shim.newProcess("other");
            walkers[i] = new Thread(() -> {
                UserRef<Stat> room = UserRef.room(Stat.LAYOUT);
                while (replaced.get() > 0) {
                    int before = replaced.get();
                    long result = stats.stat(by, path, room);
                    int after = replaced.get();
                    long size = room.get().size();
                    // The next one may be there already.
                    if (after > 0 && (result != 0 || size < before || size > after + 1)) {
                        wrong.incrementAndGet();
                    }
                }
            });
            walkers[i].start();
        }
        for (int i = 2; i < ROUNDS; i++) {
            file("/a/new", i);
            if (i % 2 == 0) {
                linux.rename("/a/new", "/a/b/c/f");
            } else {
                linux.renameat2(AT_FDCWD, "/a/new", AT_FDCWD, "/a/b/c/f", RENAME_EXCHANGE);
                linux.unlink("/a/new");
            }
            replaced.set(i);
            assertThat(stats.stat(task, path, found)).isZero();
            assertThat(found.get().size()).isEqualTo(i);
        }
        replaced.set(0);
        for (Thread each : walkers) {
            each.join();
        }
        assertThat(wrong).hasValue(0);
    }

    /** A name that comes and goes is there or not, as its directory is. */
    @Test
    void file_and_its_directory_removed_and_made_by_another() throws InterruptedException {
        AtomicInteger phase = new AtomicInteger(); // even while nothing changes; a multiple of four while it is there
        AtomicInteger wrong = new AtomicInteger();
        Thread walker = new Thread(() -> {
            UserRef<Stat> room = UserRef.room(Stat.LAYOUT);
            int before;
            while ((before = phase.get()) >= 0) {
                long result = stats.stat(user, path, room);
                long opened = shim.calls(OpenCallsFamily.FAMILY).open(user, path, O_PATH, 0);
                if (opened >= 0) {
                    long unused = shim.calls(OpenCallsFamily.FAMILY).close(user, (int) opened);
                }
                if (phase.get() == before && (before & 1) == 0) {
                    boolean there = (before & 3) == 0;
                    if (result != (there ? 0 : -ENOENT) || opened < 0 == there) {
                        wrong.incrementAndGet();
                    }
                }
            }
        });
        walker.start();
        for (int i = 0; i < ROUNDS; i++) {
            phase.incrementAndGet();
            linux.unlink("/a/b/c/f");
            linux.rmdir("/a/b/c");
            phase.incrementAndGet();
            assertThat(stats.stat(task, path, found)).isEqualTo(-ENOENT);
            phase.incrementAndGet();
            linux.mkdir("/a/b/c", 0755);
            file("/a/b/c/f", 1);
            phase.incrementAndGet();
            assertThat(stats.stat(task, path, found)).isZero();
        }
        phase.set(Integer.MIN_VALUE);
        walker.join();
        assertThat(wrong).hasValue(0);
    }

    @Test
    void change_by_another_is_seen_by_whoever_begins_after_it() throws InterruptedException {
        AtomicInteger changes = new AtomicInteger(); // a multiple of four while all is as it was
        AtomicInteger wrong = new AtomicInteger();
        Thread walker = new Thread(() -> {
            UserRef<Stat> room = UserRef.room(Stat.LAYOUT);
            while (changes.get() >= 0) {
                int before = changes.get();
                long result = stats.stat(user, path, room);
                int phase = before & 3;
                if (changes.get() == before && (phase & 1) == 0 && result != (phase == 0 ? 0 : -EACCES)) {
                    wrong.incrementAndGet();
                }
            }
        });
        walker.start();
        for (int i = 0; i < ROUNDS; i++) {
            changes.incrementAndGet();
            linux.chmod("/a/b", 0700);
            changes.incrementAndGet();
            assertThat(stats.stat(task, path, found)).isZero();
            changes.incrementAndGet();
            linux.rename("/a/b", "/a/x");
            assertThat(stats.stat(task, path, found)).isEqualTo(-ENOENT);
            linux.rename("/a/x", "/a/b");
            linux.chmod("/a/b", 0755);
            changes.incrementAndGet();
        }
        changes.set(Integer.MIN_VALUE);
        walker.join();
        assertThat(wrong).hasValue(0);
    }
}
