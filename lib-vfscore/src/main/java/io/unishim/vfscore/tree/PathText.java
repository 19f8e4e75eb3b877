package io.unishim.vfscore.tree;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Paths as {@code getcwd(2)} and {@code /proc} show them (the kernel's {@code d_path}). */
public final class PathText {
    private static final int MOST_STEPS = 10_000;
    private static final byte[] DELETED = " (deleted)".getBytes(UTF_8);

    private PathText() {}

    /** @return the path from the root of the tree; ends in {@code " (deleted)"} where the name is gone */
    public static String of(VfsPath path) {
        return new String(shown(path, null), UTF_8);
    }

    /**
     * As {@link #of}, from a root.
     *
     * @return the bytes of the names as they are; from the root of the tree if the place is not below the root
     */
    public static byte[] shown(VfsPath path, @Nullable VfsPath root) {
        byte[] below = bytes(path, root);
        byte[] text = below != null || root == null ? below : bytes(path, null);
        byte[] shown = text == null ? new byte[] {'/'} : text;
        Link link = path.inode().link();
        if (link == null || !link.removed()) {
            return shown;
        }
        byte[] marked = Arrays.copyOf(shown, shown.length + DELETED.length);
        System.arraycopy(DELETED, 0, marked, shown.length, DELETED.length);
        return marked;
    }

    /** @return the path from the root of its file system: what {@code /proc/PID/mountinfo} shows of what was bound */
    public static String inFileSystem(Inode inode) {
        StringBuilder text = new StringBuilder();
        Link link = inode.link();
        boolean removed = link != null && link.removed();
        for (int steps = 0; steps < MOST_STEPS && link != null; steps++) {
            text.insert(0, "/" + new String(link.name(), UTF_8));
            link = link.parent().link();
        }
        return (text.length() == 0 ? "/" : text.toString()) + (removed ? "//deleted" : "");
    }

    /**
     * The path from a root.
     *
     * @param root where to stop, or null for the root of the tree
     * @return the path, beginning with a slash; null if the place is not below the root
     */
    public static byte @Nullable [] bytes(VfsPath path, @Nullable VfsPath root) {
        byte[] text = new byte[256];
        int start = text.length;
        VfsMount mount = path.mount();
        Inode inode = path.inode();
        for (int steps = 0; steps < MOST_STEPS; steps++) {
            if (root != null && inode == root.inode() && mount == root.mount()) {
                return finish(text, start);
            }
            if (inode == mount.root()) {
                VfsPath point = mount.point();
                if (point == null) {
                    return root == null ? finish(text, start) : null;
                }
                mount = point.mount();
                inode = point.inode();
                continue;
            }
            Link link = inode.link();
            if (link == null) {
                return root == null ? finish(text, start) : null;
            }
            byte[] name = link.name();
            if (start < name.length + 1) {
                int more = text.length + name.length;
                byte[] larger = new byte[text.length + more];
                System.arraycopy(text, start, larger, start + more, text.length - start);
                text = larger;
                start += more;
            }
            start -= name.length;
            System.arraycopy(name, 0, text, start, name.length);
            text[--start] = '/';
            inode = link.parent();
        }
        return null;
    }

    private static byte[] finish(byte[] text, int start) {
        return start == text.length ? new byte[] {'/'} : Arrays.copyOfRange(text, start, text.length);
    }
}
