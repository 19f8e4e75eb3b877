package io.unishim.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.unishim.call.CallDeclaration;
import io.unishim.call.CallFamily;
import io.unishim.call.CallRoute;
import io.unishim.call.SyscallHandler;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DirectCallsTest {
    private static final class Empty extends CallFamily<Runnable> {
        Empty() {
            super("empty", Runnable.class);
        }

        @Override
        public List<CallDeclaration> declarations() {
            return List.of();
        }

        @Override
        public SyscallHandler adapter(Runnable implementation, int index) {
            throw new IndexOutOfBoundsException(index);
        }

        @Override
        public Runnable direct(@Nullable Runnable implementation, SyscallHandler[] adapters, CallRoute route) {
            return () -> {};
        }
    }

    @Test
    void each_of_many_families_finds_what_was_made_for_it_once() {
        DirectCalls calls = new DirectCalls();
        List<Empty> families = new ArrayList<>();
        List<Object> made = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            Empty family = new Empty();
            assertThat(calls.get(family)).isNull();
            families.add(family);
            made.add(calls.make(family, each -> new Object()));
        }
        for (int i = 0; i < 300; i++) {
            assertThat(calls.get(families.get(i))).isSameAs(made.get(i));
            assertThat(calls.make(families.get(i), each -> new Object())).isSameAs(made.get(i));
        }
        calls.clear();
        assertThat(calls.get(families.get(0))).isNull();
    }
}
