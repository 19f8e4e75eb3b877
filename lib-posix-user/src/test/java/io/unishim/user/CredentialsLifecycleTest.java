package io.unishim.user;

import static io.unishim.abi.Securebits.SECBIT_NOROOT;
import static org.assertj.core.api.Assertions.assertThat;

import io.unishim.task.Credentials;
import io.unishim.task.Promotion;
import io.unishim.task.Task;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Credentials at birth and exec, by man 2 clone and man 2 execve. */
class CredentialsLifecycleTest {
    private final Credentials ordinary = new User(1000, 100, List.of(27, 4)).credentials();
    private final CredentialsLifecycle lifecycle = new CredentialsLifecycle(ordinary);
    private final Task task = FakeTasks.task(5);

    @Test
    void a_process_without_a_parent_is_who_the_option_says() {
        lifecycle.processCreated(task.process(), null);
        Credentials now = Credentials.of(task);
        assertThat(now.uid()).isEqualTo(1000);
        assertThat(now.fsgid()).isEqualTo(100);
        assertThat(now.inGroup(4) && now.inGroup(27) && now.inGroup(100)).isTrue();
        assertThat(now.inGroup(0)).isFalse();
        assertThat(now.hasCapability(0)).isFalse();
    }

    @Test
    void children_inherit() {
        Credentials special = ordinary.withSecurebits(SECBIT_NOROOT);
        task.put(Credentials.KEY, special);
        Task cloned = FakeTasks.task(6);
        assertThat(lifecycle.taskCloned(task, cloned, 0)).isZero();
        assertThat(Credentials.of(cloned)).isSameAs(special);
        Task forked = FakeTasks.task(7);
        lifecycle.processCreated(forked.process(), task.process());
        assertThat(Credentials.of(forked)).isSameAs(special);
    }

    @Test
    void exec_makes_a_task_who_it_was_promoted_to() {
        Credentials special = ordinary.withSecurebits(SECBIT_NOROOT);
        task.put(Credentials.KEY, ordinary);
        lifecycle.executed(task);
        assertThat(Credentials.of(task)).isSameAs(ordinary);
        task.put(Promotion.KEY, new Promotion(special, false, true, true, false));
        lifecycle.executed(task);
        assertThat(Credentials.of(task)).isSameAs(special);
    }
}
