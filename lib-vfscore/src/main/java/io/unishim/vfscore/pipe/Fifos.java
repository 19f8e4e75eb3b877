package io.unishim.vfscore.pipe;

import static io.unishim.abi.Errnos.ENXIO;
import static io.unishim.abi.Fcntl.O_ACCMODE;
import static io.unishim.abi.Fcntl.O_NONBLOCK;
import static io.unishim.abi.Fcntl.O_RDONLY;
import static io.unishim.abi.Fcntl.O_WRONLY;

import io.unishim.task.Task;
import io.unishim.vfscore.tree.Attachments;
import io.unishim.vfscore.tree.Found;
import io.unishim.vfscore.tree.Inode;
import io.unishim.vfscore.tree.SpecialFiles;
import io.unishim.vfscore.tree.VfsPath;

/** Opens FIFOs, whatever file system their names are in (man 7 fifo). */
final class Fifos implements SpecialFiles.Opener {
    private final Pipes pipes;

    Fifos(Pipes pipes) {
        this.pipes = pipes;
    }

    @Override
    public long open(Task task, VfsPath path, int flags, Found found) {
        int access = flags & O_ACCMODE;
        boolean reads = access != O_WRONLY;
        boolean writes = access != O_RDONLY;
        boolean waits = (flags & O_NONBLOCK) == 0;
        Pipe pipe = pipe(path.inode());
        if (access == O_WRONLY && !waits && !pipe.hasReaders()) {
            return -ENXIO;
        }
        int writersBefore = pipe.opened(reads, writes);
        if (waits && !(reads && writes)) {
            long why = pipe.awaitOther(task, reads);
            if (why != 0) {
                pipe.closed(reads, writes);
                return why;
            }
        }
        return found.file(new FifoEnd(pipe, path, reads, writes, waits ? 0 : writersBefore));
    }

    /** @return what all who have the FIFO open share */
    private Pipe pipe(Inode inode) {
        Attachments attachments = inode.attachments();
        inode.lock();
        try {
            if (attachments.endpoint() instanceof Pipe pipe) {
                return pipe;
            }
            Pipe made = new Pipe(pipes);
            attachments.endpoint(made);
            return made;
        } finally {
            inode.unlock();
        }
    }
}
