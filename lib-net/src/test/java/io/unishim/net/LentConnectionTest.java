package io.unishim.net;

import static io.unishim.abi.Errnos.EAGAIN;
import static io.unishim.abi.Errnos.ECONNRESET;
import static io.unishim.abi.Errnos.EPIPE;
import static io.unishim.abi.Poll.POLLERR;
import static io.unishim.abi.Socket.MSG_DONTWAIT;
import static io.unishim.abi.Socket.MSG_PEEK;
import static io.unishim.abi.Socket.SOCK_STREAM;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.unishim.Shim;
import io.unishim.memory.OffHeap;
import io.unishim.task.ReadAhead;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a program does by itself with a connection of the host is done before anybody else does anything with it. */
@Timeout(60)
class LentConnectionTest {
    /** A program that reads and writes at once as much as it is to. */
    private static final class Borrower implements ReadAhead, ReadAhead.Place {
        private final OffHeap memory = OffHeap.allocate(64);
        private int reads;
        private String writes = "";
        int offered;
        int room;
        int settled;
        private @Nullable Source source;

        Borrower reads(int count) {
            reads = count;
            return this;
        }

        Borrower writes(String text) {
            writes = text;
            return this;
        }

        @Override
        public Place place(int fd) {
            return this;
        }

        @Override
        public boolean takesWrites() {
            return true;
        }

        @Override
        public long address() {
            return memory.address();
        }

        @Override
        public int size() {
            return 16;
        }

        @Override
        public void offer(int length, int most, Source from) {
            offered = length;
            room = most;
            source = from;
        }

        @Override
        public synchronized void settle() {
            Source from = source;
            if (from != null) {
                source = null;
                settled++;
                byte[] bytes = writes.getBytes(US_ASCII);
                memory.put(32, bytes, 0, bytes.length);
                if (bytes.length > 0) {
                    from.written(memory.address() + 32, bytes.length);
                }
                from.taken(reads);
            }
        }

        String bytes() {
            byte[] bytes = new byte[offered];
            memory.get(0, bytes, 0, offered);
            return new String(bytes, US_ASCII);
        }
    }

    private final Borrower borrower = new Borrower();

    @SuppressWarnings("NullAway.Init")
    private ServerSocket server;

    @SuppressWarnings("NullAway.Init")
    private Shim shim;

    @SuppressWarnings("NullAway.Init")
    private GuestSocket client;

    @SuppressWarnings("NullAway.Init")
    private Socket other;

    @BeforeEach
    void connect() throws IOException {
        server = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"));
        shim = Shim.builder()
                .only("net", "vfscore")
                .option(NetLibrary.PERMITTED, List.of(new Permitted("127.0.0.1", server.getLocalPort())))
                .boot();
        client = new GuestSocket(shim, SOCK_STREAM).connected(server.getLocalPort());
        other = server.accept();
    }

    @AfterEach
    void close() throws IOException {
        other.close();
        shim.close();
        server.close();
    }

    /** The other end sends something, and it is lent. */
    private void lent(String text) throws IOException {
        other.getOutputStream().write(text.getBytes(US_ASCII));
        assertThat(client.receive(MSG_PEEK)).isNotEmpty();
        client.readAhead(borrower);
    }

    @Test
    void what_was_read_is_gone_for_all_others() throws IOException {
        lent("hello");
        assertThat(borrower.reads(2).bytes()).isEqualTo("hello");
        assertThat(client.receive(0)).isEqualTo("llo");
        assertThat(borrower.settled).isEqualTo(1);
        lent("again");
        borrower.reads(5);
        assertThat(client.receive(MSG_DONTWAIT)).isEqualTo("" + -EAGAIN);
        lent("once more");
        borrower.reads(0);
        assertThat(client.receive(0)).isEqualTo("once more");
    }

    @Test
    void what_was_written_comes_before_what_others_write() throws IOException {
        lent("hello");
        assertThat(borrower.room).isPositive();
        borrower.writes("first ");
        client.send("second", server.getLocalPort());
        byte[] bytes = new byte[12];
        assertThat(other.getInputStream().readNBytes(bytes, 0, 12)).isEqualTo(12);
        assertThat(new String(bytes, US_ASCII)).isEqualTo("first second");
    }

    @Test
    void a_close_comes_after_what_was_read_and_written() throws IOException {
        lent("hello");
        borrower.reads(5).writes("bye");
        client.close();
        assertThat(borrower.settled).isEqualTo(1);
        // An end, not a reset.
        assertThat(other.getInputStream().readAllBytes()).isEqualTo("bye".getBytes(US_ASCII));
    }

    @Test
    void more_than_there_is_a_place_for_is_not_lent() throws IOException {
        lent("sixteen letters.");
        assertThat(borrower.offered).isZero();
        assertThat(client.receive(0)).isEqualTo("sixteen letters.");
        lent("fifteen letters");
        assertThat(borrower.reads(15).bytes()).isEqualTo("fifteen letters");
        borrower.settle();
        assertThat(client.receive(MSG_DONTWAIT)).isEqualTo("" + -EAGAIN);
    }

    @Test
    void what_is_lent_is_not_lent_again() throws IOException {
        lent("hello");
        Borrower second = new Borrower();
        client.readAhead(second);
        // To ask settles, too.
        assertThat(second.offered + 5 * (1 - borrower.settled)).isEqualTo(5);
        second.settle();
        borrower.settle();
        assertThat(client.receive(0)).isEqualTo("hello");
    }

    private void reset() throws IOException {
        other.setSoLinger(true, 0);
        other.close();
    }

    @Test
    void an_error_of_what_was_written_is_told_by_the_next_call() throws IOException {
        lent("hello");
        borrower.reads(5).writes("lost");
        reset();
        assertThat(client.receive(0)).isEqualTo("" + -ECONNRESET);
        assertThat(client.receive(0)).isEmpty();
        assertThat(client.send("lost", server.getLocalPort())).isEqualTo(-EPIPE);
    }

    @Test
    void what_came_before_the_error_is_read_before_it() throws IOException {
        lent("hello");
        borrower.reads(2).writes("lost");
        reset();
        assertThat(client.readiness() & POLLERR).isNotZero();
        assertThat(client.receive(0)).isEqualTo("llo");
        assertThat(client.error()).isEqualTo(ECONNRESET);
        assertThat(client.error()).isZero();
        assertThat(client.receive(0)).isEmpty();
    }

    @Test
    void a_write_is_told_the_error_of_the_one_before() throws IOException {
        lent("hello");
        borrower.reads(5).writes("lost");
        reset();
        assertThat(client.send("lost", server.getLocalPort())).isEqualTo(-ECONNRESET);
        assertThat(client.send("lost", server.getLocalPort())).isEqualTo(-EPIPE);
    }
}
