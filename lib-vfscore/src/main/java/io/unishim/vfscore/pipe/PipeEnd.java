package io.unishim.vfscore.pipe;

import static io.unishim.abi.Errnos.EPIPE;
import static io.unishim.abi.Errnos.ENOTTY;
import static io.unishim.abi.Fcntl.F_GETPIPE_SZ;
import static io.unishim.abi.Fcntl.F_SETPIPE_SZ;
import static io.unishim.abi.Fcntl.O_DIRECT;
import static io.unishim.abi.Fcntl.O_NONBLOCK;
import static io.unishim.abi.Ioctls.FIONREAD;
import static io.unishim.abi.Signals.SIGPIPE;
import static io.unishim.abi.Signals.SI_USER;

import io.unishim.file.FileOperations;
import io.unishim.file.OpenFileDescription;
import io.unishim.memory.UserBuffer;
import io.unishim.struct.SigInfo;
import io.unishim.struct.Stat;
import io.unishim.task.Signalling;
import io.unishim.task.Task;
import io.unishim.task.WaitQueue;

/** One open file on a pipe: its read end, its write end, or a FIFO opened for both. */
public final class PipeEnd extends FileOperations {
    /** What the file is seen as: a pipe without a name, or the FIFO in a file system. */
    public interface Identity {
        /** @return what {@code fstat(2)} tells */
        Stat stat(Task task);

        /** @return the text behind {@code /proc/PID/fd/N} */
        String link();
    }

    private final Pipe pipe;
    private final Identity identity;
    private final int writersBefore;

    PipeEnd(Pipe pipe, Identity identity, int writersBefore) {
        this.pipe = pipe;
        this.identity = identity;
        this.writersBefore = writersBefore;
    }

    @Override
    public long read(Task task, OpenFileDescription open, UserBuffer buffer, long position) {
        return pipe.read(task, buffer, open.has(O_NONBLOCK));
    }

    @Override
    public long write(Task task, OpenFileDescription open, UserBuffer buffer, long position) {
        long result = pipe.write(task, buffer, open.has(O_DIRECT), open.has(O_NONBLOCK));
        if (result == -EPIPE) {
            signalBrokenPipe(task);
        }
        return result;
    }

    private static void signalBrokenPipe(Task task) {
        Signalling signals = task.shim().serviceOrNull(Signalling.class);
        if (signals != null) {
            signals.send(task, SIGPIPE, SigInfo.from(SIGPIPE, SI_USER, task.process().pid(), 0));
        }
    }

    @Override
    public int readiness(OpenFileDescription open) {
        return pipe.readiness(open.readable(), open.writable(), writersBefore);
    }

    @Override
    public WaitQueue waitQueue() {
        return pipe.queue();
    }

    @Override
    public long ioctl(Task task, OpenFileDescription open, int request, long argument) {
        if (request != FIONREAD) {
            return -ENOTTY;
        }
        task.memory().putInt(argument, pipe.available());
        return 0;
    }

    @Override
    public long fcntl(Task task, OpenFileDescription open, int command, long argument) {
        return switch (command) {
            case F_GETPIPE_SZ -> pipe.size();
            case F_SETPIPE_SZ -> pipe.resize((int) argument);
            default -> super.fcntl(task, open, command, argument);
        };
    }

    @Override
    public Stat stat(Task task) {
        return identity.stat(task);
    }

    @Override
    public String link() {
        return identity.link();
    }

    @Override
    public void released(OpenFileDescription open) {
        pipe.closed(open.readable(), open.writable());
    }
}
