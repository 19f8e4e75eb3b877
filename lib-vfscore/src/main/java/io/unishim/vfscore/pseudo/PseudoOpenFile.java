package io.unishim.vfscore.pseudo;

import static io.unishim.abi.Errnos.EINVAL;
import static io.unishim.abi.Errnos.EIO;
import static io.unishim.abi.Fcntl.SEEK_CUR;
import static io.unishim.abi.Fcntl.SEEK_SET;

import io.unishim.file.OpenFileDescription;
import io.unishim.memory.MemoryFault;
import io.unishim.memory.UserBuffer;
import io.unishim.task.Task;
import io.unishim.vfscore.tree.InodeFile;
import io.unishim.vfscore.tree.VfsPath;
import java.nio.charset.StandardCharsets;

/** An open file: keeps the text that a read from the beginning made, so that what follows fits to it. */
final class PseudoOpenFile extends InodeFile {
    private static final int MOST = 4096;

    private final PseudoFile file;
    private volatile byte[] text = {};

    PseudoOpenFile(PseudoFile file, VfsPath path) {
        super(path);
        this.file = file;
    }

    @Override
    public long read(Task task, OpenFileDescription open, UserBuffer buffer, long position) {
        if (position == 0) {
            text = file.content().text(task).getBytes(StandardCharsets.ISO_8859_1);
        }
        byte[] now = text;
        long count = Math.min(buffer.length(), now.length - position);
        return count <= 0 ? 0 : buffer.put(0, now, (int) position, (int) count);
    }

    @Override
    public long write(Task task, OpenFileDescription open, UserBuffer buffer, long position) {
        PseudoFile.Store store = file.store();
        if (store == null) {
            return -EIO;
        }
        byte[] bytes = new byte[(int) Math.min(MOST, buffer.length())];
        if (buffer.get(0, bytes, 0, bytes.length) != bytes.length) {
            throw MemoryFault.FAULT;
        }
        long result = store.store(task, new String(bytes, StandardCharsets.ISO_8859_1).strip());
        return result < 0 ? result : bytes.length;
    }

    @Override
    public boolean seekable() {
        return true;
    }

    /** As the kernel's seq_lseek: there is no end to seek from. */
    @Override
    public long seek(Task task, OpenFileDescription open, long offset, int whence) {
        long target = switch (whence) {
            case SEEK_SET -> offset;
            case SEEK_CUR -> open.position() + offset;
            default -> -1;
        };
        return target < 0 ? -EINVAL : target;
    }
}
