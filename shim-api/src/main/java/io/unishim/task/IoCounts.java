package io.unishim.task;

/**
 * What was read and written, by a task or by all of a process (man 5 proc_pid_io).
 *
 * <p>Plain fields, for a task makes one call at a time: who looks from elsewhere sees what was so a moment ago.
 */
public final class IoCounts {
    private long readBytes;
    private long writtenBytes;
    private long reads;
    private long writes;

    /** Counts a call that reads. @param done bytes, or an errno */
    public void read(long done) {
        reads++;
        if (done > 0) {
            readBytes += done;
        }
    }

    /** Counts a call that writes. @param done bytes, or an errno */
    public void written(long done) {
        writes++;
        if (done > 0) {
            writtenBytes += done;
        }
    }

    /** Counts what others did. */
    public void add(IoCounts more) {
        readBytes += more.readBytes;
        writtenBytes += more.writtenBytes;
        reads += more.reads;
        writes += more.writes;
    }

    /** @return bytes that calls gave: {@code rchar} */
    public long readBytes() {
        return readBytes;
    }

    /** @return bytes that calls took: {@code wchar} */
    public long writtenBytes() {
        return writtenBytes;
    }

    /** @return calls that read: {@code syscr} */
    public long reads() {
        return reads;
    }

    /** @return calls that wrote: {@code syscw} */
    public long writes() {
        return writes;
    }
}
