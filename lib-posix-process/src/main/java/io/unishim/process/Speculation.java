package io.unishim.process;

import static io.unishim.abi.Errnos.EINVAL;
import static io.unishim.abi.Errnos.ENODEV;
import static io.unishim.abi.Errnos.ENXIO;
import static io.unishim.abi.Errnos.EPERM;
import static io.unishim.abi.Prctl.PR_SPEC_ENABLE;
import static io.unishim.abi.Prctl.PR_SPEC_FORCE_DISABLE;
import static io.unishim.abi.Prctl.PR_SPEC_INDIRECT_BRANCH;
import static io.unishim.abi.Prctl.PR_SPEC_L1D_FLUSH;
import static io.unishim.abi.Prctl.PR_SPEC_STORE_BYPASS;

/** Speculation of the processor, of which nobody here has control: as on a kernel that leaves it as it is. */
final class Speculation {
    private Speculation() {}

    static long control(boolean set, long what, long value, boolean clean) {
        if (!clean || !set && value != 0) {
            return -EINVAL;
        }
        return switch ((int) what) {
            case PR_SPEC_STORE_BYPASS -> set ? -ENXIO : PR_SPEC_ENABLE;
            case PR_SPEC_INDIRECT_BRANCH -> !set || value == PR_SPEC_ENABLE ? set ? 0 : PR_SPEC_ENABLE : -EPERM;
            case PR_SPEC_L1D_FLUSH -> set ? -EPERM : PR_SPEC_FORCE_DISABLE;
            default -> -ENODEV;
        };
    }
}
