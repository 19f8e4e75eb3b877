package io.unishim.process;

import static io.unishim.abi.Errnos.ECHILD;
import static io.unishim.abi.Signals.CLD_EXITED;
import static io.unishim.abi.Signals.CLD_KILLED;
import static io.unishim.abi.Signals.SA_NOCLDWAIT;
import static io.unishim.abi.Signals.SIGCHLD;
import static io.unishim.abi.Signals.SIGCONT;
import static io.unishim.abi.Signals.SIGKILL;
import static io.unishim.abi.Signals.SIGSTOP;
import static io.unishim.abi.Signals.SIGUSR1;
import static io.unishim.abi.Signals.SIG_BLOCK;
import static io.unishim.abi.Signals.SIG_IGN;
import static io.unishim.abi.Signals.bit;
import static io.unishim.abi.Syscall.GETPPID;
import static io.unishim.abi.Syscall.KILL;
import static io.unishim.abi.Syscall.PRCTL;
import static io.unishim.abi.Syscall.RT_SIGACTION;
import static io.unishim.abi.Syscall.RT_SIGPROCMASK;
import static io.unishim.abi.Syscall.RT_SIGTIMEDWAIT;
import static io.unishim.abi.Syscall.SETPGID;
import static io.unishim.abi.Syscall.WAIT4;
import static io.unishim.abi.Syscall.WAITID;
import static io.unishim.abi.Wait.P_ALL;
import static io.unishim.abi.Wait.P_PGID;
import static io.unishim.abi.Wait.P_PID;
import static io.unishim.abi.Wait.WCONTINUED;
import static io.unishim.abi.Wait.WEXITED;
import static io.unishim.abi.Wait.WNOHANG;
import static io.unishim.abi.Wait.WNOWAIT;
import static io.unishim.abi.Wait.WUNTRACED;
import static org.assertj.core.api.Assertions.assertThat;

import io.unishim.Shim;
import io.unishim.abi.Wait;
import io.unishim.memory.JavaMemory;
import io.unishim.task.Signalling;
import io.unishim.task.Task;
import io.unishim.testing.Await;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Zombies, stops, and parents that wait (man 2 wait4). */
class ChildrenTest {
    private Shim shim;
    private Threads threads;
    private Task parent;
    private long block;

    @BeforeEach
    void boot() {
        shim = Shim.builder().only("posix-process").boot();
        threads = new Threads(shim);
        parent = threads.first;
        block = threads.memory.allocate(4096);
    }

    @AfterEach
    void close() {
        threads.close();
        shim.close();
    }

    private Task child() {
        return shim.tasks().newProcess(parent.process(), new JavaMemory(), "child");
    }

    private long waitpid(long pid, int options) {
        return threads.call(parent, WAIT4, pid, block, options);
    }

    private int status() {
        return threads.memory.getInt(block);
    }

    @Test
    void a_zombie_stays_until_it_was_waited_for() {
        Task child = child();
        int pid = child.process().pid();
        assertThat(waitpid(-1, WNOHANG)).isZero();
        shim.tasks().exited(child, Wait.exited(3));
        assertThat(shim.tasks().process(pid)).isNotNull();
        assertThat(threads.call(parent, KILL, pid, SIGKILL))
                .as("a zombie takes signals")
                .isZero();
        assertThat(threads.call(parent, WAITID, P_PID, pid, block + 64, WEXITED | WNOWAIT))
                .isZero();
        assertThat(threads.memory.getInt(block + 64)).isEqualTo(SIGCHLD);
        assertThat(threads.memory.getInt(block + 64 + 8)).isEqualTo(CLD_EXITED);
        assertThat(threads.memory.getInt(block + 64 + 16)).isEqualTo(pid);
        assertThat(threads.memory.getInt(block + 64 + 24)).isEqualTo(3);
        assertThat(waitpid(pid, 0)).isEqualTo(pid);
        assertThat(status()).isEqualTo(0x300);
        assertThat(shim.tasks().process(pid)).isNull();
        assertThat(waitpid(-1, 0)).isEqualTo(-ECHILD);
    }

    @Test
    void a_child_that_a_signal_ended_says_so() {
        Task child = child();
        assertThat(threads.call(parent, KILL, child.process().pid(), SIGKILL)).isZero();
        shim.tasks().exited(child, child.exitStatus());
        assertThat(threads.call(parent, WAITID, P_ALL, 0, block + 64, WEXITED)).isZero();
        assertThat(threads.memory.getInt(block + 64 + 8)).isEqualTo(CLD_KILLED);
        assertThat(threads.memory.getInt(block + 64 + 24)).isEqualTo(SIGKILL);
    }

    @Test
    void a_wait_ends_when_a_child_does() {
        Task child = child();
        Future<Long> waits = threads.start(parent, WAIT4, -1, block, 0);
        Await.until(() -> !ChildState.of(parent.process()).waiters.isEmpty());
        shim.tasks().exited(child, Wait.exited(1));
        assertThat(Threads.get(waits)).isEqualTo(child.process().pid());
        assertThat(status()).isEqualTo(0x100);
    }

    @Test
    void two_tasks_that_wait_get_one_child_each() {
        Task other = threads.another();
        Task one = child();
        Task two = child();
        Future<Long> first = threads.start(parent, WAIT4, -1, 0, 0);
        Future<Long> second = threads.start(other, WAIT4, -1, 0, 0);
        shim.tasks().exited(one, 0);
        shim.tasks().exited(two, 0);
        assertThat(java.util.List.of(Threads.get(first), Threads.get(second)))
                .containsExactlyInAnyOrder(
                        (long) one.process().pid(), (long) two.process().pid());
    }

