package io.unishim.nio;

import static io.unishim.abi.Errnos.ELOOP;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;

/** The way to a file without symbolic links, {@code .} and {@code ..}, as realpath(3) finds it. */
final class RealPath {
    private static final int MOST_LINKS = 40;

    private RealPath() {}

    /** @param follow whether the links on the way are replaced; the file must exist in any case */
    static ShimPath of(ShimPath path, Follow follow) throws IOException {
        ShimFileSystem files = path.getFileSystem();
        Tree tree = files.tree();
        tree.stat(path, follow); // what is missing or may not be searched is said for the whole path
        Deque<ShimPath> left = new ArrayDeque<>();
        push(left, path.toAbsolutePath());
        ShimPath done = ShimPath.of(files, "/");
        int links = 0;
        while (!left.isEmpty()) {
            ShimPath name = left.pop();
            if (name.toString().equals(".") || name.isEmpty()) {
                continue;
            }
            if (name.toString().equals("..")) {
                done = up(done, follow);
                continue;
            }
            ShimPath next = done.resolve(name);
            byte[] target = follow == Follow.YES ? tree.linkOrNull(next) : null;
            if (target == null) {
                done = next;
                continue;
            }
            if (++links > MOST_LINKS) {
                throw Errors.of(-ELOOP, "readlink", path);
            }
            ShimPath to = ShimPath.of(files, target);
            push(left, to);
            done = to.isAbsolute() ? ShimPath.of(files, "/") : done;
        }
        return done;
    }

    /** After a symbolic link that stays, {@code ..} stays, too: it does not lead to where the link stands. */
    private static ShimPath up(ShimPath done, Follow follow) throws IOException {
        ShimPath parent = done.getParent();
        if (parent == null) {
            return done;
        }
        boolean link = follow == Follow.NO && done.getFileSystem().tree().linkOrNull(done) != null;
        return link ? done.resolve(new byte[] {'.', '.'}) : parent;
    }

    private static void push(Deque<ShimPath> left, ShimPath path) {
        for (int i = path.getNameCount() - 1; i >= 0; i--) {
            left.push(path.getName(i));
        }
    }
}
