package io.unishim.vfscore.pipe;

import static io.unishim.abi.Fcntl.O_ACCMODE;
import static io.unishim.abi.Fcntl.O_RDONLY;
import static io.unishim.abi.Fcntl.O_WRONLY;
import static io.unishim.abi.StatModes.S_IFIFO;

import io.unishim.file.FileOperations;
import io.unishim.file.OpenFileDescription;
import io.unishim.file.Ownership;
import io.unishim.memory.UserBuffer;
import io.unishim.struct.Stat;
import io.unishim.struct.Timespec;
import io.unishim.task.Task;
import io.unishim.task.WaitQueue;

/** One end of a pipe that {@code pipe(2)} made: both show the same inode. */
final class PipeEnd extends FileOperations implements PipeFile {
    private final Pipe pipe;
    private final boolean reads;
    private final boolean writes;
    private final long inode;
    private final Ownership ownership;
    private final Timespec made;

    /** @param writes whether it is the write end */
    PipeEnd(Pipe pipe, boolean writes, long inode, Task maker) {
        this.pipe = pipe;
        this.reads = !writes;
        this.writes = writes;
        this.inode = inode;
        this.ownership = pipe.ownership(maker);
        this.made = Timespec.ofNanos(maker.shim().time().realtimeNanos());
    }

    private PipeEnd(PipeEnd other, boolean reads, boolean writes) {
        this.pipe = other.pipe;
        this.reads = reads;
        this.writes = writes;
        this.inode = other.inode;
        this.ownership = other.ownership;
        this.made = other.made;
    }

    @Override
    public Pipe pipe() {
        return pipe;
    }

    @Override
    public PipeEnd reopen(Task task, int flags) {
        int access = flags & O_ACCMODE;
        PipeEnd end = new PipeEnd(this, access != O_WRONLY, access != O_RDONLY);
        pipe.opened(end.reads, end.writes);
        return end;
    }

    @Override
    public long read(Task task, OpenFileDescription open, UserBuffer buffer, long position) {
        return pipe.read(task, open, buffer);
    }

    @Override
    public long write(Task task, OpenFileDescription open, UserBuffer buffer, long position) {
        return pipe.write(task, open, buffer);
    }

    @Override
    public int readiness(OpenFileDescription open) {
        return pipe.readiness(reads, writes, 0);
    }

    @Override
    public WaitQueue waitQueue() {
        return pipe.queue(reads, writes);
    }

    @Override
    public WaitQueue signalQueue() {
        return pipe.signalQueue(reads);
    }

    @Override
    public long ioctl(Task task, OpenFileDescription open, int request, long argument) {
        return pipe.ioctl(task, request, argument);
    }

    @Override
    public long fcntl(Task task, OpenFileDescription open, int command, long argument) {
        return pipe.fcntl(command, argument);
    }

    @Override
    public Ownership ownership() {
        return ownership;
    }

    @Override
    public Object lockIdentity() {
        return pipe;
    }

    @Override
    public Stat stat(Task task) {
        int mode = S_IFIFO | ownership.permissions();
        int uid = ownership.uid();
        int gid = ownership.gid();
        return new Stat(Pipes.DEVICE, inode, mode, 1, uid, gid, 0, 0, PipeRing.PAGE, 0, made, made, made);
    }

    @Override
    public String link() {
        return "pipe:[" + inode + "]";
    }

    @Override
    public void released(OpenFileDescription open) {
        pipe.closed(reads, writes);
    }
}
