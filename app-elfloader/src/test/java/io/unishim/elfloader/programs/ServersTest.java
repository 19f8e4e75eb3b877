package io.unishim.elfloader.programs;

import static org.assertj.core.api.Assertions.assertThat;

import io.unishim.Shim;
import io.unishim.abi.Signals;
import io.unishim.elfloader.Program;
import io.unishim.elfloader.RunningProgram;
import io.unishim.file.Mount;
import io.unishim.net.NetLibrary;
import io.unishim.net.Network;
import io.unishim.net.Published;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.ConnectException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Servers as they are installed answer Java code, with a port of the host and without. */
@Timeout(300)
class ServersTest {
    private static final String REDIS = "/usr/bin/redis-server";
    private static final String NGINX = "/usr/sbin/nginx";
    private static final String MEMCACHED = "/usr/bin/memcached";
    static final int PORT = 8080;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path directory;

    private static Shim boot() {
        return Shim.builder()
                .mount(Mount.overlay(Path.of("/"), "/"))
                .option(NetLibrary.PUBLISHED, List.of(new Published(0, PORT)))
                .boot();
    }

    /** Connects as soon as the server listens. */
    static Socket connect(Shim shim) throws IOException {
        while (true) {
            try {
                return shim.service(Network.class).connect(PORT);
            } catch (ConnectException e) {
                LockSupport.parkNanos(10_000_000);
            }
        }
    }

    private static String ask(Socket socket, String question, int lines) throws IOException {
        socket.getOutputStream().write(question.getBytes(StandardCharsets.US_ASCII));
        BufferedReader reader =
                new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
        StringBuilder answer = new StringBuilder();
        for (int i = 0; i < lines; i++) {
            answer.append(reader.readLine()).append('\n');
        }
        return answer.toString();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void redis_counts(boolean isolated) throws IOException {
        Twin.needs(REDIS);
        Program redis = Program.of(REDIS)
                .args("--port", "" + PORT, "--save", "", "--appendonly", "no")
                .directory("/tmp");
        try (Shim shim = boot();
                RunningProgram server = (isolated ? redis.isolated() : redis).start(shim)) {
            try (Socket socket = connect(shim)) {
                assertThat(ask(socket, "SET n 41\r\nINCR n\r\nGET n\r\nDEL n\r\n", 5))
                        .isEqualTo("+OK\n:42\n$2\n42\n:1\n");
            }
            StringBuilder pipeline = new StringBuilder();
            for (int i = 0; i < 1000; i++) {
                pipeline.append("INCR many\r\n");
            }
            try (Socket socket =
                    new Socket("127.0.0.1", shim.service(Network.class).publishedPort(PORT))) {
                assertThat(ask(socket, pipeline.toString(), 1000))
                        .startsWith(":1\n:2\n")
                        .endsWith(":1000\n");
            }
            server.signal(Signals.SIGKILL);
        }
    }

    @Test
    void memcached_keeps_values() throws IOException {
        Twin.needs(MEMCACHED);
        try (Shim shim = boot();
                RunningProgram server = Program.of(MEMCACHED)
                        .args("-u", "root", "-l", "127.0.0.1", "-p", "" + PORT)
                        .start(shim)) {
            try (Socket socket = connect(shim)) {
                assertThat(ask(socket, "set k 0 0 3\r\nabc\r\nget k\r\n", 4))
                        .isEqualTo("STORED\nVALUE k 0 3\nabc\nEND\n");
            }
            server.signal(Signals.SIGKILL);
        }
    }

    @Test
    void nginx_serves_a_directory() throws IOException {
        Twin.needs(NGINX);
        byte[] page = "x".repeat(100_000).getBytes(StandardCharsets.US_ASCII);
        Files.write(Files.createDirectory(directory.resolve("pages")).resolve("page"), page);
        Path settings = Files.writeString(
                directory.resolve("nginx.conf"),
                "daemon off; master_process off; error_log stderr; pid " + directory + "/pid; events {} "
                        + "http { access_log off; server { listen " + PORT + "; root " + directory + "/pages; } }");
        try (Shim shim = boot();
                RunningProgram server =
                        Program.of(NGINX).args("-c", settings.toString()).start(shim)) {
            connect(shim).close();
            int port = shim.service(Network.class).publishedPort(PORT);
            for (int i = 0; i < 20; i++) {
                try (InputStream in =
                        URI.create("http://127.0.0.1:" + port + "/page").toURL().openStream()) {
                    assertThat(in.readAllBytes()).isEqualTo(page);
                }
            }
            server.signal(Signals.SIGKILL);
        }
    }
}
