package io.unishim.elfloader.programs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.unishim.Shim;
import io.unishim.elfloader.Outcome;
import io.unishim.elfloader.Program;
import io.unishim.elfloader.RunningProgram;
import io.unishim.file.Mount;
import io.unishim.net.NetLibrary;
import io.unishim.net.Network;
import io.unishim.net.Published;
import io.unishim.user.User;
import io.unishim.user.UserLibrary;
import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A cluster of PostgreSQL as it is installed: its making, a server with its children, a crash, recovery, an end in order. */
@Timeout(300)
class PostgresTest {
    private static final String PROGRAMS = "/usr/lib/postgresql/15/bin";

    /** Whoever may own a cluster is not root. */
    private static final int NOBODY = 65534;

    private static final int PORT = 5432;

    /** SSLRequest of PostgreSQL's protocol, answered by one letter. */
    private static final int SSL_REQUEST = 80877103;

    private static final String SCRIPT = """
            set -e
            log=/tmp/postgres.log
            fail() { cat $log; exit 1; }
            initdb -D $DATA -A trust -U me -N --locale=C --no-instructions >$log 2>&1 || fail
            begin() {
                postgres -D $DATA -k /tmp -h 127.0.0.1 >>$log 2>&1 &
                server=$!
                until pg_isready -q -h /tmp; do kill -0 $server || fail; sleep 0.1; done
            }
            ask() { psql -X -A -t -h $1 -U me -c "$2" postgres || fail; }
            begin
            pgbench -q -i -s 1 -h /tmp -U me postgres >>$log 2>&1 || fail
            pgbench -n -c 4 -j 2 -t 10 -h /tmp -U me postgres >/tmp/bench 2>>$log || fail
            grep processed: /tmp/bench
            ask 127.0.0.1 'select count(*) from pgbench_history'
            children=$(cat /proc/$server/task/$server/children)
            kill -9 $server
            wait $server || echo killed $?
            # As long as one is there the next server says that its memory is still in use.
            for child in $children; do while kill -0 $child 2>/dev/null; do sleep 0.1; done; done
            begin
            ask /tmp 'select count(*) from pgbench_history'
            ask /tmp 'select sum(abalance) = (select sum(delta) from pgbench_history) from pgbench_accounts'
            grep -c 'automatic recovery in progress' $log
            read go
            kill -INT $server
            wait $server
            echo ended $?
            tail -1 $log | sed 's/.*LOG/LOG/'
            """;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path directory;

    @Test
    void in_memory() throws Exception {
        Twin.needs(PROGRAMS + "/postgres");
        try (Shim shim = boot(List.of(Mount.overlay(Path.of("/"), "/")))) {
            serves(shim, "/tmp/cluster");
        }
    }

    @Test
    void on_a_directory_of_the_host() throws Exception {
        Twin.needs(PROGRAMS + "/postgres");
        assumeTrue("root".equals(System.getProperty("user.name")), "only root gives directories to others");
        Files.setAttribute(directory, "unix:uid", NOBODY);
        try (Shim shim = boot(List.of(Mount.overlay(Path.of("/"), "/"), new Mount.Host(directory, "/srv", true)))) {
            serves(shim, "/srv/cluster");
        }
        assertThat(directory.resolve("cluster/PG_VERSION")).hasContent("15");
    }

    private static Shim boot(List<Mount> mounts) {
        Shim.Builder builder = Shim.builder();
        mounts.forEach(builder::mount);
        return builder.option(UserLibrary.USER, new User(NOBODY, NOBODY, List.of()))
                .option(NetLibrary.PUBLISHED, List.of(new Published(0, PORT)))
                .boot();
    }

    private static void serves(Shim shim, String data) throws Exception {
        PipedInputStream input = new PipedInputStream();
        try (PipedOutputStream go = new PipedOutputStream(input);
                RunningProgram script = Program.of("/bin/bash")
                        .args("-c", SCRIPT)
                        .env("PATH", PROGRAMS + ":/usr/bin:/bin")
                        .env("DATA", data)
                        .directory("/tmp")
                        .input(input)
                        .start(shim)) {
            untilAnswered(shim);
            go.write('\n');
            go.flush();
            Outcome outcome = script.waitFor();
            assertThat(outcome.text()).isEqualTo("""
                            number of transactions actually processed: 40/40
                            40
                            killed 137
                            40
                            t
                            1
                            ended 0
                            LOG:  database system is shut down
                            """);
            assertThat(outcome.exitCode()).isZero();
        }
    }

    /** Asks by the published port, again and again until there is a server. */
    private static void untilAnswered(Shim shim) throws InterruptedException {
        while (true) {
            try (Socket socket =
                    new Socket("127.0.0.1", shim.service(Network.class).publishedPort(PORT))) {
                ByteBuffer question = ByteBuffer.allocate(8).putInt(8).putInt(SSL_REQUEST);
                socket.getOutputStream().write(question.array());
                if (socket.getInputStream().read() == 'N') {
                    return;
                }
            } catch (IOException e) {
                Thread.sleep(100);
            }
        }
    }
}
