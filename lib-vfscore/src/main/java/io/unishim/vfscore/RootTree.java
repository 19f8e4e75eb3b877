package io.unishim.vfscore;

import static io.unishim.abi.Errnos.EEXIST;
import static io.unishim.abi.Errnos.EROFS;
import static io.unishim.abi.Mounts.ST_RDONLY;
import static io.unishim.abi.Mounts.ST_RELATIME;
import static io.unishim.abi.StatModes.S_IFDIR;

import io.unishim.file.Mount;
import io.unishim.memory.JavaMemory;
import io.unishim.task.Process;
import io.unishim.task.Task;
import io.unishim.vfscore.ramfs.RamFs;
import io.unishim.vfscore.tree.Attributes;
import io.unishim.vfscore.tree.FileSystem;
import io.unishim.vfscore.tree.Found;
import io.unishim.vfscore.tree.Inode;
import io.unishim.vfscore.tree.Name;
import io.unishim.vfscore.tree.Vfs;
import io.unishim.vfscore.tree.VfsMount;
import io.unishim.vfscore.tree.VfsPath;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is mounted when a shim boots. */
final class RootTree {
    /** Permission bits of directories made at boot. */
    static final int DIRECTORY_MODE = 0755;

    private static final int TMP_MODE = 01777;

    private final Vfs vfs;
    private final Task task;
    private final Found found = new Found();

    RootTree(Vfs vfs) {
        this.vfs = vfs;
        // Nobody lives yet; this one makes directories, as root, and is never seen.
        this.task = new Task(new Process(vfs.shim(), 1, null, new JavaMemory(), "boot"), 1);
    }

    /** Mounts what the application wants, an empty root if it wants none, and what is always there. */
    void mount(List<Mount> wanted) {
        int first = rootOf(wanted);
        if (first < 0) {
            RamFs root = new RamFs(vfs, DIRECTORY_MODE);
            vfs.mounts().mountRoot(root, ST_RELATIME, "none");
            Inode tmp = makeDirectory(root.root(), Name.of("tmp"), "/tmp");
            tmp.setattr(task, Attributes.ofMode(TMP_MODE));
        } else {
            mount(wanted.get(first), null);
        }
        for (int i = 0; i < wanted.size(); i++) {
            if (i != first) {
                mount(wanted.get(i), directory(wanted.get(i).target()));
            }
        }
        vfs.automatic().forEach((target, maker) -> {
            if (wanted.stream().noneMatch(mount -> mount.target().equals(target))) {
                automatic(target, maker.get());
            }
        });
    }

    private static int rootOf(List<Mount> wanted) {
        for (int i = 0; i < wanted.size(); i++) {
            if (wanted.get(i).target().equals("/")) {
                return i;
            }
        }
        return -1;
    }

    private void mount(Mount mount, @Nullable VfsPath point) {
        boolean readOnly = mount instanceof Mount.Host host && !host.writable()
                || mount instanceof Mount.Archive archive && !archive.writable();
        int flags = ST_RELATIME | (readOnly ? ST_RDONLY : 0);
        if (point == null) {
            vfs.mounts().mountRoot(vfs.make(mount), flags, source(mount));
        } else {
            mount(vfs.make(mount), point, flags, source(mount));
        }
    }

    private void mount(FileSystem what, VfsPath point, int flags, String source) {
        long result = vfs.mounts().mount(what, point, flags, source);
        if (result != 0) {
            throw new IllegalStateException("cannot mount " + source + ": " + -result);
        }
    }

    private static String source(Mount mount) {
        if (mount instanceof Mount.Host host) {
            return host.source().toString();
        }
        if (mount instanceof Mount.Archive archive) {
            return archive.source().toString();
        }
        return mount instanceof Mount.Overlay overlay ? overlay.source().toString() : "none";
    }

    private void automatic(String target, FileSystem what) {
        VfsPath point;
        try {
            point = directory(target);
        } catch (IllegalStateException e) {
            return; // a root that is read-only and has no such directory: the program sees what is there
        }
        mount(what, point, ST_RELATIME, what.type());
    }

    /** The directory at an absolute path; what is missing is made. */
    private VfsPath directory(String path) {
        VfsPath place = vfs.mounts().root();
        if (!path.startsWith("/")) {
            throw new IllegalArgumentException("a mount's target begins with a slash, not as " + path);
        }
        for (String component : path.split("/", -1)) {
            if (!component.isEmpty()) {
                Inode inode = makeDirectory(place.inode(), Name.of(component), path);
                place = vfs.cross(new VfsPath(place.mount(), inode));
            }
        }
        return place;
    }

    private Inode makeDirectory(Inode parent, Name name, String path) {
        found.clear();
        long result = parent.lookup(task, name, found);
        if (result != 0) {
            found.clear();
            result = parent.mkdir(task, name, DIRECTORY_MODE, found);
        }
        if (result == -EROFS) {
            found.clear();
            result = parent.mountPoint(task, name, found);
        }
        if (result != 0 && result != -EEXIST || found.inode().type() != S_IFDIR) {
            throw new IllegalStateException("no directory can be made at " + path + " to mount on");
        }
        return found.inode();
    }

    /** @return the root of the tree */
    static VfsPath root(Vfs vfs) {
        VfsMount mount = vfs.mounts().root().mount();
        return vfs.cross(new VfsPath(mount, mount.root()));
    }
}
