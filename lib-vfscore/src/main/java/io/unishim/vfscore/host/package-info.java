/**
 * A directory of the host as a file system, and nothing outside of it.
 *
 * <p>Start at {@link io.unishim.vfscore.host.HostFs}. <b>Confinement:</b> the host is asked for one name at a time, relative to
 * a descriptor of a directory that was reached the same way from the mounted one, and never to follow a symbolic link; names
 * have no slash and are not {@code ..}. Symbolic links are read and walked by the caller, in the shim's own tree. What a
 * descriptor turned out to be is checked before it is used, so that a directory swapped for a link between two calls leads to
 * an error, not out. The host's procfs is not entered, for its links lead anywhere. Of FIFOs and devices only the name is
 * the host's: none is opened there; a FIFO is a pipe of the shim, one for each inode of the host.
 */
@NullMarked
package io.unishim.vfscore.host;

import org.jspecify.annotations.NullMarked;
