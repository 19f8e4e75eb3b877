package io.unishim.net;

import static io.unishim.abi.Socket.*;
import static org.assertj.core.api.Assertions.assertThat;

import io.unishim.Shim;
import io.unishim.testing.CallScript;
import io.unishim.testing.CallScript.Buffer;
import io.unishim.testing.CallScript.Value;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every option of every level, of each kind of socket: what {@code getsockopt(2)} writes into any room, and what
 * {@code setsockopt(2)} answers to any length and to values at the edges, is what the host answers. Where it is not,
 * {@link OptionExceptions} says why.
 */
class OptionTableAgreesWithLinuxTest extends WithHost {
    private static final int[] ROOMS = {0, 1, 2, 3, 4, 5, 8, 16, 32, -1};
    private static final int[] VALUES = {1, 0, 2, 7, 255, 256, 100_000, -1, -2, 1};
    private static final int[] LENGTHS = {0, 1, 2, 3, 5, 8, 12, 16, 20, -1};

    /** The capabilities that the host's side of a script keeps: CAP_CHOWN and so on, none of networks but to bind. */
    private static final int[] KEPT = {0, 1, 2, 3, 4, 6, 7, 27, 10, 35, 15, 14};

    /** Sockets, and how many names each level has: what is beyond is netfilter's. */
    enum Kind {
        TCP4(AF_INET, SOCK_STREAM),
        TCP6(AF_INET6, SOCK_STREAM),
        UDP4(AF_INET, SOCK_DGRAM),
        UDP6(AF_INET6, SOCK_DGRAM),
        STREAM(AF_UNIX, SOCK_STREAM),
        DATAGRAM(AF_UNIX, SOCK_DGRAM),
        SEQPACKET(AF_UNIX, SOCK_SEQPACKET);

        final int domain;
        final int type;

        Kind(int domain, int type) {
            this.domain = domain;
            this.type = type;
        }
    }

    /** A level and the names of its options. */
    private record Level(int number, int first, int last) {}

    private static final Level[] LEVELS = {
        new Level(SOL_SOCKET, 0, 90),
        new Level(SOL_IP, 0, 63),
        new Level(SOL_TCP, 0, 48),
        new Level(SOL_UDP, 0, 6),
        new Level(SOL_UDP, 98, 108),
        new Level(SOL_IPV6, 0, 63),
        new Level(SOL_IPV6, 66, 79),
        new Level(IPPROTO_ICMPV6, 0, 3),
        new Level(SOL_RAW, 0, 3),
        new Level(99, 0, 3),
        new Level(-1, 1, 1)
    };

    /** The scripts' side of one level. */
    private static final class Asking {
        private final CallScript script = new CallScript();
        private final Buffer value = script.buffer();
        private final Buffer length = script.buffer();
        private final Kind kind;
        private final int level;

        Asking(Kind kind, int level) {
            this.kind = kind;
            this.level = level;
            dropCapabilities();
        }

        /** Our side gives up what the host's has given up. */
        private void dropCapabilities() {
            long mask = 0;
            for (int each : KEPT) {
                mask |= 1L << each;
            }
            Buffer header = script.buffer();
            Buffer data = script.buffer();
            script.ints(header, 0, 0x20080522, 0);
            script.ints(data, 0, (int) mask, (int) mask, 0, (int) (mask >>> 32), (int) (mask >>> 32), 0);
            script.call("capset", header, data);
        }

        private void get(Value fd, int name, int room) {
            script.ints(length, 0, room);
            script.longs(value, 0, -1, -1, -1, -1);
            script.call("getsockopt", fd, level, name, value, length);
            if (!OptionExceptions.differentEachTime(level, name)) {
                script.show(value, 0, 32);
            }
            script.show(length, 0, 4);
        }

        private void set(Value fd, int name, int number, int size) {
            script.about(kind + " level " + level + " name " + name + " set " + number + " of " + size);
            script.ints(value, 0, number, 0, 0, 0, 0);
            script.call("setsockopt", fd, level, name, value, size);
            get(fd, name, 16);
        }

        void option(int name) {
            Value fd = script.call("socket", kind.domain, kind.type, 0);
            for (int room : ROOMS) {
                script.about(kind + " level " + level + " name " + name + " get " + room);
                get(fd, name, room);
            }
            for (int number : VALUES) {
                if (number < 0 && OptionExceptions.tuned(level, name)) {
                    continue;
                }
                set(fd, name, number, 4);
            }
            for (int size : LENGTHS) {
                set(fd, name, 1, size);
            }
            script.about(kind + " level " + level + " name " + name + " bad addresses");
            script.call("setsockopt", fd, level, name, 0, 4);
            script.call("setsockopt", fd, level, name, 0, 0);
            script.call("setsockopt", fd, level, name, value.last(2), 4);
            get(fd, name, 4);
            script.ints(length, 0, 4);
            script.call("getsockopt", fd, level, name, 0, length);
            script.call("getsockopt", fd, level, name, value, 0);
            script.call("close", fd);
        }

        List<String> differences() {
            try (Shim shim = Shim.builder().only("net", "vfscore", "posix-user").boot()) {
                return script.differences(host, shim.newProcess("test"));
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void options_of(Kind kind) {
        List<String> wrong = new ArrayList<>();
        for (Level level : LEVELS) {
            Asking asking = new Asking(kind, level.number());
            for (int name = level.first(); name <= level.last(); name++) {
                if (!OptionExceptions.notCompared(level.number(), name)) {
                    asking.option(name);
                }
            }
            wrong.addAll(asking.differences());
        }
        assertThat(wrong).isEmpty();
    }
}
