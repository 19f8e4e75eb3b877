package io.unishim.process;

import static io.unishim.abi.Errnos.EINTR;
import static io.unishim.abi.Errnos.EPERM;
import static io.unishim.abi.Errnos.ESRCH;
import static io.unishim.abi.Futex.FUTEX_WAIT;
import static io.unishim.abi.Restart.ERESTARTNOHAND;
import static io.unishim.abi.Signals.SA_NODEFER;
import static io.unishim.abi.Signals.SA_ONSTACK;
import static io.unishim.abi.Signals.SA_RESETHAND;
import static io.unishim.abi.Signals.SA_RESTART;
import static io.unishim.abi.Signals.SEGV_MAPERR;
import static io.unishim.abi.Signals.SIGCONT;
import static io.unishim.abi.Signals.SIGHUP;
import static io.unishim.abi.Signals.SIGKILL;
import static io.unishim.abi.Signals.SIGSEGV;
import static io.unishim.abi.Signals.SIGTERM;
import static io.unishim.abi.Signals.SIGUSR1;
import static io.unishim.abi.Signals.SIGUSR2;
import static io.unishim.abi.Signals.SIG_BLOCK;
import static io.unishim.abi.Signals.SIG_IGN;
import static io.unishim.abi.Signals.SIG_SETMASK;
import static io.unishim.abi.Signals.SIG_UNBLOCK;
import static io.unishim.abi.Signals.bit;
import static io.unishim.abi.Syscall.EXIT_GROUP;
import static io.unishim.abi.Syscall.FUTEX;
import static io.unishim.abi.Syscall.KILL;
import static io.unishim.abi.Syscall.PAUSE;
import static io.unishim.abi.Syscall.RT_SIGACTION;
import static io.unishim.abi.Syscall.RT_SIGPROCMASK;
import static io.unishim.abi.Syscall.RT_SIGTIMEDWAIT;
import static io.unishim.abi.Syscall.SIGALTSTACK;
import static io.unishim.abi.Syscall.TGKILL;
import static org.assertj.core.api.Assertions.assertThat;

import io.unishim.Shim;
import io.unishim.abi.Wait;
import io.unishim.memory.UserLong;
import io.unishim.struct.SigInfo;
import io.unishim.task.Credentials;
import io.unishim.task.Execution;
import io.unishim.task.Signalling;
import io.unishim.task.Task;
import io.unishim.testing.Await;
import java.util.Objects;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Signals between tasks, and what the engine is told of them (man 7 signal). */
class SignalTest {
    private static final long HANDLER = 0x4000;

    private Shim shim;
    private Threads threads;
    private Signalling signalling;
    private Task task;
    private long block;

    @BeforeEach
    void boot() {
        shim = Shim.builder().only("posix-process").boot();
        threads = new Threads(shim);
        signalling = shim.service(Signalling.class);
        task = threads.first;
        block = threads.memory.allocate(4096);
    }

    @AfterEach
    void close() {
        threads.close();
        shim.close();
    }

    private void act(int signal, long handler, long flags, long mask) {
        threads.memory.putLong(block, handler);
        threads.memory.putLong(block + 8, flags);
        threads.memory.putLong(block + 16, 0x77);
        threads.memory.putLong(block + 24, mask);
        assertThat(threads.call(task, RT_SIGACTION, signal, block, 0, 8)).isZero();
    }

    private Signalling.Handler taken(Task by) {
        return Objects.requireNonNull(signalling.next(by), "nothing to handle");
    }

    private void mask(Task of, int how, long set) {
        threads.memory.putLong(block + 64, set);
        assertThat(threads.call(of, RT_SIGPROCMASK, how, block + 64, 0, 8)).isZero();
    }

    private void kill(int signal) {
        assertThat(threads.call(task, KILL, task.process().pid(), signal)).isZero();
    }

