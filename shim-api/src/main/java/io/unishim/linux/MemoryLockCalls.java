package io.unishim.linux;

import io.unishim.abi.Mman;
import io.unishim.call.Address;
import io.unishim.call.Calls;
import io.unishim.call.Flags;
import io.unishim.call.Unsigned;
import io.unishim.task.Task;

/**
 * Keeping pages in memory, within RLIMIT_MEMLOCK unless the task has CAP_IPC_LOCK. The host keeps them; where it does not
 * allow as much, its answer is told.
 *
 * <p>A process whose code is Java has no memory to lock: the calls fail for it with {@code -ENOMEM}.
 */
@Calls("memory locks")
public interface MemoryLockCalls {
    /**
     * Locks pages.
     *
     * @param address rounded down to a page
     * @param length bytes
     * @return 0; {@code -EINVAL} for a range that wraps; {@code -ENOMEM} if a page is not mapped or cannot be accessed, or
     *     beyond RLIMIT_MEMLOCK; {@code -EPERM} if that is 0; {@code -EAGAIN} if some could not be locked (man 2 mlock)
     */
    long mlock(Task task, @Address long address, @Unsigned long length);

    /**
     * As {@link #mlock}.
     *
     * @param address rounded down to a page
     * @param length bytes
     * @param flags 0, or MLOCK_ONFAULT: when they are touched
     * @return 0; {@code -EAGAIN}, {@code -EINVAL}, {@code -ENOMEM} and {@code -EPERM} as of {@link #mlock}; {@code -EINVAL}
     *     for an unknown flag, too (man 2 mlock2)
     */
    long mlock2(
            Task task,
            @Address long address,
            @Unsigned long length,
            @Flags(value = Mman.class, prefix = "MLOCK_") int flags);

    /**
     * Unlocks pages.
     *
     * @param address rounded down to a page
     * @param length bytes
     * @return 0; {@code -EINVAL} for a range that wraps; {@code -ENOMEM} if a page is not mapped (man 2 munlock)
     */
    long munlock(Task task, @Address long address, @Unsigned long length);

    /**
     * Locks all pages.
     *
     * @param flags MCL_CURRENT for those of today, MCL_FUTURE for those to come, MCL_ONFAULT when they are touched
     * @return 0; {@code -EINVAL} for no flag, an unknown one, or MCL_ONFAULT alone; {@code -ENOMEM} if all that is
     *     mapped is more than RLIMIT_MEMLOCK; {@code -EPERM} if that is 0 (man 2 mlockall)
     */
    long mlockall(Task task, @Flags(value = Mman.class, prefix = "MCL_") int flags);

    /**
     * Unlocks all pages.
     *
     * @return 0 (man 2 munlockall)
     */
    long munlockall(Task task);
}
