package io.unishim.ipc;

import static io.unishim.abi.Errnos.E2BIG;
import static io.unishim.abi.Errnos.EAGAIN;
import static io.unishim.abi.Errnos.EIDRM;
import static io.unishim.abi.Errnos.EINTR;
import static io.unishim.abi.Ipc.GETNCNT;
import static io.unishim.abi.Ipc.GETVAL;
import static io.unishim.abi.Ipc.GETZCNT;
import static io.unishim.abi.Ipc.IPC_NOWAIT;
import static io.unishim.abi.Ipc.IPC_RMID;
import static io.unishim.abi.Ipc.IPC_SET;
import static io.unishim.abi.Ipc.IPC_STAT;
import static io.unishim.abi.Ipc.MSG_INFO;
import static io.unishim.abi.Ipc.MSG_NOERROR;
import static io.unishim.abi.Ipc.SEM_UNDO;
import static io.unishim.abi.Ipc.SETVAL;
import static io.unishim.abi.Ipc.SHM_RDONLY;
import static io.unishim.abi.Sched.CLONE_FILES;
import static io.unishim.abi.Sched.CLONE_FS;
import static io.unishim.abi.Sched.CLONE_SIGHAND;
import static io.unishim.abi.Sched.CLONE_SYSVSEM;
import static io.unishim.abi.Sched.CLONE_THREAD;
import static io.unishim.abi.Sched.CLONE_VM;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.unishim.Shim;
import io.unishim.abi.Syscall;
import io.unishim.memory.JavaMemory;
import io.unishim.memory.MemoryFault;
import io.unishim.struct.MsqidDs;
import io.unishim.struct.ShmidDs;
import io.unishim.task.Task;
import io.unishim.testing.Await;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who waits, for whom, how it ends, and what the ends of processes leave. */
class WaitingTest {
    private final Shim shim = Shim.builder()
            .only("posix-ipc", "posix-process", "posix-user", "vfscore")
            .boot();
    private final ExecutorService executor = Executors.newCachedThreadPool();
    private final Task main = shim.newProcess("main");

    @AfterEach
    void close() {
        executor.shutdownNow();
        shim.close();
    }

    private static JavaMemory memory(Task task) {
        return (JavaMemory) task.memory();
    }

    private long call(Task task, Syscall call, long... a) {
        long[] all = Arrays.copyOf(a, 6);
        return shim.dispatch(task, call.number(), all[0], all[1], all[2], all[3], all[4], all[5]);
    }

    private long call(Syscall call, long... a) {
        return call(main, call, a);
    }

    private static <T> T get(Future<T> future) throws Exception {
        return future.get(60, TimeUnit.SECONDS);
    }

    /** Operations: number, amount, flags, ... */
    private long operate(Task task, long set, int... words) {
        long at = memory(task).allocate(2 * words.length);
        byte[] bytes = new byte[2 * words.length];
        for (int i = 0; i < words.length; i++) {
            bytes[2 * i] = (byte) words[i];
            bytes[2 * i + 1] = (byte) (words[i] >> 8);
        }
        memory(task).writeFully(at, bytes);
        long result = call(task, Syscall.SEMOP, set, at, words.length / 3);
        memory(task).free(at);
        return result;
    }

    private Future<Long> start(Task task, long set, int... words) {
        return executor.submit(() -> operate(task, set, words));
    }

    private void untilWaiting(long set, int number, int op, long count) {
        Await.until(() -> call(Syscall.SEMCTL, set, number, op, 0) == count);
    }

    @Test
    void a_semaphore_serves_whom_it_can_in_turn() throws Exception {
        long set = call(Syscall.SEMGET, 0, 1, 0600);
        Future<Long> two = start(shim.newProcess("two"), set, 0, -2, 0);
        untilWaiting(set, 0, GETNCNT, 1);
        Future<Long> one = start(shim.newProcess("one"), set, 0, -1, 0);
        untilWaiting(set, 0, GETNCNT, 2);
        assertThat(operate(main, set, 0, 1, 0)).isZero();
        assertThat(get(one)).isZero();
        assertThat(call(Syscall.SEMCTL, set, 0, GETNCNT, 0)).isOne();
        assertThat(operate(main, set, 0, 3, 0)).isZero();
        assertThat(get(two)).isZero();
        assertThat(call(Syscall.SEMCTL, set, 0, GETVAL, 0)).isOne();
    }