    @Test
    void children_are_found_by_their_group() {
        Task child = child();
        int pid = child.process().pid();
        assertThat(threads.call(parent, SETPGID, pid, pid)).isZero();
        assertThat(waitpid(0, WNOHANG)).isEqualTo(-ECHILD);
        assertThat(waitpid(-pid, WNOHANG)).isZero();
        shim.tasks().exited(child, 0);
        assertThat(threads.call(parent, WAITID, P_PGID, pid, 0, WEXITED)).isZero();
    }

    @Test
    void stops_and_what_follows_are_told_once() {
        Task child = child();
        int pid = child.process().pid();
        Signalling signalling = shim.service(Signalling.class);
        assertThat(threads.call(parent, KILL, pid, SIGSTOP)).isZero();
        assertThat(signalling.next(child)).isNull();
        assertThat(child.work() & Task.STOP).isNotZero();
        assertThat(waitpid(-1, WNOHANG)).isZero();
        assertThat(waitpid(-1, WUNTRACED)).isEqualTo(pid);
        assertThat(status()).isEqualTo(Wait.stopped(SIGSTOP));
        assertThat(waitpid(-1, WUNTRACED | WNOHANG)).isZero();
        assertThat(threads.call(parent, KILL, pid, SIGCONT)).isZero();
        assertThat(child.work() & Task.STOP).isZero();
        assertThat(waitpid(-1, WCONTINUED)).isEqualTo(pid);
        assertThat(status()).isEqualTo(Wait.CONTINUED);
        assertThat(waitpid(-1, WCONTINUED | WNOHANG)).isZero();
    }

    @Test
    void a_stopped_task_with_a_thread_waits_until_continued() {
        Task child = child();
        Signalling signalling = shim.service(Signalling.class);
        assertThat(threads.call(parent, KILL, child.process().pid(), SIGSTOP)).isZero();
        Future<Boolean> stopped = threads.start(() -> {
            child.actBy(Thread.currentThread(), null);
            boolean nothingLeft = signalling.next(child) == null;
            child.actBy(null, null);
            return nothingLeft;
        });
        assertThat(waitpid(-1, WUNTRACED)).isEqualTo(child.process().pid());
        assertThat(stopped.isDone()).isFalse();
        assertThat(threads.call(parent, KILL, child.process().pid(), SIGCONT)).isZero();
        assertThat(Threads.get(stopped)).isTrue();
    }

    @Test
    void the_parent_gets_sigchld() {
        threads.memory.putLong(block + 64, bit(SIGCHLD));
        threads.call(parent, RT_SIGPROCMASK, SIG_BLOCK, block + 64, 0, 8);
        Task child = child();
        shim.tasks().exited(child, Wait.exited(9));
        assertThat(threads.call(parent, RT_SIGTIMEDWAIT, block + 64, block + 128, block + 512, 8))
                .isEqualTo(SIGCHLD);
        assertThat(threads.memory.getInt(block + 128 + 8)).isEqualTo(CLD_EXITED);
        assertThat(threads.memory.getInt(block + 128 + 16))
                .isEqualTo(child.process().pid());
        assertThat(threads.memory.getInt(block + 128 + 24)).isEqualTo(9);
    }

    private void onChild(long handler, long flags) {
        threads.memory.putLong(block + 64, handler);
        threads.memory.putLong(block + 72, flags);
        assertThat(threads.call(parent, RT_SIGACTION, SIGCHLD, block + 64, 0, 8))
                .isZero();
    }

    @Test
    void children_of_who_ignores_sigchld_leave_nothing() {
        onChild(SIG_IGN, 0);
        Task child = child();
        shim.tasks().exited(child, 0);
        assertThat(shim.tasks().process(child.process().pid())).isNull();
        assertThat(waitpid(-1, 0)).isEqualTo(-ECHILD);
    }

    @Test
    void children_of_who_does_not_want_to_wait_leave_nothing() {
        onChild(0, SA_NOCLDWAIT);
        Task child = child();
        Future<Long> waits = threads.start(parent, WAIT4, -1, 0, 0);
        Await.until(() -> !ChildState.of(parent.process()).waiters.isEmpty());
        shim.tasks().exited(child, 0);
        assertThat(Threads.get(waits)).isEqualTo(-ECHILD);
    }

    @Test
    void orphans_get_the_first_process_and_the_signal_they_asked_for() {
        Task child = child();
        assertThat(threads.call(child, PRCTL, 1, SIGUSR1)).isZero();
        shim.tasks().exited(parent, 0);
        assertThat(threads.call(child, GETPPID)).isEqualTo(1);
        assertThat(child.exitStatus()).isEqualTo(SIGUSR1);
    }

    @Test
    void children_inherit_what_is_ignored_and_not_what_is_pending() {
        onChild(SIG_IGN, 0);
        threads.memory.putLong(block + 64, bit(SIGUSR1));
        threads.call(parent, RT_SIGPROCMASK, SIG_BLOCK, block + 64, 0, 8);
        threads.call(parent, KILL, parent.process().pid(), SIGUSR1);
        Task child = child();
        assertThat(ProcessSignals.of(child).actions[SIGCHLD].handler()).isEqualTo(SIG_IGN);
        assertThat(ProcessSignals.of(child).shared.set()).isZero();
        assertThat(Membership.of(child.process()).group).isEqualTo(Membership.of(parent.process()).group);
    }
}
