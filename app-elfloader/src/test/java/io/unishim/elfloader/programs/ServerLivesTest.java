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
import io.unishim.task.Process;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.HttpURLConnection;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What servers as they are installed do besides answering: reload, replace workers, save, stand before one another. */
@Timeout(300)
class ServerLivesTest {
    private static final String NGINX = "/usr/sbin/nginx";
    private static final String REDIS = "/usr/bin/redis-server";
    private static final String CHECK = "/usr/bin/redis-check-rdb";
    private static final String HAPROXY = "/usr/sbin/haproxy";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path directory;

    private static Shim boot(int... ports) {
        List<Published> published =
                Arrays.stream(ports).mapToObj(port -> new Published(0, port)).toList();
        return Shim.builder()
                .mount(Mount.overlay(Path.of("/"), "/"))
                .option(NetLibrary.PUBLISHED, published)
                .boot();
    }

    /** Asks again until a server that is on its way has come. */
    private static String page(Shim shim, int port, String wanted) throws IOException {
        int hostPort = shim.service(Network.class).publishedPort(port);
        while (true) {
            try {
                HttpURLConnection connection = (HttpURLConnection) URI.create("http://127.0.0.1:" + hostPort + "/page")
                        .toURL()
                        .openConnection();
                connection.setRequestProperty("Connection", "close");
                try (InputStream in = connection.getInputStream()) {
                    String text = new String(in.readAllBytes(), StandardCharsets.US_ASCII);
                    if (text.equals(wanted)) {
                        return text;
                    }
                }
            } catch (IOException e) {
                // Nobody listens yet, or the worker that did has just been replaced.
            }
            LockSupport.parkNanos(10_000_000);
        }
    }

    /** @return the ids of a process's children */
    private static Set<Integer> children(Shim shim, Process of) {
        return shim.tasks().processes().stream()
                .filter(each -> each.parent() == of && each.status() == Process.RUNNING)
                .map(Process::pid)
                .collect(Collectors.toSet());
    }

    private static void awaitChildren(Shim shim, Process of, int count, Set<Integer> but) {
        while (true) {
            Set<Integer> now = children(shim, of);
            if (now.size() == count && now.stream().noneMatch(but::contains)) {
                return;
            }
            LockSupport.parkNanos(10_000_000);
        }
    }

    private Path page(String name, String text) throws IOException {
        return Files.writeString(
                Files.createDirectories(directory.resolve(name)).resolve("page"), text);
    }

    private Path nginxSettings(int port, int workers, String pages) throws IOException {
        return Files.writeString(
                directory.resolve("nginx.conf"),
                "daemon off; user root; worker_processes " + workers + "; error_log stderr; pid " + directory
                        + "/pid; events {} http { access_log off; server { listen " + port + "; root " + directory + "/"
                        + pages + "; } }");
    }

    @Test
    void nginx_reloads_and_replaces_workers() throws IOException, InterruptedException {
        Twin.needs(NGINX);
        int port = 8080;
        page("old", "old page");
        page("new", "new page");
        Path settings = nginxSettings(port, 2, "old");
        try (Shim shim = boot(port);
                RunningProgram master =
                        Program.of(NGINX).args("-c", settings.toString()).start(shim)) {
            assertThat(page(shim, port, "old page")).isEqualTo("old page");
            awaitChildren(shim, master.process(), 2, Set.of());

            Set<Integer> first = children(shim, master.process());
            nginxSettings(port, 2, "new");
            master.signal(Signals.SIGHUP);
            assertThat(page(shim, port, "new page")).isEqualTo("new page");
            awaitChildren(shim, master.process(), 2, first);

            Set<Integer> second = children(shim, master.process());
            int killed = second.iterator().next();
            shim.linux(shim.newProcess("killer")).kill(killed, Signals.SIGKILL);
            awaitChildren(shim, master.process(), 2, Set.of(killed));
            assertThat(page(shim, port, "new page")).isEqualTo("new page");

            master.signal(Signals.SIGQUIT);
            assertThat(master.waitFor().exitCode()).isZero();
            assertThat(children(shim, master.process())).isEmpty();
        }
    }

    private static String ask(BufferedReader reader, Socket socket, String question) throws IOException {
        socket.getOutputStream().write((question + "\r\n").getBytes(StandardCharsets.US_ASCII));
        String line = reader.readLine();
        return line.startsWith("$") && !line.equals("$-1") ? reader.readLine() : line;
    }

    private static Socket connect(Shim shim, int port) {
        while (true) {
            try {
                return shim.service(Network.class).connect(port);
            } catch (IOException e) {
                LockSupport.parkNanos(10_000_000);
            }
        }
    }

