package io.unishim.process.seccomp;

import static io.unishim.abi.Prctl.SECCOMP_MODE_STRICT;

import io.unishim.abi.Signals;
import io.unishim.abi.Syscall;
import io.unishim.abi.Wait;
import io.unishim.task.CallFilter;
import io.unishim.task.Task;

/** SECCOMP_SET_MODE_STRICT: a thread that makes another call is killed. */
final class StrictMode implements CallFilter {
    private static final int READ = Syscall.READ.number();
    private static final int WRITE = Syscall.WRITE.number();
    private static final int EXIT = Syscall.EXIT.number();
    private static final int RETURN = Syscall.RT_SIGRETURN.number();

    @Override
    public long judge(
            Task task,
            int architecture,
            int number,
            long instruction,
            long a0,
            long a1,
            long a2,
            long a3,
            long a4,
            long a5) {
        boolean harmless = number == READ || number == WRITE || number == EXIT || number == RETURN;
        if (harmless && architecture == AUDIT_ARCH_X86_64) {
            return ALLOWED;
        }
        task.exit(Wait.signaled(Signals.SIGKILL, false));
        return SIGNALLED;
    }

    @Override
    public int mode() {
        return SECCOMP_MODE_STRICT;
    }

    @Override
    public int count() {
        return 0;
    }
}
