package io.unishim.elfloader;

import static io.unishim.abi.Errnos.EFAULT;
import static io.unishim.abi.Errnos.EIO;

import io.unishim.abi.StatModes;
import io.unishim.file.FileOperations;
import io.unishim.file.OpenFileDescription;
import io.unishim.memory.MemoryFault;
import io.unishim.memory.UserBuffer;
import io.unishim.struct.Stat;
import io.unishim.struct.Timespec;
import io.unishim.task.Task;
import java.io.IOException;
import java.io.InputStream;

/** A Java stream that a program reads as a pipe. */
final class StreamInput extends FileOperations {
    private static final int CHUNK = 65_536;

    private final InputStream stream;

    StreamInput(InputStream stream) {
        this.stream = stream;
    }

    @Override
    public long read(Task task, OpenFileDescription open, UserBuffer buffer, long position) {
        int length = (int) Math.min(CHUNK, buffer.length());
        if (length == 0) {
            return 0;
        }
        byte[] bytes = new byte[length];
        try {
            int count = stream.read(bytes);
            return count <= 0 ? 0 : buffer.put(0, bytes, 0, count);
        } catch (MemoryFault fault) {
            return -EFAULT;
        } catch (IOException e) {
            return -EIO;
        }
    }

    @Override
    public Stat stat(Task task) {
        return pipe();
    }

    /** What {@code fstat(2)} says of an anonymous pipe. */
    static Stat pipe() {
        Timespec never = new Timespec(0, 0);
        int mode = StatModes.S_IFIFO | 0600;
        return new Stat(0, 1, mode, 1, 0, 0, 0, 0, 4096, 0, never, never, never);
    }

    @Override
    public FileOperations reopen(Task task, int flags) {
        return this;
    }

    @Override
    public String link() {
        return "pipe:[1]";
    }
}
