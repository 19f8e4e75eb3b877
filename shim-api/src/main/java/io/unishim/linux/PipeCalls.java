package io.unishim.linux;

import io.unishim.abi.Fcntl;
import io.unishim.call.Call;
import io.unishim.call.Calls;
import io.unishim.call.Flags;
import io.unishim.call.Out;
import io.unishim.memory.UserInt;
import io.unishim.task.Task;

/** Pipes (man 7 pipe). */
@Calls("pipes")
public interface PipeCalls {
    /**
     * Makes a pipe.
     *
     * @param pipefd two ints that become the descriptors: [0] to read, [1] to write
     * @return 0; {@code -EFAULT} if pipefd cannot be written, {@code -EMFILE} if the process has no two descriptors left,
     *     {@code -ENFILE} if the system has none (man 2 pipe)
     */
    @Call
    long pipe(Task task, @Out UserInt pipefd);

    /**
     * Makes a pipe, with flags.
     *
     * @param pipefd two ints that become the descriptors: [0] to read, [1] to write
     * @param flags O_CLOEXEC, O_NONBLOCK for both descriptors, O_DIRECT for packets: each write of up to 4,096 bytes is
     *     read by one read
     * @return 0; {@code -EINVAL} for another flag, {@code -EFAULT} if pipefd cannot be written, {@code -EMFILE} if the
     *     process has no two descriptors left, {@code -ENFILE} if the system has none, {@code -ENOPKG} for
     *     O_NOTIFICATION_PIPE where the kernel was built without (man 2 pipe)
     */
    @Call
    long pipe2(Task task, @Out UserInt pipefd, @Flags(value = Fcntl.class, prefix = "O_") int flags);
}
