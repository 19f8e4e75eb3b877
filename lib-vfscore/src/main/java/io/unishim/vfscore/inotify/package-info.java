/**
 * Watching files (man 7 inotify).
 *
 * <p>Start at {@link io.unishim.vfscore.inotify.InotifyHandlers}; who tells what happens is {@link
 * io.unishim.vfscore.tree.Notices}.
 */
@NullMarked
package io.unishim.vfscore.inotify;

import org.jspecify.annotations.NullMarked;
