package io.unishim.vfscore.overlay;

import static io.unishim.abi.Fcntl.O_DIRECTORY;
import static io.unishim.abi.Fcntl.O_RDONLY;

import io.unishim.file.OpenFileDescription;
import io.unishim.task.Task;
import io.unishim.vfscore.tree.Found;
import io.unishim.vfscore.tree.Inode;
import io.unishim.vfscore.tree.InodeFile;
import io.unishim.vfscore.tree.Name;
import io.unishim.vfscore.tree.VfsPath;
import java.util.ArrayList;
import java.util.List;

/** The entries of a directory of two layers, as they were at one moment; without {@code .} and {@code ..}. */
final class MergedListing {
    /** An entry: what {@code getdents(2)} tells of it. */
    record Entry(byte[] name, long inode, int type) {}

    private final List<Entry> entries = new ArrayList<>();

    private MergedListing() {}

    static List<Entry> of(Task task, OverlayDirectory directory) {
        MergedListing listing = new MergedListing();
        Inode below = directory.lower();
        if (below != null) {
            listing.addLower(task, directory, below);
        }
        directory
                .own()
                .forEach((name, inode) -> listing.entries.add(new Entry(name.copy(), inode.number(), inode.type())));
        return listing.entries;
    }

    private void addLower(Task task, OverlayDirectory directory, Inode below) {
        Found found = new Found();
        VfsPath path = new VfsPath(directory.overlay().lowerMount(), below);
        if (below.open(task, path, O_RDONLY | O_DIRECTORY, found) < 0) {
            return;
        }
        InodeFile file = (InodeFile) found.file();
        OpenFileDescription open = new OpenFileDescription(file, O_RDONLY);
        try {
            file.readdir(task, open, (bytes, inode, type, next) -> {
                Name name = new Name().set(bytes, 0, bytes.length);
                if (!isDots(bytes) && !directory.own().containsKey(name) && !directory.hides(name)) {
                    entries.add(new Entry(bytes.clone(), inode, type));
                }
                return true;
            });
        } finally {
            open.release();
        }
    }

    private static boolean isDots(byte[] name) {
        return name[0] == '.' && (name.length == 1 || name.length == 2 && name[1] == '.');
    }
}
