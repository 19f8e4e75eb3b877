package io.unishim.elfloader;

import io.unishim.abi.Ioctls;
import io.unishim.file.OpenFileDescription;
import io.unishim.memory.JavaMemory;
import io.unishim.memory.UserBuffer;
import io.unishim.task.Task;
import java.io.InputStream;
import java.util.concurrent.locks.ReentrantLock;

/** Looking at a terminal. The end comes with EIO: nobody has the slave open; or because the terminal was closed. */
final class TerminalScreen extends InputStream {
    private final Task task;
    private final OpenFileDescription master;
    private final long memory;
    private final ReentrantLock lock = new ReentrantLock();

    TerminalScreen(Task task, OpenFileDescription master) {
        this.task = task;
        this.master = master;
        this.memory = ((JavaMemory) task.memory()).allocate(8);
    }

    @Override
    public int read() {
        byte[] one = new byte[1];
        return read(one, 0, 1) == 1 ? one[0] & 0xff : -1;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) {
        if (length == 0) {
            return 0;
        }
        lock.lock();
        try {
            long count = master.file().read(task, master, UserBuffer.of(bytes, offset, length), 0);
            return count <= 0 ? -1 : (int) count;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public int available() {
        master.file().ioctl(task, master, Ioctls.FIONREAD, memory);
        return task.memory().getInt(memory);
    }
}
