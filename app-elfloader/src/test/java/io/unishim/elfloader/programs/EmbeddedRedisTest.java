package io.unishim.elfloader.programs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.unishim.Shim;
import io.unishim.elfloader.Program;
import io.unishim.elfloader.RunningProgram;
import io.unishim.file.Mount;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.Response;
import redis.clients.jedis.Transaction;

/** The redis-server that the jar of embedded-redis brings, with Jedis for a client: nothing is installed, and no port is used. */
@Timeout(300)
class EmbeddedRedisTest {
    private static final String RESOURCE = "/redis-server-6.2.6-v5-linux-amd64";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path directory;

    private Path server() throws IOException, InterruptedException {
        Path server = directory.resolve("redis-server");
        try (InputStream in = Objects.requireNonNull(EmbeddedRedisTest.class.getResourceAsStream(RESOURCE))) {
            Files.copy(in, server);
        }
        Files.setPosixFilePermissions(server, PosixFilePermissions.fromString("rwxr-xr-x"));
        Process natively = new ProcessBuilder(server.toString(), "--version")
                .redirectErrorStream(true)
                .start();
        String said = new String(natively.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assumeTrue(natively.waitFor() == 0, "libraries of the server are not there: " + said);
        return server;
    }

    private static Socket connect(Shim shim) {
        try {
            return ServersTest.connect(shim);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void jedis_works_with_the_server_of_a_jar() throws IOException, InterruptedException {
        Program redis = Program.of(server().toString())
                .args("--port", "" + ServersTest.PORT, "--save", "", "--appendonly", "yes", "--appendfsync", "always")
                .directory(directory.toString());
        try (Shim shim = Shim.builder().mount(Mount.overlay(Path.of("/"), "/")).boot();
                RunningProgram running = redis.start(shim)) {
            try (Jedis jedis = new Jedis(() -> connect(shim))) {
                assertThat(jedis.ping()).isEqualTo("PONG");
                assertThat(jedis.info("server")).contains("redis_version:6.2");
                jedis.rpush("list", "a", "b", "c");
                assertThat(jedis.lrange("list", 0, -1)).isEqualTo(List.of("a", "b", "c"));

                Transaction transaction = jedis.multi();
                transaction.set("text", "x".repeat(100_000));
                Response<Long> length = transaction.strlen("text");
                transaction.exec();
                assertThat(length.get()).isEqualTo(100_000);

                try (Pipeline pipeline = jedis.pipelined()) {
                    for (int i = 0; i < 1000; i++) {
                        pipeline.incr("count");
                    }
                }
                assertThat(jedis.get("count")).isEqualTo("1000");
                jedis.shutdown();
            }
            assertThat(running.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(running.outcome().exitCode()).isZero();
        }
        // What the server wrote stayed in the shim.
        assertThat(directory.resolve("appendonly.aof")).doesNotExist();
    }
}
