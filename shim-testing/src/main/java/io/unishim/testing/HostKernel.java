package io.unishim.testing;

import io.unishim.abi.Syscall;
import io.unishim.host.HostCalls;

/**
 * The host's own kernel, asked by raw calls from this JVM: the twin that a shim's answers are compared with. It changes the
 * JVM's real process: give it only arguments that do no harm, and use {@link HostProgram} for everything else.
 */
public final class HostKernel {
    private HostKernel() {}

    /**
     * Makes a call of the host.
     *
     * @param call which
     * @param arguments up to six; those that are missing are 0
     * @return a value or a negative errno
     */
    public static long call(Syscall call, long... arguments) {
        long[] six = java.util.Arrays.copyOf(arguments, 6);
        return HostCalls.call(call.number(), six[0], six[1], six[2], six[3], six[4], six[5]);
    }
}
