/**
 * The file system in memory: what Linux calls tmpfs.
 *
 * <p>Start at {@link io.unishim.vfscore.ramfs.RamFs}. A {@link io.unishim.vfscore.ramfs.RamFile} keeps its content in
 * {@link io.unishim.vfscore.ramfs.Content}, blocks outside the heap that come from the file system's {@link
 * io.unishim.vfscore.ramfs.PagePool}; a {@link io.unishim.vfscore.ramfs.RamDirectory} is a table of {@link
 * io.unishim.vfscore.ramfs.RamEntry}.
 */
@NullMarked
package io.unishim.vfscore.ramfs;

import org.jspecify.annotations.NullMarked;