    @Test
    void a_handler_runs_with_its_mask_and_its_own_signal_blocked() {
        act(SIGUSR1, HANDLER, SA_RESTART, bit(SIGUSR2));
        mask(task, SIG_SETMASK, bit(SIGHUP));
        kill(SIGUSR1);
        assertThat(task.work() & Task.SIGNAL).isNotZero();
        Signalling.Handler handler = taken(task);
        assertThat(handler.signal()).isEqualTo(SIGUSR1);
        assertThat(handler.address()).isEqualTo(HANDLER);
        assertThat(handler.restorer()).isEqualTo(0x77);
        assertThat(handler.restart()).isTrue();
        assertThat(handler.oldMask()).isEqualTo(bit(SIGHUP));
        assertThat(handler.info().pid()).isEqualTo(task.process().pid());
        assertThat(signalling.mask(task)).isEqualTo(bit(SIGHUP) | bit(SIGUSR1) | bit(SIGUSR2));
        assertThat(signalling.next(task)).isNull();
        assertThat(task.work() & Task.SIGNAL).isZero();
    }

    @Test
    void a_handler_that_resets_itself_runs_once_and_may_be_nested() {
        act(SIGUSR1, HANDLER, SA_RESETHAND | SA_NODEFER, 0);
        kill(SIGUSR1);
        assertThat(signalling.next(task)).isNotNull();
        assertThat(signalling.mask(task)).isZero();
        kill(SIGUSR1);
        assertThat(task.work() & Task.EXIT).isNotZero();
        assertThat(task.exitStatus()).isEqualTo(SIGUSR1);
    }

    @Test
    void a_handler_is_told_of_the_alternate_stack_only_if_it_wants_it() {
        threads.memory.putLong(block + 128, 0x9000);
        threads.memory.putLong(block + 128 + 16, 8192);
        assertThat(threads.call(task, SIGALTSTACK, block + 128, 0)).isZero();
        act(SIGUSR1, HANDLER, 0, 0);
        act(SIGUSR2, HANDLER, SA_ONSTACK, 0);
        kill(SIGUSR1);
        assertThat(taken(task).alternate()).isFalse();
        kill(SIGUSR2);
        Signalling.Handler onStack = taken(task);
        assertThat(onStack.alternate()).isTrue();
        assertThat(onStack.stack().base()).isEqualTo(0x9000);
        assertThat(onStack.stack().size()).isEqualTo(8192);
    }

    @Test
    void the_stack_in_use_is_not_changed() {
        task.put(Execution.KEY, new Execution() {
            @Override
            public Birth share() {
                throw new UnsupportedOperationException("no clone is made here");
            }

            @Override
            public long stackPointer() {
                return 0x9100;
            }
        });
        threads.memory.putLong(block + 128, 0x9000);
        threads.memory.putLong(block + 128 + 16, 8192);
        assertThat(threads.call(task, SIGALTSTACK, block + 128, 0)).isZero();
        assertThat(threads.call(task, SIGALTSTACK, block + 128, 0)).isEqualTo(-EPERM);
        assertThat(threads.call(task, SIGALTSTACK, 0, block + 256)).isZero();
        assertThat(threads.memory.getInt(block + 256 + 8)).isEqualTo(1);
    }

    @Test
    void what_is_unblocked_is_work_and_what_is_blocked_is_none() {
        act(SIGUSR1, HANDLER, 0, 0);
        mask(task, SIG_BLOCK, bit(SIGUSR1));
        kill(SIGUSR1);
        assertThat(task.work() & Task.SIGNAL).isZero();
        mask(task, SIG_UNBLOCK, bit(SIGUSR1));
        assertThat(task.work() & Task.SIGNAL).isNotZero();
        mask(task, SIG_BLOCK, bit(SIGUSR1));
        assertThat(task.work() & Task.SIGNAL).isZero();
        signalling.mask(task, 0);
        assertThat(task.work() & Task.SIGNAL).isNotZero();
    }

