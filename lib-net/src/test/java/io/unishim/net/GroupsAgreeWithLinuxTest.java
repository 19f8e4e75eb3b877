package io.unishim.net;

import static io.unishim.abi.IpOptions.*;
import static io.unishim.abi.Ipv6Options.*;
import static io.unishim.abi.Socket.*;

import io.unishim.net.InetScript.Family;
import io.unishim.testing.CallScript.Buffer;
import io.unishim.testing.CallScript.Value;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Multicast groups on the loopback, against the host's. */
class GroupsAgreeWithLinuxTest extends WithHost {
    private static final String GROUP4 = "efff1234";
    private static final String GROUP6 = "ff020000000000000000000000004321";

    private static String group(Family family) {
        return family == Family.V4 ? GROUP4 : GROUP6;
    }

    private static int level(Family family) {
        return family == Family.V4 ? SOL_IP : SOL_IPV6;
    }

    /** A request of RFC 3678 with a group, and a source if there is one. */
    private static void request(InetScript s, Value fd, int name, int index, String group, String source) {
        ByteBuffer value = ByteBuffer.allocate(source.isEmpty() ? 136 : 264).order(ByteOrder.LITTLE_ENDIAN);
        value.putInt(index).put(8, s.address(group, 0));
        if (!source.isEmpty()) {
            value.put(136, s.address(source, 0));
        }
        s.script.bytes(s.text.at(4000), value.array());
        s.script.call("setsockopt", fd, level(s.family), name, s.text.at(4000), value.capacity());
    }

    /** @return a socket that is bound to every address, whose port the first of them chose */
    private static Value receiver(InetScript s, boolean first, int all) {
        Value fd = s.socket(SOCK_DGRAM);
        s.reuse(fd);
        if (s.family == Family.V4) {
            s.option(fd, SOL_IP, IP_MULTICAST_ALL, all);
        } else {
            s.option(fd, SOL_IPV6, RareOptions.IPV6_MULTICAST_ALL, all);
        }
        if (first) {
            s.script.call("bind", fd, s.script.buffer(s.address(s.family.any, 0)), s.family.size());
            s.learn(fd, s.there);
        } else {
            s.script.call("bind", fd, s.there, s.family.size());
        }
        return fd;
    }

    private static Value speaker(InetScript s) {
        Value fd = s.socket(SOCK_DGRAM);
        if (s.family == Family.V4) {
            s.script.bytes(s.text.at(4000), HexFormat.of().parseHex("7f000001"));
            s.script.call("setsockopt", fd, SOL_IP, IP_MULTICAST_IF, s.text.at(4000), 4);
        } else {
            s.option(fd, SOL_IPV6, IPV6_MULTICAST_IF, 1);
        }
        return fd;
    }

    /** @return the address of a group with the port that was learnt */
    private static Buffer to(InetScript s, String group) {
        s.script.bytes(s.there.at(s.family == Family.V4 ? 4 : 8), HexFormat.of().parseHex(group));
        return s.there;
    }

    private static void say(InetScript s, Value fd, int from, String group) {
        s.script.call("sendto", fd, s.text.at(from), 3, MSG_NOSIGNAL, to(s, group), s.family.size());
    }

    @ParameterizedTest
    @CsvSource({
        "V4, 0, 0", "V4, 0, 1", "V4, 1, 0", "V4, 1, 1",
        "V6, 0, 0", "V6, 0, 1", "V6, 1, 0", "V6, 1, 1"
    })
    void members_and_strangers(Family family, int allOfMember, int allOfStranger) {
        InetScript s = new InetScript(family);
        Value member = receiver(s, true, allOfMember);
        Value stranger = receiver(s, false, allOfStranger);
        Value speaker = speaker(s);
        say(s, speaker, 0, group(family));
        s.receive(member, 9, 0);
        s.receive(stranger, 9, 0);
        request(s, member, MCAST_JOIN_GROUP, 1, group(family), "");
        say(s, speaker, 1, group(family));
        s.receive(member, 9, 0);
        s.receive(stranger, 9, 0);
        request(s, member, MCAST_JOIN_GROUP, 1, group(family), "");
        request(s, stranger, MCAST_JOIN_GROUP, 1, group(family), "");
        say(s, speaker, 2, group(family));
        s.receive(member, 9, 0);
        s.receive(stranger, 9, 0);
        request(s, member, MCAST_LEAVE_GROUP, 1, group(family), "");
        say(s, speaker, 3, group(family));
        s.receive(member, 9, 0);
        s.receive(stranger, 9, 0);
        s.script.call("close", stranger);
        say(s, speaker, 4, group(family));
        s.receive(member, 9, 0);
        s.agree(host);
    }

