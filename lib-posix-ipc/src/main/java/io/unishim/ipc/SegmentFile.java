package io.unishim.ipc;

import static io.unishim.abi.StatModes.S_IFREG;

import io.unishim.file.FileOperations;
import io.unishim.struct.IpcPerm;
import io.unishim.struct.ShmidDs;
import io.unishim.struct.Stat;
import io.unishim.struct.Timespec;
import io.unishim.task.Task;
import java.util.Locale;

/** What a segment looks like where it is mapped: a file without a name whose inode is the segment's id. */
final class SegmentFile extends FileOperations {
    /** The kernel's shm_mnt, which is mounted nowhere. */
    private static final int DEVICE = 1;

    private final Segment segment;
    private final int key;

    SegmentFile(Segment segment, int key) {
        this.segment = segment;
        this.key = key;
    }

    Segment segment() {
        return segment;
    }

    @Override
    public int hostDescriptor() {
        return segment.descriptor();
    }

    @Override
    public long mappable(boolean shared, boolean writable) {
        return 0;
    }

    @Override
    public void mapped(int more) {
        segment.mapped(more);
    }

    @Override
    public Stat stat(Task task) {
        ShmidDs told = segment.told();
        IpcPerm perm = told.perm();
        Timespec changed = new Timespec(told.ctime(), 0);
        return new Stat(
                DEVICE,
                segment.id(),
                S_IFREG | perm.mode() & 0777,
                0,
                perm.uid(),
                perm.gid(),
                0,
                segment.size(),
                4096,
                segment.pages() * 8,
                new Timespec(told.atime(), 0),
                changed,
                changed);
    }

    @Override
    public String link() {
        return String.format(Locale.ROOT, "/SYSV%08x (deleted)", key);
    }
}
