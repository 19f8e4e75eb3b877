package io.unishim.vfscore.pseudo;

import io.unishim.struct.Statfs;
import io.unishim.struct.Timespec;
import io.unishim.vfscore.tree.FileSystem;
import io.unishim.vfscore.tree.Inode;
import io.unishim.vfscore.tree.Vfs;
import java.util.concurrent.atomic.AtomicLong;

/** A file system of made-up content. */
public class PseudoFs extends FileSystem {
    private final String type;
    private final long magic;
    private final Timespec made;
    private final AtomicLong numbers = new AtomicLong(1);
    private final PseudoDirectory root;

    /** Says what the root directory of a new file system is. */
    @FunctionalInterface
    public interface Planter {
        /** @return the root, made with the given file system */
        PseudoDirectory plant(PseudoFs fileSystem);
    }

    /**
     * Makes one.
     *
     * @param type as {@code /proc/mounts} shows it
     * @param magic as {@code statfs(2)} shows it
     * @param planter makes its content
     */
    public PseudoFs(Vfs vfs, String type, long magic, Planter planter) {
        super(vfs);
        this.type = type;
        this.magic = magic;
        this.made = Timespec.ofNanos(vfs.shim().time().realtimeNanos());
        this.root = planter.plant(this);
    }

    long nextNumber() {
        return numbers.getAndIncrement();
    }

    /** @return when it was made */
    public Timespec made() {
        return made;
    }

    @Override
    public final String type() {
        return type;
    }

    @Override
    public final Inode root() {
        return root;
    }

    @Override
    public Statfs statfs() {
        return new Statfs(magic, 4096, 0, 0, 0, 0, 0, device(), 255, 4096, 0);
    }
}
