package io.unishim.vfscore.tree;

import static io.unishim.abi.Errnos.ENOTDIR;
import static io.unishim.abi.Errnos.EOPNOTSUPP;
import static io.unishim.abi.Errnos.ETXTBSY;
import static io.unishim.abi.Fcntl.O_APPEND;
import static io.unishim.abi.Fcntl.W_OK;
import static io.unishim.abi.Mounts.ST_NOEXEC;
import static io.unishim.abi.StatModes.S_IFDIR;
import static io.unishim.abi.StatModes.S_IFREG;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.unishim.file.FileOperations;
import io.unishim.file.OfProcess;
import io.unishim.file.OpenFileDescription;
import io.unishim.memory.UserBuffer;
import io.unishim.struct.Stat;
import io.unishim.task.Credentials;
import io.unishim.task.Process;
import io.unishim.task.Task;
import org.jspecify.annotations.Nullable;

/** An open file that has a place in the tree. One object per open. */
public abstract class InodeFile extends FileOperations implements OfProcess {
    private final VfsPath path;
    private final Notices notices;
    private boolean created;
    private boolean writer;

    /** @param path where it was opened */
    protected InodeFile(VfsPath path) {
        this.path = path;
        this.notices = path.inode().fileSystem().vfs().notices();
        path.mount().opened();
    }

    /** Says what was done with it. @param mask IN_ACCESS and its kin */
    public final void happened(int mask) {
        if (notices.on()) {
            notices.byFile(this, mask);
        }
    }

    /** @return where it was opened */
    public final VfsPath path() {
        return path;
    }

    /** Says that opening it made it. */
    public final void markCreated() {
        created = true;
    }

    /** Says that it was counted by {@link Inode#startWriting()}. */
    public final void markWriter() {
        writer = true;
    }

    @Override
    public final long denyWriting() {
        if (!path.inode().startExecuting()) {
            return -ETXTBSY;
        }
        path.inode().keep();
        return 0;
    }

    @Override
    public final void allowWriting() {
        path.inode().endExecuting();
        path.inode().letGo();
    }

    /** @return whether opening it made it, for F_CREATED_QUERY */
    public final boolean created() {
        return created;
    }

    /** @return what is open */
    public final Inode inode() {
        return path.inode();
    }

    @Override
    public final @Nullable Process process() {
        return path.inode().process();
    }

    @Override
    public Stat stat(Task task) {
        return path.inode().stat(task);
    }

    @Override
    public boolean executable() {
        return !path.mount().has(ST_NOEXEC);
    }

    @Override
    public String link() {
        return new String(link(null), UTF_8);
    }

    /** @return {@link #link()} as somebody sees it whose root is there, null for that of the tree: the bytes of the names */
    public byte[] link(@Nullable VfsPath root) {
        return PathText.shown(path, root);
    }

    /** A subclass that overrides it calls this one. */
    @Override
    public void descriptorClosed(Task task, OpenFileDescription open) {
        path.inode().fileSystem().vfs().descriptorClosed(task, this);
    }

    /** A subclass that overrides it calls this one. */
    @Override
    public void released(OpenFileDescription open) {
        path.inode().fileSystem().vfs().fileReleased(this, open);
        path.mount().closed();
        if (countsAsWriter(open)) {
            path.mount().wrote();
        }
        if (writer) {
            path.inode().endWriting();
        }
    }

    /** @return whether a description keeps its mount from becoming read-only (the kernel's mnt_get_write_access) */
    public final boolean countsAsWriter(OpenFileDescription open) {
        int type = inode().type();
        return open.writable() && (type == S_IFREG || type == S_IFDIR);
    }

    /**
     * Lists a directory from {@link OpenFileDescription#position()}; the caller holds the position's lock and stores the
     * position after the last entry that the sink took. Positions stay valid while entries come and go; 0 is the first. A
     * file system begins with {@code .} and {@code ..}.
     *
     * @return 0, also at the end
     */
    public long readdir(Task task, OpenFileDescription open, DirectorySink sink) {
        return -ENOTDIR;
    }

    /** {@code fallocate(2)}; the mode's flags, offset and length have been checked, seals too. */
    public long fallocate(Task task, OpenFileDescription open, int mode, long offset, long length) {
        return -EOPNOTSUPP;
    }

    /** Writes at the end, whatever O_APPEND says; tells the position where that was, as {@link #write} does with O_APPEND. */
    public long append(Task task, OpenFileDescription open, UserBuffer buffer) {
        return -EOPNOTSUPP;
    }

    /** Writes at a position, whatever O_APPEND says. */
    public long writeAt(Task task, OpenFileDescription open, UserBuffer buffer, long position) {
        return open.has(O_APPEND) ? -EOPNOTSUPP : write(task, open, buffer, position);
    }

    /** @return how many pages of its content, from one to another (unsigned numbers), are there and no holes */
    public long cachedPages(long first, long last) {
        return 0;
    }

    /** @return whether a task might open it for writing */
    public final boolean mayWrite(Task task) {
        return inode().permission(task, Credentials.of(task), W_OK) == 0;
    }

    /** @return whether it is a directory */
    public final boolean isDirectory() {
        return inode().type() == S_IFDIR;
    }
}
