package io.unishim.nio;

import static io.unishim.abi.Errnos.EISDIR;
import static io.unishim.abi.Errnos.EXDEV;

import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryNotEmptyException;

/** Moves a file by a rename, or to another mount by a copy and a removal. */
final class Moving {
    private final ShimFileSystem files;
    private final Tree tree;
    private final ShimPath source;
    private final ShimPath target;
    private final CopyRequest request;

    Moving(ShimFileSystem files, ShimPath source, ShimPath target, CopyRequest request) {
        this.files = files;
        this.tree = files.tree();
        this.source = source;
        this.target = target;
        this.request = request;
    }

    void run() throws IOException {
        if (request.atomic()) {
            long result = tree.rename(source, tree, target);
            if (result == -EXDEV) {
                throw new AtomicMoveNotSupportedException(
                        source.toString(), target.toString(), "they lie in different file systems");
            }
            check(result);
            return;
        }
        Attributes from = tree.stat(source, Follow.NO);
        if (!Copying.makeRoom(tree, from, target, request.replace())) {
            return;
        }
        long result = tree.rename(source, tree, target);
        if (result == -EXDEV || result == -EISDIR) {
            byCopy(from);
        } else {
            check(result);
        }
    }

    private void check(long result) throws IOException {
        if (result < 0) {
            throw Errors.of(result, "rename", source, target);
        }
    }

    private void byCopy(Attributes from) throws IOException {
        if (from.isDirectory()) {
            ensureEmpty();
        }
        new Copying(files, source, target, request).copy(from);
        try {
            tree.removeEntry(source, from.isDirectory());
        } catch (IOException e) {
            tree.removeEntry(target, from.isDirectory()); // not both
            throw e;
        }
    }

    private void ensureEmpty() throws IOException {
        try (OpenDirectory entries = OpenDirectory.open(files, tree, source, source, Follow.NO, entry -> true)) {
            if (entries.iterator().hasNext()) {
                throw new DirectoryNotEmptyException(source.toString());
            }
        }
    }
}
