package io.unishim.vfscore.core;

import static io.unishim.abi.Errnos.EAGAIN;
import static io.unishim.abi.Errnos.EBADF;
import static io.unishim.abi.Errnos.EDEADLK;
import static io.unishim.abi.Errnos.EMFILE;
import static io.unishim.abi.Fcntl.F_SETLK;
import static io.unishim.abi.Fcntl.F_SETLKW;
import static io.unishim.abi.Fcntl.F_WRLCK;
import static io.unishim.abi.Fcntl.O_CLOEXEC;
import static io.unishim.abi.Fcntl.O_CREAT;
import static io.unishim.abi.Fcntl.O_RDWR;
import static io.unishim.abi.Sched.CLONE_FILES;
import static io.unishim.abi.Sched.CLONE_FS;
import static io.unishim.abi.Sched.CLONE_VM;
import static org.assertj.core.api.Assertions.assertThat;

import io.unishim.Shim;
import io.unishim.file.Descriptors;
import io.unishim.linux.DescriptorCalls;
import io.unishim.linux.DescriptorCallsFamily;
import io.unishim.linux.DirectoryCalls;
import io.unishim.linux.DirectoryCallsFamily;
import io.unishim.linux.IoCalls;
import io.unishim.linux.IoCallsFamily;
import io.unishim.linux.OpenCalls;
import io.unishim.linux.OpenCallsFamily;
import io.unishim.memory.JavaMemory;
import io.unishim.memory.UserBuffer;
import io.unishim.memory.UserString;
import io.unishim.task.Task;
import io.unishim.vfscore.VfscoreLibrary;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What processes share, inherit and give back. */
@Timeout(120)
class ProcessFilesTest {
    private final Shim shim =
            Shim.builder().only().library(new VfscoreLibrary()).boot();
    private final OpenCalls opens = shim.calls(OpenCallsFamily.FAMILY);
    private final IoCalls io = shim.calls(IoCallsFamily.FAMILY);
    private final DescriptorCalls descriptors = shim.calls(DescriptorCallsFamily.FAMILY);
    private final DirectoryCalls directories = shim.calls(DirectoryCallsFamily.FAMILY);
    private final Task task = shim.newProcess("parent");

    @AfterEach
    void close() {
        shim.close();
    }

    private int open(Task by, String path, int flags) {
        return (int) opens.open(by, UserString.of(path), flags | O_CREAT | O_RDWR, 0644);
    }

    private Task clone(long flags) {
        CompletableFuture<Task> child = new CompletableFuture<>();
        assertThat(shim.tasks().clone(task, flags, child::complete)).isPositive();
        return child.join();
    }

    private static UserBuffer text(String text) {
        return UserBuffer.of(text.getBytes(java.nio.charset.StandardCharsets.US_ASCII));
    }

    @Test
    void a_forked_child_shares_positions_but_not_the_table() {
        int fd = open(task, "/tmp/f", 0);
        Task child = clone(0);
        io.write(child, fd, text("abc"));
        assertThat(io.lseek(task, fd, 0, 1)).isEqualTo(3);
        opens.close(child, fd);
        assertThat(io.write(child, fd, text("x"))).isEqualTo(-EBADF);
        assertThat(io.write(task, fd, text("x"))).isEqualTo(1);
    }

    @Test
    void clone_files_and_clone_fs_share_the_table_and_the_working_directory() {
        Task child = clone(CLONE_FILES | CLONE_FS | CLONE_VM);
        int fd = open(child, "/tmp/f", 0);
        assertThat(io.write(task, fd, text("x"))).isEqualTo(1);
        directories.chdir(child, UserString.of("/tmp"));
        assertThat(open(task, "f", 0)).isNotNegative();
        shim.tasks().exited(child, 0);
        assertThat(io.write(task, fd, text("x"))).isEqualTo(1);
    }

    @Test
    void exec_closes_what_asked_for_it_and_leaves_a_shared_table() {
        int kept = open(task, "/tmp/f", 0);
        int closed = open(task, "/tmp/f", O_CLOEXEC);
        Task child = clone(CLONE_FILES | CLONE_VM);
        shim.tasks().executed(child);
        assertThat(io.write(child, kept, text("x"))).isEqualTo(1);
        assertThat(io.write(child, closed, text("x"))).isEqualTo(-EBADF);
        assertThat(io.write(task, closed, text("x"))).isEqualTo(1);
    }

    @Test
    void no_more_descriptors_than_the_limit() {
        task.process().state(Descriptors.KEY).limit(2);
        assertThat(open(task, "/tmp/f", 0)).isZero();
        assertThat(open(task, "/tmp/f", 0)).isEqualTo(1);
        assertThat(open(task, "/tmp/g", 0)).isEqualTo(-EMFILE);
        assertThat(descriptors.dup(task, 0)).isEqualTo(-EMFILE);
    }

    private long lock(Task by, int fd, int command, long start) {
        JavaMemory memory = (JavaMemory) by.process().memory();
        long address = memory.allocate(32);
        memory.putLong(address, F_WRLCK);
        memory.putLong(address + 8, start);
        memory.putLong(address + 16, 1);
        return descriptors.fcntl(by, fd, command, address);
    }

    @Test
    void a_lock_waits_for_another_process_and_comes_when_that_exits() throws Exception {
        int fd = open(task, "/tmp/f", 0);
        Task other = shim.newProcess("other");
        int otherFd = open(other, "/tmp/f", 0);
        assertThat(lock(task, fd, F_SETLK, 0)).isZero();
        assertThat(lock(other, otherFd, F_SETLK, 0)).isEqualTo(-EAGAIN);
        CompletableFuture<Long> waits = CompletableFuture.supplyAsync(() -> lock(other, otherFd, F_SETLKW, 0));
        shim.tasks().exited(task, 0);
        assertThat(waits.get(60, TimeUnit.SECONDS)).isZero();
    }

    @Test
    void two_processes_that_would_wait_for_each_other_are_told() throws Exception {
        int fd = open(task, "/tmp/f", 0);
        Task other = shim.newProcess("other");
        int otherFd = open(other, "/tmp/f", 0);
        assertThat(lock(task, fd, F_SETLK, 0)).isZero();
        assertThat(lock(other, otherFd, F_SETLK, 1)).isZero();
        CompletableFuture<Long> one = CompletableFuture.supplyAsync(() -> give(task, fd, lock(task, fd, F_SETLKW, 1)));
        CompletableFuture<Long> two =
                CompletableFuture.supplyAsync(() -> give(other, otherFd, lock(other, otherFd, F_SETLKW, 0)));
        // Whoever comes second is told, and gives up what the first one waits for.
        assertThat(new long[] {one.get(60, TimeUnit.SECONDS), two.get(60, TimeUnit.SECONDS)})
                .containsExactlyInAnyOrder(0, -EDEADLK);
    }

    private long give(Task by, int fd, long result) {
        opens.close(by, fd);
        return result;
    }

    @Test
    void closing_any_descriptor_of_a_file_gives_up_the_locks_of_the_process() {
        int fd = open(task, "/tmp/f", 0);
        int second = open(task, "/tmp/f", 0);
        Task other = shim.newProcess("other");
        int otherFd = open(other, "/tmp/f", 0);
        assertThat(lock(task, fd, F_SETLK, 0)).isZero();
        opens.close(task, second);
        assertThat(lock(other, otherFd, F_SETLK, 0)).isZero();
    }
}
