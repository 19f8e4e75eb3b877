package io.unishim.vfscore.pseudo;

import static io.unishim.abi.Errnos.ENOENT;
import static io.unishim.abi.StatModes.S_IFDIR;

import io.unishim.task.Task;
import io.unishim.vfscore.tree.DirectorySink;
import io.unishim.vfscore.tree.Found;
import io.unishim.vfscore.tree.Inode;
import io.unishim.vfscore.tree.Link;
import io.unishim.vfscore.tree.Name;
import io.unishim.vfscore.tree.VfsPath;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A directory of fixed entries; subclasses may add some that come and go. */
public class PseudoDirectory extends PseudoInode {
    /** Positions from here on are of entries that come and go: their key plus this. */
    private static final long DYNAMIC = 1 << 20;

    private static final byte[] DOT = {'.'};
    private static final byte[] DOT_DOT = {'.', '.'};

    /**
     * An entry that comes and goes.
     *
     * @param key a number that it keeps, 0 or more; entries are listed in its order
     * @param name in the directory
     * @param type S_IFDIR and its kin
     * @param number of its inode
     */
    public record Transient(long key, String name, int type, long number) {
        /** An entry whose inode has a number made of its key. */
        public Transient(long key, String name, int type) {
            this(key, name, type, DYNAMIC + key);
        }
    }

    private final Map<String, PseudoInode> entries = new LinkedHashMap<>();
    private volatile @Nullable Consumer<PseudoDirectory> filler;

    /** Makes an empty directory of mode 0555. */
    public PseudoDirectory(PseudoFs fileSystem) {
        this(fileSystem, 0555);
    }

    /** Makes an empty directory. */
    public PseudoDirectory(PseudoFs fileSystem, int permissions) {
        super(fileSystem, S_IFDIR | permissions);
    }

    /** Leaves it empty until somebody looks: most programs never do. @param filler adds the entries @return this */
    public final PseudoDirectory later(Consumer<PseudoDirectory> filler) {
        this.filler = filler;
        return this;
    }

    private Map<String, PseudoInode> entries() {
        if (filler != null) {
            fill();
        }
        return entries;
    }

    private synchronized void fill() {
        Consumer<PseudoDirectory> now = filler;
        if (now != null) {
            now.accept(this);
            filler = null;
        }
    }

    /** Adds an entry while the file system is made. @return this */
    public final PseudoDirectory add(String name, PseudoInode inode) {
        inode.named(this, name);
        entries.put(name, inode);
        return this;
    }

    /** Adds a file while the file system is made. @return this */
    public final PseudoDirectory file(String name, PseudoFile.Content content) {
        return add(name, new PseudoFile(pseudoFs(), 0444, content, null));
    }

    /** Adds a directory while the file system is made, if it is not there. @return the directory */
    public final PseudoDirectory directory(String name) {
        if (entries.get(name) instanceof PseudoDirectory found) {
            return found;
        }
        PseudoDirectory made = new PseudoDirectory(pseudoFs());
        add(name, made);
        return made;
    }

    /** @return an entry that comes and goes, or null; its inode is named by {@link #adopt} */
    protected @Nullable PseudoInode find(Task task, String name) {
        return null;
    }

    /** @return the entries that come and go, in the order of their keys */
    protected List<Transient> transients(Task task) {
        return List.of();
    }

    /** Names an inode that {@link #find} made. @return it */
    protected final <I extends PseudoInode> I adopt(String name, I inode) {
        inode.named(this, name);
        return inode;
    }

    @Override
    public final long lookup(Task task, Name name, Found found) {
        String text = name.toString();
        PseudoInode inode = entries().get(text);
        if (inode == null) {
            inode = find(task, text);
        }
        return inode == null ? -ENOENT : found.inode(inode);
    }

    @Override
    protected long links() {
        long directories = 2;
        for (PseudoInode each : entries().values()) {
            directories += each.type() == S_IFDIR ? 1 : 0;
        }
        return directories;
    }

    @Override
    public long open(Task task, VfsPath path, int flags, Found found) {
        return found.file(new PseudoOpenDirectory(this, path));
    }

    final void list(Task task, long position, DirectorySink sink) {
        if (position < 1 && !sink.add(DOT, number(), S_IFDIR, 1)) {
            return;
        }
        Link link = link();
        Inode parent = link == null ? this : link.parent();
        if (position < 2 && !sink.add(DOT_DOT, parent.number(), S_IFDIR, 2)) {
            return;
        }
        List<Map.Entry<String, PseudoInode>> fixed = new ArrayList<>(entries().entrySet());
        for (int i = (int) Math.max(0, Math.min(position - 2, fixed.size())); i < fixed.size(); i++) {
            PseudoInode inode = fixed.get(i).getValue();
            if (!sink.add(bytes(fixed.get(i).getKey()), inode.number(), inode.type(), i + 3)) {
                return;
            }
        }
        for (Transient each : transients(task)) {
            long at = DYNAMIC + each.key();
            if (at >= position && !sink.add(bytes(each.name()), each.number(), each.type(), at + 1)) {
                return;
            }
        }
    }

    private static byte[] bytes(String name) {
        return name.getBytes(StandardCharsets.UTF_8);
    }
}
