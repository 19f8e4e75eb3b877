package io.unishim.file;

import io.unishim.library.Option;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A file system to mount when a shim boots. Targets are absolute paths in the shim; missing directories are made. */
public sealed interface Mount {
    /** What {@link io.unishim.Shim.Builder#mount} was given, in order, as libraries read it. */
    Option<List<Mount>> MOUNTS = new Option<>("mounts", List.of());

    /** @return where it is mounted */
    String target();

    /**
     * An empty file system in memory: tmpfs.
     *
     * @param target where
     * @param size the most bytes that its files may take, in whole pages of 4,096, 0 for no limit or {@link #USUAL}
     * @param inodes the most files of any kind, its root included, 0 for no limit or {@link #USUAL}
     * @param mode permission bits of its root
     * @param uid owner of its root
     * @param gid group of its root
     * @param faults what is to go wrong, and the disk that outlives a power cut; null for none
     */
    record Memory(
            String target,
            long size,
            long inodes,
            int mode,
            int uid,
            int gid,
            @Nullable Faults faults) implements Mount {
        /** As much as the JVM may take for its heap, and as many files as that has pages. */
        public static final long USUAL = -1;

        /** Checks the limits. */
        public Memory {
            if (size < USUAL || inodes < USUAL) {
                throw new IllegalArgumentException("a limit of " + target + " is less than 0");
            }
        }

        /** @return the same with a limit, in bytes, beyond which writes answer {@code -ENOSPC}; 0 for none */
        public Memory withSize(long newSize) {
            return new Memory(target, newSize, inodes, mode, uid, gid, faults);
        }

        /** @return the same with a limit of files, beyond which making one answers {@code -ENOSPC}; 0 for none */
        public Memory withInodes(long newInodes) {
            return new Memory(target, size, newInodes, mode, uid, gid, faults);
        }

        /** @return the same with other permission bits of its root */
        public Memory withMode(int newMode) {
            return new Memory(target, size, inodes, newMode, uid, gid, faults);
        }

        /** @return the same whose root belongs to others */
        public Memory withOwner(int newUid, int newGid) {
            return new Memory(target, size, inodes, mode, newUid, newGid, faults);
        }

        /** @return the same, with faults on purpose */
        public Memory faults(Faults onPurpose) {
            return new Memory(target, size, inodes, mode, uid, gid, onPurpose);
        }
    }

    /**
     * A directory of the host, and nothing outside of it: symbolic links and {@code ..} do not lead out. If it may be written
     * to, streams of AF_UNIX whose names are in it are the host's too: programs reach who listens there, and the host reaches
     * programs that do. Its devices can be seen, not reached. By its FIFOs the programs of the shim reach each other, within one
     * mount; what goes through them stays in the shim.
     *
     * @param source the host's directory
     * @param target where
     * @param writable whether writes reach the host
     */
    record Host(Path source, String target, boolean writable) implements Mount {}

    /**
     * A directory of the host whose changes are kept in memory and never reach the host.
     *
     * @param source the host's directory
     * @param target where
     */
    record Overlay(Path source, String target) implements Mount {}

    /**
     * What an archive holds: tar, cpio or zip, tar and cpio also by gzip. It is read into memory when the shim boots, for
     * which lib-archive must be on the class path; the file is never written.
     *
     * @param source the host's file
     * @param target where
     * @param writable whether it can be changed, in memory; else it is read-only
     */
    record Archive(Path source, String target, boolean writable) implements Mount {}

    /** @return what an archive holds, to be read only */
    static Mount archive(Path source, String target) {
        return new Archive(source, target, false);
    }

    /** @return what an archive holds, with changes that stay in memory */
    static Mount archiveOverlay(Path source, String target) {
        return new Archive(source, target, true);
    }

    /** @return an empty file system in memory */
    static Memory memory(String target) {
        return new Memory(target, Memory.USUAL, Memory.USUAL, 0755, 0, 0, null);
    }

    /** @return a directory of the host, to be read only */
    static Mount host(Path source, String target) {
        return new Host(source, target, false);
    }

    /** @return a directory of the host whose changes stay in memory */
    static Mount overlay(Path source, String target) {
        return new Overlay(source, target);
    }
}