    @Test
    void who_waits_for_zero_goes_before_who_takes() throws Exception {
        long set = call(Syscall.SEMGET, 0, 2, 0600);
        call(Syscall.SEMCTL, set, 0, SETVAL, 1);
        Future<Long> taker = start(shim.newProcess("taker"), set, 0, 0, 0, 1, 1, 0);
        untilWaiting(set, 0, GETZCNT, 1);
        Future<Long> looker = start(shim.newProcess("looker"), set, 0, 0, 0, 1, 0, 0);
        untilWaiting(set, 0, GETZCNT, 2);
        assertThat(operate(main, set, 0, -1, 0)).isZero();
        assertThat(get(looker)).isZero();
        assertThat(get(taker)).isZero();
    }

    @Test
    void one_granted_operation_lets_the_next_go_on() throws Exception {
        long set = call(Syscall.SEMGET, 0, 4, 0600);
        List<Future<Long>> chain = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            chain.add(start(shim.newProcess("link"), set, i, -1, 0, i + 1, 1, 0));
            untilWaiting(set, i, GETNCNT, 1);
        }
        assertThat(operate(main, set, 0, 1, 0)).isZero();
        for (Future<Long> each : chain) {
            assertThat(get(each)).isZero();
        }
        assertThat(call(Syscall.SEMCTL, set, 3, GETVAL, 0)).isOne();
    }

    @Test
    void removal_and_signals_end_waits_for_semaphores() throws Exception {
        long set = call(Syscall.SEMGET, 0, 1, 0600);
        Task interrupted = shim.newProcess("interrupted");
        Future<Long> first = start(interrupted, set, 0, -1, 0);
        untilWaiting(set, 0, GETNCNT, 1);
        interrupted.interrupt(Task.SIGNAL);
        assertThat(get(first)).isEqualTo(-EINTR);
        assertThat(call(Syscall.SEMCTL, set, 0, GETNCNT, 0)).isZero();
        Future<Long> second = start(shim.newProcess("second"), set, 0, -1, 0);
        untilWaiting(set, 0, GETNCNT, 1);
        call(Syscall.SEMCTL, set, 0, IPC_RMID, 0);
        assertThat(get(second)).isEqualTo(-EIDRM);
    }

    @Test
    void the_end_of_a_process_undoes() throws Exception {
        long set = call(Syscall.SEMGET, 0, 2, 0600);
        call(Syscall.SEMCTL, set, 1, SETVAL, 3);
        Task task = shim.newProcess("ends");
        assertThat(operate(task, set, 0, 5, SEM_UNDO, 1, -2, SEM_UNDO, 1, 4, 0)).isZero();
        Task other = shim.newProcess("other");
        Future<Long> waits = start(other, set, 0, 0, 0);
        untilWaiting(set, 0, GETZCNT, 1);
        assertThat(operate(main, set, 0, -2, 0)).isZero();
        shim.tasks().exited(task, 0);
        assertThat(get(waits)).isZero();
        assertThat(call(Syscall.SEMCTL, set, 0, GETVAL, 0)).isZero();
        assertThat(call(Syscall.SEMCTL, set, 1, GETVAL, 0)).isEqualTo(7);
    }

    @Test
    void threads_undo_together_and_a_set_value_forgets() {
        long set = call(Syscall.SEMGET, 0, 1, 0600);
        Task first = shim.newProcess("first");
        Task[] thread = new Task[1];
        long flags = CLONE_THREAD | CLONE_SIGHAND | CLONE_VM | CLONE_FS | CLONE_FILES | CLONE_SYSVSEM;
        assertThat(shim.tasks().clone(first, flags, made -> thread[0] = made)).isPositive();
        assertThat(operate(thread[0], set, 0, 5, SEM_UNDO)).isZero();
        shim.tasks().exited(thread[0], 0);
        assertThat(call(Syscall.SEMCTL, set, 0, GETVAL, 0)).isEqualTo(5);
        shim.tasks().exited(first, 0);
        assertThat(call(Syscall.SEMCTL, set, 0, GETVAL, 0)).isZero();

        Task second = shim.newProcess("second");
        assertThat(operate(second, set, 0, 5, SEM_UNDO)).isZero();
        call(Syscall.SEMCTL, set, 0, SETVAL, 9);
        shim.tasks().exited(second, 0);
        assertThat(call(Syscall.SEMCTL, set, 0, GETVAL, 0)).isEqualTo(9);
    }

    @Test
    void a_semaphore_excludes() throws Exception {
        long set = call(Syscall.SEMGET, 0, 2, 0600);
        call(Syscall.SEMCTL, set, 0, SETVAL, 1);
        int[] counter = new int[1];
        List<Future<Long>> all = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            Task task = shim.newProcess("worker");
            int flags = i % 2 == 0 ? 0 : SEM_UNDO;
            all.add(executor.submit(() -> {
                long bad = 0;
                for (int round = 0; round < 1000; round++) {
                    bad |= operate(task, set, 0, -1, flags);
                    counter[0]++;
                    bad |= operate(task, set, 0, 1, flags, 1, 1, 0, 1, -1, 0);
                }
                return bad;
            }));
        }
        for (Future<Long> each : all) {
            assertThat(get(each)).isZero();
        }
        assertThat(counter[0]).isEqualTo(6000);
    }

    private long send(Task task, long queue, long type, int length, int flags) {
        long at = memory(task).allocate(8 + Math.max(1, length));
        memory(task).putLong(at, type);
        long result = call(task, Syscall.MSGSND, queue, at, length, flags);
        memory(task).free(at);
        return result;
    }

    private long receive(Task task, long queue, long type, int room, int flags) {
        long at = memory(task).allocate(8 + Math.max(1, room));
        long result = call(task, Syscall.MSGRCV, queue, at, room, type, flags);
        long got = memory(task).getLong(at);
        memory(task).free(at);
        return result < 0 ? result : got;
    }

    private Future<Long> receiver(long queue, long type, int room, int flags) {
        Task task = shim.newProcess("receiver");
        Future<Long> started = executor.submit(() -> receive(task, queue, type, room, flags));
        Await.parked(task);
        return started;
    }

    @Test
    void a_message_goes_to_who_waits_for_its_type() throws Exception {
        long queue = call(Syscall.MSGGET, 0, 0600);
        Future<Long> seven = receiver(queue, 7, 8, 0);
        Future<Long> low = receiver(queue, -5, 8, 0);
        Future<Long> small = receiver(queue, 9, 1, 0);
        Future<Long> cut = receiver(queue, 9, 1, MSG_NOERROR);
        assertThat(send(main, queue, 6, 2, 0)).isZero();
        assertThat(send(main, queue, 9, 2, 0)).isZero();
        assertThat(get(small)).isEqualTo(-E2BIG);
        assertThat(get(cut)).isEqualTo(9);
        assertThat(send(main, queue, 4, 2, 0)).isZero();
        assertThat(get(low)).isEqualTo(4);
        assertThat(send(main, queue, 7, 2, 0)).isZero();
        assertThat(get(seven)).isEqualTo(7);
        assertThat(receive(main, queue, 0, 8, IPC_NOWAIT)).isEqualTo(6);
    }

    @Test
    void a_full_queue_holds_senders_until_there_is_room_or_none_to_wait_for() throws Exception {
        long queue = call(Syscall.MSGGET, 0, 0600);
        assertThat(send(main, queue, 1, 8192, 0)).isZero();
        assertThat(send(main, queue, 1, 8192, 0)).isZero();
        assertThat(send(main, queue, 1, 1, IPC_NOWAIT)).isEqualTo(-EAGAIN);
        Task sender = shim.newProcess("sender");
        Future<Long> sent = executor.submit(() -> send(sender, queue, 2, 100, 0));
        Await.parked(sender);
        assertThat(receive(main, queue, 1, 8192, 0)).isEqualTo(1);
        assertThat(get(sent)).isZero();
        assertThat(send(main, queue, 3, 8000, 0)).isZero();
        Future<Long> wider = executor.submit(() -> send(sender, queue, 4, 4000, 0));
        Await.parked(sender);
        long at = memory(main).allocate(MsqidDs.LAYOUT.size());
        call(Syscall.MSGCTL, queue, IPC_STAT, at);
        memory(main).putLong(at + 88, 100_000);
        assertThat(call(Syscall.MSGCTL, queue, IPC_SET, at)).isZero();
        assertThat(get(wider)).isZero();
        Future<Long> removed = receiver(queue, 99, 8, 0);
        assertThat(call(Syscall.MSGCTL, queue, IPC_RMID, 0)).isZero();
        assertThat(get(removed)).isEqualTo(-EIDRM);
    }

    @Test
    void no_message_is_lost_or_comes_twice() throws Exception {
        long queue = call(Syscall.MSGGET, 0, 0600);
        List<Future<Long>> all = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            Task sender = shim.newProcess("sender");
            all.add(executor.submit(() -> {
                long sum = 0;
                for (int round = 1; round <= 1000; round++) {
                    assertThat(send(sender, queue, round, round % 700, 0)).isZero();
                    sum -= round;
                }
                return sum;
            }));
            Task receiver = shim.newProcess("receiver");
            all.add(executor.submit(() -> {
                long sum = 0;
                for (int round = 1; round <= 1000; round++) {
                    sum += receive(receiver, queue, 0, 8192, 0);
                }
                return sum;
            }));
        }
        long balance = 0;
        for (Future<Long> each : all) {
            balance += get(each);
        }
        assertThat(balance).isZero();
        assertThat(call(Syscall.MSGCTL, 0, MSG_INFO, memory(main).allocate(64))).isZero();
    }

    @Test
    void java_processes_see_the_same_bytes() {
        long id = call(Syscall.SHMGET, 5, 10_000, 01600);
        long here = call(Syscall.SHMAT, id, 0, 0);
        Task other = shim.newProcess("other");
        long there = call(other, Syscall.SHMAT, id, 0, SHM_RDONLY);
        memory(main).putInt(here + 9996, 42);
        assertThat(memory(other).getInt(there + 9996)).isEqualTo(42);
        assertThatThrownBy(() -> memory(other).putInt(there, 1)).isSameAs(MemoryFault.FAULT);
        assertThatThrownBy(() -> memory(main).getInt(here + 10_000)).isSameAs(MemoryFault.FAULT);
        assertThat(memory(main).compareAndExchangeInt(here, 0, 7)).isZero();
        assertThat(memory(other).getInt(there)).isEqualTo(7);
        assertThat(attached(id)).isEqualTo(2);
        shim.tasks().exited(other, 0);
        assertThat(attached(id)).isOne();
        assertThat(call(Syscall.SHMCTL, id, IPC_RMID, 0)).isZero();
        assertThat(memory(main).getInt(here)).isEqualTo(7);
        assertThat(call(Syscall.SHMDT, here)).isZero();
        assertThatThrownBy(() -> memory(main).getInt(here)).isSameAs(MemoryFault.FAULT);
        assertThat(call(Syscall.SHMAT, id, 0, 0)).isEqualTo(-22);
    }

    private long attached(long id) {
        long at = memory(main).allocate(ShmidDs.LAYOUT.size());
        assertThat(call(Syscall.SHMCTL, id, IPC_STAT, at)).isZero();
        return memory(main).getLong(at + 88);
    }
}
