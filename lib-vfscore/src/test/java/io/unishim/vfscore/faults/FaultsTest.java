package io.unishim.vfscore.faults;

import static io.unishim.abi.Fcntl.O_APPEND;
import static io.unishim.abi.Fcntl.O_CREAT;
import static io.unishim.abi.Fcntl.O_DSYNC;
import static io.unishim.abi.Fcntl.O_RDONLY;
import static io.unishim.abi.Fcntl.O_RDWR;
import static io.unishim.abi.Fcntl.O_SYNC;
import static io.unishim.abi.Fcntl.O_TRUNC;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.unishim.Shim;
import io.unishim.abi.Errno;
import io.unishim.call.ErrnoException;
import io.unishim.file.Faults;
import io.unishim.file.Faults.Operation;
import io.unishim.file.Mount;
import io.unishim.linux.Linux;
import io.unishim.vfscore.VfscoreLibrary;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What goes wrong on purpose, and what is left after a power cut. */
class FaultsTest {
    private Faults faults = new Faults(1);
    private Shim shim;
    private Linux linux;

    @BeforeEach
    void boot() {
        shim = Shim.builder()
                .only()
                .library(new VfscoreLibrary())
                .mount(Mount.memory("/data").faults(faults))
                .boot();
        shim.newProcess("test");
        linux = shim.linux();
    }

    @AfterEach
    void close() {
        shim.close();
    }

    private void reboot() {
        shim.close();
        boot();
    }

    private void cutAndReboot() {
        faults.cut();
        reboot();
    }

    private int open(String path, int flags) {
        return linux.open(path, flags, 0644);
    }

    private void write(int fd, String text) {
        assertThat(linux.write(fd, text.getBytes(UTF_8))).isEqualTo(text.length());
    }

    /** Makes a file, syncs what is wanted. */
    private void file(String path, String text, boolean sync, boolean syncDirectory) {
        int fd = open(path, O_RDWR | O_CREAT | O_TRUNC);
        write(fd, text);
        if (sync) {
            linux.fsync(fd);
        }
        linux.close(fd);
        if (syncDirectory) {
            sync(path.substring(0, path.lastIndexOf('/')));
        }
    }

    private void sync(String path) {
        int fd = open(path, O_RDONLY);
        linux.fsync(fd);
        linux.close(fd);
    }

    private String read(String path) {
        int fd = open(path, O_RDONLY);
        byte[] bytes = new byte[100_000];
        int count = linux.read(fd, bytes);
        linux.close(fd);
        return new String(bytes, 0, count, UTF_8);
    }

