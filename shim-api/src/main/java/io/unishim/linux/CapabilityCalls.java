package io.unishim.linux;

import io.unishim.call.Calls;
import io.unishim.call.Out;
import io.unishim.memory.UserInt;
import io.unishim.task.Task;

/** A task's capabilities (man 7 capabilities). */
@Calls("capabilities")
public interface CapabilityCalls {
    /**
     * Reads the capability sets of a task.
     *
     * @param header two words: _LINUX_CAPABILITY_VERSION_1, _2 or _3, and a task's id, or 0 for the caller. An unknown version
     *     is replaced by the third
     * @param data filled with effective, permitted and inheritable bits 0 to 31, and from the second version on bits 32 to 63
     *     of the three; NULL to ask for the version
     * @return 0; {@code -EINVAL} for an unknown version unless {@code data} is NULL, or a negative id; {@code -ESRCH} if
     *     there is no such task; {@code -EFAULT} for a bad address (man 2 capget)
     */
    long capget(Task task, UserInt header, @Out UserInt data);

    /**
     * Sets the caller's capability sets.
     *
     * @param header as for {@link #capget}; the id can only be the caller's
     * @param data as {@link #capget} fills it
     * @return 0; {@code -EINVAL} for an unknown version; {@code -EPERM} for another task, if permitted bits are added, if
     *     effective bits are not permitted, or if inheritable bits are added beyond the bounding set or, without CAP_SETPCAP,
     *     beyond the permitted ones; {@code -EFAULT} for a bad address (man 2 capset)
     */
    long capset(Task task, UserInt header, UserInt data);
}
