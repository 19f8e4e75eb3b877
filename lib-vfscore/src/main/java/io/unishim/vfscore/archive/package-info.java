/**
 * Archives as file systems: read into memory at boot, whole.
 *
 * <p>Start at {@link io.unishim.vfscore.archive.ArchivePart}. {@code ArchiveTree} puts entries into a file system in memory,
 * and finds its way by its inodes alone: no name in an archive leads anywhere else.
 */
@NullMarked
package io.unishim.vfscore.archive;

import org.jspecify.annotations.NullMarked;
