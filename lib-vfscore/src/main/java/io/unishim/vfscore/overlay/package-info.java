/**
 * A directory of the host whose changes stay in memory.
 *
 * <p>Start at {@link io.unishim.vfscore.overlay.OverlayFs}. An {@link io.unishim.vfscore.overlay.OverlayInode} stands on an
 * inode of the lower file system, which is only read, or on one in memory, its upper; the first change makes it an upper. Names
 * belong to {@link io.unishim.vfscore.overlay.OverlayDirectory} alone, which knows what was made and what was removed in it; a
 * directory that is renamed takes its lower along, so that nothing need be copied.
 */
@NullMarked
package io.unishim.vfscore.overlay;

import org.jspecify.annotations.NullMarked;