    @Test
    void sigsuspend_takes_a_signal_that_the_mask_blocks_and_restores_the_mask_through_the_frame() {
        task.put(Execution.KEY, () -> null);
        act(SIGUSR1, HANDLER, 0, 0);
        mask(task, SIG_BLOCK, bit(SIGUSR1) | bit(SIGUSR2));
        kill(SIGUSR1);
        threads.memory.putLong(block + 64, bit(SIGHUP));
        SignalHandlers handlers = new SignalHandlers((SignalService) signalling);
        long result = handlers.rt_sigsuspend(task, UserLong.of(bit(SIGHUP)), 8);
        assertThat(result).isEqualTo(-ERESTARTNOHAND);
        assertThat(signalling.mask(task)).isEqualTo(bit(SIGHUP));
        Signalling.Handler handler = taken(task);
        assertThat(handler.oldMask()).isEqualTo(bit(SIGUSR1) | bit(SIGUSR2));
        assertThat(signalling.mask(task)).isEqualTo(bit(SIGHUP) | bit(SIGUSR1));
    }

    @Test
    void a_temporary_mask_without_a_handler_is_undone_by_next() {
        task.put(Execution.KEY, () -> null);
        mask(task, SIG_SETMASK, bit(SIGUSR1));
        signalling.temporaryMask(task, 0);
        signalling.endTemporaryMask(task, true);
        assertThat(signalling.mask(task)).isZero();
        assertThat(signalling.next(task)).isNull();
        assertThat(signalling.mask(task)).isEqualTo(bit(SIGUSR1));
    }

    @Test
    void a_fault_that_is_blocked_or_ignored_ends_the_process() {
        act(SIGSEGV, SIG_IGN, 0, 0);
        signalling.force(task, SIGSEGV, SigInfo.fault(SIGSEGV, SEGV_MAPERR, 0));
        assertThat(task.exitStatus()).isEqualTo(SIGSEGV);
    }

    @Test
    void a_fault_with_a_handler_is_the_first_to_be_taken() {
        act(SIGSEGV, HANDLER, 0, 0);
        act(SIGHUP, HANDLER, 0, 0);
        kill(SIGHUP);
        signalling.force(task, SIGSEGV, SigInfo.fault(SIGSEGV, SEGV_MAPERR, 0xbad));
        assertThat(taken(task).info().first()).isEqualTo(0xbad);
        assertThat(taken(task).signal()).isEqualTo(SIGHUP);
    }

    @Test
    void a_signal_to_the_process_goes_to_a_task_that_does_not_block_it() {
        Task other = threads.another();
        act(SIGUSR1, HANDLER, 0, 0);
        mask(task, SIG_BLOCK, bit(SIGUSR1));
        kill(SIGUSR1);
        assertThat(task.work() & Task.SIGNAL).isZero();
        assertThat(other.work() & Task.SIGNAL).isNotZero();
        assertThat(taken(other).signal()).isEqualTo(SIGUSR1);
    }

    @Test
    void what_a_task_blocks_while_it_is_pending_goes_to_another() {
        Task other = threads.another();
        act(SIGUSR1, HANDLER, 0, 0);
        mask(other, SIG_BLOCK, bit(SIGUSR1));
        kill(SIGUSR1);
        assertThat(task.work() & Task.SIGNAL).isNotZero();
        mask(other, SIG_UNBLOCK, bit(SIGUSR1));
        other.done(Task.SIGNAL);
        mask(task, SIG_BLOCK, bit(SIGUSR1));
        assertThat(other.work() & Task.SIGNAL).isNotZero();
    }

    @Test
    void a_wait_for_signals_ends_with_one_that_is_sent() {
        mask(task, SIG_BLOCK, bit(SIGUSR1));
        threads.memory.putLong(block + 256, bit(SIGUSR1));
        Future<Long> waits = threads.start(task, RT_SIGTIMEDWAIT, block + 256, block + 512, 0, 8);
        Await.until(() -> TaskSignals.of(task).awaited != 0);
        Task other = threads.another();
        assertThat(threads.call(other, TGKILL, task.process().pid(), task.tid(), SIGUSR1))
                .isZero();
        assertThat(Threads.get(waits)).isEqualTo(SIGUSR1);
        assertThat(threads.memory.getInt(block + 512)).isEqualTo(SIGUSR1);
        assertThat(task.work() & Task.SIGNAL).isZero();
    }

