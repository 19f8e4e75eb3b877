package io.unishim.vfscore.tree;

/**
 * A place in the tree: the kernel's {@code struct path}.
 *
 * @param mount through which it was reached
 * @param inode what is there
 */
public record VfsPath(VfsMount mount, Inode inode) {
    /** @return whether it is the root of its mount */
    public boolean isMountRoot() {
        return inode == mount.root();
    }
}
