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
import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.net.ConnectException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A server with very many connections, and with clients that behave badly, goes on serving and loses nothing. */
@Timeout(600)
class LoadTest {
    private static final int PORT = 8080;

    /** Connections that are open at once where nothing but memory bounds them. */
    private static final int MANY = Integer.getInteger("io.unishim.test.connections", 10_000);

    /** Over the host each costs this JVM two descriptors. */
    private static final int MANY_OF_HOST = Math.min(MANY / 5, 9_000);

    /** What the Java side may keep for an idle connection, that of its client's socket included. */
    private static final long MOST_BYTES = 8 * 1024;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    static Path directory;

    private final long threadsBefore = threads();
    private final Shim shim = Shim.builder()
            .mount(Mount.overlay(Path.of("/"), "/"))
            .option(NetLibrary.PUBLISHED, List.of(new Published(0, PORT)))
            .boot();
    private final RunningProgram server = Program.of(
                    Compiler.c(directory, Compiler.Kind.DYNAMIC_PIE, "echoes.c").toString())
            .args("" + PORT)
            .start(shim);

    /** How clients come to the server. */
    enum Way {
        /** Within the JVM. */
        JAVA {
            @Override
            Socket open(Network network) throws IOException {
                return network.connect(PORT);
            }
        },

        /** By a published port of the host. */
        HOST {
            @Override
            Socket open(Network network) throws IOException {
                return new Socket("127.0.0.1", network.publishedPort(PORT));
            }
        };

        abstract Socket open(Network network) throws IOException;

        int many() {
            return this == JAVA ? MANY : MANY_OF_HOST;
        }
    }

    @AfterEach
    void close() {
        assertThat(server.isRunning()).isTrue();
        server.signal(Signals.SIGKILL);
        server.close();
        shim.close();
        while (threads() > threadsBefore) {
            LockSupport.parkNanos(10_000_000); // the time limit is the test's
        }
    }

    /** @return how many threads there are of this project's making */
    private static long threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(each -> each.getName().startsWith("unishim"))
                .count();
    }

    /** Connects as soon as the server listens. */
    private Socket connect(Way way) throws IOException {
        while (true) {
            try {
                return way.open(shim.service(Network.class));
            } catch (ConnectException e) {
                LockSupport.parkNanos(10_000_000);
            }
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static void send(Socket to, String text) throws IOException {
        to.getOutputStream().write(bytes(text));
    }

    private static void expect(Socket from, String text) throws IOException {
        assertThat(from.getInputStream().readNBytes(text.length())).isEqualTo(bytes(text));
    }

    private void serves(Way way) throws IOException {
        try (Socket one = connect(way)) {
            send(one, "still here");
            expect(one, "still here");
        }
    }

    /** After as many collections as find something to give back: memory outside the heap comes later. */
    private static long memory() {
        long before;
        long now = Long.MAX_VALUE;
        do {
            before = now;
            ManagementFactory.getMemoryMXBean().gc();
            long outside = ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                    .mapToLong(BufferPoolMXBean::getMemoryUsed)
                    .sum();
            now = outside
                    + ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
        } while (now < before - 10_000);
        return now;
    }

    private static long descriptors() throws IOException {
        try (Stream<Path> all = Files.list(Path.of("/proc/self/fd"))) {
            return all.count();
        }
    }

    @ParameterizedTest
    @EnumSource
    void thousands_of_idle_connections_are_small_and_do_not_disturb_busy_ones(Way way) throws IOException {
        serves(way);
        long descriptorsBefore = descriptors();
        long memoryBefore = memory();
        List<Socket> all = new ArrayList<>();
        try {
            for (int i = 0; i < way.many(); i++) {
                all.add(connect(way));
            }
            // Also those that were accepted last: connections are in the order they came.
            Socket last = all.get(all.size() - 1);
            send(last, "idle");
            expect(last, "idle");
            long bytes = (memory() - memoryBefore) / all.size();
            System.out.printf("%d idle connections, %s: %d bytes each%n", all.size(), way, bytes);
            assertThat(bytes).as("bytes a connection").isLessThanOrEqualTo(MOST_BYTES);
            List<Socket> busy = all.subList(0, all.size() / 10);
            for (int round = 0; round < 3; round++) {
                for (Socket each : busy) {
                    send(each, "round " + round);
                }
                for (Socket each : busy) {
                    expect(each, "round " + round);
                }
            }
        } finally {
            for (Socket each : all) {
                each.close();
            }
        }
        serves(way);
        if (way == Way.HOST) {
            awaitDescriptors(descriptorsBefore);
        }
    }

    /** The server closes its ends when it is told; a few more may be others', such as of a compiler's thread. */
    private void awaitDescriptors(long before) throws IOException {
        while (descriptors() > before + 8) {
            LockSupport.parkNanos(10_000_000);
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_storm_of_connections_is_served(Way way) throws IOException {
        for (int i = 0; i < MANY / 10; i++) {
            try (Socket each = connect(way)) {
                send(each, "storm");
                expect(each, "storm");
            }
        }
        serves(way);
    }

    @ParameterizedTest
    @EnumSource
    void clients_that_vanish_take_nothing_with_them(Way way) throws IOException {
        long descriptorsBefore = descriptors();
        for (int i = 0; i < MANY / 20; i++) {
            Socket each = connect(way);
            send(each, "x".repeat(i % 3 * 2000));
            each.setSoLinger(true, 0); // a reset, with bytes on their way in both directions
            each.close();
        }
        serves(way);
        awaitDescriptors(descriptorsBefore);
    }

    @ParameterizedTest
    @EnumSource
    void bytes_may_come_one_at_a_time(Way way) throws IOException {
        try (Socket slow = connect(way)) {
            slow.setTcpNoDelay(true);
            for (int i = 0; i < 500; i++) {
                slow.getOutputStream().write(i);
            }
            byte[] back = slow.getInputStream().readNBytes(500);
            for (int i = 0; i < 500; i++) {
                assertThat(back[i]).isEqualTo((byte) i);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void connections_that_are_half_open_are_ended_and_keep_nobody_out(Way way) throws IOException {
        List<Socket> flood = new ArrayList<>();
        try {
            for (int i = 0; i < MANY / 20; i++) {
                Socket half = connect(way);
                half.shutdownOutput();
                flood.add(half);
            }
            serves(way);
            for (Socket each : flood) {
                assertThat(each.getInputStream().read()).isEqualTo(-1);
            }
        } finally {
            for (Socket each : flood) {
                each.close();
            }
        }
    }
}
