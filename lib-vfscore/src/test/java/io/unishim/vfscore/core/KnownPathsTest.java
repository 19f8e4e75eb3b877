package io.unishim.vfscore.core;

import static io.unishim.abi.Errnos.EACCES;
import static io.unishim.abi.Errnos.ENOENT;
import static io.unishim.abi.Errnos.ENOTDIR;
import static io.unishim.abi.Fcntl.AT_FDCWD;
import static io.unishim.abi.Fcntl.O_CREAT;
import static io.unishim.abi.Fcntl.O_RDWR;
import static io.unishim.abi.Fcntl.RENAME_EXCHANGE;
import static io.unishim.abi.Mounts.MNT_DETACH;
import static io.unishim.abi.Mounts.MS_BIND;
import static io.unishim.abi.Mounts.MS_MOVE;
import static org.assertj.core.api.Assertions.assertThat;

import io.unishim.Shim;
import io.unishim.linux.Linux;
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
class KnownParentsTest {
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
