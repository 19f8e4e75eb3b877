package io.unishim.vfscore.core;

import static io.unishim.abi.Errnos.ELOOP;
import static io.unishim.abi.Errnos.ENAMETOOLONG;
import static io.unishim.abi.Errnos.ENOENT;
import static io.unishim.abi.Errnos.ENOTDIR;
import static io.unishim.abi.Fcntl.O_CREAT;
import static io.unishim.abi.Fcntl.O_RDWR;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.unishim.Shim;
import io.unishim.linux.Linux;
import io.unishim.linux.StatCalls;
import io.unishim.linux.StatCallsFamily;
import io.unishim.memory.UserRef;
import io.unishim.memory.UserString;
import io.unishim.struct.Stat;
import io.unishim.task.Task;
import io.unishim.vfscore.VfscoreLibrary;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** One string that is walked again and again leads to what is there now. */
class PathStringsTest {
    private static final int TIMES = 4; // the names of a string are kept from the second walk on

    private final Shim shim =
            Shim.builder().only().library(new VfscoreLibrary()).boot();
    private final Task task = shim.newProcess("walker");
    private final Linux linux = shim.linux(task);
    private final StatCalls stats = shim.calls(StatCallsFamily.FAMILY);
    private final UserRef<Stat> found = UserRef.room(Stat.LAYOUT);

    @AfterEach
    void close() {
        shim.close();
    }

    private void leads(UserString path, long expected) {
        for (int i = 0; i < TIMES; i++) {
            assertThat(stats.stat(task, path, found)).isEqualTo(expected);
        }
    }

    private void leads(UserString path, long expected, long size) {
        leads(path, expected);
        assertThat(found.get().size()).isEqualTo(size);
    }

    private void file(String path, int size) {
        int fd = linux.open(path, O_CREAT | O_RDWR, 0644);
        linux.ftruncate(fd, size);
        linux.close(fd);
    }

    @Test
    void names_lead_to_what_the_tree_holds_now() {
        UserString path = UserString.of("/a/b//c/.././c/f");
        leads(path, -ENOENT);
        linux.mkdir("/a", 0755);
        linux.mkdir("/a/b", 0755);
        linux.mkdir("/a/b/c", 0755);
        file("/a/b/c/f", 3);
        leads(path, 0, 3);
        linux.rename("/a/b/c", "/a/b/d");
        leads(path, -ENOENT);
        file("/a/b/c", 1);
        leads(path, -ENOTDIR);
        linux.unlink("/a/b/c");
        linux.symlink("d/", "/a/b/c");
        leads(path, 0, 3); // by way of the link, twice
        linux.unlink("/a/b/d/f");
        leads(path, -ENOENT);
    }

    @Test
    void slashes_at_the_end_stay_what_they_are() {
        UserString slashed = UserString.of("x//");
        UserString root = UserString.of("//");
        leads(root, 0);
        file("/x", 1);
        leads(slashed, -ENOTDIR);
        linux.unlink("/x");
        linux.symlink("y", "/x");
        linux.symlink("x", "/y");
        leads(slashed, -ELOOP);
        linux.unlink("/y");
        linux.mkdir("/y", 0755);
        leads(slashed, 0);
        linux.mkdir("/y/x", 0755);
        file("/y/x/in", 1);
        linux.chdir("/y");
        leads(slashed, 0);
        leads(UserString.of(""), -ENOENT);
        leads(UserString.of("n".repeat(256)), -ENAMETOOLONG);
        leads(UserString.of("/".repeat(4096)), -ENAMETOOLONG);
    }

    @Test
    void another_task_with_another_root_walks_the_same_string() {
        UserString path = UserString.of("/f");
        file("/f", 1);
        linux.mkdir("/jail", 0755);
        file("/jail/f", 2);
        leads(path, 0, 1);
        Task other = shim.newProcess("jailed");
        shim.linux(other).chroot("/jail");
        assertThat(stats.stat(other, path, found)).isZero();
        assertThat(found.get().size()).isEqualTo(2);
        leads(path, 0, 1);
    }

    @Test
    void bytes_that_change_are_read_each_time() {
        file("/f", 1);
        file("/g", 2);
        byte[] bytes = "/f".getBytes(US_ASCII);
        UserString path = UserString.of(bytes);
        leads(path, 0, 1);
        bytes[1] = 'g';
        leads(path, 0, 2);
        bytes[0] = 0;
        leads(path, -ENOENT);
    }
}
