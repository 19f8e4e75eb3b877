package io.unishim.net;

import static io.unishim.abi.Socket.AF_INET;
import static io.unishim.abi.Socket.SOCK_STREAM;
import static org.assertj.core.api.Assertions.assertThat;

import io.unishim.Shim;
import io.unishim.linux.SocketCalls;
import io.unishim.linux.SocketCallsFamily;
import io.unishim.memory.UserBuffer;
import io.unishim.task.Task;
import io.unishim.task.VirtualTime;
import java.time.Instant;
import java.util.List;

/** Two shims in a virtual network and in virtual time: a client in one of them, and a server that listens in the other. */
final class ClientAndServer implements AutoCloseable {
    private static final int PORT = 700;

    final VirtualTime time = VirtualTime.from(Instant.EPOCH);
    final VirtualNetwork network =
            VirtualNetwork.named("lab").time(time).seed(1).open();
    final Shim one = shim("one");
    final Shim two = shim("two");
    final Task client;
    final Task server;
    final int listener;

    private final VirtualTime.Hold hold;

    /** @param link between the shims @param backlog of the server */
    ClientAndServer(Link link, int backlog) {
        hold = time.hold();
        client = one.newProcess("client");
        server = two.newProcess("server");
        network.link("one", "two", link);
        SocketCalls sockets = two.calls(SocketCallsFamily.FAMILY);
        listener = (int) sockets.socket(server, AF_INET, SOCK_STREAM, 0);
        assertThat(sockets.bind(server, listener, UserBuffer.of(new Endpoint(Ip.ANY4, PORT).address(AF_INET))))
                .isZero();
        assertThat(sockets.listen(server, listener, backlog)).isZero();
    }

    private Shim shim(String name) {
        return Shim.builder()
                .only("net", "vfscore")
                .time(time)
                .option(NetLibrary.NETWORKS, List.of(network.member(name)))
                .boot();
    }

    /** @return where the server is for the client */
    static UserBuffer there() {
        return UserBuffer.of(new Endpoint(Ip.v4(0x0a58_0003), PORT).address(AF_INET)); // 10.88.0.3
    }

    @Override
    public void close() {
        hold.close();
        one.close();
        two.close();
        network.close();
    }
}
