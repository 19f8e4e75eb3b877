package io.unishim.elfloader.programs;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.unishim.net.Permitted;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What an isolated program reads by itself, without a call that the JVM serves, is what it reads on the host. */
@Timeout(120)
class AheadTest {
    private static final String LETTERS = "abcdefghijklmnopqrstuvwxyz";

    @Test
    void a_program_reads_by_itself_what_it_reads_on_the_host() throws IOException {
        try (ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                Twin twin = Twin.permitting(true, new Permitted("127.0.0.1", listener.getLocalPort()))) {
            LinkedBlockingQueue<String> ends = new LinkedBlockingQueue<>();
            CompletableFuture<Void> unused = CompletableFuture.runAsync(() -> accept(listener, ends));
            Result result = twin.agree(Compiler.Kind.DYNAMIC_PIE, "ahead.c", "" + listener.getLocalPort());
            assertThat(result.exitCode()).as(result.toString()).isZero();
        }
    }

    private static void accept(ServerSocket listener, LinkedBlockingQueue<String> ends) {
        try {
            while (true) {
                Socket connection = listener.accept();
                connection.setTcpNoDelay(true);
                Thread server = new Thread(() -> serve(connection, ends));
                server.setDaemon(true);
                server.start();
            }
        } catch (IOException closed) {
            // by the test
        }
    }

    private static void serve(Socket connection, LinkedBlockingQueue<String> ends) {
        String end = "an end";
        boolean marked = false;
        try (connection) {
            BufferedReader lines = new BufferedReader(new InputStreamReader(connection.getInputStream(), US_ASCII));
            OutputStream out = connection.getOutputStream();
            int sent = 0;
            for (String line = lines.readLine(); line != null && !line.equals("bye"); line = lines.readLine()) {
                if (line.equals("end")) {
                    connection.shutdownOutput();
                } else if (line.equals("mark")) {
                    marked = true;
                } else if (line.equals("last")) {
                    out.write(ends.take().getBytes(US_ASCII));
                } else {
                    StringBuilder answer = new StringBuilder();
                    for (int i = 0; i < Integer.parseInt(line); i++) {
                        answer.append(LETTERS.charAt(sent++ % LETTERS.length()));
                    }
                    out.write(answer.toString().getBytes(US_ASCII));
                }
            }
        } catch (IOException e) {
            end = "a reset";
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        if (marked) {
            ends.add(end);
        }
    }
}
