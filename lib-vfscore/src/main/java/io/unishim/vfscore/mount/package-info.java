/**
 * The calls {@code mount(2)} and {@code umount2(2)}: start at {@link io.unishim.vfscore.mount.MountHandlers}. What is mounted
 * where is kept by {@link io.unishim.vfscore.tree.MountTable}.
 */
@NullMarked
package io.unishim.vfscore.mount;

import org.jspecify.annotations.NullMarked;
