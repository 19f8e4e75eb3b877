package io.unishim.vfscore.archive;

import static io.unishim.abi.StatModes.S_IFDIR;
import static io.unishim.abi.StatModes.S_IFLNK;
import static io.unishim.abi.StatModes.S_IFMT;
import static io.unishim.abi.StatModes.S_IFREG;

import io.unishim.abi.Errno;
import io.unishim.file.ArchiveEntry;
import io.unishim.file.ArchiveReader;
import io.unishim.memory.JavaMemory;
import io.unishim.memory.UserBuffer;
import io.unishim.struct.Timespec;
import io.unishim.task.Process;
import io.unishim.task.Task;
import io.unishim.vfscore.ramfs.RamFile;
import io.unishim.vfscore.ramfs.RamFs;
import io.unishim.vfscore.tree.Attributes;
import io.unishim.vfscore.tree.Found;
import io.unishim.vfscore.tree.Inode;
import io.unishim.vfscore.tree.Name;
import io.unishim.vfscore.tree.Vfs;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Puts what an archive holds into a file system that nobody sees yet. Absolute names, {@code ..} and symbolic links on the way
 * stay below its root, as after {@code chroot(2)}; a later entry replaces an earlier one of its name.
 */
final class ArchiveTree implements ArchiveReader.Sink {
    private static final int PERMISSIONS = 07777;
    private static final int DIRECTORY_MODE = 0755;
    private static final int NAME_MAX = 255;
    private static final int MOST_LINKS = 40;
    private static final int STEP = 64 * 1024;

    private final RamFs files;
    private final Task task;
    private final Found found = new Found();
    private final byte[] buffer = new byte[STEP];

    /** Set last: each entry in a directory changes its time. */
    private final Map<Inode, Timespec> directoryTimes = new LinkedHashMap<>();

    ArchiveTree(Vfs vfs, RamFs files) {
        this.files = files;
        this.task = new Task(new Process(vfs.shim(), 1, null, new JavaMemory(), "boot"), 1);
    }

    @Override
    public void add(ArchiveEntry entry, InputStream content) throws IOException {
        Deque<byte[]> names = split(entry.name());
        byte[] last = names.peekLast();
        if (last == null || isDots(last)) {
            // The root itself, as "./"; what else ends in dots is a directory that has an entry of its own.
            if (last == null || names.size() == 1) {
                attributes(files.root(), entry);
            }
            return;
        }
        names.removeLast();
        Inode parent = directory(names, true, entry);
        if (last.length > NAME_MAX || parent == null) {
            throw wrong(entry, "has a name that is too long");
        }
        Name name = new Name().set(last, 0, last.length);
        Inode made = entry.hardLink() ? link(parent, name, entry) : make(parent, name, entry);
        if (made.type() == S_IFREG) {
            fill((RamFile) made, entry, content);
        }
        if (!entry.hardLink()) {
            attributes(made, entry);
        }
    }

    /** Says that the archive has ended. */
    void finish() {
        directoryTimes.forEach((inode, time) -> inode.setattr(task, Attributes.ofTimes(time, time)));
    }

    private static IOException wrong(ArchiveEntry entry, String what) {
        return new IOException("the entry " + new String(entry.name(), StandardCharsets.UTF_8) + " " + what);
    }

    private static void check(long result, ArchiveEntry entry) throws IOException {
        if (result < 0) {
            Errno errno = Errno.of((int) -result);
            throw wrong(entry, "cannot be made: " + (errno == null ? "error " + -result : errno.text()));
        }
    }

    private static Deque<byte[]> split(byte[] path) {
        Deque<byte[]> names = new ArrayDeque<>();
        int start = 0;
        for (int i = 0; i <= path.length; i++) {
            if (i == path.length || path[i] == '/') {
                if (i > start) {
                    names.add(Arrays.copyOfRange(path, start, i));
                }
                start = i + 1;
            }
        }
        return names;
    }

    private static boolean isDots(byte[] name) {
        return name[0] == '.' && (name.length == 1 || isDotDot(name));
    }

    private static boolean isDotDot(byte[] name) {
        return name.length == 2 && name[0] == '.' && name[1] == '.';
    }

    private @Nullable Inode lookup(Inode directory, Name name) {
        found.clear();
        return directory.lookup(task, name, found) == 0 ? found.inode() : null;
    }

