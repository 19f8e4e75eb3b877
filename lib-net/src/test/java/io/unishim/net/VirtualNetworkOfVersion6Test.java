package io.unishim.net;

import static io.unishim.abi.IpOptions.*;
import static io.unishim.abi.Netlink.*;
import static io.unishim.abi.Socket.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.unishim.memory.UserBuffer;
import io.unishim.memory.UserInt;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The same by version 6; and sockets of both versions, groups, and what netlink tells of it. */
class VirtualNetworkOfVersion6Test extends VirtualNetworkTest {
    private static final Ip GROUP4 = Ip.v4(239 << 24 | 0x010203);
    private static final Ip GROUP6 = new Ip(0xff02L << 48, 0x77);

    @Override
    int domain() {
        return AF_INET6;
    }

    @Test
    void a_socket_of_both_versions_hears_both() {
        int server = (int) two.sockets.socket(two.task, AF_INET6, SOCK_DGRAM, 0);
        UserBuffer any = UserBuffer.of(new Endpoint(Ip.ANY6, 700).address(AF_INET6));
        assertThat(two.sockets.bind(two.task, server, any)).isZero();
        int four = (int) one.sockets.socket(one.task, AF_INET, SOCK_DGRAM, 0);
        UserBuffer to = UserBuffer.of(new Endpoint(two.place.assigned().ip(), 700).address(AF_INET));
        assertThat(one.messages.sendto(one.task, four, UserBuffer.of(new byte[] {'4'}), 0, to))
                .isEqualTo(1);
        assertThat(two.receive(server, 0)).isEqualTo("4");
        assertThat(one.sendTo(one.socket(SOCK_DGRAM), "6", two)).isEqualTo(1);
        assertThat(two.receive(server, 0)).isEqualTo("6");
    }

    @Test
    void a_group_is_heard_by_its_members_alone() {
        for (Ip group : new Ip[] {GROUP4, GROUP6}) {
            int version = group.isV4() ? AF_INET : AF_INET6;
            int member = groupSocket(two, version);
            int stranger = groupSocket(one, version);
            ByteBuffer request =
                    ByteBuffer.allocate(136).order(ByteOrder.LITTLE_ENDIAN).putInt(2);
            request.put(8, new Endpoint(group, 0).address(version));
            int level = group.isV4() ? SOL_IP : SOL_IPV6;
            UserBuffer asked = UserBuffer.of(request.array());
            assertThat(two.sockets.setsockopt(two.task, member, level, MCAST_JOIN_GROUP, asked))
                    .isZero();
            int speaker = (int) one.sockets.socket(one.task, version, SOCK_DGRAM, 0);
            UserBuffer to = UserBuffer.of(new Endpoint(group, 700).address(version));
            assertThat(one.messages.sendto(one.task, speaker, UserBuffer.of(new byte[] {'g'}), 0, to))
                    .isEqualTo(1);
            assertThat(two.receive(member, 0)).isEqualTo("g");
            assertThat(one.receive(stranger, MSG_DONTWAIT)).isEqualTo("-11");
            two.shim.linux(two.task).close(member);
            one.shim.linux(one.task).close(stranger);
        }
    }

    private static int groupSocket(Host host, int version) {
        int fd = (int) host.sockets.socket(host.task, version, SOCK_DGRAM, 0);
        Ip any = version == AF_INET ? Ip.ANY4 : Ip.ANY6;
        UserBuffer address = UserBuffer.of(new Endpoint(any, 700).address(version));
        assertThat(host.sockets.bind(host.task, fd, address)).isZero();
        return fd;
    }

    @Test
    void netlink_tells_the_neighbours_and_ways() {
        List<String> neighbours = addresses(RTM_GETNEIGH, 12, NDA_DST);
        assertThat(neighbours)
                .containsExactlyInAnyOrder(two.place.address(), two.ip().toString());
        two.close();
        assertThat(addresses(RTM_GETNEIGH, 12, NDA_DST)).isEmpty();
        assertThat(addresses(RTM_GETADDR, 8, 1)).contains(one.ip().toString(), one.place.address());
        assertThat(addresses(RTM_GETROUTE, 12, RTA_DST))
                .contains("10.88.0.0", new Ip(one.ip().high(), 0).toString());
    }

    /** @return the addresses in the answers to a request for everything. @param size of the structure before attributes */
    private List<String> addresses(int type, int size, int attribute) {
        int fd = (int) one.sockets.socket(one.task, AF_NETLINK, SOCK_RAW, NETLINK_ROUTE);
        ByteBuffer request = ByteBuffer.allocate(28).order(ByteOrder.LITTLE_ENDIAN);
        request.putInt(28).putShort((short) type).putShort((short) (NLM_F_REQUEST | NLM_F_DUMP));
        UserBuffer kernel = UserBuffer.of(new byte[] {AF_NETLINK, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0});
        one.messages.sendto(one.task, fd, UserBuffer.of(request.array()), 0, kernel);
        List<String> all = new ArrayList<>();
        byte[] bytes = new byte[32_768];
        long got;
        while ((got = one.messages.recvfrom(one.task, fd, UserBuffer.of(bytes), MSG_DONTWAIT, 0, UserInt.none())) > 0) {
            ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
            for (int at = 0; at < got; at += in.getInt(at) + 3 & ~3) {
                for (int in4 = at + 16 + size; in.getShort(at + 4) != NLMSG_DONE && in4 < at + in.getInt(at); ) {
                    int length = in.getShort(in4);
                    if (in.getShort(in4 + 2) == attribute) {
                        ByteBuffer big = ByteBuffer.wrap(bytes);
                        all.add((length == 8
                                        ? Ip.v4(big.getInt(in4 + 4))
                                        : new Ip(big.getLong(in4 + 4), big.getLong(in4 + 12)))
                                .toString());
                    }
                    in4 += length + 3 & ~3;
                }
            }
        }
        return all;
    }

    @Test
    void addresses_of_version_6_can_be_chosen() {
        try (VirtualNetwork chosen =
                VirtualNetwork.named("c").subnet6("fd12:3::/64").open()) {
            assertThat(chosen.member("a").address6()).isEqualTo("fd12:3:0:0:0:0:0:2");
        }
        for (String wrong :
                new String[] {"fd12::", "10.0.0.0/24", "ff02::/64", "fd12::/4", "::ffff:1.2.3.4/96", "x::/64"}) {
            VirtualNetwork.Builder builder = VirtualNetwork.named("c");
            assertThatThrownBy(() -> builder.subnet6(wrong)).isInstanceOf(IllegalArgumentException.class);
        }
    }
}
