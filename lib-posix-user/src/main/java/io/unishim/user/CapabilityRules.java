package io.unishim.user;

import static io.unishim.abi.Capabilities.CAP_CHOWN;
import static io.unishim.abi.Capabilities.CAP_DAC_OVERRIDE;
import static io.unishim.abi.Capabilities.CAP_DAC_READ_SEARCH;
import static io.unishim.abi.Capabilities.CAP_FOWNER;
import static io.unishim.abi.Capabilities.CAP_FSETID;
import static io.unishim.abi.Capabilities.CAP_LINUX_IMMUTABLE;
import static io.unishim.abi.Capabilities.CAP_MAC_OVERRIDE;
import static io.unishim.abi.Capabilities.CAP_MKNOD;
import static io.unishim.abi.Securebits.SECBIT_KEEP_CAPS;
import static io.unishim.abi.Securebits.SECBIT_NO_SETUID_FIXUP;

import io.unishim.task.CapabilitySets;
import io.unishim.task.Credentials;
import io.unishim.task.Ids;

/** How capabilities follow the user ids (man 7 capabilities). */
final class CapabilityRules {
    private static final int ROOT = 0;

    /** What setfsuid(2) drops and raises: those that concern the file system. */
    private static final long FILES = 1L << CAP_CHOWN
            | 1L << CAP_DAC_OVERRIDE
            | 1L << CAP_DAC_READ_SEARCH
            | 1L << CAP_FOWNER
            | 1L << CAP_FSETID
            | 1L << CAP_LINUX_IMMUTABLE
            | 1L << CAP_MKNOD
            | 1L << CAP_MAC_OVERRIDE;

    private CapabilityRules() {}

    /** "Effect of user ID changes on capabilities", for every call but setfsuid(2). */
    static Credentials withUsers(Credentials old, Ids users) {
        Credentials now = old.withUsers(users);
        if ((old.securebits() & SECBIT_NO_SETUID_FIXUP) != 0) {
            return now;
        }
        CapabilitySets sets = old.capabilities();
        if (old.users().has(ROOT) && !users.has(ROOT)) {
            if ((old.securebits() & SECBIT_KEEP_CAPS) == 0) {
                sets = sets.withPermitted(0).withEffective(0);
            }
            sets = sets.withAmbient(0);
        }
        if (old.euid() == ROOT && users.effective() != ROOT) {
            sets = sets.withEffective(0);
        } else if (old.euid() != ROOT && users.effective() == ROOT) {
            sets = sets.withEffective(sets.permitted());
        }
        return now.withCapabilities(sets);
    }

    /** The same for setfsuid(2), which moves the capabilities that concern files. */
    static Credentials withFsUser(Credentials old, Ids users) {
        Credentials now = old.withUsers(users);
        if ((old.securebits() & SECBIT_NO_SETUID_FIXUP) != 0) {
            return now;
        }
        CapabilitySets sets = old.capabilities();
        if (old.fsuid() == ROOT && users.fs() != ROOT) {
            return now.withCapabilities(sets.withEffective(sets.effective() & ~FILES));
        }
        if (old.fsuid() != ROOT && users.fs() == ROOT) {
            return now.withCapabilities(sets.withEffective(sets.effective() | sets.permitted() & FILES));
        }
        return now;
    }
}
