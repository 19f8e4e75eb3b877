package io.unishim.vfscore.ramfs;

import static io.unishim.abi.Errnos.EIO;
import static io.unishim.abi.StatModes.S_IFDIR;
import static io.unishim.abi.StatModes.S_IFLNK;
import static io.unishim.abi.StatModes.S_IFMT;
import static io.unishim.abi.StatModes.S_IFREG;
import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.unishim.file.Faults;
import io.unishim.memory.JavaMemory;
import io.unishim.memory.UserBuffer;
import io.unishim.task.Process;
import io.unishim.task.Task;
import io.unishim.vfscore.tree.Inode;
import io.unishim.vfscore.tree.Name;
import io.unishim.vfscore.tree.ShortBuffer;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The medium behind a file system in memory: makes its operations fail on purpose, and keeps what is durable of it. A life
 * of the file system ends with a power cut; inodes of an earlier one answer EIO.
 */
final class Disk implements Faults.Medium {
    /** A rename that is not durable. An exchange has another inode that goes the other way. */
    private record Renamed(
            DiskNode from,
            String name,
            DiskNode moved,
            DiskNode to,
            String newName,
            @Nullable DiskNode other) {
        void apply() {
            if (other != null) {
                from.entries().put(name, other);
            } else {
                from.entries().remove(name, moved);
            }
            to.entries().put(newName, moved);
        }

        boolean touches(DiskNode directory) {
            return from == directory || to == directory;
        }
    }

    private final RamFs ramFs;
    private final Faults faults;

    /** In order. Guarded by this, as all that is durable. */
    private final List<Renamed> renames = new ArrayList<>();

    private volatile int life;
    private volatile boolean off;
    private @Nullable RamDirectory root;

    Disk(RamFs ramFs, Faults faults) {
        this.ramFs = ramFs;
        this.faults = faults;
    }

    /** @return the number of cuts that the file system went through */
    int life() {
        return life;
    }

    // What goes wrong.

    /** Whether power was cut since the inode was made. */
    boolean lost(RamInode inode) {
        return off || inode.life() != life;
    }

    long before(Faults.Operation operation, RamInode inode) {
        long fault = faults.before(operation);
        return fault == 0 && lost(inode) ? -EIO : fault;
    }

    UserBuffer shortened(UserBuffer buffer) {
        long whole = buffer.length();
        long length = faults.shorten(whole);
        return length == whole ? buffer : new ShortBuffer(buffer, length);
    }

    // What becomes durable.

    long sync(RamInode inode) {
        long fault = before(Faults.Operation.SYNC, inode);
        return fault != 0 ? fault : bring(inode);
    }

    private long bring(RamInode inode) {
        DiskNode node = Objects.requireNonNull(inode.node());
        if (inode instanceof RamFile file) {
            return file.reading((content, size) -> bring(inode, node, content, size));
        }
        inode.lock(); // who renames has a directory's lock when it comes here
        try {
            return bring(inode, node, null, 0);
        } finally {
            inode.unlock();
        }
    }

    private synchronized long bring(RamInode inode, DiskNode node, @Nullable FileContent content, long size) {
        if (lost(inode)) {
            return -EIO;
        }
        node.attributes(inode);
        if (content != null) {
            return node.content(content, size);
        }
        if (inode instanceof RamDirectory directory) {
            names(directory, node);
        }
        return 0;
    }

    /** Renames reach the medium in their order, each in both directories. */
    private void names(RamDirectory directory, DiskNode node) {
        for (int last = renames.size() - 1; last >= 0; last--) {
            if (renames.get(last).touches(node)) {
                List<Renamed> done = renames.subList(0, last + 1);
                done.forEach(Renamed::apply);
                done.clear();
                break;
            }
        }
        node.entries().clear();
        for (RamEntry each : directory.entries()) {
            RamInode inode = each.inode();
            if (inode != null) {
                node.entries().put(new String(each.name(), ISO_8859_1), made(inode));
            }
        }
    }

    /** What a name leads to has an owner and a type, whatever else was lost. */
    private static DiskNode made(RamInode inode) {
        DiskNode node = Objects.requireNonNull(inode.node());
        if (inode instanceof RamSymlink link) {
            node.made(inode, link.target());
        } else if (node.target() == null && node.pages().isEmpty()) {
            node.made(inode, null);
        }
        return node;
    }

