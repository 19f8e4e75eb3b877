package io.unishim.bench;

import io.unishim.Shim;
import io.unishim.abi.Syscall;
import io.unishim.host.HostCalls;
import io.unishim.linux.IdentityCalls;
import io.unishim.linux.IdentityCallsFamily;
import io.unishim.linux.Linux;
import io.unishim.task.Process;
import io.unishim.task.Task;
import java.util.concurrent.TimeUnit;
import jnr.posix.POSIX;
import jnr.posix.POSIXFactory;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** getppid(2), which does next to nothing, by each route from Java, and what it is to be compared with. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class Routes {
    private static final int GETPPID = Syscall.GETPPID.number();

    private final Shim shim = Shim.boot();
    private final Task task = shim.newProcess("bench");
    private final IdentityCalls calls = shim.calls(IdentityCallsFamily.FAMILY);
    private final Linux linux = shim.linux(task);
    private final PlainObject plainObject = new PlainObject(task.process());
    private final POSIX posix = POSIXFactory.getNativePOSIX();

    /** What a handler does, without a shim around it. */
    private record PlainObject(Process process) {
        long getppid() {
            return process.parentPid();
        }
    }

    @Benchmark
    public long direct() {
        return calls.getppid(task);
    }

    @Benchmark
    public int view() {
        return linux.getppid();
    }

    @Benchmark
    public long number() {
        return shim.dispatch(task, GETPPID, 0, 0, 0, 0, 0, 0);
    }

    @Benchmark
    public long javaMethod() {
        return plainObject.getppid();
    }

    @Benchmark
    public long nativeByJni() {
        return HostCalls.call(GETPPID, 0, 0, 0);
    }

    @Benchmark
    public int jnrPosix() {
        return posix.getppid();
    }

    /** Ends the shim. */
    @TearDown
    public void close() {
        shim.close();
    }
}
