package io.unishim.vfscore.pipe;

import io.unishim.file.OpenFileDescription;
import io.unishim.memory.UserBuffer;
import io.unishim.task.Task;
import io.unishim.task.WaitQueue;
import io.unishim.vfscore.tree.InodeFile;
import io.unishim.vfscore.tree.VfsPath;

/** An open FIFO: a pipe that was reached by a path. */
final class FifoEnd extends InodeFile implements PipeFile {
    private final Pipe pipe;
    private final boolean reads;
    private final boolean writes;
    private final int writersBefore;

    /** @param writersBefore how many writers there had been, if it was opened while there was none, else 0 */
    FifoEnd(Pipe pipe, VfsPath path, boolean reads, boolean writes, int writersBefore) {
        super(path);
        this.pipe = pipe;
        path.inode().keep();
        this.reads = reads;
        this.writes = writes;
        this.writersBefore = writersBefore;
    }

    @Override
    public Pipe pipe() {
        return pipe;
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
        return pipe.readiness(reads, writes, writersBefore);
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
    public void released(OpenFileDescription open) {
        super.released(open);
        pipe.closed(reads, writes);
        inode().letGo();
    }
}
