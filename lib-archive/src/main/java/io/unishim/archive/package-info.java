/**
 * Reads archives that a shim mounts: tar, cpio and zip, by commons-compress.
 *
 * <p>Start at {@link io.unishim.archive.CompressedArchives}; the part of vfscore that mounts archives finds it by ServiceLoader.
 */
@NullMarked
package io.unishim.archive;

import org.jspecify.annotations.NullMarked;
