/**
 * The tree of files: file systems, inodes, mounts and the walk along a path.
 *
 * <p>Start at {@link io.unishim.vfscore.tree.Inode}, what a file system implements. Methods answer as handlers do, with a
 * value or a negative errno; what they find besides they put into a {@link io.unishim.vfscore.tree.Found}. An inode's default
 * methods answer what Linux answers where a file system leaves an operation out, so a read-only file system implements {@code
 * lookup}, {@code open}, {@code stat} and little else.
 *
 * <p><b>Who checks what.</b> The handlers check permissions, read-only mounts, sticky directories, set-id bits, trailing
 * slashes and whether a name exists, and hold the {@linkplain io.unishim.vfscore.tree.Inode#lock() locks} of the directories
 * that change: two for a rename, with {@link io.unishim.vfscore.tree.FileSystem#renameLock()} before them if they differ. A
 * file system does the thing itself. {@code lookup}, {@code stat} and {@code readdir} run without these locks, at any time.
 *
 * <p><b>No dentries.</b> A {@link io.unishim.vfscore.tree.VfsPath} is a mount and an inode. A directory has exactly one
 * parent and knows it ({@link io.unishim.vfscore.tree.Inode#link()}), which is how {@code ..} and {@code getcwd(2)} work; any
 * other inode knows one of its names. An inode object must stay the same one for as long as somebody holds it: mounts, locks and
 * pipes hang on it.
 *
 * <p><b>Special cases.</b> Links such as {@code /proc/self/fd/0} override {@link io.unishim.vfscore.tree.Inode#follow}. Nodes
 * for pipes and devices are opened by {@link io.unishim.vfscore.tree.SpecialFiles}, whatever file system holds them. What is open
 * is an {@link io.unishim.vfscore.tree.InodeFile}, a FileOperations that knows its path.
 *
 * <p>A further part of the library is a {@link io.unishim.vfscore.tree.VfsPart} in the list of {@code VfscoreLibrary}.
 */
@NullMarked
package io.unishim.vfscore.tree;

import org.jspecify.annotations.NullMarked;
