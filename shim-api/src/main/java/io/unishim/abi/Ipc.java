package io.unishim.abi;

/**
 * System V shared memory, semaphores and message queues. See {@code sysvipc(7)}, {@code shmget(2)},
 * {@code semctl(2)} and {@code msgrcv(2)}.
 */
public final class Ipc {
    // shmget(2), semget(2), msgget(2)

    /** In place of a key: a new object. */
    public static final int IPC_PRIVATE = 0;
    /** Make it if it is missing. */
    public static final int IPC_CREAT = 01000;
    /** Fail with {@code EEXIST} if it exists. */
    public static final int IPC_EXCL = 02000;
    /** Do not wait. */
    public static final int IPC_NOWAIT = 04000;

    // shmctl(2), semctl(2), msgctl(2)

    /** Remove. */
    public static final int IPC_RMID = 0;
    /** Set owner and permissions. */
    public static final int IPC_SET = 1;
    /** Owner, permissions and state. */
    public static final int IPC_STAT = 2;
    /** Limits. */
    public static final int IPC_INFO = 3;

    // shmget(2), shmat(2), shmctl(2)

    /** Huge pages. */
    public static final int SHM_HUGETLB = 04000;
    /** Reserve no swap. */
    public static final int SHM_NORESERVE = 010000;
    /** Read only. */
    public static final int SHM_RDONLY = 010000;
    /** Round the address down. */
    public static final int SHM_RND = 020000;
    /** In place of what is there. */
    public static final int SHM_REMAP = 040000;
    /** Executable. */
    public static final int SHM_EXEC = 0100000;
    /** In the mode: to be removed with the last user. */
    public static final int SHM_DEST = 01000;
    /** In the mode: locked. */
    public static final int SHM_LOCKED = 02000;
    /** Lock. */
    public static final int SHM_LOCK = 11;
    /** Unlock. */
    public static final int SHM_UNLOCK = 12;
    /** State by index. */
    public static final int SHM_STAT = 13;
    /** Use of the system. */
    public static final int SHM_INFO = 14;
    /** State by index, without permission. */
    public static final int SHM_STAT_ANY = 15;

    // semop(2), semctl(2)

    /** Undo at the end of the process. */
    public static final int SEM_UNDO = 0x1000;
    /** Who operated last? */
    public static final int GETPID = 11;
    /** The value. */
    public static final int GETVAL = 12;
    /** All values. */
    public static final int GETALL = 13;
    /** How many wait for more? */
    public static final int GETNCNT = 14;
    /** How many wait for zero? */
    public static final int GETZCNT = 15;
    /** Set the value. */
    public static final int SETVAL = 16;
    /** Set all values. */
    public static final int SETALL = 17;
    /** State by index. */
    public static final int SEM_STAT = 18;
    /** Use of the system. */
    public static final int SEM_INFO = 19;
    /** State by index, without permission. */
    public static final int SEM_STAT_ANY = 20;

    // msgrcv(2), msgctl(2)

    /** Cut off what is too long. */
    public static final int MSG_NOERROR = 010000;
    /** Any type but that one. */
    public static final int MSG_EXCEPT = 020000;
    /** Leave the message in the queue. */
    public static final int MSG_COPY = 040000;
    /** State by index. */
    public static final int MSG_STAT = 11;
    /** Use of the system. */
    public static final int MSG_INFO = 12;
    /** State by index, without permission. */
    public static final int MSG_STAT_ANY = 13;

    private Ipc() {}
}
