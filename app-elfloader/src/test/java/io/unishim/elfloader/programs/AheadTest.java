package io.unishim.elfloader.programs;

import static io.unishim.abi.Fcntl.O_RDWR;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.unishim.Shim;
import io.unishim.abi.Errno;
import io.unishim.control.CallTable;
import io.unishim.control.Policy;
import io.unishim.control.Statistics;
import io.unishim.elfloader.Program;
import io.unishim.elfloader.RunningProgram;
import io.unishim.file.AnonymousFile;
import io.unishim.file.Descriptors;
import io.unishim.file.Mount;
import io.unishim.file.OpenFileDescription;
import io.unishim.memory.UserBuffer;
import io.unishim.net.Permitted;
import io.unishim.task.ReadAhead;
import io.unishim.task.Task;
import io.unishim.task.WaitQueue;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What an isolated program reads by itself, without a call that the JVM serves, is what it reads on the host. */
@Timeout(120)
class AheadTest {
    private static final String PYTHON = "/usr/bin/python3";
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

    /** Says by how many bytes it answers whether a call reached it, or what it had laid out was read. */
    private static final class Oracle extends AnonymousFile implements ReadAhead.Source {
        static final int CALLED = 3;
        static final int LAID_OUT = 5;

        private final List<Integer> written = new ArrayList<>();

        private final WaitQueue queue = new WaitQueue();

        Oracle() {
            super("[oracle]");
        }

        @Override
        public WaitQueue waitQueue() {
            return queue;
        }

        @Override
        public long read(Task task, OpenFileDescription open, UserBuffer buffer, long position) {
            return buffer.put(0, new byte[CALLED], 0, CALLED);
        }

        @Override
        public long write(Task task, OpenFileDescription open, UserBuffer buffer, long position) {
            return CALLED;
        }

        @Override
        public void readAhead(Task task, OpenFileDescription open, int fd, ReadAhead ahead) {
            ReadAhead.Place place = ahead.place(fd);
            if (place != null) {
                place.offer(LAID_OUT, LAID_OUT, this);
            }
        }

        @Override
        public void written(long address, int length) {
            written.add(length);
        }

        @Override
        public void taken(int count) {
            assertThat(count).isEqualTo(LAID_OUT);
        }
    }

    private static String lengths(boolean isolated, Shim shim) throws IOException {
        Twin.needs(PYTHON);
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        try (PipedOutputStream go = new PipedOutputStream();
                PipedInputStream input = new PipedInputStream(go)) {
            Program program = Program.of(PYTHON).args("-c", """
                            import os, select, sys
                            sys.stdin.readline()
                            null = os.open('/dev/null', os.O_WRONLY)
                            for i in range(5): # each site of a call is made cheap by its first use
                                os.write(null, b'1')
                            epoll = select.epoll()
                            epoll.register(50, select.EPOLLIN)
                            for i in range(5):
                                epoll.poll()
                                print(len(os.read(50, 100)), os.write(50, b'12345'), end=' ')
                            """).input(input).output(output);
            try (RunningProgram running = (isolated ? program.isolated() : program).start(shim)) {
                Oracle oracle = new Oracle();
                OpenFileDescription open = new OpenFileDescription(oracle, O_RDWR);
                assertThat(running.process().state(Descriptors.KEY).install(open, 50, false))
                        .isEqualTo(50);
                go.write('\n');
                go.flush();
                running.waitFor();
                oracle.written.forEach(length -> output.write('w'));
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
        return output.toString(US_ASCII);
    }

    @Test
    void what_is_laid_out_is_used_unless_calls_are_watched() throws IOException {
        String called = (Oracle.CALLED + " ").repeat(10);
        String read = (Oracle.LAID_OUT + " ").repeat(10) + "wwwww";
        try (Shim shim = Shim.builder().mount(Mount.overlay(Path.of("/"), "/")).boot()) {
            assertThat(lengths(false, shim)).isEqualTo(called);
            assertThat(lengths(true, shim)).isEqualTo(read);
            try (Statistics unused = shim.table().count("read")) {
                assertThat(lengths(true, shim)).isEqualTo(called);
            }
            try (CallTable.Registration unused = shim.table().apply(Policy.deny(Errno.EPERM), "sendto")) {
                assertThat(lengths(true, shim)).isEqualTo(called);
            }
            assertThat(lengths(true, shim)).isEqualTo(read);
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