    @Test
    void a_wait_for_signals_is_cut_short_by_another_ones_handler() {
        act(SIGUSR2, HANDLER, SA_RESTART, 0);
        mask(task, SIG_BLOCK, bit(SIGUSR1));
        threads.memory.putLong(block + 256, bit(SIGUSR1));
        Future<Long> waits = threads.start(task, RT_SIGTIMEDWAIT, block + 256, 0, 0, 8);
        Await.until(() -> TaskSignals.of(task).awaited != 0);
        signalling.send(task, SIGUSR2, SigInfo.from(SIGUSR2, 0, 1, 0));
        assertThat(Threads.get(waits)).isEqualTo(-EINTR);
    }

    @Test
    void exit_group_ends_siblings_wherever_they_wait() {
        Task inFutex = threads.another();
        Task inPause = threads.another();
        Task inWait = threads.another();
        Task computing = threads.another();
        threads.memory.putLong(block + 256, bit(SIGUSR1));
        Future<Long> one = threads.start(inFutex, FUTEX, block + 1024, FUTEX_WAIT, 0);
        Future<Long> two = threads.start(inPause, PAUSE);
        Future<Long> three = threads.start(inWait, RT_SIGTIMEDWAIT, block + 256, 0, 0, 8);
        threads.untilQueued(inFutex);
        Await.until(() -> TaskSignals.of(inWait).awaited != 0);
        assertThat(threads.call(task, EXIT_GROUP, 7)).isZero();
        assertThat(Threads.get(one)).isNegative();
        assertThat(Threads.get(two)).isNegative();
        assertThat(Threads.get(three)).isNegative();
        for (Task each : new Task[] {task, inFutex, inPause, inWait, computing}) {
            assertThat(each.work() & Task.EXIT).isNotZero();
            assertThat(each.exitStatus()).isEqualTo(Wait.exited(7));
        }
        assertThat(threads.another().exitStatus()).as("a task made too late").isEqualTo(Wait.exited(7));
    }

    @Test
    void sigkill_ends_all_tasks_whatever_they_block() {
        Task other = threads.another();
        mask(other, SIG_SETMASK, -1);
        Future<Long> waits = threads.start(other, PAUSE);
        kill(SIGKILL);
        assertThat(Threads.get(waits)).isNegative();
        assertThat(other.exitStatus()).isEqualTo(SIGKILL);
    }

    @Test
    void the_first_process_is_not_ended_by_what_it_does_not_ask_for() {
        Task init = shim.tasks().first().tasks().get(0);
        assertThat(threads.call(task, KILL, 1, SIGTERM)).isZero();
        assertThat(threads.call(task, KILL, 1, SIGKILL)).isZero();
        assertThat(init.work()).isZero();
    }

    @Test
    void strangers_are_refused() {
        Task stranger = shim.newProcess("stranger");
        stranger.put(Credentials.KEY, Credentials.ofUser(1000, 1000));
        task.put(Credentials.KEY, Credentials.ofUser(1001, 1001));
        int pid = task.process().pid();
        assertThat(threads.call(stranger, KILL, pid, SIGTERM)).isEqualTo(-EPERM);
        assertThat(threads.call(stranger, KILL, pid, 0)).isEqualTo(-EPERM);
        assertThat(threads.call(stranger, KILL, -pid, 0)).isEqualTo(-EPERM);
        assertThat(threads.call(stranger, KILL, pid, SIGCONT)).isEqualTo(-EPERM);
        assertThat(threads.call(stranger, KILL, 77_777, 0)).isEqualTo(-ESRCH);
        task.put(Credentials.KEY, Credentials.ofUser(1000, 1));
        assertThat(threads.call(stranger, KILL, pid, 0)).isZero();
    }
}
