package io.unishim.core;

import static io.unishim.abi.Errnos.EAGAIN;
import static io.unishim.abi.Errnos.EINVAL;
import static io.unishim.abi.Errnos.EPERM;
import static io.unishim.abi.Sched.CLONE_FILES;
import static io.unishim.abi.Sched.CLONE_FS;
import static io.unishim.abi.Sched.CLONE_NEWNS;
import static io.unishim.abi.Sched.CLONE_PARENT;
import static io.unishim.abi.Sched.CLONE_SIGHAND;
import static io.unishim.abi.Sched.CLONE_SYSVSEM;
import static io.unishim.abi.Sched.CLONE_THREAD;
import static io.unishim.abi.Sched.CLONE_VM;
import static io.unishim.abi.Signals.SIGCHLD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.unishim.Shim;
import io.unishim.abi.Restart;
import io.unishim.library.Lifecycle;
import io.unishim.memory.JavaMemory;
import io.unishim.task.Execution;
import io.unishim.task.Process;
import io.unishim.task.Task;
import io.unishim.task.Tasks;
import io.unishim.task.Waiter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TaskTableTest {
    private static final long THREAD = CLONE_VM | CLONE_SIGHAND | CLONE_THREAD;

    private final List<String> heard = new CopyOnWriteArrayList<>();
    private long secondAnswers;

    private final class Listener implements Lifecycle {
        private final String name;

        Listener(String name) {
            this.name = name;
        }

        @Override
        public void processCreated(Process process, @Nullable Process parent) {
            heard.add(name + " born " + process.pid() + (parent == null ? "" : " of " + parent.pid()));
        }

        @Override
        public long cloneFlags() {
            return name.equals("a") ? CLONE_FILES : CLONE_FS | CLONE_NEWNS;
        }

        @Override
        public long taskCloned(Task parent, Task child, long flags) {
            heard.add(name + " cloned " + child.tid());
            return name.equals("b") ? secondAnswers : 0;
        }

        @Override
        public void taskExited(Task task) {
            heard.add(name + " end " + task.tid());
        }

        @Override
        public void processExited(Process process) {
            heard.add(name + " dead " + process.pid() + " " + process.status());
        }

        @Override
        public void executed(Task task) {
            heard.add(name + " exec " + task.tid());
        }
    }

    private final Shim shim = Shim.builder()
            .only()
            .library(SmallLibrary.of("a", boot -> boot.lifecycle(new Listener("a"))))
            .library(SmallLibrary.of("b", boot -> boot.lifecycle(new Listener("b"))))
            .boot();
    private final Tasks tasks = shim.tasks();

    @AfterEach
    void close() {
        shim.close();
    }

    private void heard(String... expected) {
        assertThat(heard).containsExactly(expected);
        heard.clear();
    }

    private Task process(@Nullable Process parent) {
        return tasks.newProcess(parent, new JavaMemory(), "test");
    }

    private Task clone(Task parent, long flags) {
        List<Task> made = new ArrayList<>();
        long id = tasks.clone(parent, flags, made::add);
        assertThat(id).isPositive();
        assertThat(made.get(0).tid()).isEqualTo((int) id);
        return made.get(0);
    }

    @Test
    void the_first_process_is_init() {
        Process first = tasks.first();
        assertThat(first.pid()).isEqualTo(1);
        assertThat(first.parentPid()).isZero();
        assertThat(first.name()).isEqualTo("init");
        assertThat(first.tasks()).extracting(Task::tid).containsExactly(1);
        assertThat(first.memory()).isInstanceOf(JavaMemory.class);
        assertThat(tasks.task(1)).isSameAs(first.tasks().get(0));
        heard("a born 1", "b born 1");
    }

    @Test
    void libraries_hear_of_births_in_order_and_of_deaths_in_reverse() {
        heard.clear();
        Task parent = process(null);
        Task child = process(parent.process());
        heard("a born 2", "b born 2", "a born 3 of 2", "b born 3 of 2");
        tasks.executed(child);
        tasks.exited(child, 7 << 8);
        tasks.exited(child, 8 << 8);
        heard("a exec 3", "b exec 3", "b end 3", "a end 3", "b dead 3 1792", "a dead 3 1792");
        assertThat(tasks.task(3)).isNull();
        assertThat(tasks.process(3)).isSameAs(child.process());
        assertThat(tasks.processes()).extracting(Process::pid).containsExactly(1, 2, 3);
        tasks.reap(parent.process());
        assertThat(tasks.process(2)).as("a living process is not reaped").isNotNull();
        tasks.reap(child.process());
        assertThat(tasks.process(3)).isNull();
    }

    @Test
    void a_thread_lives_in_its_parents_process_which_ends_with_its_last_task() {
        Task main = process(null);
        heard.clear();
        Task thread = clone(main, THREAD | CLONE_SYSVSEM);
        assertThat(thread.process()).isSameAs(main.process());
        assertThat(main.process().tasks()).containsExactly(main, thread);
        tasks.exited(main, 0);
        assertThat(main.process().status()).isEqualTo(Process.RUNNING);
        heard("a cloned 3", "b cloned 3", "b end 2", "a end 2");
        tasks.exited(thread, 5 << 8);
        assertThat(main.process().status()).isEqualTo(5 << 8);
        heard("b end 3", "a end 3", "b dead 2 1280", "a dead 2 1280");
    }

    @Test
    void a_forked_process_has_the_caller_as_its_parent_or_shares_its_parent() {
        Task caller = process(null);
        heard.clear();
        Task child = clone(caller, SIGCHLD);
        heard("a born 3 of 2", "b born 3 of 2", "a cloned 3", "b cloned 3");
        assertThat(child.process().parent()).isSameAs(caller.process());
        Task sibling = clone(caller, CLONE_PARENT | SIGCHLD);
        assertThat(sibling.process().parent()).isSameAs(tasks.first());
    }

    @Test
    void flags_that_nobody_claims_or_that_do_not_go_together_are_invalid() {
        Task caller = process(null);
        heard.clear();
        for (long flags : new long[] {
            1L << 40, 0x1000, CLONE_THREAD, CLONE_THREAD | CLONE_SIGHAND, CLONE_SIGHAND, CLONE_NEWNS | CLONE_FS
        }) {
            assertThat(tasks.clone(caller, flags, child -> {})).as("%x", flags).isEqualTo(-EINVAL);
        }
        assertThat(tasks.clone(tasks.first().tasks().get(0), CLONE_PARENT, child -> {}))
                .isEqualTo(-EINVAL);
        heard();
        clone(caller, CLONE_FS | CLONE_FILES | CLONE_VM);
    }

    @Test
    void a_clone_that_a_library_refuses_is_undone() {
        Task caller = process(null);
        heard.clear();
        secondAnswers = -EPERM;
        assertThat(tasks.clone(caller, SIGCHLD, child -> heard.add("never"))).isEqualTo(-EPERM);
        heard(
                "a born 3 of 2",
                "b born 3 of 2",
                "a cloned 3",
                "b cloned 3",
                "b end 3",
                "a end 3",
                "b dead 3 9",
                "a dead 3 9");
        assertThat(tasks.process(3)).isNull();
        assertThat(tasks.clone(caller, THREAD, child -> {})).isEqualTo(-EPERM);
        assertThat(caller.process().tasks()).containsExactly(caller);
        assertThat(tasks.task(4)).isNull();
        assertThatThrownBy(() -> {
                    secondAnswers = 0;
                    tasks.clone(caller, SIGCHLD, child -> {
                        throw new IllegalStateException("no thread");
                    });
                })
                .hasMessage("no thread");
        assertThat(tasks.processes()).hasSize(2);
    }

    @Test
    void orphans_go_to_the_first_process_which_does_not_wait_for_them_while_its_code_is_java() {
        Task parent = process(null);
        Task living = process(parent.process());
        Task zombie = process(parent.process());
        tasks.exited(zombie, 0);
        tasks.exited(parent, 0);
        assertThat(living.process().parentPid()).isEqualTo(1);
        assertThat(tasks.process(zombie.tid())).isNull();
        assertThat(tasks.process(parent.tid())).as("init's own child").isNotNull();
        tasks.exited(living, 0);
        assertThat(tasks.process(living.tid())).isNull();
    }

    @Test
    void a_program_as_first_process_waits_for_orphans_itself() {
        tasks.first().tasks().get(0).put(Execution.KEY, () -> null);
        Task parent = process(null);
        Task orphan = process(parent.process());
        tasks.exited(parent, 0);
        tasks.exited(orphan, 0);
        assertThat(tasks.process(orphan.tid())).isNotNull();
    }

    @Test
    void the_end_of_the_first_process_is_the_end_of_all() {
        Task other = process(null);
        tasks.exited(tasks.first().tasks().get(0), 0);
        assertThat(other.work() & Task.EXIT).isNotZero();
        assertThat(other.exitStatus()).isEqualTo(9);
    }

    @Test
    void ids_ascend_skip_those_in_use_and_start_again() {
        TaskIds ids = new TaskIds(304);
        for (int i = 1; i < 304; i++) {
            assertThat(ids.allocate()).isEqualTo(i);
        }
        assertThat(ids.allocate()).as("all in use").isEqualTo(-1);
        ids.release(302);
        ids.release(5);
        assertThat(ids.allocate()).isEqualTo(302);
        assertThat(ids.allocate()).as("the first 299 are not used again").isEqualTo(-1);
        ids.release(301);
        ids.release(302);
        assertThat(ids.allocate()).isEqualTo(301);
        assertThat(ids.allocate()).isEqualTo(302);
    }

    @Test
    void a_long_name_is_cut_at_15_bytes() {
        assertThat(shim.newProcess("a-very-long-command").process().name()).isEqualTo("a-very-long-com");
        assertThat(shim.newProcess("12345678901234\u00e9").process().name()).isEqualTo("12345678901234");
    }

    @Test
    void close_ends_every_task_and_process() {
        Task child = process(null);
        Task thread = clone(child, THREAD);
        heard.clear();
        shim.close();
        heard(
                "b end 3",
                "a end 3",
                "b end 2",
                "a end 2",
                "b dead 2 9",
                "a dead 2 9",
                "b end 1",
                "a end 1",
                "b dead 1 9",
                "a dead 1 9");
        assertThat(tasks.processes()).isEmpty();
        assertThat(tasks.task(thread.tid())).isNull();
        assertThatThrownBy(() -> process(null)).isInstanceOf(IllegalStateException.class);
        assertThat(tasks.clone(child, SIGCHLD, made -> {})).isEqualTo(-EAGAIN);
    }

    @Test
    void close_waits_for_threads_that_act_for_tasks() throws InterruptedException {
        Task task = process(null);
        CountDownLatch acting = new CountDownLatch(1);
        CountDownLatch kicked = new CountDownLatch(1);
        AtomicInteger ended = new AtomicInteger();
        Thread program = new Thread(() -> {
            task.actBy(Thread.currentThread(), kicked::countDown);
            acting.countDown();
            try {
                kicked.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            ended.set(task.exitStatus());
            tasks.exited(task, task.exitStatus());
        });
        program.start();
        acting.await();
        shim.close();
        assertThat(ended.get()).isEqualTo(9);
        assertThat(task.process().status()).isEqualTo(9);
        program.join();
    }

    @Test
    void close_wakes_a_java_task_that_waits() throws InterruptedException {
        Task task = process(null);
        AtomicInteger why = new AtomicInteger();
        Thread waiting = new Thread(() -> why.set(task.waiter().await(Waiter.FOREVER)));
        waiting.start();
        shim.close();
        waiting.join();
        assertThat(why.get()).isEqualTo(-Restart.ERESTARTSYS);
    }

    @Test
    void a_wait_of_a_java_task_ends_when_woken() throws InterruptedException {
        Task task = process(null);
        AtomicInteger why = new AtomicInteger(1);
        Thread waiting = new Thread(() -> why.set(task.waiter().await(Waiter.FOREVER)));
        waiting.start();
        task.waiter().wake(0);
        waiting.join();
        assertThat(why.get()).isZero();
    }

    @Test
    void many_threads_make_and_end_processes() throws InterruptedException {
        List<Thread> makers = new ArrayList<>();
        CopyOnWriteArrayList<Throwable> failures = new CopyOnWriteArrayList<>();
        for (int i = 0; i < 4; i++) {
            Thread maker = new Thread(() -> {
                for (int round = 0; round < 200; round++) {
                    Task parent = process(null);
                    Task child = clone(parent, SIGCHLD);
                    Task thread = clone(child, THREAD);
                    tasks.exited(child, 0);
                    tasks.exited(parent, 0);
                    tasks.exited(thread, 0);
                    tasks.reap(parent.process());
                }
            });
            maker.setUncaughtExceptionHandler((t, thrown) -> failures.add(thrown));
            maker.start();
            makers.add(maker);
        }
        for (Thread maker : makers) {
            maker.join();
        }
        assertThat(failures).isEmpty();
        assertThat(tasks.processes()).extracting(Process::pid).containsExactly(1);
    }
}
