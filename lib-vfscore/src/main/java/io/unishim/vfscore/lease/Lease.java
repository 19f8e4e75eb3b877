package io.unishim.vfscore.lease;

import static io.unishim.abi.Fcntl.F_WRLCK;

import io.unishim.file.OpenFileDescription;
import io.unishim.vfscore.sigio.Owner;

/** A lease that somebody holds through an open file description. Guarded by its {@link Leases}. */
final class Lease {
    /** No break is under way. */
    static final int NOT_ASKED = -1;

    final OpenFileDescription open;
    final Owner owner;
    final int fd;

    /** F_RDLCK or F_WRLCK. */
    int type;

    /** What its holder was asked to make of it: F_RDLCK, F_UNLCK or {@link #NOT_ASKED}. */
    int asked = NOT_ASKED;

    /** When it is taken from who does not answer. */
    long deadline;

    Lease(OpenFileDescription open, Owner owner, int fd, int type) {
        this.open = open;
        this.owner = owner;
        this.fd = fd;
        this.type = type;
    }

    /** @return whether it stands against who wants to open the file */
    boolean conflicts(boolean toWrite) {
        return toWrite || type == F_WRLCK;
    }

    /** @return what F_GETLEASE tells */
    int shown() {
        return asked == NOT_ASKED ? type : asked;
    }
}
