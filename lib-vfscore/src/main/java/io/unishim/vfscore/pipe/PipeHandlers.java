package io.unishim.vfscore.pipe;

import static io.unishim.abi.Errnos.EINVAL;
import static io.unishim.abi.Errnos.ENOPKG;
import static io.unishim.abi.Fcntl.O_CLOEXEC;
import static io.unishim.abi.Fcntl.O_DIRECT;
import static io.unishim.abi.Fcntl.O_EXCL;
import static io.unishim.abi.Fcntl.O_NONBLOCK;
import static io.unishim.abi.Fcntl.O_RDONLY;
import static io.unishim.abi.Fcntl.O_WRONLY;

import io.unishim.call.Support;
import io.unishim.call.SupportLevel;
import io.unishim.file.Descriptors;
import io.unishim.file.OpenFileDescription;
import io.unishim.linux.PipeCalls;
import io.unishim.memory.MemoryFault;
import io.unishim.memory.UserInt;
import io.unishim.task.Task;

/** Serves {@link PipeCalls}. */
final class PipeHandlers implements PipeCalls {
    private final Pipes pipes;

    /** @param pipes the shim's */
    PipeHandlers(Pipes pipes) {
        this.pipes = pipes;
    }

    @Override
    @Support(SupportLevel.FULL)
    public long pipe(Task task, UserInt pipefd) {
        return pipe2(task, pipefd, 0);
    }

    @Override
    @Support(SupportLevel.FULL)
    public long pipe2(Task task, UserInt pipefd, int flags) {
        if ((flags & ~(O_CLOEXEC | O_NONBLOCK | O_DIRECT | O_EXCL)) != 0) {
            return -EINVAL;
        }
        if ((flags & O_EXCL) != 0) {
            return -ENOPKG; // O_NOTIFICATION_PIPE: a kernel without CONFIG_WATCH_QUEUE
        }
        Pipe pipe = new Pipe(pipes);
        long inode = pipes.nextInode();
        pipe.opened(true, true);
        boolean closeOnExec = (flags & O_CLOEXEC) != 0;
        int status = flags & (O_NONBLOCK | O_DIRECT);
        Descriptors table = task.process().state(Descriptors.KEY);
        OpenFileDescription writing = new OpenFileDescription(new PipeEnd(pipe, true, inode, task), O_WRONLY | status);
        OpenFileDescription reading =
                new OpenFileDescription(new PipeEnd(pipe, false, inode, task), O_RDONLY | status & O_NONBLOCK);
        long read = table.install(reading, 0, closeOnExec);
        if (read < 0) {
            writing.release();
            return read;
        }
        long write = table.install(writing, 0, closeOnExec);
        if (write < 0) {
            table.close(task, (int) read);
            return write;
        }
        return tell(task, table, pipefd, (int) read, (int) write);
    }

    private static long tell(Task task, Descriptors table, UserInt pipefd, int read, int write) {
        try {
            pipefd.set(0, read);
            pipefd.set(1, write);
            return 0;
        } catch (MemoryFault fault) {
            table.close(task, read);
            table.close(task, write);
            throw fault;
        }
    }
}