    /** Walks below the root. @return the directory, or null if something is missing and is not to be made */
    private @Nullable Inode directory(Deque<byte[]> names, boolean make, ArchiveEntry entry) throws IOException {
        List<Inode> way = new ArrayList<>(List.of(files.root()));
        Deque<byte[]> left = new ArrayDeque<>(names);
        int links = 0;
        while (!left.isEmpty()) {
            byte[] each = left.pop();
            if (isDots(each)) {
                if (isDotDot(each) && way.size() > 1) {
                    way.remove(way.size() - 1);
                }
                continue;
            }
            Inode here = way.get(way.size() - 1);
            Name name = new Name().set(each, 0, each.length);
            Inode next = lookup(here, name);
            if (next == null) {
                if (!make) {
                    return null;
                }
                next = makeDirectory(here, name, DIRECTORY_MODE, entry);
            }
            if (next.type() == S_IFLNK) {
                if (++links > MOST_LINKS) {
                    throw wrong(entry, "lies behind too many symbolic links");
                }
                follow(next, way, left);
            } else if (next.type() == S_IFDIR) {
                way.add(next);
            } else {
                throw wrong(entry, "lies below what is no directory");
            }
        }
        return way.get(way.size() - 1);
    }

    private void follow(Inode link, List<Inode> way, Deque<byte[]> left) {
        found.clear();
        link.readlink(task, found);
        byte[] target = found.bytes();
        if (target.length > 0 && target[0] == '/') {
            way.subList(1, way.size()).clear();
        }
        Deque<byte[]> names = split(target);
        while (!names.isEmpty()) {
            left.push(names.removeLast());
        }
    }

    private Inode makeDirectory(Inode parent, Name name, int mode, ArchiveEntry entry) throws IOException {
        if (name.length() > NAME_MAX) {
            throw wrong(entry, "has a name that is too long");
        }
        found.clear();
        check(parent.mkdir(task, name, mode, found), entry);
        return found.inode();
    }

    /** Takes away what had the name before. */
    private void remove(Inode parent, Name name, @Nullable Inode old, ArchiveEntry entry) throws IOException {
        if (old != null) {
            check(old.type() == S_IFDIR ? parent.rmdir(task, name, old) : parent.unlink(task, name, old), entry);
        }
    }

    private Inode make(Inode parent, Name name, ArchiveEntry entry) throws IOException {
        Inode old = lookup(parent, name);
        int type = entry.mode() & S_IFMT;
        if (type == S_IFDIR && old != null && old.type() == S_IFDIR) {
            return old;
        }
        remove(parent, name, old, entry);
        int mode = entry.mode() & PERMISSIONS;
        if (type == S_IFDIR) {
            return makeDirectory(parent, name, mode, entry);
        }
        byte[] target = entry.link();
        found.clear();
        if (type == S_IFLNK) {
            if (target == null || target.length == 0) {
                throw wrong(entry, "is a symbolic link to nowhere");
            }
            check(parent.symlink(task, name, target.clone(), found), entry);
        } else {
            check(parent.create(task, name, type | mode, entry.device(), found), entry);
        }
        return found.inode();
    }

    private Inode link(Inode parent, Name name, ArchiveEntry entry) throws IOException {
        Deque<byte[]> names = split(entry.link() == null ? new byte[0] : entry.link());
        byte[] last = names.pollLast();
        Inode directory = last == null || isDots(last) ? null : directory(names, false, entry);
        Inode target =
                directory == null || last == null ? null : lookup(directory, new Name().set(last, 0, last.length));
        if (target == null || target.type() == S_IFDIR) {
            throw wrong(entry, "is a link to what is not there before it");
        }
        Inode old = lookup(parent, name);
        if (old != target) {
            remove(parent, name, old, entry);
            check(parent.link(task, target, name), entry);
        }
        return target;
    }

    private void fill(RamFile file, ArchiveEntry entry, InputStream content) throws IOException {
        for (int got = content.read(buffer); got > 0; got = content.read(buffer)) {
            int done = 0;
            while (done < got) {
                long written = file.fill(UserBuffer.of(buffer, done, got - done));
                check(written == 0 ? -io.unishim.abi.Errnos.ENOSPC : written, entry);
                done += (int) written;
            }
        }
    }

    private void attributes(Inode inode, ArchiveEntry entry) throws IOException {
        boolean link = inode.type() == S_IFLNK;
        int mode = link ? -1 : entry.mode() & PERMISSIONS;
        for (Map.Entry<String, byte[]> each : entry.attributes().entrySet()) {
            check(inode.setxattr(task, each.getKey(), each.getValue(), 0), entry);
        }
        check(inode.setattr(task, Attributes.ofOwner(entry.uid(), entry.gid(), mode)), entry);
        check(inode.setattr(task, Attributes.ofTimes(entry.modified(), entry.modified())), entry);
        if (inode.type() == S_IFDIR) {
            directoryTimes.put(inode, entry.modified());
        }
    }
}
