package io.unishim.vfscore.tree;

import static io.unishim.abi.Capabilities.CAP_DAC_OVERRIDE;
import static io.unishim.abi.Capabilities.CAP_DAC_READ_SEARCH;
import static io.unishim.abi.Errnos.EACCES;
import static io.unishim.abi.Fcntl.R_OK;
import static io.unishim.abi.Fcntl.W_OK;
import static io.unishim.abi.Fcntl.X_OK;
import static io.unishim.abi.StatModes.S_IFDIR;
import static io.unishim.abi.StatModes.S_IFMT;

import io.unishim.task.Credentials;

/** Permission bits and the capabilities that override them (man 7 path_resolution). */
public final class Permissions {
    private static final int ANY_EXECUTE = 0111;

    private Permissions() {}

    /**
     * Checks a kind of access.
     *
     * @param mode type and permission bits of the inode
     * @param mask an or of R_OK, W_OK and X_OK
     * @return 0 or {@code -EACCES}
     */
    public static long check(Credentials who, int mode, int uid, int gid, int mask) {
        int granted;
        if (who.fsuid() == uid) {
            granted = mode >> 6;
        } else if ((mode >> 3 & mask) == (mode & mask)) {
            granted = mode; // group and others agree: no need to look the groups through
        } else {
            granted = who.inGroup(gid) ? mode >> 3 : mode;
        }
        if ((mask & ~granted) == 0) {
            return 0;
        }
        return overridden(who, mode, mask) ? 0 : -EACCES;
    }

    static boolean overridden(Credentials who, int mode, int mask) {
        boolean directory = (mode & S_IFMT) == S_IFDIR;
        boolean readOnly = directory ? (mask & W_OK) == 0 : mask == R_OK;
        if (readOnly && who.hasCapability(CAP_DAC_READ_SEARCH)) {
            return true;
        }
        boolean executable = directory || (mask & X_OK) == 0 || (mode & ANY_EXECUTE) != 0;
        return executable && who.hasCapability(CAP_DAC_OVERRIDE);
    }
}
