package io.unishim.elfloader.image;

import static io.unishim.abi.Mman.MAP_ANONYMOUS;
import static io.unishim.abi.Mman.MAP_PRIVATE;
import static io.unishim.abi.Mman.PROT_EXEC;
import static io.unishim.abi.Mman.PROT_READ;
import static io.unishim.abi.Mman.PROT_WRITE;

import io.unishim.abi.Limits;
import io.unishim.abi.Syscall;
import io.unishim.call.ErrnoException;
import io.unishim.control.CallTable;
import io.unishim.host.Assembler;
import io.unishim.host.Assembler.Condition;
import io.unishim.host.HostVdso;
import io.unishim.host.Label;
import io.unishim.host.Register;
import io.unishim.memory.AddressSpace;
import io.unishim.task.Task;
import io.unishim.task.TimeSource;

/**
 * The page of code that programs ask for the time (man 7 vdso), in place of the kernel's: with the host's clocks its functions
 * go on in the host's own vDSO, and cost no system call. Where the shim has a clock of its own, where somebody put something
 * around the calls, and for what the host's vDSO does not tell, they make the call.
 */
final class Vdso {
    /** Clocks that programs may read from the host's vDSO: those of the shim are the host's there. */
    private static final int CLOCKS = 1 | 1 << 1 | 1 << 4 | 1 << 5 | 1 << 6 | 1 << 7 | 1 << 11;

    /** What the shim shows as CLOCK_BOOTTIME, CLOCK_MONOTONIC_RAW and CLOCK_TAI are the other two. */
    private static final byte[] CLOCK_OF_HOST = {0, 1, 0, 0, 1, 5, 6, 1, 0, 0, 0, 0};

    private static final String[] CALLS = {"clock_gettime", "gettimeofday", "time", "clock_getres", "getcpu"};

    private Vdso() {}

    /** Maps it. @return where */
    static long map(Task task, AddressSpace space) {
        byte[] image = image(task);
        int size = Limits.PAGE_SIZE;
        int flags = MAP_PRIVATE | MAP_ANONYMOUS;
        long at = ErrnoException.check(
                space.map(task, 0, size, PROT_READ | PROT_WRITE, flags, null, 0, "[vdso]"), "execve");
        space.write(at, image, 0, image.length);
        ErrnoException.check(space.protect(task, at, size, PROT_READ | PROT_EXEC), "execve");
        return at;
    }

    private static byte[] image(Task task) {
        boolean direct =
                task.shim().time() == TimeSource.HOST && !anyChanged(task.shim().table());
        return direct ? Images.DIRECT : Images.CALLING;
    }

    private static boolean anyChanged(CallTable table) {
        for (String call : CALLS) {
            if (table.isChanged(call)) {
                return true;
            }
        }
        return false;
    }

    /** Both, made when they are first wanted: all address spaces have the host's vDSO at the same place. */
    private static final class Images {
        static final byte[] DIRECT = make(true);
        static final byte[] CALLING = make(false);

        private static byte[] make(boolean direct) {
            VdsoImage image = new VdsoImage();
            clock(image, "clock_gettime", Syscall.CLOCK_GETTIME, direct);
            clock(image, "clock_getres", Syscall.CLOCK_GETRES, direct);
            plain(image, "gettimeofday", Syscall.GETTIMEOFDAY, direct);
            plain(image, "time", Syscall.TIME, direct);
            // Whom the host's processor runs on is not what the shim's affinity says.
            plain(image, "getcpu", Syscall.GETCPU, false);
            return image.bytes();
        }

        private static void clock(VdsoImage image, String name, Syscall call, boolean direct) {
            Assembler code = image.function(name);
            long host = direct ? HostVdso.function("__vdso_" + name) : 0;
            if (host != 0) {
                Label other = new Label();
                Label table = new Label();
                code.bytes(0x83, 0xff, CLOCK_OF_HOST.length); // cmp $, %edi
                code.jump(Condition.ABOVE_EQUAL, other);
                code.mov32(Register.RAX, CLOCKS).bytes(0x0f, 0xa3, 0xf8); // bt %edi, %eax
                code.jump(Condition.ABOVE_EQUAL, other);
                code.lea(Register.RAX, table).bytes(0x89, 0xff); // mov %edi, %edi
                code.bytes(0x0f, 0xb6, 0x3c, 0x38); // movzbl (%rax,%rdi), %edi
                code.mov(Register.RAX, host).jmp(Register.RAX);
                code.bind(table);
                for (byte each : CLOCK_OF_HOST) {
                    code.bytes(each);
                }
                code.bind(other);
            }
            call(code, call);
        }

        private static void plain(VdsoImage image, String name, Syscall call, boolean direct) {
            Assembler code = image.function(name);
            long host = direct ? HostVdso.function("__vdso_" + name) : 0;
            if (host != 0) {
                code.mov(Register.RAX, host).jmp(Register.RAX);
            } else {
                call(code, call);
            }
        }

        private static void call(Assembler code, Syscall call) {
            // In the form that is patched.
            code.mov32(Register.RAX, call.number()).syscall().ret();
        }
    }
}
