package io.unishim.vfscore.ramfs;

import static io.unishim.abi.Errnos.EINVAL;
import static io.unishim.abi.Errnos.ENXIO;
import static io.unishim.abi.Errnos.EOPNOTSUPP;
import static io.unishim.abi.Fcntl.FALLOC_FL_KEEP_SIZE;
import static io.unishim.abi.Fcntl.FALLOC_FL_PUNCH_HOLE;
import static io.unishim.abi.Fcntl.O_APPEND;
import static io.unishim.abi.Fcntl.O_DSYNC;
import static io.unishim.abi.Fcntl.O_NOATIME;
import static io.unishim.abi.Fcntl.SEEK_CUR;
import static io.unishim.abi.Fcntl.SEEK_DATA;
import static io.unishim.abi.Fcntl.SEEK_END;
import static io.unishim.abi.Fcntl.SEEK_HOLE;
import static io.unishim.abi.Fcntl.SEEK_SET;

import io.unishim.file.Faults;
import io.unishim.file.OpenFileDescription;
import io.unishim.memory.UserBuffer;
import io.unishim.task.Task;
import io.unishim.vfscore.tree.Attributes;
import io.unishim.vfscore.tree.InodeFile;
import io.unishim.vfscore.tree.VfsPath;

/** An open file in memory. */
class RamOpenFile extends InodeFile {
    private final RamFile file;
    private boolean dayChecked;

    /** Where the last write under the file's lock began; O_APPEND needs it. */
    private long began;

    RamOpenFile(RamFile file, VfsPath path) {
        super(path);
        this.file = file;
    }

    void began(long at) {
        began = at;
    }

    @Override
    public long read(Task task, OpenFileDescription open, UserBuffer buffer, long position) {
        long fault = file.fault(Faults.Operation.READ);
        if (fault != 0) {
            return fault;
        }
        long done = file.read(file.shortened(buffer), position);
        if (!open.has(O_NOATIME)) {
            file.accessed(path().mount(), !dayChecked);
            dayChecked = true;
        }
        return done;
    }

    @Override
    public long write(Task task, OpenFileDescription open, UserBuffer buffer, long position) {
        return open.has(O_APPEND) ? append(task, open, buffer) : writeAt(task, open, buffer, position);
    }

    @Override
    public long append(Task task, OpenFileDescription open, UserBuffer buffer) {
        long done = put(task, open, buffer, -1);
        open.position(began);
        return done;
    }

    @Override
    public long writeAt(Task task, OpenFileDescription open, UserBuffer buffer, long position) {
        return put(task, open, buffer, position);
    }

    private long put(Task task, OpenFileDescription open, UserBuffer buffer, long position) {
        long fault = file.fault(Faults.Operation.WRITE);
        if (fault != 0) {
            return fault;
        }
        long done = file.write(task, file.shortened(buffer), position, this);
        long synced = done > 0 && open.has(O_DSYNC) ? file.sync() : 0;
        return synced < 0 ? synced : done;
    }

    @Override
    public boolean seekable() {
        return true;
    }

    @Override
    public long seek(Task task, OpenFileDescription open, long offset, int whence) {
        long base;
        switch (whence) {
            case SEEK_SET -> base = 0;
            case SEEK_CUR -> base = open.position();
            case SEEK_END -> base = file.size();
            case SEEK_DATA, SEEK_HOLE -> {
                return offset < 0 ? -ENXIO : file.seekData(offset, whence);
            }
            default -> {
                return -EINVAL;
            }
        }
        long target = base + offset;
        return target < 0 ? -EINVAL : target;
    }

    @Override
    public long sync(boolean dataOnly) {
        return file.sync();
    }

    @Override
    public long truncate(Task task, long length) {
        return file.setattr(task, Attributes.ofSize(length));
    }

    @Override
    public long fallocate(Task task, OpenFileDescription open, int mode, long offset, long length) {
        if ((mode & ~(FALLOC_FL_KEEP_SIZE | FALLOC_FL_PUNCH_HOLE)) != 0) {
            return -EOPNOTSUPP; // as tmpfs
        }
        return file.fallocate(task, mode, offset, length);
    }

    @Override
    public long cachedPages(long first, long last) {
        return file.reading((content, size) -> content.pages(first, last));
    }

    @Override
    public int hostDescriptor() {
        return file.hostDescriptor();
    }

    @Override
    public long mappable(boolean shared, boolean writable) {
        return file.mappable(shared && writable);
    }

    @Override
    public void mappedToWrite(int more) {
        file.mappedToWrite(more);
    }

    @Override
    public void released(OpenFileDescription open) {
        super.released(open);
        file.letGo();
    }
}
