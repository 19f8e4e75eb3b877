package io.unishim.elfloader.programs;

import static org.assertj.core.api.Assertions.assertThat;

import io.unishim.Shim;
import io.unishim.abi.Signals;
import io.unishim.elfloader.Program;
import io.unishim.elfloader.RunningProgram;
import io.unishim.file.Mount;
import io.unishim.net.Link;
import io.unishim.net.NetLibrary;
import io.unishim.net.Network;
import io.unishim.net.VirtualNetwork;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.ConnectException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Programs as they are installed find each other over a virtual network. */
@Timeout(600)
class NetworksTest {
    private static final int PORT = 6379;

    private static Shim boot(VirtualNetwork network, String name) {
        return Shim.builder()
                .mount(Mount.overlay(Path.of("/"), "/"))
                .option(NetLibrary.NETWORKS, List.of(network.member(name)))
                .boot();
    }

    private static String run(Shim shim, String program, String... arguments) throws IOException {
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        Program.of(program).args(arguments).output(output).errors(output).run(shim);
        return output.toString(StandardCharsets.UTF_8);
    }

    @Test
    void programs_find_each_other_by_name() throws IOException {
        Twin.needs("/usr/bin/curl");
        Twin.needs("/usr/bin/python3");
        try (VirtualNetwork network = VirtualNetwork.named("lab").open();
                Shim server = boot(network, "server");
                Shim client = boot(network, "client");
                RunningProgram pages = Program.of("/usr/bin/python3")
                        .args("-m", "http.server", "" + PORT, "--directory", "/etc")
                        .start(server)) {
            connect(server).close();
            assertThat(run(client, "/usr/bin/getent", "ahostsv4", "server")).startsWith("10.88.0.2 ");
            assertThat(run(client, "/usr/bin/getent", "hosts", "server"))
                    .contains(":")
                    .contains("server");
            assertThat(run(client, "/usr/bin/getent", "hosts", "10.88.0.3")).contains("client");
            assertThat(run(client, "/usr/bin/getent", "hosts", "nobody")).isEmpty();
            assertThat(run(client, "/usr/bin/curl", "-sS", "http://server.lab:" + PORT + "/hostname"))
                    .isEqualTo(run(client, "/bin/cat", "/etc/hostname"));
            pages.signal(Signals.SIGKILL);
        }
    }

    private static Socket connect(Shim shim) throws IOException {
        while (true) {
            try {
                return shim.service(Network.class).connect(PORT);
            } catch (ConnectException e) {
                LockSupport.parkNanos(10_000_000);
            }
        }
    }

    /** Talks to a server whose answers are lines. */
    private static final class Client implements AutoCloseable {
        private final Socket socket;
        private final BufferedReader reader;

        Client(Shim shim) throws IOException {
            socket = connect(shim);
            reader = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
        }

        /** @return the answer; of a text its content */
        String ask(String question) throws IOException {
            socket.getOutputStream().write((question + "\r\n").getBytes(StandardCharsets.US_ASCII));
            String line = reader.readLine();
            return line.startsWith("$") && !line.equals("$-1") ? reader.readLine() : line;
        }

        void until(String question, String answer) throws IOException {
            while (!ask(question).equals(answer)) {
                LockSupport.parkNanos(10_000_000);
            }
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    private static RunningProgram redis(Shim shim, String... more) {
        return Program.of("/usr/bin/redis-server")
                .args("--port", "" + PORT, "--save", "", "--appendonly", "no", "--protected-mode", "no")
                .args("--bind", "0.0.0.0", "::", "--repl-diskless-sync-delay", "0", "--repl-timeout", "3600")
                .args(more)
                .directory("/tmp")
                .start(shim);
    }

    @Test
    void no_write_that_a_replica_acknowledged_is_lost() throws IOException, InterruptedException {
        Twin.needs("/usr/bin/redis-server");
        try (VirtualNetwork network = VirtualNetwork.named("lab").open();
                Shim one = boot(network, "one");
                Shim two = boot(network, "two");
                RunningProgram leader = redis(one);
                RunningProgram follower = redis(two, "--replicaof", "one " + PORT);
                Client writer = new Client(one);
                Client reader = new Client(two)) {
            network.links(Link.PERFECT.withLatency(Duration.ofMillis(2)));
            writer.ask("SET begun 1");
            reader.until("GET begun", "1");
            for (int i = 0; i < 50; i++) {
                assertThat(writer.ask("INCR n")).isEqualTo(":" + (i + 1));
                assertThat(writer.ask("WAIT 1 0")).isEqualTo(":1");
            }
            network.partition("two");
            assertThat(writer.ask("SET cut yes")).isEqualTo("+OK");
            assertThat(writer.ask("WAIT 1 50")).isEqualTo(":0");
            assertThat(reader.ask("GET n")).isEqualTo("50");
            assertThat(reader.ask("GET cut")).isEqualTo("$-1");
            network.heal();
            assertThat(writer.ask("WAIT 1 0")).isEqualTo(":1");
            assertThat(reader.ask("GET cut")).isEqualTo("yes");
            network.partition("two");
            writer.ask("SET n gone");
            leader.signal(Signals.SIGKILL);
            leader.waitFor();
            assertThat(reader.ask("REPLICAOF NO ONE")).isEqualTo("+OK");
            assertThat(reader.ask("INCR n")).isEqualTo(":51");
            follower.signal(Signals.SIGKILL);
        }
    }
}
