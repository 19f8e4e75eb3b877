package io.unishim.ipc;

import static io.unishim.abi.Errno.EBUSY;
import static io.unishim.abi.Errno.EINTR;
import static io.unishim.abi.Fcntl.O_CREAT;
import static io.unishim.abi.Fcntl.O_NONBLOCK;
import static io.unishim.abi.Fcntl.O_RDWR;
import static io.unishim.abi.Poll.POLLIN;
import static io.unishim.abi.Signals.SIGEV_NONE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.unishim.Shim;
import io.unishim.call.ErrnoException;
import io.unishim.linux.MqueueCallsView;
import io.unishim.struct.MqAttr;
import io.unishim.struct.PollFd;
import io.unishim.struct.SigEvent;
import io.unishim.task.Task;
import io.unishim.testing.Await;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** POSIX message queues between processes that wait for each other. */
class PosixQueuesWaitTest {
    private final Shim shim = Shim.builder()
            .only("posix-ipc", "posix-process", "posix-user", "vfscore")
            .boot();
    private final ExecutorService executor = Executors.newCachedThreadPool();

    @AfterEach
    void close() {
        executor.shutdownNow();
        shim.close();
    }

    private static <T> T get(Future<T> future) throws Exception {
        return future.get(60, TimeUnit.SECONDS);
    }

    /** A process that has the queue open. */
    private final class Peer {
        final Task task = shim.newProcess("peer");
        final MqueueCallsView linux = MqueueCallsView.of(shim, task);
        final int queue = linux.mq_open("q", O_RDWR | O_CREAT, 0600, new MqAttr(0, 2, 16, 0));

        void send(String text, int priority) {
            linux.mq_timedsend(queue, text.getBytes(UTF_8), priority);
        }

        String receive() {
            byte[] room = new byte[16];
            return new String(room, 0, linux.mq_timedreceive(queue, room), UTF_8);
        }

        <T> Future<T> start(Callable<T> what) {
            Future<T> started = executor.submit(what);
            Await.parked(task);
            return started;
        }
    }

    @Test
    void receivers_get_messages_in_turn_and_the_queue_stays_empty() throws Exception {
        Peer sender = new Peer();
        Peer one = new Peer();
        Future<String> first = one.start(one::receive);
        Peer two = new Peer();
        Future<String> second = two.start(two::receive);
        sender.linux.mq_notify(sender.queue, new SigEvent(0, 0, SIGEV_NONE, 0));
        sender.send("a", 0);
        sender.send("b", 9);
        assertThat(get(first)).isEqualTo("a");
        assertThat(get(second)).isEqualTo("b");
        // Somebody waited: who asked has not been told, and still has the right to.
        assertThatThrownBy(() -> one.linux.mq_notify(one.queue, new SigEvent(0, 0, SIGEV_NONE, 0)))
                .isInstanceOfSatisfying(
                        ErrnoException.class, e -> assertThat(e.errno()).isEqualTo(EBUSY));
        sender.send("c", 0);
        one.linux.mq_notify(one.queue, new SigEvent(0, 0, SIGEV_NONE, 0));
    }

    @Test
    void a_sender_waits_for_room() throws Exception {
        Peer sender = new Peer();
        Peer receiver = new Peer();
        sender.send("a", 1);
        sender.send("b", 1);
        Future<Boolean> third = sender.start(() -> {
            sender.send("c", 2);
            return true;
        });
        assertThat(receiver.receive()).isEqualTo("a");
        assertThat(get(third)).isTrue();
        assertThat(receiver.receive()).isEqualTo("c");
        assertThat(receiver.receive()).isEqualTo("b");
    }

    @Test
    void a_signal_ends_a_wait_and_the_next_message_is_not_lost() throws Exception {
        Peer peer = new Peer();
        Peer sender = new Peer();
        Future<String> waits = peer.start(peer::receive);
        peer.task.interrupt(Task.SIGNAL);
        assertThatThrownBy(() -> get(waits))
                .hasCauseInstanceOf(ErrnoException.class)
                .cause()
                .satisfies(e -> assertThat(((ErrnoException) e).errno()).isEqualTo(EINTR));
        peer.task.done(Task.SIGNAL);
        sender.send("kept", 0);
        assertThat(peer.receive()).isEqualTo("kept");
    }

    @Test
    void poll_waits_for_a_message() throws Exception {
        Peer peer = new Peer();
        Peer sender = new Peer();
        List<PollFd> asked = new ArrayList<>(List.of(PollFd.of(peer.queue, POLLIN)));
        Future<Integer> polled = peer.start(() -> shim.linux(peer.task).poll(asked, -1));
        sender.send("x", 0);
        assertThat(get(polled)).isOne();
    }

    @Test
    void an_ended_process_asks_no_more() {
        Peer peer = new Peer();
        Peer other = new Peer();
        peer.linux.mq_notify(peer.queue, new SigEvent(0, 0, SIGEV_NONE, 0));
        shim.tasks().exited(peer.task, 0);
        other.linux.mq_notify(other.queue, new SigEvent(0, 0, SIGEV_NONE, 0));
    }

    @Test
    void no_message_is_lost_or_comes_twice() throws Exception {
        List<Future<Long>> all = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            Peer sender = new Peer();
            int priority = i;
            all.add(executor.submit(() -> {
                long sum = 0;
                for (int round = 1; round <= 1000; round++) {
                    sender.send("" + round, priority);
                    sum -= round;
                }
                return sum;
            }));
            Peer receiver = new Peer();
            all.add(executor.submit(() -> {
                long sum = 0;
                for (int round = 1; round <= 1000; round++) {
                    sum += Long.parseLong(receiver.receive());
                }
                return sum;
            }));
        }
        long balance = 0;
        for (Future<Long> each : all) {
            balance += get(each);
        }
        assertThat(balance).isZero();
        Peer last = new Peer();
        int again = last.linux.mq_open("q", O_RDWR | O_NONBLOCK, 0);
        assertThatThrownBy(() -> last.linux.mq_timedreceive(again, new byte[16]))
                .isInstanceOf(ErrnoException.class);
    }
}
