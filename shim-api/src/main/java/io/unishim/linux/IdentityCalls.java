package io.unishim.linux;

import io.unishim.call.Call;
import io.unishim.call.Calls;
import io.unishim.call.Returns;
import io.unishim.task.Task;

/** Who the caller is among processes and threads. */
@Calls("identity")
public interface IdentityCalls {
    /**
     * The caller's process id.
     *
     * @return 1 or more; never fails (man 2 getpid)
     */
    @Call(returns = Returns.INT)
    long getpid(Task task);

    /**
     * The id of the caller's parent.
     *
     * @return 1 or more, 0 for the first process; never fails (man 2 getppid)
     */
    @Call(returns = Returns.INT)
    long getppid(Task task);

    /**
     * The caller's thread id.
     *
     * @return 1 or more, the process id for the first thread; never fails (man 2 gettid)
     */
    @Call(returns = Returns.INT)
    long gettid(Task task);
}
