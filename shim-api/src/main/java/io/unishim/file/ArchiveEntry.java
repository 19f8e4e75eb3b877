package io.unishim.file;

import io.unishim.struct.Timespec;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A file as an archive has it.
 *
 * @param name its path, as it stands there
 * @param mode type and permission bits: S_IFREG and its kin
 * @param uid owner
 * @param gid group
 * @param device what a device node stands for, as {@code makedev(3)} packs it
 * @param modified when the content changed
 * @param link where a symbolic link leads, or which entry a hard link is another name of; else null
 * @param hardLink whether it is another name of an entry before it
 * @param attributes extended attributes by their full names
 */
public record ArchiveEntry(
        byte[] name,
        int mode,
        int uid,
        int gid,
        long device,
        Timespec modified,
        byte @Nullable [] link,
        boolean hardLink,
        Map<String, byte[]> attributes) {}
