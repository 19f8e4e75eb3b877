package io.unishim.linux;

import io.unishim.abi.Prctl;
import io.unishim.call.Address;
import io.unishim.call.Call;
import io.unishim.call.Calls;
import io.unishim.call.OneOf;
import io.unishim.task.Task;

/** What a program forbids itself. */
@Calls("filters")
public interface FilterCalls {
    /**
     * Has the calls of a program judged before they are made (man 2 seccomp).
     *
     * @param operation SECCOMP_SET_MODE_STRICT: all but read, write, _exit and rt_sigreturn kill the thread;
     *     SECCOMP_SET_MODE_FILTER: a program of classic BPF judges, besides earlier ones; SECCOMP_GET_ACTION_AVAIL;
     *     SECCOMP_GET_NOTIF_SIZES
     * @param flags SECCOMP_FILTER_FLAG_TSYNC for all threads of the process, SECCOMP_FILTER_FLAG_TSYNC_ESRCH,
     *     SECCOMP_FILTER_FLAG_LOG and SECCOMP_FILTER_FLAG_SPEC_ALLOW; SECCOMP_FILTER_FLAG_NEW_LISTENER for a descriptor by
     *     which others are asked where the program says SECCOMP_RET_USER_NOTIF (man 2 seccomp_unotify); else 0
     * @param args a struct sock_fprog; the action asked about; where the sizes go; NULL for the strict mode
     * @return 0; with SECCOMP_FILTER_FLAG_NEW_LISTENER the descriptor; {@code -EBUSY} if there is one for an earlier program;
     *     {@code -EMFILE} without a free one; with SECCOMP_FILTER_FLAG_TSYNC the number of a thread whose filters are others; {@code -EACCES} without
     *     CAP_SYS_ADMIN and no_new_privs; {@code -EFAULT}; {@code -EINVAL} for an unknown operation or flag, a program that
     *     is none, or a mode that cannot follow on the one that there is, and for a task whose code is Java; {@code -ENOMEM}
     *     for programs of more than 32,768 instructions together; {@code -EOPNOTSUPP} for an action that is unknown; {@code
     *     -ESRCH} with SECCOMP_FILTER_FLAG_TSYNC_ESRCH for such a thread
     */
    @Call(plainViewOnly = true)
    long seccomp(
            Task task, @OneOf(value = Prctl.class, prefix = "SECCOMP_") int operation, int flags, @Address long args);
}
