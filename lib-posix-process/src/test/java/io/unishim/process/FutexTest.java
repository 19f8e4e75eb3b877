package io.unishim.process;

import static io.unishim.abi.Errnos.EAGAIN;
import static io.unishim.abi.Errnos.EINVAL;
import static io.unishim.abi.Errnos.ETIMEDOUT;
import static io.unishim.abi.Futex.FUTEX2_PRIVATE;
import static io.unishim.abi.Futex.FUTEX2_SIZE_U32;
import static io.unishim.abi.Futex.FUTEX_CMP_REQUEUE;
import static io.unishim.abi.Futex.FUTEX_CMP_REQUEUE_PI;
import static io.unishim.abi.Futex.FUTEX_LOCK_PI;
import static io.unishim.abi.Futex.FUTEX_OWNER_DIED;
import static io.unishim.abi.Futex.FUTEX_REQUEUE;
import static io.unishim.abi.Futex.FUTEX_TID_MASK;
import static io.unishim.abi.Futex.FUTEX_TRYLOCK_PI;
import static io.unishim.abi.Futex.FUTEX_UNLOCK_PI;
import static io.unishim.abi.Futex.FUTEX_WAIT;
import static io.unishim.abi.Futex.FUTEX_WAITERS;
import static io.unishim.abi.Futex.FUTEX_WAIT_BITSET;
import static io.unishim.abi.Futex.FUTEX_WAIT_REQUEUE_PI;
import static io.unishim.abi.Futex.FUTEX_WAKE;
import static io.unishim.abi.Futex.FUTEX_WAKE_BITSET;
import static io.unishim.abi.Futex.FUTEX_WAKE_OP;
import static io.unishim.abi.Syscall.FUTEX;
import static io.unishim.abi.Syscall.FUTEX_WAITV;
import static io.unishim.abi.Syscall.SET_ROBUST_LIST;
import static io.unishim.abi.Syscall.SET_TID_ADDRESS;
import static org.assertj.core.api.Assertions.assertThat;

import io.unishim.Shim;
import io.unishim.task.Task;
import io.unishim.testing.Await;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Waiting on words and waking, by tasks on threads of their own (man 2 futex). */
class FutexTest {
    private static final int STRESS_ROUNDS = 30_000;

    private Shim shim;
    private Threads threads;
    private long word;
    private long other;

    @BeforeEach
    void boot() {
        shim = Shim.builder().only("posix-process").boot();
        threads = new Threads(shim);
        word = threads.memory.allocate(4096);
        other = word + 64;
    }

    @AfterEach
    void close() {
        threads.close();
        shim.close();
    }

    private Future<Long> waiting(Task task, long address, int operation, long mask) {
        Future<Long> result = threads.start(task, FUTEX, address, operation, 0, 0, 0, mask);
        threads.untilQueued(task);
        return result;
    }

    private long wake(int count) {
        return threads.call(threads.first, FUTEX, word, FUTEX_WAKE, count);
    }

    @Test
    void wake_takes_those_who_wait_longest() {
        Task one = threads.another();
        Task two = threads.another();
        Future<Long> first = waiting(one, word, FUTEX_WAIT, 0);
        Future<Long> second = waiting(two, word, FUTEX_WAIT, 0);
        assertThat(wake(1)).isEqualTo(1);
        assertThat(Threads.get(first)).isZero();
        assertThat(second.isDone()).isFalse();
        assertThat(wake(5)).isEqualTo(1);
        assertThat(Threads.get(second)).isZero();
        assertThat(wake(5)).isZero();
    }

    @Test
    void wake_by_mask_leaves_others_alone() {
        Future<Long> odd = waiting(threads.another(), word, FUTEX_WAIT_BITSET, 1);
        Future<Long> even = waiting(threads.another(), word, FUTEX_WAIT_BITSET, 2);
        assertThat(threads.call(threads.first, FUTEX, word, FUTEX_WAKE_BITSET, 9, 0, 0, 4))
                .isZero();
        assertThat(threads.call(threads.first, FUTEX, word, FUTEX_WAKE_BITSET, 9, 0, 0, 2))
                .isEqualTo(1);
        assertThat(Threads.get(even)).isZero();
        assertThat(odd.isDone()).isFalse();
        assertThat(wake(9)).isEqualTo(1);
        assertThat(Threads.get(odd)).isZero();
    }