    private static BufferedReader lines(Socket socket) throws IOException {
        return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
    }

    private static String persistence(BufferedReader reader, Socket socket) throws IOException {
        socket.getOutputStream().write("INFO persistence\r\n".getBytes(StandardCharsets.US_ASCII));
        int length = Integer.parseInt(reader.readLine().substring(1));
        StringBuilder text = new StringBuilder();
        while (text.length() < length + 2) {
            text.append((char) reader.read());
        }
        return text.toString();
    }

    private static Program redis(int port) {
        return Program.of(REDIS)
                .args(
                        "--port",
                        "" + port,
                        "--save",
                        "",
                        "--appendonly",
                        "no",
                        "--dir",
                        "/tmp",
                        "--dbfilename",
                        "lives.rdb");
    }

    @Test
    void redis_saves_in_a_child_while_it_serves_and_loads_what_was_saved() throws IOException, InterruptedException {
        Twin.needs(REDIS);
        Twin.needs(CHECK);
        int port = 6379;
        try (Shim shim = boot()) {
            try (RunningProgram server = redis(port).start(shim);
                    Socket socket = connect(shim, port)) {
                BufferedReader reader = lines(socket);
                for (int i = 0; i < 1000; i++) {
                    assertThat(ask(reader, socket, "SET key" + i + " value" + i))
                            .isEqualTo("+OK");
                }
                assertThat(ask(reader, socket, "BGSAVE")).isEqualTo("+Background saving started");
                // Not saved: the child has the memory as it was.
                ask(reader, socket, "SET key0 later");
                String state = persistence(reader, socket);
                while (state.contains("rdb_bgsave_in_progress:1")) {
                    LockSupport.parkNanos(10_000_000);
                    state = persistence(reader, socket);
                }
                assertThat(state).contains("rdb_last_bgsave_status:ok");
                server.signal(Signals.SIGKILL);
                server.waitFor();
            }
            ByteArrayOutputStream output = new ByteArrayOutputStream();
            assertThat(Program.of(CHECK)
                            .args("/tmp/lives.rdb")
                            .output(output)
                            .run(shim)
                            .exitCode())
                    .isZero();
            assertThat(output.toString(StandardCharsets.US_ASCII)).contains("RDB looks OK", "1000 keys read");
            try (RunningProgram server = redis(port).start(shim);
                    Socket socket = connect(shim, port)) {
                BufferedReader reader = lines(socket);
                while (!ask(reader, socket, "DBSIZE").equals(":1000")) {
                    LockSupport.parkNanos(10_000_000); // it loads
                }
                assertThat(ask(reader, socket, "GET key0")).isEqualTo("value0");
                assertThat(ask(reader, socket, "GET key999")).isEqualTo("value999");
                server.signal(Signals.SIGKILL);
            }
        }
    }

    @Test
    void haproxy_stands_before_redis_and_nginx() throws IOException {
        Twin.needs(HAPROXY);
        Twin.needs(REDIS);
        Twin.needs(NGINX);
        page("pages", "by way of haproxy");
        Path settings = nginxSettings(8080, 1, "pages");
        Path proxy = Files.writeString(directory.resolve("haproxy.cfg"), """
                defaults
                    timeout connect 30s
                    timeout client 60s
                    timeout server 60s
                listen values
                    mode tcp
                    bind 127.0.0.1:7000
                    server redis 127.0.0.1:6379
                listen pages
                    mode http
                    bind 127.0.0.1:7001
                    server nginx 127.0.0.1:8080
                """);
        try (Shim shim = boot(7000, 7001);
                RunningProgram values = redis(6379).start(shim);
                RunningProgram pages =
                        Program.of(NGINX).args("-c", settings.toString()).start(shim)) {
            connect(shim, 6379).close();
            connect(shim, 8080).close();
            try (RunningProgram server = Program.of(HAPROXY)
                            .args("-db", "-f", proxy.toString())
                            .start(shim);
                    Socket inside = connect(shim, 7000);
                    Socket outside =
                            new Socket("127.0.0.1", shim.service(Network.class).publishedPort(7000))) {
                assertThat(ask(lines(inside), inside, "SET k v")).isEqualTo("+OK");
                assertThat(ask(lines(outside), outside, "GET k")).isEqualTo("v");
                for (int i = 0; i < 20; i++) {
                    assertThat(page(shim, 7001, "by way of haproxy")).isEqualTo("by way of haproxy");
                }
                server.signal(Signals.SIGKILL);
            }
            values.signal(Signals.SIGKILL);
            pages.signal(Signals.SIGKILL);
        }
    }
}
