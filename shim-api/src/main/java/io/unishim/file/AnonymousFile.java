package io.unishim.file;

import io.unishim.struct.Stat;
import io.unishim.struct.Timespec;
import io.unishim.task.Task;

/** An open object that stands for no file, as an event counter: all of them share one inode, which has no type. */
public abstract class AnonymousFile extends FileOperations {
    private static final long DEVICE = 0x10;
    private static final long INODE = 1038;
    private static final Timespec LONG_AGO = new Timespec(0, 0);
    private static final Stat STAT =
            new Stat(DEVICE, INODE, 0600, 1, 0, 0, 0, 0, 4096, 0, LONG_AGO, LONG_AGO, LONG_AGO);

    private final String name;

    /** @param name what <code>/proc/PID/fd</code> shows behind <code>anon_inode:</code> */
    protected AnonymousFile(String name) {
        this.name = name;
    }

    @Override
    public long seek(Task task, OpenFileDescription open, long offset, int whence) {
        return 0; // Linux's noop_llseek: succeeds and moves nothing
    }

    @Override
    public final Stat stat(Task task) {
        return STAT;
    }

    @Override
    public final String link() {
        return "anon_inode:" + name;
    }
}
