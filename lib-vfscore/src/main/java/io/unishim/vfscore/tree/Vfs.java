package io.unishim.vfscore.tree;

import io.unishim.Shim;
import io.unishim.file.Mount;
import io.unishim.file.OpenFileDescription;
import io.unishim.task.Process;
import io.unishim.task.Task;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The virtual file system of one shim: its mounts, and who makes and opens what. */
public final class Vfs {
    private static final int ANONYMOUS_MAJOR = 0;

    private final Shim shim;
    private final FileClock clock;
    private final Notices notices = new Notices(this);
    private final MountTable mounts = new MountTable(this);
    private final SpecialFiles specialFiles = new SpecialFiles();
    private final Map<Class<? extends Mount>, Function<Mount, FileSystem>> kinds = new LinkedHashMap<>();
    private final Map<String, FileSystemType> types = new LinkedHashMap<>();
    private final Map<String, Supplier<FileSystem>> automatic = new LinkedHashMap<>();
    private final Set<Runnable> atEnd = ConcurrentHashMap.newKeySet();
    private @Nullable BiConsumer<Task, InodeFile> closes;
    private @Nullable BiConsumer<InodeFile, OpenFileDescription> releases;
    private final AtomicInteger devices = new AtomicInteger(20);
    private final AtomicInteger arrangement = new AtomicInteger();

    /** @param shim that it belongs to */
    public Vfs(Shim shim) {
        this.shim = shim;
        this.clock = new FileClock(shim.time());
    }

    /** @return the shim */
    public Shim shim() {
        return shim;
    }

    /** @return the time with which files are marked */
    public FileClock clock() {
        return clock;
    }

    /** @return who is told what happens to files */
    public Notices notices() {
        return notices;
    }

    /**
     * Says that paths may lead elsewhere now, or may not be walked by the same tasks: a mount came or went, or a directory's
     * name, owner, permission bits or access list changed. Called after it did, and before who did it learns of that. Of a new
     * name and of a removed directory nothing is said.
     */
    public void rearranged() {
        arrangement.incrementAndGet();
    }

    /** @return what changes when something is {@link #rearranged} */
    AtomicInteger arrangement() {
        return arrangement;
    }

    /** @return what is mounted where */
    public MountTable mounts() {
        return mounts;
    }

    /** @return whether some process has such a place as its root or working directory */
    public boolean isPlace(Predicate<VfsPath> such) {
        for (Process process : shim.tasks().processes()) {
            FsContext places = process.status() == Process.RUNNING ? process.stateOrNull(FsContext.KEY) : null;
            if (places != null && (such.test(places.cwd()) || such.test(places.root()))) {
                return true;
            }
        }
        return false;
    }

    /** @return who opens FIFOs and devices */
    public SpecialFiles specialFiles() {
        return specialFiles;
    }

    /** Says who makes the file system of a kind of mount. */
    public <M extends Mount> void kind(Class<M> type, Function<M, FileSystem> maker) {
        kinds.put(type, mount -> maker.apply(type.cast(mount)));
    }

    /** @return a new file system for a mount. @throws IllegalStateException if no part makes that kind */
    public FileSystem make(Mount mount) {
        Function<Mount, FileSystem> maker = kinds.get(mount.getClass());
        if (maker == null) {
            throw new IllegalStateException("no part of vfscore makes a " + mount);
        }
        return maker.apply(mount);
    }

    /** Says who makes a file system that {@code mount(2)} names. */
    public void type(String name, FileSystemType type) {
        types.put(name, type);
    }

    /** @return who makes a file system that {@code mount(2)} names, or null: {@code -ENODEV} */
    public @Nullable FileSystemType type(String name) {
        return types.get(name);
    }

    /**
     * Has a file system mounted at every boot, where the application mounts nothing itself.
     *
     * @param target {@code "/proc"}
     * @param maker makes it
     */
    public void automatic(String target, Supplier<FileSystem> maker) {
        automatic.put(target, maker);
    }

    /** @return what is mounted at every boot, in order */
    public Map<String, Supplier<FileSystem>> automatic() {
        return automatic;
    }

    /** Does something whenever the last descriptor of a file in the tree is gone. Called at boot. */
    public void onRelease(BiConsumer<InodeFile, OpenFileDescription> listener) {
        releases = releases == null ? listener : releases.andThen(listener);
    }

    /** Does something when the shim closes, unless {@link #notAtEnd} is called before. */
    public void atEnd(Runnable action) {
        atEnd.add(action);
    }

    /** Takes back {@link #atEnd}. */
    public void notAtEnd(Runnable action) {
        atEnd.remove(action);
    }

    /** Gives up what is held of the host: the shim closes. */
    public void close() {
        atEnd.forEach(Runnable::run);
        mounts.fileSystems().forEach(FileSystem::close);
        clock.close();
    }

    /** Does something whenever a descriptor of a file in the tree is closed, in the name of a task. Called at boot. */
    public void onClose(BiConsumer<Task, InodeFile> listener) {
        closes = closes == null ? listener : closes.andThen(listener);
    }

    void descriptorClosed(Task task, InodeFile file) {
        BiConsumer<Task, InodeFile> listener = closes;
        if (listener != null) {
            listener.accept(task, file);
        }
    }

    void fileReleased(InodeFile file, OpenFileDescription open) {
        BiConsumer<InodeFile, OpenFileDescription> listener = releases;
        if (listener != null) {
            listener.accept(file, open);
        }
    }

    /** @return a device number for a file system, unique in the shim */
    long newDevice() {
        return SpecialFiles.device(ANONYMOUS_MAJOR, devices.getAndIncrement());
    }

    /** @return a place, or the root of what is mounted on it */
    public VfsPath cross(VfsPath place) {
        VfsPath top = place;
        VfsMount covering = covering(top.mount(), top.inode());
        while (covering != null) {
            top = new VfsPath(covering, covering.root());
            covering = covering(covering, covering.root());
        }
        return top;
    }

    /** @return the mount on top of a place, or null if nothing is mounted there */
    static @Nullable VfsMount covering(VfsMount mount, Inode inode) {
        Attachments attached = inode.attachmentsOrNull();
        if (attached == null) {
            return null;
        }
        VfsMount[] all = attached.mounted;
        for (int i = all.length - 1; i >= 0; i--) {
            VfsPath point = all[i].point();
            if (point != null && point.mount() == mount && point.inode() == inode) {
                return all[i];
            }
        }
        return null;
    }
}
