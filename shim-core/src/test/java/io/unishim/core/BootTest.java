package io.unishim.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.unishim.Shim;
import io.unishim.abi.Syscall;
import io.unishim.call.CallDeclaration;
import io.unishim.call.Returns;
import io.unishim.call.SyscallHandler;
import io.unishim.core.FakeFamily.FakeLibrary;
import io.unishim.file.Mount;
import io.unishim.library.Boot;
import io.unishim.library.MicroLibrary;
import io.unishim.library.Option;
import io.unishim.task.StateKey;
import io.unishim.task.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class BootTest {
    interface Bread {}

    interface Butter {}

    private static final SyscallHandler NOTHING = (task, a, b, c, d, e, f) -> 0;
    private static final Bread BREAD = new Bread() {};
    private static final Butter BUTTER = new Butter() {};

    private final List<String> said = new ArrayList<>();

    private Consumer<Boot> saying(String what) {
        return boot -> said.add(what);
    }

    private static Shim boot(MicroLibrary... libraries) {
        Shim.Builder builder = Shim.builder().only();
        List.of(libraries).forEach(builder::library);
        return builder.boot();
    }

    @Test
    void providers_boot_before_those_who_require_or_use_them_and_ties_go_by_name() {
        try (Shim shim = boot(
                SmallLibrary.of("a", saying("a")).requiring(Butter.class),
                SmallLibrary.of("d", saying("d")),
                SmallLibrary.of("c", saying("c")),
                SmallLibrary.of("b", saying("b")).using(Bread.class),
                SmallLibrary.of("z", saying("z").andThen(boot -> boot.provide(Butter.class, BUTTER)))
                        .providing(Butter.class)
                        .requiring(Bread.class),
                SmallLibrary.of("y", saying("y").andThen(boot -> boot.provide(Bread.class, BREAD)))
                        .providing(Bread.class))) {
            assertThat(said).containsExactly("c", "d", "y", "b", "z", "a");
            assertThat(shim.service(Bread.class)).isSameAs(BREAD);
            assertThat(shim.serviceOrNull(String.class)).isNull();
            assertThatThrownBy(() -> shim.service(String.class)).hasMessageContaining("java.lang.String");
        }
    }

    @Test
    void a_service_that_is_only_used_may_be_missing() {
        try (Shim shim = boot(SmallLibrary.of("b", saying("b")).using(Bread.class))) {
            assertThat(said).containsExactly("b");
            assertThat(shim.serviceOrNull(Bread.class)).isNull();
        }
    }

    @Test
    void a_missing_requirement_names_library_and_service() {
        assertThatThrownBy(() -> boot(SmallLibrary.of("toast", saying("toast")).requiring(Bread.class)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContainingAll("toast", Bread.class.getName());
        assertThat(said).isEmpty();
    }

    @Test
    void a_promise_that_is_not_kept_names_library_and_service() {
        assertThatThrownBy(() -> boot(
                        SmallLibrary.of("baker", saying("baker")).providing(Bread.class),
                        SmallLibrary.of("toast", saying("toast")).requiring(Bread.class)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContainingAll("toast", Bread.class.getName());
        assertThat(said).containsExactly("baker");
    }

    @Test
    void a_cycle_names_libraries_and_services() {
        assertThatThrownBy(() -> boot(
                        SmallLibrary.of("hen", saying("hen"))
                                .requiring(Bread.class)
                                .providing(Butter.class),
                        SmallLibrary.of("egg", saying("egg"))
                                .using(Butter.class)
                                .providing(Bread.class)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContainingAll("hen", "egg", Bread.class.getName(), Butter.class.getName());
    }

    @Test
    void two_providers_of_one_service_are_named() {
        assertThatThrownBy(() -> boot(
                        SmallLibrary.of("hen", saying("hen")).providing(Butter.class),
                        SmallLibrary.of("egg", saying("egg")).providing(Butter.class)))
                .hasMessageContainingAll("hen", "egg", Butter.class.getName());
    }

    @Test
    void a_call_registered_twice_names_both_owners() {
        MicroLibrary other =
                SmallLibrary.of("other", boot -> boot.call(CallDeclaration.of(Syscall.GETPID, Returns.INT), NOTHING));
        assertThatThrownBy(() -> boot(new FakeLibrary(), other))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContainingAll("getpid", "fake", "other");
        MicroLibrary sameNumber = SmallLibrary.of(
                "same", boot -> boot.call(CallDeclaration.custom("ring", FakeFamily.KNOCK, Returns.INT), NOTHING));
        assertThatThrownBy(() -> boot(new FakeLibrary(), sameNumber))
                .hasMessageContainingAll("ring", "knock", "fake", "same");
        MicroLibrary sameName =
                SmallLibrary.of("same", boot -> boot.call(CallDeclaration.custom("knock", 3000, Returns.INT), NOTHING));
        assertThatThrownBy(() -> boot(new FakeLibrary(), sameName)).hasMessageContainingAll("knock", "fake", "same");
    }

    @Test
    void a_number_or_a_name_of_linux_is_not_for_custom_calls() {
        for (CallDeclaration bad : List.of(
                CallDeclaration.custom("knock", 1023, Returns.INT),
                CallDeclaration.custom("knock", 4096, Returns.INT),
                CallDeclaration.custom("knock", -1, Returns.INT),
                CallDeclaration.custom("read", 2000, Returns.INT))) {
            assertThatThrownBy(() -> boot(SmallLibrary.of("bad", boot -> boot.call(bad, NOTHING))))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining(bad.name());
        }
    }

    @Test
    void a_failing_boot_is_undone_in_reverse_and_says_what_failed_on_the_way() {
        IllegalArgumentException late = new IllegalArgumentException("late");
        assertThatThrownBy(() -> boot(
                        SmallLibrary.of("a", boot -> {
                            boot.onClose(() -> said.add("a1"));
                            boot.onClose(() -> said.add("a2"));
                        }),
                        SmallLibrary.of("b", boot -> {
                            boot.onClose(() -> said.add("b"));
                            boot.onClose(() -> {
                                throw late;
                            });
                            throw new IllegalStateException("no room");
                        }),
                        SmallLibrary.of("c", saying("c"))))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContainingAll("b", "no room")
                .hasSuppressedException(late);
        assertThat(said).containsExactly("b", "a2", "a1");
    }

    @Test
    void close_undoes_in_reverse_once_and_goes_on_after_a_failure() {
        IllegalStateException first = new IllegalStateException("first");
        IllegalStateException second = new IllegalStateException("second");
        Shim shim = boot(SmallLibrary.of("a", boot -> {
            boot.onClose(() -> said.add("1"));
            boot.onClose(() -> {
                throw second;
            });
            boot.onClose(() -> said.add("2"));
            boot.onClose(() -> {
                throw first;
            });
        }));
        assertThatThrownBy(shim::close).isSameAs(first).hasSuppressedException(second);
        shim.close();
        assertThat(said).containsExactly("2", "1");
    }

    @Test
    void libraries_are_left_out_by_name_and_unknown_names_are_refused() {
        try (Shim shim = Shim.builder()
                .only()
                .library(SmallLibrary.of("a", saying("a")))
                .library(SmallLibrary.of("b", saying("b")))
                .without("a")
                .boot()) {
            assertThat(shim.tasks().first().pid()).isEqualTo(1);
        }
        assertThat(said).containsExactly("b");
        assertThatThrownBy(() -> Shim.builder().without("nobody").boot())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("nobody");
        assertThatThrownBy(() -> Shim.builder().only("nobody").boot())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("nobody");
    }

    @Test
    void libraries_that_are_named_stand_alone() {
        try (Shim shim = Shim.builder()
                .libraries(SmallLibrary.of("a", saying("a")), SmallLibrary.of("b", saying("b")))
                .library(SmallLibrary.of("b", saying("given")))
                .boot()) {
            assertThat(shim.tasks().first().pid()).isEqualTo(1);
        }
        assertThat(said).containsExactly("a", "given");
        Shim.Builder twice =
                Shim.builder().libraries(SmallLibrary.of("a", saying("a")), SmallLibrary.of("a", saying("a")));
        assertThatThrownBy(twice::boot)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("two libraries are named a");
    }

    @Test
    void options_and_mounts_reach_libraries() {
        Option<Integer> size = new Option<>("size", 7);
        Option<Integer> other = new Option<>("size", 8);
        Mount root = Mount.memory("/");
        try (Shim shim = Shim.builder()
                .only()
                .option(size, 9)
                .mount(root)
                .library(SmallLibrary.of(
                        "a",
                        boot -> said.add(
                                boot.option(size) + " " + boot.option(other) + " " + boot.option(Mount.MOUNTS))))
                .boot()) {
            assertThat(said).containsExactly("9 8 " + List.of(root));
            assertThat(shim.option(size)).isEqualTo(9);
        }
    }

    @Test
    void a_library_replaces_a_call_of_one_that_boots_later() {
        MicroLibrary early = SmallLibrary.of(
                "early",
                boot -> boot.replace(
                        "dup", previous -> (task, a, b, c, d, e, f) -> previous.handle(task, a + 1, b, c, d, e, f)));
        try (Shim shim = boot(early, new FakeLibrary())) {
            Task task = shim.newProcess("test");
            assertThat(shim.dispatch(task, Syscall.DUP.number(), 5, 0, 0, 0, 0, 0))
                    .isEqualTo(6);
            assertThat(shim.calls(FakeFamily.FAMILY).dup(task, 5)).isEqualTo(6);
            assertThat(shim.calls(FakeFamily.FAMILY).getpid(task))
                    .isEqualTo(task.process().pid());
        }
    }

    @Test
    void nothing_can_be_registered_after_the_boot() {
        List<Boot> kept = new ArrayList<>();
        try (Shim shim = boot(SmallLibrary.of("a", kept::add))) {
            assertThat(shim.table().calls()).isEmpty();
            assertThatThrownBy(() -> kept.get(0).call(CallDeclaration.of(Syscall.READ, Returns.INT), NOTHING))
                    .isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void shims_share_nothing() {
        StateKey<String> mark = StateKey.of("mark");
        Shim one = boot(new FakeLibrary());
        try (Shim two = boot(new FakeLibrary())) {
            one.table().replace("dup", previous -> NOTHING);
            one.tasks().first().put(mark, "one");
            Task first = one.newProcess("a");
            Task second = two.newProcess("b");
            assertThat(first.process().pid()).isEqualTo(second.process().pid());
            assertThat(one.dispatch(first, Syscall.DUP.number(), 5, 0, 0, 0, 0, 0))
                    .isZero();
            assertThat(two.dispatch(second, Syscall.DUP.number(), 5, 0, 0, 0, 0, 0))
                    .isEqualTo(5);
            assertThat(two.calls(FakeFamily.FAMILY).dup(second, 5)).isEqualTo(5);
            assertThat(two.tasks().first().stateOrNull(mark)).isNull();
            one.close();
            assertThat(two.calls(FakeFamily.FAMILY).dup(second, 5)).isEqualTo(5);
        }
    }
}
