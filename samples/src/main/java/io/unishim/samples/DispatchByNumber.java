package io.unishim.samples;

import static io.unishim.abi.Fcntl.O_CREAT;
import static io.unishim.abi.Fcntl.O_RDWR;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.unishim.Shim;
import io.unishim.abi.Errno;
import io.unishim.abi.Syscall;
import io.unishim.abi.Wait;
import io.unishim.memory.JavaMemory;
import io.unishim.task.Task;

/** Calls as the kernel sees them: a number and six longs in, one long out. Pointers are addresses in a memory of Java. */
public final class DispatchByNumber {
    private DispatchByNumber() {}

    /** Runs the sample. */
    public static void main(String... arguments) {
        try (Shim shim = Shim.boot()) {
            Task task = shim.newProcess("by-number");
            JavaMemory memory = (JavaMemory) task.memory();
            long path = memory.allocateString("/hello");
            long text = memory.allocateString("Hello, Linux\n");
            long room = memory.allocate(64);

            long fd = call(shim, task, Syscall.OPEN, path, O_RDWR | O_CREAT, 0644, 0);
            long written = call(shim, task, Syscall.WRITE, fd, text, 13, 0);
            long got = call(shim, task, Syscall.PREAD64, fd, room, 64, 0);
            byte[] bytes = new byte[(int) got];
            memory.readFully(room, bytes);
            System.out.println("open " + fd + ", write " + written + ", pread64 " + got);
            System.out.print(new String(bytes, UTF_8));

            // A result from -4095 to -1 is an errno.
            System.out.println("a bad address: " + name(call(shim, task, Syscall.WRITE, fd, 0xbad_0000L, 1, 0)));
            System.out.println("a bad descriptor: " + name(call(shim, task, Syscall.CLOSE, 99, 0, 0, 0)));
            System.out.println("no such call: " + name(shim.dispatch(task, 1_000_000, 0, 0, 0, 0, 0, 0)));

            shim.tasks().exited(task, Wait.exited(0));
        }
    }

    private static long call(Shim shim, Task task, Syscall call, long a0, long a1, long a2, long a3) {
        return shim.dispatch(task, call.number(), a0, a1, a2, a3, 0, 0);
    }

    private static String name(long result) {
        return String.valueOf(Errno.of((int) -result));
    }
}
