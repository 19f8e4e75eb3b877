package io.unishim.junit;

import io.unishim.Shim;
import io.unishim.elfloader.Program;
import io.unishim.elfloader.RunningProgram;
import io.unishim.file.Mount;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A real server inside a test: a program of this machine that runs on a shim of its own in the test's JVM, with its ports
 * published on 127.0.0.1. No container, no root, no file of the host is written.
 *
 * <pre>{@code
 * class CacheTest {
 *     @RegisterExtension
 *     static final ServerExtension redis =
 *             ServerExtension.of(Program.of("redis-server").args("--save", "")).port(6379);
 *
 *     @Test
 *     void remembers() {
 *         try (Jedis client = new Jedis("127.0.0.1", redis.port())) { ... }
 *     }
 * }
 * }</pre>
 *
 * <p>A static field's server runs from the first test of the class to the last one; that of a field of an instance is new for
 * each test. It is ready when each of its ports is listened to and it has written what {@link #ready} says. When a test fails,
 * what the server wrote is found among the exceptions suppressed by the failure. Afterwards the shim is closed, which ends the
 * server and its children at once; to see it stop by itself, a test calls {@code program().stop(...)}.
 *
 * <p>Without {@link #root} it sees the host's files, and what it writes stays in memory. The test's JVM needs the flags of any
 * JVM that runs programs: see the README.
 */
public final class ServerExtension
        implements BeforeAllCallback,
                AfterAllCallback,
                BeforeEachCallback,
                AfterEachCallback,
                AfterTestExecutionCallback {
    private final Program program;
    private final Set<Integer> ports = new LinkedHashSet<>();
    private final Map<String, String> files = new LinkedHashMap<>();
    private final List<Program> before = new ArrayList<>();
    private Mount root = Mount.overlay(Path.of("/"), "/");
    private UnaryOperator<Shim.Builder> settings = UnaryOperator.identity();
    private Duration patience = Duration.ofSeconds(30);
    private @Nullable String ready;
    private boolean shared;
    private @Nullable Server server;

    private ServerExtension(Program program) {
        this.program = program;
    }

    /**
     * @param program the server, in the foreground; its output is captured for {@link #log} unless it is told where to write
     * @return the extension, to be told more
     */
    public static ServerExtension of(Program program) {
        return new ServerExtension(program);
    }

    /** Publishes a port of TCP and waits until it is listened to. @param guestPort the server's, 1 to 65,535 */
    public ServerExtension port(int guestPort) {
        ports.add(guestPort);
        return this;
    }

    /** Puts a text into a file of the shim before anything runs there. @param path absolute; its directories are made */
    public ServerExtension file(String path, String text) {
        files.put(path, text);
        return this;
    }

    /** Runs another program to its end before the server, in the order of the calls; it must not fail. */
    public ServerExtension before(Program preparation) {
        before.add(preparation);
        return this;
    }

    /** Takes a directory of the host, or what an archive holds, as the root; what is written there stays in memory. */
    public ServerExtension root(Path directoryOrArchive) {
        root = Files.isRegularFile(directoryOrArchive)
                ? Mount.archiveOverlay(directoryOrArchive, "/")
                : Mount.overlay(directoryOrArchive, "/");
        return this;
    }

    /** Tells the shim's builder more, when it has been given the root: mounts, time, libraries. Ports are not its matter. */
    public ServerExtension shim(UnaryOperator<Shim.Builder> more) {
        settings = more;
        return this;
    }

    /** Waits also until the server writes this to its output or errors. */
    public ServerExtension ready(String text) {
        ready = text;
        return this;
    }

    /** Gives it, and each program before it, this long to be ready; the default is 30 seconds. */
    public ServerExtension patience(Duration time) {
        patience = time;
        return this;
    }

    /** @return where its only port is published on 127.0.0.1. @throws IllegalStateException if it has none or several */
    public int port() {
        if (ports.size() != 1) {
            throw new IllegalStateException("say which port: there are " + ports);
        }
        return server().port(ports.iterator().next());
    }

    /** @return where a port is published on 127.0.0.1. @throws IllegalArgumentException if {@link #port(int)} did not name it */
    public int publishedPort(int guestPort) {
        return server().port(guestPort);
    }

    /** @return the shim that it runs on */
    public Shim shim() {
        return server().shim();
    }

    /** @return the server */
    public RunningProgram program() {
        return server().running();
    }

    /** @return what it has written so far: its output, then its errors */
    public String log() {
        return server().log();
    }

    private Server server() {
        Server now = server;
        if (now == null) {
            throw new IllegalStateException("the server runs during a test only: is its field a @RegisterExtension?");
        }
        return now;
    }

    private void start() throws InterruptedException {
        server = new ServerStart(program, ports, files, before, ready, patience)
                .on(settings.apply(Shim.builder().mount(root)));
    }

    private void stop() {
        Server now = server;
        server = null;
        if (now != null) {
            now.close();
        }
    }

    /** JUnit's. */
    @Override
    public void beforeAll(ExtensionContext context) throws InterruptedException {
        shared = true;
        start();
    }

    /** JUnit's. */
    @Override
    public void afterAll(ExtensionContext context) {
        stop();
    }

    /** JUnit's. */
    @Override
    public void beforeEach(ExtensionContext context) throws InterruptedException {
        if (!shared) {
            start();
        }
    }

    /** JUnit's. */
    @Override
    public void afterEach(ExtensionContext context) {
        if (!shared) {
            stop();
        }
    }

    /** JUnit's. */
    @Override
    public void afterTestExecution(ExtensionContext context) {
        Server now = server;
        if (now != null) {
            context.getExecutionException().ifPresent(failure -> failure.addSuppressed(now.shownLog()));
        }
    }
}
