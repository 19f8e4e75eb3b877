package io.unishim.nio;

import static io.unishim.abi.Fcntl.O_CLOEXEC;
import static io.unishim.abi.StatModes.S_IFDIR;
import static io.unishim.abi.StatModes.S_IFLNK;
import static io.unishim.abi.StatModes.S_IFREG;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Copies a file, a directory without what is in it, a symbolic link, or a node. */
final class Copying {
    private final ShimFileSystem files;
    private final Tree tree;
    private final ShimPath source;
    private final ShimPath target;
    private final CopyRequest request;

    Copying(ShimFileSystem files, ShimPath source, ShimPath target, CopyRequest request) {
        this.files = files;
        this.tree = files.tree();
        this.source = source;
        this.target = target;
        this.request = request;
    }

    void run() throws IOException {
        Attributes from = tree.stat(source, request.follow());
        if (makeRoom(tree, from, target, request.replace())) {
            copy(from);
        }
    }

    /**
     * Removes what is replaced.
     *
     * @return false if source and target are the same file: nothing is to be done
     */
    static boolean makeRoom(Tree tree, Attributes from, ShimPath target, boolean replace) throws IOException {
        Attributes existing = tree.statOrNull(target, Follow.NO);
        if (existing == null) {
            return true;
        }
        if (existing.isSameFile(from)) {
            return false;
        }
        if (!replace) {
            throw new FileAlreadyExistsException(target.toString());
        }
        tree.removeEntry(target, existing.isDirectory());
        return true;
    }

    void copy(Attributes from) throws IOException {
        int mode = from.mode() & Modes.EVERY_BIT;
        switch (from.type()) {
            case S_IFDIR -> Errors.check(tree.mkdir(target, mode), "mkdir", target);
            case S_IFLNK -> copyLink();
            case S_IFREG -> copyContent(mode);
            default ->
                Errors.check(tree.mknod(target, from.mode(), (int) from.stat().rdev()), "mknod", target);
        }
        if (request.attributes()) {
            copyAttributes(from);
        }
    }

    private void copyLink() throws IOException {
        byte[] to = tree.linkOrNull(source);
        Errors.check(tree.symlink(to == null ? new byte[0] : to, target), "symlink", target);
    }

    private void copyContent(int mode) throws IOException {
        OpenRequest make = OpenRequest.of(Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW));
        OpenRequest take = new OpenRequest(true, false, false, false, false, O_CLOEXEC);
        try (FileChannel in = ShimFileChannel.open(files, tree, source, take, 0);
                FileChannel out = ShimFileChannel.open(files, tree, target, make, mode)) {
            copyContent(in, out);
        }
    }

    private void copyContent(FileChannel in, FileChannel out) throws IOException {
        try {
            long at = 0;
            for (long got = 1; got > 0; at += got) {
                got = in.transferTo(at, Long.MAX_VALUE - at, out);
            }
        } catch (IOException e) {
            tree.unlink(target); // no half of a file stays
            throw e;
        }
    }

    /** Times must be kept; an owner that may not be given, and what follows from it, is left out, as {@code cp -p} does. */
    private void copyAttributes(Attributes from) throws IOException {
        boolean link = from.isSymbolicLink();
        new UserAttributesCopy(files, source, target, request.follow()).run();
        long owned = tree.chown(target, from.stat().uid(), from.stat().gid(), Follow.NO);
        if (!link) {
            // Set-id bits only where the owner is the same.
            int kept = owned == 0 ? Modes.EVERY_BIT : Modes.PERMISSIONS;
            tree.chmod(target, from.mode() & kept, Follow.YES);
        }
        long[] times = new long[4];
        Views.put(from.lastAccessTime(), times, 0);
        Views.put(from.lastModifiedTime(), times, 2);
        Errors.check(tree.utimens(target, times, Follow.NO), "utimensat", target);
    }

    /** Extended attributes of users, as far as the target's file system has them. */
    private record UserAttributesCopy(ShimFileSystem files, ShimPath source, ShimPath target, Follow follow) {
        void run() {
            try {
                UserAttributes from = new UserAttributes(files, source, follow);
                UserAttributes to = new UserAttributes(files, target, Follow.NO);
                for (String name : from.list()) {
                    to.write(name, java.nio.ByteBuffer.wrap(from.get(name)));
                }
            } catch (IOException e) {
                ignore(e);
            }
        }

        private static void ignore(@SuppressWarnings("unused") @Nullable IOException e) {
            // Copied as far as possible: Java promises no more.
        }
    }
}
