package io.unishim.mmap;

import io.unishim.Shim;
import io.unishim.testing.CallScript;
import io.unishim.testing.HostProgram;
import org.junit.jupiter.api.Test;

/** {@code membarrier(2)} against the host's. */
class BarriersOnHostTest {
    /** What concerns rseq, which Linux may be built without. */
    private static final int RSEQ = 0x180;

    @Test
    void commands_want_their_registration() throws Exception {
        CallScript script = new CallScript();
        for (int round = 0; round < 2; round++) {
            for (int bit = 0; bit < 12; bit++) {
                if ((1 << bit & RSEQ) == 0) {
                    script.call("membarrier", 1 << bit, 0, 0);
                    script.call("membarrier", 1 << bit, 1, 0);
                    script.call("membarrier", 0x200, 0, 0);
                }
            }
        }
        for (int command : new int[] {-1, 3, 0x18, 0x400, Integer.MIN_VALUE}) {
            script.call("membarrier", command, 0, 0);
        }
        script.call("membarrier", 0, 2, 0);
        script.call("membarrier", 0, 1, 0);
        try (HostProgram host = CallScript.host();
                Shim shim = Shim.builder().only("posix-mmap").boot()) {
            script.agree(host, shim.newProcess("test"));
        }
    }
}