    synchronized void renamed(
            RamDirectory from, byte[] name, RamInode moved, RamDirectory to, byte[] newName, @Nullable Inode other) {
        renames.add(new Renamed(
                Objects.requireNonNull(from.node()),
                new String(name, ISO_8859_1),
                made(moved),
                Objects.requireNonNull(to.node()),
                new String(newName, ISO_8859_1),
                other == null ? null : made((RamInode) other)));
    }

    /** {@code syncfs(2)}. */
    long syncAll() {
        long fault = faults.before(Faults.Operation.SYNC);
        return fault != 0 ? fault : bringAll(Objects.requireNonNull(root));
    }

    private long bringAll(RamDirectory directory) {
        long result = bring(directory);
        for (RamEntry each : entries(directory)) {
            RamInode inode = each.inode();
            if (inode != null && result == 0) {
                result = inode instanceof RamDirectory below ? bringAll(below) : bring(inode);
            }
        }
        return result;
    }

    private static List<RamEntry> entries(RamDirectory directory) {
        directory.lock();
        try {
            return directory.entries();
        } finally {
            directory.unlock();
        }
    }

    // Lives.

    void mount(RamDirectory newRoot) {
        root = newRoot;
        if (faults.attach(this) instanceof DiskNode durable) {
            build(newRoot, durable);
        }
    }

    void unmount() {
        RamDirectory directory = Objects.requireNonNull(root);
        if (!off) {
            long unused = bringAll(directory);
        }
        faults.detach(this, Objects.requireNonNull(directory.node()));
    }

    @Override
    public synchronized Object cut(RandomGenerator random) {
        off = true;
        int happened = random.nextInt(renames.size() + 1);
        renames.subList(0, happened).forEach(Renamed::apply);
        renames.clear();
        return Objects.requireNonNull(Objects.requireNonNull(root).node());
    }

    @Override
    public void powerOn() {
        RamDirectory directory = Objects.requireNonNull(root);
        ramFs.vfs().notices().unmounted(ramFs);
        begin();
        directory.clear();
        build(directory, Objects.requireNonNull(directory.node()));
        off = false;
    }

    private synchronized void begin() {
        life++;
    }

    /** Shows what is durable below a directory. */
    private void build(RamDirectory into, DiskNode durable) {
        Task task = new Task(new Process(ramFs.vfs().shim(), 1, null, new JavaMemory(), "mount"), 1);
        build(task, into, durable, new IdentityHashMap<>());
    }

    private void build(Task task, RamDirectory into, DiskNode durable, Map<DiskNode, RamInode> known) {
        adopt(task, into, durable);
        durable.entries().forEach((name, node) -> {
            RamInode inode = known.get(node);
            boolean first = inode == null;
            if (inode == null) {
                inode = inode(node);
                known.put(node, inode);
            }
            byte[] bytes = name.getBytes(ISO_8859_1);
            into.restore(new Name().set(bytes, 0, bytes.length), inode);
            if (first && inode instanceof RamDirectory directory) {
                build(task, directory, node, known);
            } else if (first) {
                adopt(task, inode, node);
            }
        });
    }

    /** What was on the disk has room, whatever the limits are now. */
    private RamInode inode(DiskNode node) {
        boolean unused = ramFs.space().takeInode();
        int mode = node.mode();
        return switch (mode & S_IFMT) {
            case S_IFREG -> {
                RamFile file =
                        new RamFile(ramFs, mode & ~S_IFMT, node.uid(), node.gid(), io.unishim.abi.Fcntl.F_SEAL_SEAL);
                file.fill(node);
                yield file;
            }
            case S_IFDIR -> new RamDirectory(ramFs, mode & ~S_IFMT, node.uid(), node.gid());
            case S_IFLNK -> {
                byte[] target = Objects.requireNonNull(node.target());
                boolean unusedRoom = RamSymlink.takeRoom(ramFs.space(), target);
                yield new RamSymlink(ramFs, node.uid(), node.gid(), target);
            }
            default -> new RamNode(ramFs, mode, node.uid(), node.gid(), node.device());
        };
    }

    private void adopt(Task task, RamInode inode, DiskNode node) {
        node.xattrs().forEach((name, value) -> {
            long unused = inode.setxattr(task, name, value, 0);
        });
        node.revive();
        inode.node(node, life);
        long unused = inode.setattr(task, node.attributesAgain());
        inode.protectAgain(node.protection());
    }
}
