package io.unishim;

import io.unishim.call.CallFamily;
import io.unishim.control.CallTable;
import io.unishim.file.Mount;
import io.unishim.library.MicroLibrary;
import io.unishim.library.Option;
import io.unishim.linux.Linux;
import io.unishim.task.RandomSource;
import io.unishim.task.Task;
import io.unishim.task.Tasks;
import io.unishim.task.TimeSource;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

/**
 * One Linux: a table of calls, the libraries that serve them, and the processes that make them. A JVM may hold many; they
 * share nothing.
 *
 * <pre>{@code
 * try (Shim shim = Shim.boot()) {
 *     int fd = shim.linux().open("/etc/motd", O_RDWR | O_CREAT, 0644);
 * }
 * }</pre>
 */
public interface Shim extends AutoCloseable {
    /** @return a shim with every library on the class path and an empty file system */
    static Shim boot() {
        return builder().boot();
    }

    /** @return a builder, by the shim-core on the class path. @throws IllegalStateException if there is none */
    static Builder builder() {
        return ServiceLoader.load(ShimProvider.class, Shim.class.getClassLoader())
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("shim-core is not on the class path or module path"))
                .builder();
    }

    /**
     * The route by number.
     *
     * @param task who calls, acting on the current thread
     * @param number on x86-64; any int
     * @return the result or a negative errno; {@code -ENOSYS} for a number that nobody registered. Never throws for what
     *     the arguments hold
     */
    long dispatch(Task task, int number, long a0, long a1, long a2, long a3, long a4, long a5);

    /**
     * The route by number to what serves a call, past everything that was put around it: policies, traces and counters do
     * not see it. For what a library does by itself, as a kernel does, such as reading the program that {@code execve(2)}
     * names.
     *
     * @param task for whom, acting on the current thread
     * @param number on x86-64; any int
     * @return as {@link #dispatch}
     */
    long serve(Task task, int number, long a0, long a1, long a2, long a3, long a4, long a5);

    /**
     * The direct route: calls with typed arguments that reach the handler by an ordinary Java call.
     *
     * @param family which calls: {@code FileCallsFamily.FAMILY}
     * @return the family, to be kept and called many times; if no library serves it, its calls answer as the table does
     */
    <C> C calls(CallFamily<C> family);

    /** @return the friendly view for the first task of the first process; for one thread at a time */
    default Linux linux() {
        return linux(tasks().first().tasks().get(0));
    }

    /** @return the friendly view for a task; for one thread at a time */
    default Linux linux(Task task) {
        return Linux.of(this, task);
    }

    /**
     * Makes a process whose code is Java, as a child of the first one.
     *
     * @param name its command's name
     * @return its task, for one thread at a time; end it with {@link Tasks#exited}
     */
    Task newProcess(String name);

    /** @return what answers which call: to look at, and to change while the shim runs */
    CallTable table();

    /** @return the shim's processes and tasks */
    Tasks tasks();

    /** @return the shim's clocks */
    TimeSource time();

    /** @return the shim's randomness */
    RandomSource random();

    /** @return a service that a library provides. @throws IllegalStateException if none does */
    <S> S service(Class<S> type);

    /** @return a service, or null if no library provides it */
    <S> @Nullable S serviceOrNull(Class<S> type);

    /** @return what the builder was given under that option, or its default */
    <O> O option(Option<O> option);

    /** Ends every task, then the libraries in reverse order of their boot. No thread, descriptor or mapping stays. */
    @Override
    void close();

    /** What a shim is to be; each method returns the builder. */
    interface Builder {
        /** Adds a library that ServiceLoader does not find, or takes it from the given instance if it does. */
        Builder library(MicroLibrary library);

        /** Takes these libraries and those of {@link #library} alone; ServiceLoader, which opens every jar, is not asked. */
        Builder libraries(MicroLibrary... libraries);

        /** Leaves a library out by name. @throws IllegalArgumentException at boot if there is none of that name */
        Builder without(String library);

        /** Takes the named libraries only, of those that ServiceLoader finds or {@link #libraries} names. */
        Builder only(String... libraries);

        /** Mounts a file system, in the order of the calls; the first one at {@code /} is the root. */
        Builder mount(Mount mount);

        /** Takes the clocks from elsewhere. */
        Builder time(TimeSource time);

        /** Takes randomness from elsewhere. */
        Builder random(RandomSource random);

        /** Sets an option of a library. */
        <O> Builder option(Option<O> option, O value);

        /** Boots the shim. @throws IllegalStateException if a call has two libraries or a service is missing */
        Shim boot();
    }
}