    private static void fails(Errno errno, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        ErrnoException.class, e -> assertThat(e.errno()).isEqualTo(errno));
    }

    private void missing(String path) {
        fails(Errno.ENOENT, () -> open(path, O_RDONLY));
    }

    // Faults.

    @Test
    void the_nth_operation_fails_and_no_other() {
        int fd = open("/data/f", O_RDWR | O_CREAT);
        faults.failNth(Operation.WRITE, 2, Errno.ENOSPC).failNth(Operation.SYNC, 1, Errno.EIO);
        faults.failNth(Operation.READ, 3, Errno.EIO);
        write(fd, "one");
        fails(Errno.ENOSPC, () -> write(fd, "two"));
        write(fd, "three");
        fails(Errno.EIO, () -> linux.fsync(fd));
        linux.fsync(fd);
        assertThat(read("/data/f")).isEqualTo("onethree");
        assertThat(read("/data/f")).isEqualTo("onethree");
        fails(Errno.EIO, () -> read("/data/f"));
        assertThat(read("/data/f")).isEqualTo("onethree");
        faults.failNth(Operation.NAME, 1, Errno.EDQUOT);
        fails(Errno.EDQUOT, () -> linux.mkdir("/data/d", 0755));
        linux.mkdir("/data/d", 0755);
    }

    @Test
    void chance_is_drawn_by_the_seed() {
        Set<String> seen = new HashSet<>();
        for (int seed = 0; seed < 3; seed++) {
            String first = chances(seed);
            assertThat(chances(seed)).isEqualTo(first);
            assertThat(first).contains("0").contains("1");
            seen.add(first);
        }
        assertThat(seen).hasSize(3);
    }

    private String chances(long seed) {
        shim.close();
        faults = new Faults(seed);
        boot();
        faults.failRandomly(Operation.WRITE, 0.3, Errno.EIO);
        int fd = open("/data/f", O_RDWR | O_CREAT);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 64; i++) {
            try {
                write(fd, "x");
                text.append(1);
            } catch (ErrnoException e) {
                text.append(0);
            }
        }
        return text.toString();
    }

    @Test
    void reads_and_writes_may_be_short() {
        faults.shortTransfers(1);
        int fd = open("/data/f", O_RDWR | O_CREAT);
        byte[] bytes = new byte[1000];
        Arrays.fill(bytes, (byte) 'x');
        int written = linux.write(fd, bytes);
        assertThat(written).isBetween(1, 999);
        faults.heal();
        assertThat(read("/data/f")).hasSize(written);
        assertThat(linux.write(fd, bytes)).isEqualTo(1000);
        faults.shortTransfers(1);
        assertThat(read("/data/f").length()).isBetween(1, 1000 + written);
    }

    @Test
    void other_mounts_work_on() {
        faults.cut();
        file("/tmp/f", "text", true, true);
        assertThat(read("/tmp/f")).isEqualTo("text");
    }

    // Power cuts.

    @Test
    void everything_answers_eio_while_power_is_off() {
        file("/data/f", "text", true, true);
        int fd = open("/data/f", O_RDWR);
        int directory = open("/data", O_RDONLY);
        faults.cut();
        assertThat(faults.isOff()).isTrue();
        fails(Errno.EIO, () -> linux.read(fd, new byte[1]));
        fails(Errno.EIO, () -> linux.write(fd, new byte[1]));
        fails(Errno.EIO, () -> linux.fsync(fd));
        fails(Errno.EIO, () -> linux.ftruncate(fd, 0));
        fails(Errno.EIO, () -> linux.fsync(directory));
        fails(Errno.EIO, () -> open("/data/f", O_RDONLY));
        fails(Errno.EIO, () -> open("/data", O_RDONLY));
        fails(Errno.EIO, () -> linux.unlink("/data/f"));
        fails(Errno.EIO, () -> linux.mkdir("/data/d", 0755));
    }

    @Test
    void what_was_synced_is_there() {
        file("/data/f", "text", true, true);
        cutAndReboot();
        assertThat(read("/data/f")).isEqualTo("text");
    }

    @Test
    void a_name_is_lost_whose_directory_was_not_synced() {
        file("/data/f", "text", true, false);
        cutAndReboot();
        missing("/data/f");
    }

    @Test
    void a_file_is_empty_that_was_not_synced() {
        file("/data/f", "text", false, true);
        cutAndReboot();
        assertThat(read("/data/f")).isEmpty();
    }

    @Test
    void content_goes_back_to_the_last_sync() {
        int fd = open("/data/f", O_RDWR | O_CREAT);
        write(fd, "x".repeat(10_000));
        linux.fdatasync(fd);
        sync("/data");
        linux.pwrite64(fd, "later".getBytes(UTF_8), 5000);
        write(fd, "more");
        linux.ftruncate(fd, 6000);
        cutAndReboot();
        assertThat(read("/data/f")).isEqualTo("x".repeat(10_000));
    }

    @Test
    void cut_and_extended_again_reads_zeros() {
        int fd = open("/data/f", O_RDWR | O_CREAT);
        write(fd, "x".repeat(10_000));
        linux.fsync(fd);
        sync("/data");
        linux.ftruncate(fd, 5);
        linux.ftruncate(fd, 9000);
        linux.fsync(fd);
        cutAndReboot();
        assertThat(read("/data/f")).isEqualTo("xxxxx" + "\0".repeat(8995));
    }

    @Test
    void o_sync_and_o_dsync_need_no_fsync() {
        for (int flag : new int[] {O_SYNC, O_DSYNC, O_SYNC | O_APPEND}) {
            int fd = open("/data/f" + flag, O_RDWR | O_CREAT | flag);
            write(fd, "one");
            write(fd, "two");
        }
        sync("/data");
        cutAndReboot();
        for (int flag : new int[] {O_SYNC, O_DSYNC, O_SYNC | O_APPEND}) {
            assertThat(read("/data/f" + flag)).isEqualTo("onetwo");
        }
    }

    @Test
    void sync_and_syncfs_bring_everything() {
        linux.mkdir("/data/d", 0755);
        file("/data/d/f", "text", false, false);
        linux.sync();
        file("/data/d/g", "more", false, false);
        int fd = open("/data", O_RDONLY);
        linux.syncfs(fd);
        file("/data/d/h", "lost", false, false);
        cutAndReboot();
        assertThat(read("/data/d/f")).isEqualTo("text");
        assertThat(read("/data/d/g")).isEqualTo("more");
        missing("/data/d/h");
    }

    @Test
    void a_removed_name_is_back_until_its_directory_is_synced() {
        file("/data/f", "text", true, true);
        file("/data/g", "text", true, true);
        linux.unlink("/data/f");
        sync("/data");
        linux.unlink("/data/g");
        cutAndReboot();
        missing("/data/f");
        assertThat(read("/data/g")).isEqualTo("text");
    }

    @Test
    void a_directory_is_there_if_its_parent_was_synced_and_so_on() {
        linux.mkdir("/data/a", 0755);
        linux.mkdir("/data/a/b", 0700);
        file("/data/a/b/f", "text", true, true);
        sync("/data/a");
        linux.mkdir("/data/c", 0755);
        cutAndReboot();
        missing("/data/a");
        missing("/data/c");
        linux.mkdir("/data/a", 0755);
        linux.mkdir("/data/a/b", 0700);
        sync("/data");
        sync("/data/a");
        file("/data/a/b/f", "text", true, true);
        cutAndReboot();
        assertThat(read("/data/a/b/f")).isEqualTo("text");
        assertThat(linux.stat("/data/a/b").mode() & 07777).isEqualTo(0700);
    }

    @Test
    void a_rename_has_happened_or_not() {
        Set<String> outcomes = new HashSet<>();
        for (int seed = 0; seed < 40; seed++) {
            shim.close();
            faults = new Faults(seed);
            boot();
            file("/data/f", "old", true, true);
            file("/data/f.new", "new", true, true);
            linux.rename("/data/f.new", "/data/f");
            cutAndReboot();
            String content = read("/data/f");
            if (content.equals("old")) {
                assertThat(read("/data/f.new")).isEqualTo("new");
            } else {
                assertThat(content).isEqualTo("new");
                missing("/data/f.new");
            }
            outcomes.add(content);
        }
        assertThat(outcomes).containsExactlyInAnyOrder("old", "new");
    }

    @Test
    void renames_happen_in_their_order() {
        Set<String> outcomes = new HashSet<>();
        for (int seed = 0; seed < 60; seed++) {
            shim.close();
            faults = new Faults(seed);
            boot();
            file("/data/a", "1", true, true);
            linux.rename("/data/a", "/data/b");
            linux.rename("/data/b", "/data/c");
            cutAndReboot();
            StringBuilder there = new StringBuilder();
            for (String name : new String[] {"a", "b", "c"}) {
                try {
                    there.append(read("/data/" + name)).append(name);
                } catch (ErrnoException e) {
                    assertThat(e.errno()).isEqualTo(Errno.ENOENT);
                }
            }
            outcomes.add(there.toString());
        }
        assertThat(outcomes).containsExactlyInAnyOrder("1a", "1b", "1c");
    }

    @Test
    void a_synced_rename_has_happened_in_both_directories() {
        linux.mkdir("/data/d", 0755);
        linux.mkdir("/data/e", 0755);
        file("/data/d/f", "text", true, true);
        sync("/data");
        linux.rename("/data/d/f", "/data/e/g");
        sync("/data/e");
        cutAndReboot();
        missing("/data/d/f");
        assertThat(read("/data/e/g")).isEqualTo("text");
    }

    @Test
    void links_lead_to_one_file() {
        file("/data/f", "text", true, false);
        linux.link("/data/f", "/data/g");
        linux.symlink("f", "/data/s");
        sync("/data");
        cutAndReboot();
        assertThat(linux.stat("/data/g").nlink()).isEqualTo(2);
        assertThat(linux.stat("/data/f").ino()).isEqualTo(linux.stat("/data/g").ino());
        assertThat(read("/data/s")).isEqualTo("text");
    }

    @Test
    void the_same_shim_goes_on_with_what_is_durable() {
        file("/data/f", "text", true, true);
        int fd = open("/data/f", O_RDWR);
        write(fd, "lost");
        faults.cut();
        faults.powerOn();
        assertThat(read("/data/f")).isEqualTo("text");
        fails(Errno.EIO, () -> linux.read(fd, new byte[1]));
        fails(Errno.EIO, () -> linux.fsync(fd));
        file("/data/g", "next", true, true);
        faults.cut();
        faults.powerOn();
        assertThat(read("/data/g")).isEqualTo("next");
    }

    @Test
    void a_shim_that_closes_loses_nothing() {
        file("/data/f", "text", false, false);
        linux.chmod("/data/f", 0600);
        reboot();
        assertThat(read("/data/f")).isEqualTo("text");
        assertThat(linux.stat("/data/f").mode() & 07777).isEqualTo(0600);
    }

    @Test
    void a_cut_at_a_change_loses_that_change() {
        file("/data/f", "text", true, true);
        faults.cutAt(3);
        int fd = open("/data/f", O_RDWR);
        write(fd, "TE");
        linux.fsync(fd);
        fails(Errno.EIO, () -> write(fd, "XT"));
        reboot();
        assertThat(read("/data/f")).isEqualTo("TExt");
    }

    @Test
    void a_failed_sync_makes_nothing_durable() {
        file("/data/f", "text", true, true);
        int fd = open("/data/f", O_RDWR);
        write(fd, "TEXT");
        faults.failNth(Operation.SYNC, 1, Errno.EIO);
        fails(Errno.EIO, () -> linux.fsync(fd));
        cutAndReboot();
        assertThat(read("/data/f")).isEqualTo("text");
    }

    @Test
    void faults_belong_to_one_mount() {
        assertThatThrownBy(() -> Shim.builder()
                        .only()
                        .library(new VfscoreLibrary())
                        .mount(Mount.memory("/data").faults(faults))
                        .boot())
                .isInstanceOf(IllegalStateException.class);
    }
}
