package io.unishim.elfloader;

import io.unishim.abi.Errno;
import io.unishim.file.OpenFileDescription;
import io.unishim.memory.UserBuffer;
import io.unishim.task.Task;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.locks.ReentrantLock;

/** Typing at a terminal. */
final class TerminalKeyboard extends OutputStream {
    private final Task task;
    private final OpenFileDescription master;
    private final ReentrantLock lock = new ReentrantLock();

    TerminalKeyboard(Task task, OpenFileDescription master) {
        this.task = task;
        this.master = master;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        lock.lock();
        try {
            int done = 0;
            while (done < length) {
                UserBuffer rest = UserBuffer.of(bytes, offset + done, length - done);
                long count = master.file().write(task, master, rest, 0);
                if (count < 0) {
                    Errno errno = Errno.of((int) -count);
                    throw new IOException(errno == null ? "the terminal was closed" : errno.text());
                }
                done += (int) count;
            }
        } finally {
            lock.unlock();
        }
    }
}
