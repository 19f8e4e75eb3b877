/**
 * Mounting in one call ({@link io.unishim.vfscore.mount.MountHandlers}) and in steps: a file system is made or changed by a
 * context ({@link io.unishim.vfscore.mount.FsConfiguration}), mounted nowhere, and moved to a place ({@link
 * io.unishim.vfscore.mount.MountTreeHandlers}). What is mounted where is kept by {@link
 * io.unishim.vfscore.tree.MountTable}.
 */
@NullMarked
package io.unishim.vfscore.mount;

import org.jspecify.annotations.NullMarked;
