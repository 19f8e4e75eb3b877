package io.unishim.core;

import static io.unishim.abi.Errnos.EFAULT;
import static io.unishim.abi.Errnos.EIO;
import static io.unishim.abi.Errnos.ENOSYS;
import static io.unishim.abi.Errnos.EPERM;
import static io.unishim.abi.Errnos.ESRCH;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.unishim.Shim;
import io.unishim.abi.Errno;
import io.unishim.abi.Syscall;
import io.unishim.call.CallDeclaration;
import io.unishim.call.SyscallHandler;
import io.unishim.control.CallHook;
import io.unishim.control.CallTable.Registration;
import io.unishim.control.Policy;
import io.unishim.control.Statistics;
import io.unishim.core.FakeFamily.FakeCalls;
import io.unishim.core.FakeFamily.FakeLibrary;
import io.unishim.library.Replacement;
import io.unishim.task.Task;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AroundCallsTest {
    private final Shim shim = Shim.builder().only().library(new FakeLibrary()).boot();
    private final Task task = shim.newProcess("test");
    private final FakeCalls direct = shim.calls(FakeFamily.FAMILY);

    @AfterEach
    void close() {
        shim.close();
    }

    private long byNumber(long fd) {
        return shim.dispatch(task, Syscall.DUP.number(), fd, 0, 0, 0, 0, 0);
    }

    private void dupAnswers(long fd, long expected) {
        assertThat(byNumber(fd)).as("by number").isEqualTo(expected);
        assertThat(direct.dup(task, (int) fd)).as("direct").isEqualTo(expected);
    }

    private static Replacement digit(int digit) {
        return previous -> (task, a, b, c, d, e, f) -> previous.handle(task, a, b, c, d, e, f) * 10 + digit;
    }

    @Test
    void what_was_put_around_a_call_is_seen_by_both_routes_and_goes_away() {
        SyscallHandler plain = shim.table().current(Syscall.DUP.number());
        dupAnswers(5, 5);
        Registration one = shim.table().replace("dup", digit(1));
        dupAnswers(5, 51);
        one.close();
        one.close();
        dupAnswers(5, 5);
        assertThat(shim.table().current(Syscall.DUP.number())).isSameAs(plain);
    }

    @Test
    void a_call_that_a_library_makes_by_itself_goes_past_what_was_put_around_it() {
        int dup = Syscall.DUP.number();
        try (Registration around = shim.table().replace("dup", digit(1))) {
            assertThat(shim.serve(task, dup, 5, 0, 0, 0, 0, 0)).isEqualTo(5);
            assertThat(byNumber(5)).isEqualTo(51);
        }
        assertThat(shim.serve(task, Syscall.PREAD64.number(), 0, 0, 0, 0, 0, 0)).isEqualTo(-ENOSYS);
        assertThat(shim.serve(task, -1, 0, 0, 0, 0, 0, 0)).isEqualTo(-ENOSYS);
        shim.close();
        assertThat(shim.serve(task, dup, 5, 0, 0, 0, 0, 0)).isEqualTo(byNumber(5));
    }

    @Test
    void layers_may_go_in_any_order() {
        for (List<Integer> order : List.of(
                List.of(0, 1, 2),
                List.of(0, 2, 1),
                List.of(1, 0, 2),
                List.of(1, 2, 0),
                List.of(2, 0, 1),
                List.of(2, 1, 0))) {
            List<Registration> layers = new ArrayList<>();
            List<Integer> left = new ArrayList<>(List.of(1, 2, 3));
            for (int digit : left) {
                layers.add(shim.table().replace("dup", digit(digit)));
            }
            dupAnswers(0, 123);
            for (int which : order) {
                layers.get(which).close();
                left.remove(Integer.valueOf(which + 1));
                dupAnswers(0, left.stream().reduce(0, (sum, digit) -> sum * 10 + digit));
            }
        }
    }

    @Test
    void random_layers_behave_as_a_list_does() {
        long seed = 7;
        SplittableRandom random = new SplittableRandom(seed);
        List<Registration> layers = new ArrayList<>();
        List<Integer> model = new ArrayList<>();
        for (int step = 0; step < 2_000; step++) {
            if (model.size() < 6 && random.nextBoolean()) {
                int digit = 1 + random.nextInt(9);
                layers.add(shim.table().replace("dup", digit(digit)));
                model.add(digit);
            } else if (!model.isEmpty()) {
                int which = random.nextInt(model.size());
                layers.remove(which).close();
                model.remove(which);
            }
            assertThat(direct.dup(task, 0))
                    .as("seed %d, step %d", seed, step)
                    .isEqualTo(model.stream()
                            .reduce(0, (sum, digit) -> sum * 10 + digit)
                            .longValue());
        }
    }

    @Test
    void a_replacement_hides_what_is_below_until_it_goes() {
        Registration low = shim.table().replace("dup", digit(1));
        Registration high = shim.table().replace("dup", previous -> (task, a, b, c, d, e, f) -> 77);
        dupAnswers(5, 77);
        low.close();
        dupAnswers(5, 77);
        high.close();
        dupAnswers(5, 5);
    }

    @Test
    void a_wrapped_call_never_throws_at_its_wrapper() {
        AtomicLong seen = new AtomicLong();
        shim.table().replace("knock", previous -> (task, a, b, c, d, e, f) -> {
            seen.set(previous.handle(task, a, b, c, d, e, f));
            return seen.get();
        });
        assertThat(direct.knock(task, -1)).isEqualTo(-EFAULT);
        assertThat(seen.get()).isEqualTo(-EFAULT);
    }

    @Test
    void policies_pass_deny_stub_fake_and_hide() {
        Registration pass = shim.table().apply(Policy.pass(), "dup");
        dupAnswers(5, 5);
        pass.close();
        Registration deny = shim.table().apply(Policy.deny(Errno.EPERM), "dup", "knock");
        dupAnswers(5, -EPERM);
        assertThat(direct.knock(task, 1)).isEqualTo(-EPERM);
        assertThat(direct.getpid(task)).isPositive();
        deny.close();
        Registration stub = shim.table().apply(Policy.stub(), "dup");
        dupAnswers(5, 0);
        stub.close();
        Registration fake = shim.table().apply(Policy.fake(99), "dup");
        dupAnswers(5, 99);
        fake.close();
        Registration hide = shim.table().apply(Policy.missing(), "dup");
        dupAnswers(5, -ENOSYS);
        hide.close();
        dupAnswers(5, 5);
    }

    @Test
    void the_nth_call_fails_though_layers_below_come_and_go() {
        Registration below = shim.table().replace("dup", digit(1));
        shim.table().apply(Policy.failNth(3, Errno.EIO), "dup", "getpid");
        dupAnswers(5, 51);
        below.close();
        assertThat(byNumber(5)).isEqualTo(-EIO);
        dupAnswers(5, 5);
        assertThat(direct.getpid(task)).as("a count of its own").isPositive();
    }

    @Test
    void a_delayed_call_is_served_at_once_when_a_signal_is_pending() {
        shim.table().apply(Policy.delay(Duration.ofDays(1)), "dup");
        task.interrupt(Task.SIGNAL);
        assertThat(byNumber(5)).isEqualTo(5);
    }

    @Test
    void a_policy_for_every_call_holds_for_every_number() {
        Registration deny = shim.table().apply(Policy.deny(Errno.EPERM));
        dupAnswers(5, -EPERM);
        for (int number : new int[] {0, 335, 469, 1500, 4095, 5000, -1}) {
            assertThat(shim.dispatch(task, number, 0, 0, 0, 0, 0, 0))
                    .as("%d", number)
                    .isEqualTo(-EPERM);
        }
        deny.close();
        for (int number : new int[] {0, 335, 469, 1500, 4095, 5000, -1}) {
            assertThat(shim.dispatch(task, number, 0, 0, 0, 0, 0, 0))
                    .as("%d", number)
                    .isEqualTo(-ENOSYS);
        }
        dupAnswers(5, 5);
    }

    @Test
    void a_call_that_nobody_serves_can_be_served_at_run_time() {
        Registration write = shim.table().replace("write", previous -> (task, a, b, c, d, e, f) -> c);
        assertThat(shim.dispatch(task, Syscall.WRITE.number(), 1, 0, 12, 0, 0, 0))
                .isEqualTo(12);
        write.close();
        assertThat(shim.dispatch(task, Syscall.WRITE.number(), 1, 0, 12, 0, 0, 0))
                .isEqualTo(-ENOSYS);
    }

    @Test
    @SuppressWarnings("NullAway") // on purpose
    void an_unknown_name_is_refused_and_nothing_is_changed() {
        assertThatThrownBy(() -> shim.table().apply(Policy.stub(), "dup", "dupp"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("dupp");
        dupAnswers(5, 5);
        assertThatThrownBy(() -> shim.table().replace("dup", previous -> null))
                .isInstanceOf(IllegalArgumentException.class);
        dupAnswers(5, 5);
    }

    @Test
    void hooks_hear_of_registers_result_and_missing_calls_in_order() {
        List<String> heard = new ArrayList<>();
        CallHook hook = new CallHook() {
            @Override
            public void entered(Task task, CallDeclaration call, long[] arguments) {
                heard.add("> " + call.name() + Arrays.toString(arguments));
            }

            @Override
            public void returned(Task task, CallDeclaration call, long[] arguments, long result, long nanos) {
                heard.add("< " + call.name() + Arrays.toString(arguments) + result + (nanos < 0 ? "!" : ""));
            }
        };
        Registration all = shim.table().hook(hook);
        direct.dup(task, 5);
        shim.dispatch(task, Syscall.READ.number(), 1, 2, 3, 4, 5, 6);
        shim.dispatch(task, 9999, 1, 2, 3, 4, 5, 6);
        all.close();
        direct.dup(task, 6);
        assertThat(heard)
                .containsExactly(
                        "> dup[5, 0, 0, 0, 0, 0]",
                        "< dup[5, 0, 0, 0, 0, 0]5",
                        "> read[1, 2, 3, 4, 5, 6]",
                        "< read[1, 2, 3, 4, 5, 6]-38",
                        "> syscall_0x270f[1, 2, 3, 4, 5, 6]",
                        "< syscall_0x270f[1, 2, 3, 4, 5, 6]-38");
    }

    @Test
    void a_hook_that_throws_does_not_harm_the_call() {
        shim.table()
                .hook(
                        new CallHook() {
                            @Override
                            public void entered(Task task, CallDeclaration call, long[] arguments) {
                                throw new IllegalStateException("meant to be seen in the log of the tests");
                            }
                        },
                        "dup");
        dupAnswers(5, 5);
    }

    @Test
    void calls_errors_and_times_are_counted_until_closed() {
        Statistics statistics = shim.table().count();
        direct.dup(task, 5);
        direct.knock(task, -1);
        direct.knock(task, 1);
        shim.dispatch(task, -7, 0, 0, 0, 0, 0, 0);
        statistics.close();
        direct.dup(task, 5);
        assertThat(statistics.counts()).containsOnlyKeys("dup", "knock", Missing.OUT_OF_RANGE);
        Statistics.Count knock = count(statistics, "knock");
        assertThat(knock.calls()).isEqualTo(2);
        assertThat(knock.errors()).isEqualTo(1);
        assertThat(Arrays.stream(knock.histogram()).sum()).isEqualTo(2);
        assertThat(knock.histogram()).hasSize(64);
        assertThat(knock.nanos()).isNotNegative();
        assertThat(count(statistics, "dup").calls()).isEqualTo(1);
    }

    private static Statistics.Count count(Statistics statistics, String call) {
        return Objects.requireNonNull(statistics.counts().get(call));
    }

    @Test
    void the_table_says_who_serves_what_and_how_well() {
        assertThat(shim.table().calls())
                .extracting(e -> e.declaration().name() + " " + e.library() + " " + e.support() + " " + e.note())
                .containsExactly("dup fake PARTIAL the same | number", "getpid fake FULL ", "knock fake null ");
        assertThat(shim.table().call("write")).isNull();
    }

    @Test
    void calls_run_while_layers_change() throws InterruptedException {
        AtomicBoolean stop = new AtomicBoolean();
        AtomicReference<Object> wrong = new AtomicReference<>();
        List<Thread> callers = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            Task mine = shim.newProcess("caller");
            Thread caller = new Thread(() -> {
                while (!stop.get()) {
                    long direct1 = direct.dup(mine, 0);
                    long numbered = shim.dispatch(mine, Syscall.DUP.number(), 0, 0, 0, 0, 0, 0);
                    // Each digit stands once at most, in the order of the layers.
                    if (!List.of(0L, 1L, 2L, 12L).containsAll(List.of(direct1, numbered))) {
                        wrong.set(direct1 + " " + numbered);
                    }
                }
            });
            caller.start();
            callers.add(caller);
        }
        for (int i = 0; i < 3_000; i++) {
            Registration one = shim.table().replace("dup", digit(1));
            Registration two = shim.table().replace("dup", digit(2));
            (i % 2 == 0 ? one : two).close();
            (i % 2 == 0 ? two : one).close();
        }
        stop.set(true);
        for (Thread caller : callers) {
            caller.join();
        }
        assertThat(wrong.get()).isNull();
        dupAnswers(5, 5);
    }

    @Test
    void a_closed_shim_answers_esrch_on_both_routes() {
        shim.close();
        dupAnswers(5, -ESRCH);
        shim.table().replace("dup", digit(1)).close();
        dupAnswers(5, -ESRCH);
        assertThat(shim.dispatch(task, 99999, 0, 0, 0, 0, 0, 0)).isEqualTo(-ESRCH);
    }
}
