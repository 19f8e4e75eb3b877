package io.unishim.abi;

/** Numbers of {@code io_submit(2)}. */
public final class Aio {
    // Operations

    /** Read at an offset. */
    public static final int IOCB_CMD_PREAD = 0;
    /** Write at an offset. */
    public static final int IOCB_CMD_PWRITE = 1;
    /** As {@code fsync(2)}. */
    public static final int IOCB_CMD_FSYNC = 2;
    /** As {@code fdatasync(2)}. */
    public static final int IOCB_CMD_FDSYNC = 3;
    /** Wait until a descriptor is ready, once. */
    public static final int IOCB_CMD_POLL = 5;
    /** Read into several buffers. */
    public static final int IOCB_CMD_PREADV = 7;
    /** Write from several buffers. */
    public static final int IOCB_CMD_PWRITEV = 8;

    // Flags

    /** An event counter is to be told. */
    public static final int IOCB_FLAG_RESFD = 1;
    /** There is a priority. */
    public static final int IOCB_FLAG_IOPRIO = 2;

    private Aio() {}
}
