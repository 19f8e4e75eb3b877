package io.unishim.user;

import static io.unishim.abi.Securebits.SECBIT_KEEP_CAPS;
import static io.unishim.abi.Securebits.SECBIT_NOROOT;
import static org.assertj.core.api.Assertions.assertThat;

import io.unishim.task.CapabilitySets;
import io.unishim.task.Credentials;
import io.unishim.task.Ids;
import io.unishim.task.Task;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Credentials at birth and exec, by man 7 capabilities and man 2 execve. */
class CredentialsLifecycleTest {
    private final Credentials ordinary = new User(1000, 100, List.of(27, 4)).credentials();
    private final CredentialsLifecycle lifecycle = new CredentialsLifecycle(ordinary);
    private final Task task = FakeTasks.task(5);

    private Credentials executed(Credentials before) {
        task.put(Credentials.KEY, before);
        lifecycle.executed(task);
        return Credentials.of(task);
    }

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
    void exec_gives_root_the_bounding_set() {
        CapabilitySets few = new CapabilitySets(1, 2, 2, 6, 0);
        CapabilitySets now = executed(Credentials.ROOT.withCapabilities(few)).capabilities();
        assertThat(now).isEqualTo(new CapabilitySets(1, 7, 7, 6, 0));
    }

    @Test
    void exec_gives_real_root_alone_nothing_effective() {
        Credentials before = Credentials.ROOT.withUsers(new Ids(0, 5, 5, 5));
        CapabilitySets now = executed(before).capabilities();
        assertThat(now.permitted()).isEqualTo(CapabilitySets.EVERY);
        assertThat(now.effective()).isZero();
    }

    @Test
    void exec_leaves_an_ordinary_user_the_ambient_set() {
        CapabilitySets before = new CapabilitySets(6, 7, 7, 7, 4);
        Credentials now = executed(ordinary.withCapabilities(before).withSecurebits(SECBIT_KEEP_CAPS));
        assertThat(now.capabilities()).isEqualTo(new CapabilitySets(6, 4, 4, 7, 4));
        assertThat(now.securebits()).isZero();
    }

    @Test
    void exec_without_root_privilege_gives_root_nothing() {
        CapabilitySets now =
                executed(Credentials.ROOT.withSecurebits(SECBIT_NOROOT)).capabilities();
        assertThat(now.permitted() | now.effective()).isZero();
    }

    @Test
    void exec_saves_the_effective_ids() {
        Credentials now = executed(ordinary.withUsers(new Ids(1, 2, 3, 4)).withGroups(new Ids(5, 6, 7, 8)));
        assertThat(now.users()).isEqualTo(new Ids(1, 2, 2, 2));
        assertThat(now.groups()).isEqualTo(new Ids(5, 6, 6, 6));
    }
}
