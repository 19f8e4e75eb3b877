package io.unishim.user;

import static io.unishim.abi.Capabilities.CAP_NET_RAW;
import static io.unishim.abi.Securebits.SECBIT_KEEP_CAPS;
import static io.unishim.abi.Securebits.SECBIT_NOROOT;
import static org.assertj.core.api.Assertions.assertThat;

import io.unishim.struct.Stat;
import io.unishim.struct.Timespec;
import io.unishim.task.CapabilitySets;
import io.unishim.task.Credentials;
import io.unishim.task.ExecutionRules.Subject;
import io.unishim.task.Ids;
import io.unishim.task.Promotion;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What exec makes of credentials, by man 7 capabilities and man 2 execve. */
class PromotionsTest {
    private static final long RAW = 1L << CAP_NET_RAW;

    private final Credentials ordinary = new User(1000, 100, List.of(27, 4)).credentials();

    private static Subject file(int mode, byte @Nullable [] capabilities, boolean trusted) {
        Timespec never = new Timespec(0, 0);
        Stat stat = new Stat(1, 2, 0100000 | mode, 1, 0, 50, 0, 0, 4096, 0, never, never, never);
        return new Subject(stat, capabilities, trusted, true);
    }

    private static Credentials executed(Credentials before) {
        return Promotions.promotion(before, false, file(0755, null, true)).credentials();
    }

    /** @return a file's attribute that makes the capabilities effective */
    private static byte[] attribute(int revision, int length, long permitted, int rootId) {
        ByteBuffer out = ByteBuffer.allocate(24).order(ByteOrder.LITTLE_ENDIAN);
        out.putInt(0, revision << 24 | 1).putInt(4, (int) permitted);
        if (revision > 1) {
            out.putInt(12, (int) (permitted >>> 32)).putInt(20, rootId);
        }
        return java.util.Arrays.copyOf(out.array(), length);
    }

    @Test
    void exec_gives_root_the_bounding_set() {
        CapabilitySets few = new CapabilitySets(1, 2, 2, 6, 0);
        CapabilitySets now = executed(Credentials.ROOT.withCapabilities(few)).capabilities();
        assertThat(now).isEqualTo(new CapabilitySets(1, 7, 7, 6, 0));
    }

    @Test
    void exec_gives_real_root_alone_nothing_effective() {
        Credentials before = Credentials.ROOT.withUsers(new Ids(0, 5, 5, 5));
        CapabilitySets now = executed(before).capabilities();
        assertThat(now.permitted()).isEqualTo(CapabilitySets.EVERY);
        assertThat(now.effective()).isZero();
    }

    @Test
    void exec_leaves_an_ordinary_user_the_ambient_set() {
        CapabilitySets before = new CapabilitySets(6, 7, 7, 7, 4);
        Credentials now = executed(ordinary.withCapabilities(before).withSecurebits(SECBIT_KEEP_CAPS));
        assertThat(now.capabilities()).isEqualTo(new CapabilitySets(6, 4, 4, 7, 4));
        assertThat(now.securebits()).isZero();
    }

    @Test
    void exec_without_root_privilege_gives_root_nothing() {
        CapabilitySets now =
                executed(Credentials.ROOT.withSecurebits(SECBIT_NOROOT)).capabilities();
        assertThat(now.permitted() | now.effective()).isZero();
    }

    @Test
    void exec_saves_the_effective_ids() {
        Credentials now = executed(ordinary.withUsers(new Ids(1, 2, 3, 4)).withGroups(new Ids(5, 6, 7, 8)));
        assertThat(now.users()).isEqualTo(new Ids(1, 2, 2, 2));
        assertThat(now.groups()).isEqualTo(new Ids(5, 6, 6, 6));
    }

    @Test
    void a_mount_that_is_not_trusted_promotes_nobody() {
        Promotion now = Promotions.promotion(ordinary, false, file(06755, attribute(2, 20, RAW, 0), false));
        assertThat(now.credentials().euid()).isEqualTo(1000);
        assertThat(now.credentials().egid()).isEqualTo(100);
        assertThat(now.credentials().capabilities().permitted()).isZero();
        assertThat(now.secure()).isFalse();
        assertThat(now.dumpable()).isTrue();
    }

    @Test
    void capabilities_of_a_file_are_read_in_each_of_their_forms() {
        assertThat(FileCapabilities.parse(attribute(1, 12, RAW, 0))).isEqualTo(new FileCapabilities(RAW, 0, true));
        assertThat(FileCapabilities.parse(attribute(2, 20, RAW | 1L << 40, 0)))
                .isEqualTo(new FileCapabilities(RAW | 1L << 40, 0, true));
        assertThat(FileCapabilities.parse(attribute(3, 24, RAW, 0))).isEqualTo(new FileCapabilities(RAW, 0, true));
    }

    @Test
    void what_is_no_such_attribute_gives_nothing() {
        assertThat(FileCapabilities.parse(null)).isNull();
        assertThat(FileCapabilities.parse(new byte[0])).isNull();
        assertThat(FileCapabilities.parse(attribute(2, 19, RAW, 0))).isNull();
        assertThat(FileCapabilities.parse(attribute(2, 24, RAW, 0))).isNull();
        assertThat(FileCapabilities.parse(attribute(4, 20, RAW, 0))).isNull();
        assertThat(FileCapabilities.parse(attribute(3, 24, RAW, 1000)))
                .as("another namespace's")
                .isNull();
    }
}
