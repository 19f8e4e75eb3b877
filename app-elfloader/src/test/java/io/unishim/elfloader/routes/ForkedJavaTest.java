package io.unishim.elfloader.routes;

import static io.unishim.abi.Fcntl.O_CREAT;
import static io.unishim.abi.Fcntl.O_RDWR;
import static org.assertj.core.api.Assertions.assertThat;

import io.unishim.Shim;
import io.unishim.abi.Signals;
import io.unishim.abi.Wait;
import io.unishim.linux.Linux;
import io.unishim.task.Process;
import io.unishim.task.Task;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Java code as a child process: what it inherits, and how its parent hears of its end. No program runs. */
class ForkedJavaTest {
    private final Shim shim = Shim.boot();
    private final Task parent = shim.newProcess("parent");
    private final Linux linux = shim.linux(parent);

    @AfterEach
    void close() {
        shim.close();
    }

    private int awaitStatus(Process child) {
        int[] status = new int[1];
        assertThat(linux.wait4(child.pid(), status, 0)).isEqualTo(child.pid());
        assertThat(shim.tasks().process(child.pid())).isNull();
        return status[0];
    }

    @Test
    void the_child_has_copies_and_shares_open_files() {
        linux.mkdir("/work", 0700);
        linux.chdir("/work");
        int fd = linux.open("file", O_RDWR | O_CREAT, 0600);
        linux.umask(027);
        Process child = shim.tasks().fork(parent, task -> {
            Linux own = shim.linux(task);
            own.write(fd, "child".getBytes(StandardCharsets.US_ASCII));
            own.chdir("/");
            own.close(fd);
            int mask = own.umask(0);
            return own.getppid() == parent.process().pid()
                            && own.getpid() == task.process().pid()
                    ? mask
                    : 255;
        });
        assertThat(awaitStatus(child)).isEqualTo(Wait.exited(027));
        assertThat(linux.umask(0)).isEqualTo(027);
        byte[] directory = new byte[100];
        int length = linux.getcwd(directory);
        assertThat(new String(directory, 0, length, StandardCharsets.US_ASCII)).isEqualTo("/work\0");
        // The position is the open file's, which both have.
        assertThat(linux.write(fd, new byte[] {'!'})).isEqualTo(1);
        assertThat(linux.stat("file").size()).isEqualTo(6);
    }

    @Test
    void a_signal_ends_what_the_child_waits_for() throws InterruptedException {
        CountDownLatch started = new CountDownLatch(1);
        Process child = shim.tasks().fork(parent, task -> {
            started.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                return 1;
            }
            return 0;
        });
        started.await();
        linux.kill(child.pid(), Signals.SIGKILL);
        assertThat(awaitStatus(child)).isEqualTo(Wait.signaled(Signals.SIGKILL, false));
    }

    @Test
    void the_child_may_exit_and_have_children() {
        Process child = shim.tasks().fork(parent, task -> {
            Process grandchild = shim.tasks().fork(task, inner -> 4);
            int[] status = new int[1];
            shim.linux(task).wait4(grandchild.pid(), status, 0);
            shim.linux(task).exit((status[0] >> 8 & 0xff) + 1);
            return 77;
        });
        assertThat(awaitStatus(child)).isEqualTo(Wait.exited(5));
    }

    @Test
    void what_the_code_throws_counts_as_abort() {
        Process child = shim.tasks().fork(parent, task -> {
            Thread.currentThread().setUncaughtExceptionHandler((thread, thrown) -> {});
            throw new IllegalStateException("on purpose");
        });
        assertThat(awaitStatus(child)).isEqualTo(Wait.signaled(Signals.SIGABRT, false));
    }
}
