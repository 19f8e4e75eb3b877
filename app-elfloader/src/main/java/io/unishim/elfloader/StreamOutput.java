package io.unishim.elfloader;

import static io.unishim.abi.Errnos.EIO;

import io.unishim.file.FileOperations;
import io.unishim.file.OpenFileDescription;
import io.unishim.memory.UserBuffer;
import io.unishim.struct.Stat;
import io.unishim.task.Task;
import java.io.IOException;
import java.io.OutputStream;

/** A Java stream that a program writes as a pipe. Each write is flushed. */
final class StreamOutput extends FileOperations {
    private static final int CHUNK = 65_536;

    private final OutputStream stream;

    StreamOutput(OutputStream stream) {
        this.stream = stream;
    }

    @Override
    public long write(Task task, OpenFileDescription open, UserBuffer buffer, long position) {
        long length = buffer.length();
        byte[] bytes = new byte[(int) Math.min(CHUNK, length)];
        long done = 0;
        try {
            while (done < length) {
                int count = buffer.get(done, bytes, 0, (int) Math.min(CHUNK, length - done));
                synchronized (stream) {
                    stream.write(bytes, 0, count);
                    stream.flush();
                }
                done += count;
                if (count < Math.min(CHUNK, length - done + count)) {
                    break;
                }
            }
            return done;
        } catch (IOException e) {
            return done > 0 ? done : -EIO;
        }
    }

    @Override
    public Stat stat(Task task) {
        return StreamInput.pipe();
    }

    @Override
    public FileOperations reopen(Task task, int flags) {
        return this;
    }

    @Override
    public String link() {
        return "pipe:[2]";
    }
}
