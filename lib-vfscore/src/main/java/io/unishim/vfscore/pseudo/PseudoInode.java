package io.unishim.vfscore.pseudo;

import static io.unishim.abi.StatModes.S_IFDIR;

import io.unishim.struct.Stat;
import io.unishim.struct.Timespec;
import io.unishim.task.Task;
import io.unishim.vfscore.tree.Attributes;
import io.unishim.vfscore.tree.Inode;
import io.unishim.vfscore.tree.Link;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** What all of them have: a number, a mode, the owner of their directory, one name. */
public abstract class PseudoInode extends Inode {
    /** One name, for good. */
    private record OnlyName(Inode parent, byte[] name) implements Link {
        @Override
        public boolean removed() {
            return false;
        }
    }

    private final PseudoFs pseudoFs;
    private final long number;
    private volatile int mode;
    private volatile @Nullable Link link;

    /** @param mode type and permission bits */
    protected PseudoInode(PseudoFs fileSystem, int mode) {
        super(fileSystem, mode);
        this.pseudoFs = fileSystem;
        this.number = fileSystem.nextNumber();
        this.mode = mode;
    }

    /** @return the file system that holds it */
    protected final PseudoFs pseudoFs() {
        return pseudoFs;
    }

    final void named(PseudoDirectory parent, String name) {
        link = new OnlyName(parent, name.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public final @Nullable Link link() {
        return link;
    }

    @Override
    public long number() {
        return number;
    }

    @Override
    public int mode() {
        return mode;
    }

    /** @return the owner of the directory that it is in, if a subclass does not know better */
    @Override
    public int uid() {
        Link name = link;
        return name == null ? 0 : name.parent().uid();
    }

    @Override
    public int gid() {
        Link name = link;
        return name == null ? 0 : name.parent().gid();
    }

    /** @return what {@code st_size} shows */
    protected long size() {
        return 0;
    }

    /** @return what {@code st_nlink} shows */
    protected long links() {
        return type() == S_IFDIR ? 2 : 1;
    }

    @Override
    public Stat stat(Task task) {
        Timespec made = pseudoFs.made();
        return new Stat(
                pseudoFs.device(),
                number(),
                mode(),
                links(),
                uid(),
                gid(),
                rdev(),
                size(),
                blockSize(),
                0,
                made,
                made,
                made);
    }

    /** @return what {@code st_blksize} shows; /proc has 1,024 */
    protected long blockSize() {
        return 1024;
    }

    /** Opening with O_TRUNC changes nothing; permission bits may be changed, as the kernel lets root do it in /dev. */
    @Override
    public long setattr(Task task, Attributes change) {
        if (change.mode() >= 0) {
            mode = type() | change.mode();
        }
        return 0;
    }
}
