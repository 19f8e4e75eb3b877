package io.unishim.junit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.unishim.elfloader.Outcome;
import io.unishim.elfloader.Program;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A server that answers each connection with a file's text; perl is on every machine that builds this. */
class ServerExtensionTest {
    static final String ANSWERING = """
            use IO::Socket::INET;
            my $server = IO::Socket::INET->new(LocalPort => 7000, Listen => 5) or die;
            syswrite STDOUT, "serving\\n";
            while (my $client = $server->accept) {
                open my $file, "<", "/srv/answer" or die;
                print {$client} readline $file;
                close $client;
            }
            """;

    @RegisterExtension
    static final ServerExtension shared = ServerExtension.of(
                    Program.of("/usr/bin/perl").args("-e", ANSWERING).user(65_534, 65_534))
            .file("/srv/draft/text", "forty-two")
            .before(Program.of("/bin/cp").args("/srv/draft/text", "/srv/answer"))
            .port(7000)
            .ready("serving");

    @RegisterExtension
    final ServerExtension own = ServerExtension.of(Program.of("/usr/bin/perl").args("-e", ANSWERING))
            .file("/srv/answer", "own")
            .port(7000);

    private static String ask(int port) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return new String(socket.getInputStream().readAllBytes(), UTF_8);
        }
    }

    @Test
    void a_server_is_reached_from_the_host_and_answers_from_files_that_were_prepared() throws IOException {
        assertThat(ask(shared.port())).isEqualTo("forty-two");
        assertThat(ask(own.publishedPort(7000))).isEqualTo("own");
        assertThat(shared.port()).isNotEqualTo(own.port());
    }

    @Test
    void what_it_wrote_can_be_read_and_other_programs_run_beside_it() {
        assertThat(shared.log()).isEqualTo("serving\n");
        Outcome outcome = Program.of("/bin/cat").args("/srv/answer").run(shared.shim());
        assertThat(outcome.text()).isEqualTo("forty-two");
    }

    @Test
    void it_stops_by_itself_when_it_is_asked() throws InterruptedException {
        assertThat(own.program().stop(Duration.ofMinutes(1)).signal()).isEqualTo(15);
    }

    @Test
    void without_a_test_there_is_no_server() {
        ServerExtension alone = ServerExtension.of(Program.of("/bin/true")).port(1);
        assertThatThrownBy(alone::port)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("@RegisterExtension");
        assertThatThrownBy(alone.port(2)::port).hasMessageContaining("[1, 2]");
    }
}
