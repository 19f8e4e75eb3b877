package io.unishim.bench;

import io.unishim.Shim;
import io.unishim.elfloader.Program;
import io.unishim.elfloader.RunningProgram;
import io.unishim.file.Mount;
import io.unishim.net.NetLibrary;
import io.unishim.net.Network;
import io.unishim.net.Published;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A JVM that runs redis-server on a shim, prints the host's port that leads to it, and ends with its standard input. */
final class RedisServer {
    static final String BINARY = "/usr/bin/redis-server";
    private static final int PORT = 6379;

    private RedisServer() {}

    /** Starts. @param arguments where to run it, as for {@link InsideLoops} */
    public static void main(String[] arguments) throws IOException {
        Program redis = Program.of(BINARY)
                .args("--port", "" + PORT, "--save", "", "--appendonly", "no")
                .directory("/tmp");
        if (arguments[0].equals(InsideLoops.ISOLATED)) {
            redis.isolated();
        }
        try (Shim shim = Shim.builder()
                        .mount(Mount.overlay(Path.of("/"), "/"))
                        .option(NetLibrary.PUBLISHED, List.of(new Published(0, PORT)))
                        .boot();
                RunningProgram server = redis.start(shim)) {
            System.out.println(shim.service(Network.class).publishedPort(PORT));
            // The end of standard input is how the benchmark says that it has measured.
            System.in.read();
            if (!server.isRunning()) {
                System.err.println("  redis " + arguments[0] + " ended by itself");
            }
        }
    }
}
