package io.unishim.vfscore.mqueue;

import static io.unishim.abi.Errnos.EINVAL;

import io.unishim.abi.Fcntl;
import io.unishim.file.OpenFileDescription;
import io.unishim.memory.UserBuffer;
import io.unishim.task.Task;
import io.unishim.task.WaitQueue;
import io.unishim.vfscore.tree.InodeFile;
import io.unishim.vfscore.tree.VfsPath;
import java.nio.charset.StandardCharsets;

/** An open queue. Read as a file it tells about itself; messages have calls of their own. */
final class MqueueFile extends InodeFile {
    private final MqueueNode node;

    MqueueFile(MqueueNode node, VfsPath path) {
        super(path);
        this.node = node;
    }

    Mqueue queue() {
        return node.queue();
    }

    @Override
    public long read(Task task, OpenFileDescription open, UserBuffer buffer, long position) {
        byte[] text = queue().text().getBytes(StandardCharsets.US_ASCII);
        long count = Math.min(buffer.length(), text.length - position);
        return count <= 0 ? 0 : buffer.put(0, text, (int) position, (int) count);
    }

    @Override
    public long write(Task task, OpenFileDescription open, UserBuffer buffer, long position) {
        return -EINVAL;
    }

    @Override
    public boolean seekable() {
        return true;
    }

    @Override
    public long seek(Task task, OpenFileDescription open, long offset, int whence) {
        long base = switch (whence) {
            case Fcntl.SEEK_SET -> 0;
            case Fcntl.SEEK_CUR -> open.position();
            case Fcntl.SEEK_END -> node.size();
            default -> Long.MIN_VALUE / 2;
        };
        long target = base + offset;
        return target < 0 ? -EINVAL : target;
    }

    @Override
    public int readiness(OpenFileDescription open) {
        return queue().readiness();
    }

    @Override
    public WaitQueue waitQueue() {
        return queue().waitQueue();
    }

    @Override
    public void descriptorClosed(Task task, OpenFileDescription open) {
        queue().forget(task.process());
        super.descriptorClosed(task, open);
    }

    @Override
    public void released(OpenFileDescription open) {
        super.released(open);
        node.closed();
    }
}
