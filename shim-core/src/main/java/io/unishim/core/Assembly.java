package io.unishim.core;

import io.unishim.Shim;
import io.unishim.call.CallDeclaration;
import io.unishim.call.CallFamily;
import io.unishim.call.CallRoute;
import io.unishim.call.SyscallHandler;
import io.unishim.library.Boot;
import io.unishim.library.Lifecycle;
import io.unishim.library.MicroLibrary;
import io.unishim.library.Option;
import io.unishim.library.Replacement;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** What the libraries of one shim brought: their calls, services, and how to undo them. */
final class Assembly {
    private record Served(Object implementation, SyscallHandler[] adapters) {}

    private record Provided(Object service, String library) {}

    private record Replaced(String library, String call, Replacement replacement) {}

    private final Shim shim;
    private final CallControl control;
    private final TaskTable tasks;
    private final Map<CallFamily<?>, Served> families = new ConcurrentHashMap<>();
    private final Map<Class<?>, Provided> services = new ConcurrentHashMap<>();
    private final List<Replaced> replacements = new ArrayList<>();
    private final Deque<Runnable> undo = new ArrayDeque<>();
    private boolean finished;

    Assembly(Shim shim, CallControl control, TaskTable tasks) {
        this.shim = shim;
        this.control = control;
        this.tasks = tasks;
    }

    void boot(MicroLibrary library) {
        for (Class<?> type : library.requires()) {
            if (!services.containsKey(type)) {
                throw new IllegalStateException("the library " + library.name() + " requires the service "
                        + type.getName() + ", which was promised but not provided");
            }
        }
        try {
            library.boot(new LibraryBoot(library.name()));
        } catch (RuntimeException | LinkageError thrown) {
            throw new IllegalStateException(
                    "the library " + library.name() + " did not boot: " + thrown.getMessage(), thrown);
        }
    }

    /** Applies what had to wait until all calls were there. */
    void finish() {
        for (Replaced each : replacements) {
            control.rebase(each.library, each.call, each.replacement);
        }
        finished = true;
    }

    void undoAll(Endings endings) {
        while (!undo.isEmpty()) {
            endings.run(undo.pop());
        }
    }

    <C> C direct(CallFamily<C> family, CallRoute route) {
        Served served = families.get(family);
        return served == null
                ? family.direct(null, new SyscallHandler[0], route)
                : family.direct(family.type().cast(served.implementation), served.adapters, route);
    }

    <S> S service(Class<S> type) {
        S found = serviceOrNull(type);
        if (found == null) {
            throw new IllegalStateException("no library of this shim provides the service " + type.getName());
        }
        return found;
    }

    <S> @Nullable S serviceOrNull(Class<S> type) {
        Provided found = services.get(type);
        return found == null ? null : type.cast(found.service);
    }

    /** What one library sees. */
    private final class LibraryBoot implements Boot {
        private final String library;

        LibraryBoot(String library) {
            this.library = library;
        }

        private void checkBooting() {
            if (finished) {
                throw new IllegalStateException("the shim has booted: " + library + " can register nothing more");
            }
        }

        @Override
        public Shim shim() {
            return shim;
        }

        @Override
        public <C> void calls(CallFamily<C> family, C implementation) {
            checkBooting();
            List<CallDeclaration> declarations = family.declarations();
            SyscallHandler[] adapters = new SyscallHandler[declarations.size()];
            for (int i = 0; i < adapters.length; i++) {
                adapters[i] = family.adapter(implementation, i);
                control.register(new Row(declarations.get(i), library, implementation), adapters[i]);
            }
            families.put(family, new Served(implementation, adapters));
        }

        @Override
        public void call(CallDeclaration declaration, SyscallHandler handler) {
            checkBooting();
            control.register(new Row(declaration, library, handler), handler);
        }

        @Override
        public void replace(String name, Replacement replacement) {
            checkBooting();
            replacements.add(new Replaced(library, name, replacement));
        }

        @Override
        public <S> void provide(Class<S> type, S service) {
            checkBooting();
            Provided before = services.putIfAbsent(type, new Provided(type.cast(service), library));
            if (before != null) {
                throw new IllegalStateException(library + " provides the service " + type.getName() + ", which "
                        + before.library + " provides already");
            }
        }

        @Override
        public <S> S service(Class<S> type) {
            return Assembly.this.service(type);
        }

        @Override
        public <S> @Nullable S serviceOrNull(Class<S> type) {
            return Assembly.this.serviceOrNull(type);
        }

        @Override
        public <O> O option(Option<O> option) {
            return shim.option(option);
        }

        @Override
        public void lifecycle(Lifecycle lifecycle) {
            tasks.add(lifecycle);
        }

        @Override
        public void onClose(Runnable step) {
            undo.push(step);
        }
    }
}
