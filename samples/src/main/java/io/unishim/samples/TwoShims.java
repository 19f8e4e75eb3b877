package io.unishim.samples;

import io.unishim.Shim;
import io.unishim.abi.Socket;
import io.unishim.elfloader.Program;
import io.unishim.elfloader.RunningProgram;
import io.unishim.file.Mount;
import io.unishim.linux.Linux;
import io.unishim.net.Link;
import io.unishim.net.NetLibrary;
import io.unishim.net.NetworkMember;
import io.unishim.net.VirtualNetwork;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Two shims talk over a virtual network, which is cut and healed. */
public final class TwoShims {
    /** An address of AF_INET: port 700 of every interface. */
    private static final byte[] PORT_700 = {Socket.AF_INET, 0, 700 >> 8, (byte) 700, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0
    };

    private TwoShims() {}

    /** Runs the sample. */
    public static void main(String... arguments) throws InterruptedException {
        try (VirtualNetwork network = VirtualNetwork.named("lab").open();
                Shim alice = boot(network.member("alice"));
                Shim bob = boot(network.member("bob"))) {
            network.link("alice", "bob", Link.PERFECT.withLatency(Duration.ofMillis(5)));
            System.out.println("bob is "
                    + Program.of("/usr/bin/getent")
                            .args("hosts", "bob")
                            .run(alice)
                            .text()
                            .strip());

            Linux server = bob.linux();
            int listener = server.socket(Socket.AF_INET, Socket.SOCK_STREAM);
            server.bind(listener, PORT_700);
            server.listen(listener, 5);

            ByteArrayOutputStream heard = new ByteArrayOutputStream();
            network.partition("bob");
            try (RunningProgram client = Program.of("/bin/bash")
                    .args("-c", "read line </dev/tcp/bob/700; echo alice heard: $line")
                    .output(heard)
                    .start(alice)) {
                boolean ended = client.waitFor(100, TimeUnit.MILLISECONDS);
                System.out.println(ended ? "nobody answered" : "cut off, alice tries again and again");

                network.heal();
                int connection = server.accept(listener, 0, new int[1]);
                server.write(connection, "healed\n".getBytes(StandardCharsets.US_ASCII));
                server.close(connection);
                client.waitFor();
            }
            System.out.print(heard.toString(StandardCharsets.US_ASCII));
        }
    }

    private static Shim boot(NetworkMember place) {
        return Shim.builder()
                .mount(Mount.overlay(Path.of("/"), "/"))
                .option(NetLibrary.NETWORKS, List.of(place))
                .boot();
    }
}
