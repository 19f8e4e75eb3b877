package io.unishim.bench;

import static java.lang.invoke.MethodType.methodType;

import io.unishim.Shim;
import io.unishim.abi.Syscall;
import io.unishim.call.SyscallHandler;
import io.unishim.task.Task;
import java.lang.invoke.LambdaMetafactory;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** The route by number where the next number cannot be foretold. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class Numbers {
    private static final int CALLS = 1024;
    private static final long SEED = 42;
    private static final MethodType HANDLE =
            methodType(long.class, Task.class, long.class, long.class, long.class, long.class, long.class, long.class);
    private static final int[] EIGHT = {
        Syscall.GETPID.number(),
        Syscall.GETPPID.number(),
        Syscall.GETTID.number(),
        Syscall.GETUID.number(),
        Syscall.GETEUID.number(),
        Syscall.GETGID.number(),
        Syscall.GETEGID.number(),
        Syscall.GETPGRP.number()
    };

    private final Shim shim = Shim.boot();
    private final Task task = shim.newProcess("bench");
    private final Shim manyHandlers = Shim.boot();
    private final Task otherTask = manyHandlers.newProcess("bench");
    private final int[] mixed = random(EIGHT);
    private final int[] random = random(replaceAll(manyHandlers));

    private static int[] random(int[] from) {
        Random random = new Random(SEED);
        return random.ints(CALLS, 0, from.length).map(i -> from[i]).toArray();
    }

    /** Gives up to 350 numbers a handler of a class of its own each, as hard for the JIT as it can be. */
    private static int[] replaceAll(Shim shim) {
        List<Syscall> calls = Arrays.stream(Syscall.values())
                .filter(call -> call.number() >= 0)
                .limit(350)
                .toList();
        for (Syscall call : calls) {
            SyscallHandler handler = ownClass();
            shim.table().replace(call.linuxName(), previous -> handler);
        }
        return calls.stream().mapToInt(Syscall::number).toArray();
    }

    private static SyscallHandler ownClass() {
        try {
            MethodHandles.Lookup here = MethodHandles.lookup();
            MethodHandle serve = here.findStatic(Numbers.class, "serve", HANDLE);
            return (SyscallHandler) LambdaMetafactory.metafactory(
                            here, "handle", methodType(SyscallHandler.class), HANDLE, serve, HANDLE)
                    .getTarget()
                    .invoke();
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    @SuppressWarnings({"UnusedMethod", "UnusedVariable"}) // a handler, found by its name
    private static long serve(Task task, long a0, long a1, long a2, long a3, long a4, long a5) {
        return task.process().parentPid();
    }

    @Benchmark
    @OperationsPerInvocation(CALLS)
    public long eightNumbers() {
        return all(shim, task, mixed);
    }

    @Benchmark
    @OperationsPerInvocation(CALLS)
    public long randomNumbers() {
        return all(manyHandlers, otherTask, random);
    }

    private static long all(Shim shim, Task task, int[] numbers) {
        long sum = 0;
        for (int number : numbers) {
            sum += shim.dispatch(task, number, 0, 0, 0, 0, 0, 0);
        }
        return sum;
    }

    /** Ends the shims. */
    @TearDown
    public void close() {
        shim.close();
        manyHandlers.close();
    }
}
