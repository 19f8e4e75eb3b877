package io.unishim.nio;

import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Set;

/** Permission bits and Java's names for them, which stand in the order of the bits, the highest first. */
final class Modes {
    static final int PERMISSIONS = 0777;
    static final int EVERY_BIT = 07777;

    private static final int HIGHEST = 0400;

    private Modes() {}

    static Set<PosixFilePermission> permissions(int mode) {
        EnumSet<PosixFilePermission> found = EnumSet.noneOf(PosixFilePermission.class);
        for (PosixFilePermission each : PosixFilePermission.values()) {
            if ((mode & bit(each)) != 0) {
                found.add(each);
            }
        }
        return found;
    }

    static int of(Set<PosixFilePermission> permissions) {
        int mode = 0;
        for (PosixFilePermission each : permissions) {
            mode |= bit(each);
        }
        return mode;
    }

    @SuppressWarnings("EnumOrdinal") // the order is the order of the bits
    private static int bit(PosixFilePermission permission) {
        return HIGHEST >> permission.ordinal();
    }

    /** The mode to make a file with. @throws UnsupportedOperationException for an attribute that no call sets at birth */
    @SuppressWarnings("unchecked")
    static int initial(int otherwise, FileAttribute<?>... attributes) {
        int mode = otherwise;
        for (FileAttribute<?> each : attributes) {
            if (!each.name().equals("posix:permissions")) {
                throw new UnsupportedOperationException("a file cannot be made with " + each.name());
            }
            mode = of((Set<PosixFilePermission>) each.value());
        }
        return mode;
    }
}
