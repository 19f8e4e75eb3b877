package io.unishim.elfloader.engine;

import static io.unishim.abi.Errnos.EFAULT;

import io.unishim.abi.Limits;
import io.unishim.abi.Mman;
import io.unishim.abi.Signals;
import io.unishim.abi.Syscall;
import io.unishim.abi.Wait;
import io.unishim.host.HostCalls;
import io.unishim.host.StrayAccess;
import io.unishim.memory.AddressSpace;
import io.unishim.struct.SigInfo;
import io.unishim.task.Signalling;
import io.unishim.task.Task;
import org.jspecify.annotations.Nullable;

/** Makes the signal that Linux would send of what the host said of a fault. */
final class Faults {
    private Faults() {}

    static void raise(Task task, @Nullable Signalling signalling, Context context) {
        int told = context.getInt(Context.SIGNAL);
        // A program may have written there itself.
        int signal = told > 0 && told <= Signals.SIGSYS ? told : Signals.SIGSEGV;
        int code = context.getInt(Context.CODE);
        long address = context.get(Context.ADDRESS);
        if (signal == Signals.SIGSEGV && code == Signals.SEGV_ACCERR && !mapped(task, address)) {
            // A hole of the program's memory is reserved and without rights on the host.
            code = Signals.SEGV_MAPERR;
        }
        if (signal == Signals.SIGSEGV
                && code == Signals.SEGV_MAPERR
                && task.memory() instanceof AddressSpace space
                && space.reach(task, address)) {
            return;
        }
        if (signalling == null) {
            task.exit(Wait.signaled(signal, false));
            return;
        }
        signalling.force(task, signal, SigInfo.fault(signal, code, address));
    }

    private static boolean mapped(Task task, long address) {
        return mapping(task, address) != null;
    }

    private static AddressSpace.@Nullable Mapping mapping(Task task, long address) {
        if (task.memory() instanceof AddressSpace space) {
            for (AddressSpace.Mapping mapping : space.mappings()) {
                if (mapping.start() <= address && address < mapping.end()) {
                    return mapping;
                }
            }
        }
        return null;
    }

    /**
     * Takes the rights of a page back that the net gave to stray access of Java code, while a call was served.
     *
     * @return what the call is to answer: {@code -EFAULT} if it was this task's memory
     */
    static long strayAccess(Task task, long result) {
        long page = StrayAccess.lastAddress() & -Limits.PAGE_SIZE;
        AddressSpace.Mapping mapping = mapping(task, page);
        int protection = mapping == null ? Mman.PROT_NONE : mapping.protection();
        if (task.memory() instanceof AddressSpace space && space.contains(page)) {
            HostCalls.call(Syscall.MPROTECT.number(), page, Limits.PAGE_SIZE, protection);
            return -EFAULT;
        }
        return result;
    }
}
