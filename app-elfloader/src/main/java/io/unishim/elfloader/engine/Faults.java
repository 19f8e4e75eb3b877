package io.unishim.elfloader.engine;

import io.unishim.abi.Signals;
import io.unishim.abi.Wait;
import io.unishim.memory.AddressSpace;
import io.unishim.struct.SigInfo;
import io.unishim.task.Signalling;
import io.unishim.task.Task;
import org.jspecify.annotations.Nullable;

/** Makes the signal that Linux would send of what the host said of a fault. */
final class Faults {
    private Faults() {}

    static void raise(Task task, @Nullable Signalling signalling, Context context) {
        int signal = context.getInt(Context.SIGNAL);
        int code = context.getInt(Context.CODE);
        long address = context.get(Context.ADDRESS);
        if (signal == Signals.SIGSEGV && code == Signals.SEGV_ACCERR && !mapped(task, address)) {
            // A hole of the program's memory is reserved and without rights on the host.
            code = Signals.SEGV_MAPERR;
        }
        if (signalling == null) {
            task.exit(Wait.signaled(signal, false));
            return;
        }
        signalling.force(task, signal, SigInfo.fault(signal, code, address));
    }

    private static boolean mapped(Task task, long address) {
        if (task.memory() instanceof AddressSpace space) {
            for (AddressSpace.Mapping mapping : space.mappings()) {
                if (mapping.start() <= address && address < mapping.end()) {
                    return true;
                }
            }
        }
        return false;
    }
}