    @ParameterizedTest
    @CsvSource({"V4, 0", "V4, 1", "V4, 2", "V4, 3", "V6, 0", "V6, 1", "V6, 2", "V6, 3"})
    void sources(Family family, int order) {
        InetScript s = new InetScript(family);
        Value member = receiver(s, true, 0);
        Value speaker = speaker(s);
        String own = family.loopback;
        String other = family == Family.V4 ? "7f000002" : "fd000000000000000000000000000009";
        int[][] orders = {
            {MCAST_JOIN_GROUP, MCAST_BLOCK_SOURCE, MCAST_BLOCK_SOURCE, MCAST_UNBLOCK_SOURCE, MCAST_UNBLOCK_SOURCE},
            {MCAST_JOIN_SOURCE_GROUP, MCAST_JOIN_SOURCE_GROUP, MCAST_LEAVE_SOURCE_GROUP, MCAST_LEAVE_SOURCE_GROUP},
            {MCAST_BLOCK_SOURCE, MCAST_JOIN_GROUP, MCAST_JOIN_SOURCE_GROUP, MCAST_BLOCK_SOURCE, MCAST_LEAVE_GROUP},
            {MCAST_JOIN_SOURCE_GROUP, MCAST_BLOCK_SOURCE, MCAST_LEAVE_GROUP, MCAST_LEAVE_SOURCE_GROUP, MCAST_JOIN_GROUP}
        };
        for (int name : orders[order]) {
            boolean one = name == MCAST_JOIN_GROUP || name == MCAST_LEAVE_GROUP;
            request(s, member, name, 1, group(family), one ? "" : order == 3 ? other : own);
            say(s, speaker, name - MCAST_JOIN_GROUP, group(family));
            s.receive(member, 9, 0);
            request(s, member, name, 1, group(family), one ? "" : other);
            say(s, speaker, 10 + name - MCAST_JOIN_GROUP, group(family));
            s.receive(member, 9, 0);
        }
        s.agree(host);
    }

    @ParameterizedTest
    @ValueSource(strings = {"V4", "V6"})
    void requests_that_are_wrong(String version) {
        Family family = Family.valueOf(version);
        InetScript s = new InetScript(family);
        Value fd = s.socket(SOCK_DGRAM);
        for (int name : new int[] {MCAST_JOIN_GROUP, MCAST_LEAVE_GROUP}) {
            request(s, fd, name, 1, family.loopback, "");
            request(s, fd, name, 9999, group(family), "");
            request(s, fd, name, 1, group(family), "");
            request(s, fd, name, 1, group(family), "");
        }
        for (int name :
                new int[] {MCAST_JOIN_SOURCE_GROUP, MCAST_LEAVE_SOURCE_GROUP, MCAST_BLOCK_SOURCE, MCAST_UNBLOCK_SOURCE
                }) {
            request(s, fd, name, 1, family.loopback, family.loopback);
            request(s, fd, name, 9999, group(family), family.loopback);
        }
        Value stream = s.socket(SOCK_STREAM);
        request(s, stream, MCAST_JOIN_GROUP, 1, group(family), "");
        s.agree(host);
    }

    @ParameterizedTest
    @CsvSource({"V4, 0, 1", "V4, 1, 0", "V4, 1, 255", "V6, 0, 1", "V6, 1, 0", "V6, 1, 255"})
    void loops_and_hops(Family family, int loop, int hops) {
        InetScript s = new InetScript(family);
        Value member = receiver(s, true, 0);
        request(s, member, MCAST_JOIN_GROUP, 1, group(family), "");
        Value speaker = speaker(s);
        boolean four = family == Family.V4;
        s.option(speaker, level(family), four ? IP_MULTICAST_LOOP : IPV6_MULTICAST_LOOP, loop);
        s.option(speaker, level(family), four ? IP_MULTICAST_TTL : IPV6_MULTICAST_HOPS, hops);
        say(s, speaker, 0, group(family));
        s.receive(member, 9, 0);
        s.script.call("connect", speaker, to(s, group(family)), family.size());
        s.send(speaker, 4, 3, 0);
        s.receive(member, 9, 0);
        s.agree(host);
    }

    @ParameterizedTest
    @CsvSource({"8, 0", "8, 1", "12, 0", "12, 1", "7, 0", "20, 1"})
    void the_older_requests_of_version_4(int size, int index) {
        InetScript s = new InetScript(Family.V4);
        Value member = receiver(s, true, 0);
        Value speaker = speaker(s);
        for (int name : new int[] {IP_ADD_MEMBERSHIP, IP_ADD_MEMBERSHIP, IP_DROP_MEMBERSHIP, IP_DROP_MEMBERSHIP}) {
            s.script.bytes(s.text.at(4000), HexFormat.of().parseHex(GROUP4 + "7f000001"));
            s.script.ints(s.text, 4008, index, 0, 0, 0);
            s.script.call("setsockopt", member, SOL_IP, name, s.text.at(4000), size);
            say(s, speaker, 0, GROUP4);
            s.receive(member, 9, 0);
        }
        s.agree(host);
    }
}
