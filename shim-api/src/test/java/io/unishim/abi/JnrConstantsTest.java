package io.unishim.abi;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import jnr.constants.Constant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A second opinion, which needs no compiler: jnr-constants, whose values were taken from Linux by others.
 *
 * <p>It has errors, files, signals, sockets, limits and waiting, and no numbers of system calls. The
 * count of each row says how many constants both have, so that none is lost unseen.
 */
class JnrConstantsTest {
    /** glibc's view where ours is the kernel's, and a count that has grown since. */
    private static final Set<String> OTHERWISE_THERE = Set.of("O_LARGEFILE", "NSIG", "SIGRTMIN", "AF_MAX");

    static Stream<Arguments> values_are_those_of_jnr_constants() {
        return Stream.of(
                Arguments.of(Errnos.class, jnr.constants.platform.linux.aarch64.Errno.class, 134),
                Arguments.of(Errnos.class, jnr.constants.platform.linux.Errno.class, 134),
                Arguments.of(Fcntl.class, jnr.constants.platform.linux.Fcntl.class, 15),
                Arguments.of(Fcntl.class, jnr.constants.platform.linux.OpenFlags.class, 15),
                Arguments.of(Fcntl.class, jnr.constants.platform.linux.Access.class, 4),
                Arguments.of(Fcntl.class, jnr.constants.platform.linux.PosixFadvise.class, 6),
                Arguments.of(Signals.class, jnr.constants.platform.linux.Signal.class, 33),
                Arguments.of(Socket.class, jnr.constants.platform.linux.AddressFamily.class, 17),
                Arguments.of(IpOptions.class, jnr.constants.platform.linux.IP.class, 27),
                Arguments.of(Socket.class, jnr.constants.platform.linux.IPProto.class, 9),
                Arguments.of(Ipv6Options.class, jnr.constants.platform.linux.IPv6.class, 16),
                Arguments.of(IpOptions.class, jnr.constants.platform.linux.Multicast.class, 6),
                Arguments.of(Socket.class, jnr.constants.platform.linux.Shutdown.class, 3),
                Arguments.of(Socket.class, jnr.constants.platform.linux.Sock.class, 7),
                Arguments.of(Socket.class, jnr.constants.platform.linux.SocketControlMessage.class, 4),
                Arguments.of(Socket.class, jnr.constants.platform.linux.SocketLevel.class, 5),
                Arguments.of(Socket.class, jnr.constants.platform.linux.SocketMessage.class, 16),
                Arguments.of(Socket.class, jnr.constants.platform.linux.SocketOption.class, 44),
                Arguments.of(TcpOptions.class, jnr.constants.platform.linux.TCP.class, 20),
                Arguments.of(UdpOptions.class, jnr.constants.platform.linux.UDP.class, 1),
                Arguments.of(Ioctls.class, jnr.constants.platform.linux.InterfaceInfo.class, 16),
                Arguments.of(Wait.class, jnr.constants.platform.linux.WaitFlags.class, 6),
                Arguments.of(Resource.class, jnr.constants.platform.linux.PRIO.class, 5),
                Arguments.of(Resource.class, jnr.constants.platform.linux.RLIM.class, 2),
                Arguments.of(Resource.class, jnr.constants.platform.linux.RLIMIT.class, 16));
    }

    @ParameterizedTest
    @MethodSource
    <E extends Enum<E> & Constant> void values_are_those_of_jnr_constants(
            Class<?> holder, Class<E> theirs, int atLeast) {
        Map<String, Object> ours = Constants.of(holder);
        Map<String, Long> expected = new TreeMap<>();
        Map<String, Long> actual = new TreeMap<>();
        for (E constant : theirs.getEnumConstants()) {
            if (ours.containsKey(constant.name()) && !OTHERWISE_THERE.contains(constant.name())) {
                expected.put(constant.name(), constant.longValue());
                actual.put(constant.name(), ((Number) ours.get(constant.name())).longValue());
            }
        }
        assertThat(actual).hasSizeGreaterThanOrEqualTo(atLeast).isEqualTo(expected);
    }
}