    @Test
    void processes_do_not_share_addresses() {
        Future<Long> here = waiting(threads.another(), word, FUTEX_WAIT, 0);
        try (Threads elsewhere = new Threads(shim)) {
            assertThat(elsewhere.memory.allocate(4096)).isEqualTo(word);
            assertThat(elsewhere.call(elsewhere.first, FUTEX, word, FUTEX_WAKE, 9))
                    .isZero();
        }
        assertThat(wake(9)).isEqualTo(1);
        assertThat(Threads.get(here)).isZero();
    }

    @Test
    void requeue_moves_those_it_does_not_wake() {
        List<Future<Long>> all = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            all.add(waiting(threads.another(), word, FUTEX_WAIT, 0));
        }
        assertThat(threads.call(threads.first, FUTEX, word, FUTEX_CMP_REQUEUE, 1, 2, other, 7))
                .isEqualTo(-EAGAIN);
        assertThat(threads.call(threads.first, FUTEX, word, FUTEX_CMP_REQUEUE, 1, 2, other, 0))
                .isEqualTo(3);
        assertThat(Threads.get(all.get(0))).isZero();
        assertThat(wake(9)).isEqualTo(2);
        assertThat(Threads.get(all.get(3))).isZero();
        assertThat(Threads.get(all.get(4))).isZero();
        assertThat(threads.call(threads.first, FUTEX, other, FUTEX_WAKE, 9)).isEqualTo(2);
        assertThat(Threads.get(all.get(1))).isZero();
        assertThat(Threads.get(all.get(2))).isZero();
    }

    @Test
    void requeue_to_the_same_word_ends() {
        Future<Long> one = waiting(threads.another(), word, FUTEX_WAIT, 0);
        Future<Long> two = waiting(threads.another(), word, FUTEX_WAIT, 0);
        assertThat(threads.call(threads.first, FUTEX, word, FUTEX_REQUEUE, 0, Integer.MAX_VALUE, word))
                .isEqualTo(2);
        assertThat(wake(9)).isEqualTo(2);
        assertThat(Threads.get(one) + Threads.get(two)).isZero();
    }

    @Test
    void wake_op_changes_and_wakes_at_both_words() {
        Future<Long> one = waiting(threads.another(), word, FUTEX_WAIT, 0);
        Future<Long> two = waiting(threads.another(), other, FUTEX_WAIT, 0);
        int addSevenIfEqualZero = 1 << 28 | 7 << 12;
        assertThat(threads.call(threads.first, FUTEX, word, FUTEX_WAKE_OP, 1, 1, other, addSevenIfEqualZero))
                .isEqualTo(2);
        assertThat(threads.memory.getInt(other)).isEqualTo(7);
        assertThat(Threads.get(one) + Threads.get(two)).isZero();
    }

    @Test
    void a_wait_that_is_late_is_not_counted_by_a_wake() {
        threads.memory.putLong(other, 0);
        threads.memory.putLong(other + 8, 1);
        assertThat(threads.call(threads.first, FUTEX, word, FUTEX_WAIT, 0, other))
                .isEqualTo(-ETIMEDOUT);
        assertThat(wake(9)).isZero();
    }

    @Test
    void a_lock_is_handed_to_who_waits_longest() {
        Task one = threads.another();
        Task two = threads.another();
        assertThat(threads.call(threads.first, FUTEX, word, FUTEX_LOCK_PI)).isZero();
        Future<Long> first = waiting(one, word, FUTEX_LOCK_PI, 0);
        Future<Long> second = waiting(two, word, FUTEX_LOCK_PI, 0);
        assertThat(threads.call(threads.another(), FUTEX, word, FUTEX_TRYLOCK_PI))
                .isEqualTo(-EAGAIN);
        assertThat(threads.call(threads.first, FUTEX, word, FUTEX_UNLOCK_PI)).isZero();
        assertThat(Threads.get(first)).isZero();
        assertThat(threads.memory.getInt(word)).isEqualTo(one.tid() | FUTEX_WAITERS);
        assertThat(threads.call(one, FUTEX, word, FUTEX_UNLOCK_PI)).isZero();
        assertThat(Threads.get(second)).isZero();
        assertThat(threads.call(two, FUTEX, word, FUTEX_UNLOCK_PI)).isZero();
        assertThat(threads.memory.getInt(word)).isZero();
    }

    @Test
    void a_lock_whose_owner_ends_is_handed_on() {
        Task owner = threads.another();
        Task heir = threads.another();
        assertThat(threads.call(owner, FUTEX, word, FUTEX_LOCK_PI)).isZero();
        Future<Long> waits = waiting(heir, word, FUTEX_LOCK_PI, 0);
        shim.tasks().exited(owner, 0);
        assertThat(Threads.get(waits)).isZero();
        int held = threads.memory.getInt(word);
        assertThat(held & FUTEX_TID_MASK).isEqualTo(heir.tid());
        assertThat(held & FUTEX_OWNER_DIED).isNotZero();
    }

    @Test
    void a_robust_lock_is_let_go_at_the_end() {
        Task owner = threads.another();
        long head = word + 128;
        long link = word + 256;
        threads.memory.putLong(head, link);
        threads.memory.putLong(head + 8, 32);
        threads.memory.putLong(link, head);
        threads.memory.putInt(link + 32, owner.tid() | FUTEX_WAITERS);
        assertThat(threads.call(owner, SET_ROBUST_LIST, head, 24)).isZero();
        Future<Long> waits = threads.start(threads.first, FUTEX, link + 32, FUTEX_WAIT, owner.tid() | FUTEX_WAITERS);
        threads.untilQueued(threads.first);
        shim.tasks().exited(owner, 0);
        assertThat(Threads.get(waits)).isZero();
        assertThat(threads.memory.getInt(link + 32)).isEqualTo(FUTEX_WAITERS | FUTEX_OWNER_DIED);
    }

    @Test
    void a_robust_list_in_a_circle_or_at_a_bad_address_ends() {
        Task owner = threads.another();
        threads.memory.putLong(word, word + 8);
        threads.memory.putLong(word + 8, word + 8);
        threads.call(owner, SET_ROBUST_LIST, word, 24);
        shim.tasks().exited(owner, 0);
        Task lost = threads.another();
        threads.call(lost, SET_ROBUST_LIST, 8, 24);
        shim.tasks().exited(lost, 0);
        assertThat(shim.tasks().task(lost.tid())).isNull();
    }

    @Test
    void the_end_clears_the_id_and_wakes_who_joins() {
        Task ends = threads.another();
        threads.memory.putInt(word, ends.tid());
        assertThat(threads.call(ends, SET_TID_ADDRESS, word)).isEqualTo(ends.tid());
        Future<Long> joins = threads.start(threads.first, FUTEX, word, FUTEX_WAIT, ends.tid());
        threads.untilQueued(threads.first);
        shim.tasks().exited(ends, 0);
        assertThat(Threads.get(joins)).isZero();
        assertThat(threads.memory.getInt(word)).isZero();
    }

    /**
     * Two tasks pass a turn to and fro by nothing but waits and wakes: the word is written outside the bucket's lock, as a
     * program does it, so a wake-up that gets lost between look and sleep stops both for ever.
     */
    @Test
    void no_wake_up_is_lost_in_ping_pong() {
        Task one = threads.another();
        Task two = threads.another();
        Future<Integer> ping = threads.start(() -> play(one, 0));
        Future<Integer> pong = threads.start(() -> play(two, 1));
        assertThat(Threads.get(ping)).isEqualTo(STRESS_ROUNDS);
        assertThat(Threads.get(pong)).isEqualTo(STRESS_ROUNDS);
    }

    private int play(Task task, int turn) {
        for (int round = 0; round < STRESS_ROUNDS; round++) {
            int mine = 2 * round + turn;
            int now = threads.memory.getInt(word);
            while (now != mine) {
                threads.call(task, FUTEX, word, FUTEX_WAIT, now);
                now = threads.memory.getInt(word);
            }
            assertThat(threads.memory.compareAndExchangeInt(word, mine, mine + 1))
                    .isEqualTo(mine);
            threads.call(task, FUTEX, word, FUTEX_WAKE, 1);
        }
        return STRESS_ROUNDS;
    }

    private void waitv(long at, int index, long address) {
        threads.memory.putLong(at + 24L * index, 0);
        threads.memory.putLong(at + 24L * index + 8, address);
        threads.memory.putLong(at + 24L * index + 16, FUTEX2_SIZE_U32 | FUTEX2_PRIVATE);
    }

    @Test
    void a_wait_on_several_words_ends_with_the_one_that_is_woken() {
        long vector = word + 1024;
        for (int i = 0; i < 3; i++) {
            waitv(vector, i, word + 4L * i);
        }
        Future<Long> result = threads.start(threads.another(), FUTEX_WAITV, vector, 3);
        Await.until(() -> threads.call(threads.first, FUTEX, word + 4, FUTEX_WAKE, 1) == 1);
        assertThat(Threads.get(result)).isEqualTo(1);
        assertThat(wake(9)).isZero();
        assertThat(threads.call(threads.first, FUTEX, word + 8, FUTEX_WAKE, 9)).isZero();
    }

    /** One wakes any of three words in turn, and waits for the answer: a wake-up that is lost hangs both. */
    @Test
    void no_wake_up_is_lost_by_who_waits_on_several_words() {
        int rounds = STRESS_ROUNDS / 5;
        long vector = word + 1024;
        long answer = word + 256;
        Task waiter = threads.another();
        for (int i = 0; i < 3; i++) {
            waitv(vector, i, word + 4L * i);
        }
        Future<Integer> waits = threads.start(() -> {
            for (int round = 0; round < rounds; round++) {
                while (threads.memory.compareAndExchangeInt(word + 4L * (round % 3), 1, 0) != 1) {
                    threads.call(waiter, FUTEX_WAITV, vector, 3);
                }
                threads.memory.putInt(answer, round + 1);
                threads.call(waiter, FUTEX, answer, FUTEX_WAKE, 1);
            }
            return rounds;
        });
        Task waker = threads.another();
        Future<Integer> wakes = threads.start(() -> {
            for (int round = 0; round < rounds; round++) {
                threads.memory.putInt(word + 4L * (round % 3), 1);
                threads.call(waker, FUTEX, word + 4L * (round % 3), FUTEX_WAKE, 1);
                while (threads.memory.getInt(answer) != round + 1) {
                    threads.call(waker, FUTEX, answer, FUTEX_WAIT, round);
                }
            }
            return rounds;
        });
        assertThat(Threads.get(waits)).isEqualTo(rounds);
        assertThat(Threads.get(wakes)).isEqualTo(rounds);
    }

    @Test
    void those_who_are_moved_to_a_lock_wake_as_its_owners() {
        List<Task> tasks = new ArrayList<>();
        List<Future<Long>> results = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            Task task = threads.another();
            tasks.add(task);
            results.add(threads.start(task, FUTEX, word, FUTEX_WAIT_REQUEUE_PI, 0, 0, other));
            threads.untilQueued(task);
        }
        assertThat(wake(1)).isEqualTo(-EINVAL);
        assertThat(threads.call(threads.first, FUTEX, word, FUTEX_CMP_REQUEUE, 1, 1, other, 0))
                .isEqualTo(-EINVAL);
        assertThat(threads.call(threads.first, FUTEX, word, FUTEX_CMP_REQUEUE_PI, 1, 9, word + 128, 0))
                .isEqualTo(-EINVAL);
        assertThat(threads.call(threads.first, FUTEX, other, FUTEX_LOCK_PI)).isZero();
        assertThat(threads.call(threads.first, FUTEX, word, FUTEX_CMP_REQUEUE_PI, 1, 1, other, 0))
                .isEqualTo(2);
        assertThat(threads.call(threads.first, FUTEX, other, FUTEX_UNLOCK_PI)).isZero();
        assertThat(Threads.get(results.get(0))).isZero();
        assertThat(threads.memory.getInt(other) & FUTEX_TID_MASK)
                .isEqualTo(tasks.get(0).tid());
        assertThat(threads.call(tasks.get(0), FUTEX, other, FUTEX_UNLOCK_PI)).isZero();
        assertThat(Threads.get(results.get(1))).isZero();
        assertThat(threads.call(tasks.get(1), FUTEX, other, FUTEX_UNLOCK_PI)).isZero();
        // The lock is free: the last gets it at once.
        assertThat(threads.call(threads.first, FUTEX, word, FUTEX_CMP_REQUEUE_PI, 1, 9, other, 0))
                .isEqualTo(1);
        assertThat(Threads.get(results.get(2))).isZero();
        assertThat(threads.memory.getInt(other) & FUTEX_TID_MASK)
                .isEqualTo(tasks.get(2).tid());
    }

    @Test
    void the_end_of_an_owner_hands_its_lock_to_who_was_moved_there() {
        Task owner = threads.another();
        Task task = threads.another();
        Future<Long> result = threads.start(task, FUTEX, word, FUTEX_WAIT_REQUEUE_PI, 0, 0, other);
        threads.untilQueued(task);
        assertThat(threads.call(owner, FUTEX, other, FUTEX_LOCK_PI)).isZero();
        assertThat(threads.call(threads.first, FUTEX, word, FUTEX_CMP_REQUEUE_PI, 1, 1, other, 0))
                .isEqualTo(1);
        shim.tasks().exited(owner, 0);
        assertThat(Threads.get(result)).isZero();
        assertThat(threads.memory.getInt(other)).isEqualTo(task.tid() | FUTEX_WAITERS | FUTEX_OWNER_DIED);
    }

    /** A mutex of three states as C libraries have it, its sleepers moved between two words by a third party. */
    @Test
    void no_wake_up_is_lost_while_sleepers_are_moved() {
        int tasks = 3;
        int rounds = STRESS_ROUNDS / 10;
        long counter = word + 512;
        List<Future<Integer>> workers = new ArrayList<>();
        for (int i = 0; i < tasks; i++) {
            Task task = threads.another();
            workers.add(threads.start(() -> {
                for (int round = 0; round < rounds; round++) {
                    lock(task);
                    threads.memory.putInt(counter, threads.memory.getInt(counter) + 1);
                    unlock(task);
                }
                return rounds;
            }));
        }
        Task mover = threads.another();
        while (workers.stream().anyMatch(worker -> !worker.isDone())) {
            threads.call(mover, FUTEX, word, FUTEX_REQUEUE, 0, 1, other);
            threads.call(mover, FUTEX, other, FUTEX_REQUEUE, 0, 9, word);
            threads.call(mover, FUTEX, word, FUTEX_REQUEUE, 1, 0, word);
            assertThat(workers.stream().filter(Future::isDone).map(Threads::get))
                    .allMatch(done -> done == rounds);
        }
        assertThat(threads.memory.getInt(counter)).isEqualTo(tasks * rounds);
    }

    private void lock(Task task) {
        int held = threads.memory.compareAndExchangeInt(word, 0, 1);
        while (held != 0) {
            if (held == 2 || threads.memory.compareAndExchangeInt(word, 1, 2) != 0) {
                threads.call(task, FUTEX, word, FUTEX_WAIT, 2);
            }
            held = threads.memory.compareAndExchangeInt(word, 0, 2);
        }
    }

    private void unlock(Task task) {
        int held = threads.memory.getInt(word);
        while (threads.memory.compareAndExchangeInt(word, held, 0) != held) {
            held = threads.memory.getInt(word);
        }
        if (held == 2) {
            threads.call(task, FUTEX, word, FUTEX_WAKE, 1);
        }
    }
}
