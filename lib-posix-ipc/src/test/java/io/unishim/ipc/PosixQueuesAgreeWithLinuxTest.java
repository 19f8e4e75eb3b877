package io.unishim.ipc;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.unishim.testing.CallScript;
import io.unishim.testing.HostProgram;
import java.io.IOException;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** POSIX message queues, where nobody has to wait for ever, against the host's. */
class PosixQueuesAgreeWithLinuxTest {
    private static final int RDONLY = 0;
    private static final int WRONLY = 1;
    private static final int RDWR = 2;
    private static final int CREAT = 0100;
    private static final int EXCL = 0200;
    private static final int NONBLOCK = 04000;

    private static HostProgram host;

    private final IpcScript script = new IpcScript();
    private final CallScript.Buffer text = script.calls.buffer();
    private final CallScript.Buffer time = script.calls.buffer();

    @BeforeAll
    static void compile() {
        host = CallScript.host().withIpcOfItsOwn();
    }

    @AfterAll
    static void delete() throws IOException {
        if (host != null) {
            host.close();
        }
    }

    private CallScript.Value name(String name) {
        script.calls.bytes(text, (name + "\0").getBytes(UTF_8));
        return text;
    }

    private CallScript.Value attributes(long flags, long messages, long bytes) {
        script.calls.longs(script.in, 0, flags, messages, bytes, 0);
        return script.in;
    }

    private CallScript.Value open(String name, int flags, int mode, long messages, long bytes) {
        return script.call("mq_open", name(name), flags, mode, attributes(0, messages, bytes));
    }

    private void send(Object queue, String message, long priority) {
        script.calls.bytes(script.in, message.getBytes(UTF_8));
        script.call("mq_timedsend", queue, script.in, message.length(), priority, 0);
    }

    private void receive(Object queue, long room) {
        script.calls.longs(script.out, 0, 0, 0, 0, 0);
        script.call("mq_timedreceive", queue, script.out, room, script.out.at(64), 0);
        script.calls.show(script.out, 0, 16);
        script.calls.show(script.out, 64, 4);
    }

    private void attributes(Object queue) {
        script.call("mq_getsetattr", queue, 0, script.out);
        script.calls.show(script.out, 0, 64);
    }

    @Test
    void names() {
        for (String name : new String[] {
            "", "q", "/q", "a/b", ".", "..", "...", ".q", "x".repeat(255), "x".repeat(256), "x".repeat(5000), "q "
        }) {
            script.call("mq_open", name(name), RDWR | CREAT, 0600, 0);
            script.call("mq_open", name(name), RDONLY, 0, 0);
            script.call("mq_unlink", text);
            script.call("mq_unlink", text);
        }
        script.call("mq_open", 0, RDWR | CREAT, 0600, 0);
        script.call("mq_open", name("p"), RDWR | CREAT, 0600, script.in.last(63));
        script.call("mq_open", name("p"), RDWR, 0600, script.in.last(63));
        script.call("mq_open", name(""), RDWR, 0600, script.in.last(63));
        script.call("mq_unlink", 0);
        script.agree(host);
    }

    @Test
    void flags_of_opening() {
        CallScript.Value first = open("q", RDWR | CREAT | EXCL, 0600, 3, 8);
        open("q", RDWR | CREAT | EXCL, 0600, 3, 8);
        open("q", RDWR | CREAT, 0600, -3, 8);
        open("q", 3, 0600, 3, 8);
        open("q", 3 | EXCL, 0600, 3, 8);
        CallScript.Value reader = open("q", RDONLY | NONBLOCK, 0600, 3, 8);
        CallScript.Value writer = open("q", WRONLY | NONBLOCK, 0600, 3, 8);
        send(reader, "a", 0);
        send(first, "a", 0);
        send(writer, "b", 0);
        receive(writer, 8);
        receive(reader, 8);
        receive(first, 8);
        receive(reader, 8);
        for (Object each : new Object[] {first, reader, writer}) {
            attributes(each);
            script.call("fcntl", each, 1, 0);
            script.call("fcntl", each, 3, 0);
            script.call("lseek", each, 0, 1);
            script.call("write", each, script.in, 1);
        }
        script.call("read", first, script.out, 80);
        script.calls.show(script.out, 0, 80, bytes -> new String(bytes, UTF_8));
        script.call("mq_unlink", name("q"));
        send(writer, "after", 1);
        receive(reader, 8);
        open("q", RDWR, 0, 3, 8);
        script.agree(host);
    }

    @Test
    void attributes_of_new_queues() {
        long[][] tries = {
            {10, 8192},
            {11, 1},
            {1, 8193},
            {0, 1},
            {1, 0},
            {-1, 1},
            {1, -1},
            {1, 1},
            {65536, 1},
            {65537, 1},
            {Long.MAX_VALUE, Long.MAX_VALUE}
        };
        for (long[] each : tries) {
            CallScript.Value made = open("q", RDWR | CREAT, 0600, each[0], each[1]);
            attributes(made);
            script.call("mq_unlink", text);
        }
        CallScript.Value usual = script.call("mq_open", name("u"), RDWR | CREAT, 0600, 0);
        attributes(usual);
        for (String file : new String[] {"msg_default", "msg_max", "msgsize_default", "msgsize_max", "queues_max"}) {
            script.file("/proc/sys/fs/mqueue/" + file);
        }
        script.agree(host);
    }

    @Test
    void the_limit_of_bytes() {
        // Of a user the bytes of all queues count, also of other runs and of name spaces that have not quite ended.
        int user = 20_000 + (int) (ProcessHandle.current().pid() % 40_000);
        script.become(user, user);
        for (int i = 0; i < 12; i++) {
            script.call("mq_open", name("q" + i), RDWR | CREAT, 0600, 0);
        }
        script.call("mq_unlink", name("q1"));
        script.call("mq_open", name("again"), RDWR | CREAT, 0600, 0);
        script.call("mq_unlink", name("q2"));
        script.call("close", 2);
        script.call("mq_open", name("again"), RDWR | CREAT, 0600, 0);
        script.agree(host);
    }

    @Test
    void messages() {
        CallScript.Value queue = open("q", RDWR | CREAT | NONBLOCK, 0600, 4, 8);
        send(queue, "low", 1);
        send(queue, "high", 32767);
        send(queue, "too high", 32768);
        send(queue, "negative", -1);
        send(queue, "too long!", 1);
        send(queue, "", 32767);
        send(queue, "12345678", 0);
        send(queue, "full", 5);
        attributes(queue);
        receive(queue, 7);
        receive(queue, -1);
        receive(queue, 8);
        receive(queue, 100);
        send(queue, "mid", 7);
        receive(queue, 8);
        receive(queue, 8);
        receive(queue, 8);
        receive(queue, 8);
        send(queue, "x", 1);
        script.call("mq_timedreceive", queue, script.out, 8, 0, 0);
        send(queue, "x", 1);
        script.call("mq_timedreceive", queue, script.out, 8, script.out.last(3), 0);
        send(queue, "xyz", 1);
        script.call("mq_timedreceive", queue, script.out.last(2), 8, 0, 0);
        script.call("mq_timedsend", queue, script.in.last(2), 3, 0, 0);
        script.call("mq_timedsend", queue, 0, 3, 0, 0);
        script.call("mq_timedsend", queue, 0, 0, 0, 0);
        receive(queue, 8);
        receive(queue, 8);
        for (Object bad : new Object[] {-1, 99}) {
            send(bad, "x", 1);
            receive(bad, 8);
            attributes(bad);
            script.call("mq_notify", bad, 0);
        }
        CallScript.Value file = script.call("memfd_create", name("f"), 0);
        send(file, "x", 1);
        receive(file, 8);
        attributes(file);
        script.call("mq_notify", file, 0);
        script.agree(host);
    }

    @Test
    void moments() {
        CallScript.Value queue = open("q", RDWR | CREAT, 0600, 1, 8);
        long[][] moments = {{0, 0}, {1, 5}, {-1, 0}, {0, -1}, {0, 1_000_000_000}, {Long.MIN_VALUE, 0}};
        for (int full = 0; full < 2; full++) {
            for (long[] each : moments) {
                script.calls.longs(time, 0, each[0], each[1]);
                script.call("mq_timedsend", queue, script.in, 3, 0, time);
                script.call("mq_timedsend", queue, script.in, 3, 40000, time);
                script.call("mq_timedsend", 99, script.in, 3, 0, time);
                script.call("mq_timedsend", queue, script.in, 9, 0, time);
                script.call("mq_timedsend", queue, script.in, 3, 0, time);
                script.call("mq_timedreceive", queue, script.out, 8, 0, time);
                script.call("mq_timedreceive", queue, script.out, 8, 0, time);
                script.call("mq_timedreceive", queue, script.out, 7, 0, time);
            }
            script.call("mq_timedsend", queue, script.in, 3, 0, time.last(15));
            script.call("mq_timedreceive", queue, script.out, 8, 0, time.last(15));
            script.calls.longs(time, 0, 0, 0);
            script.call("mq_timedsend", queue, script.in, 3, 0, time);
        }
        script.agree(host);
    }

    @Test
    void attributes_that_are_set() {
        CallScript.Value queue = open("q", RDWR | CREAT, 0600, 2, 8);
        script.call("mq_getsetattr", queue, attributes(NONBLOCK, 99, 99), script.out);
        script.calls.show(script.out, 0, 64);
        attributes(queue);
        script.call("fcntl", queue, 3, 0);
        script.call("mq_getsetattr", queue, attributes(1, 99, 99), script.out);
        script.call("mq_getsetattr", queue, attributes(NONBLOCK | 1, 99, 99), 0);
        script.call("mq_getsetattr", queue, attributes(0, 99, 99), 0);
        attributes(queue);
        script.call("mq_getsetattr", queue, 0, 0);
        script.call("mq_getsetattr", queue, script.in.last(63), 0);
        script.call("mq_getsetattr", queue, attributes(NONBLOCK, 1, 1), script.out.last(63));
        attributes(queue);
        script.call("mq_getsetattr", 99, attributes(1, 1, 1), 0);
        script.call("mq_getsetattr", 99, attributes(0, 1, 1), 0);
        script.agree(host);
    }

    @Test
    void readiness_and_notices() {
        CallScript.Value queue = open("q", RDWR | CREAT | NONBLOCK, 0600, 2, 8);
        for (int i = 0; i < 4; i++) {
            script.calls.ints(script.out, 0, 0, 0);
            script.calls.ints(script.out, 0, queue, 0x145);
            script.call("poll", script.out, 1, 0);
            script.calls.show(script.out, 4, 4);
            send(queue, "m", i);
        }
        for (int kind = -1; kind < 6; kind++) {
            for (int signal : new int[] {-1, 0, 65, 64}) {
                if (kind == 2) {
                    continue; // the kind that needs a netlink socket
                }
                script.calls.longs(script.in, 0, 7, (long) kind << 32 | signal & 0xffffffffL, 0, 0);
                script.call("mq_notify", queue, script.in);
                script.call("mq_notify", queue, script.in);
                script.call("mq_notify", queue, 0);
            }
        }
        script.call("mq_notify", queue, script.in.last(63));
        script.agree(host);
    }

    @Test
    void a_signal_tells_of_the_first_message() {
        CallScript.Value queue = open("q", RDWR | CREAT | NONBLOCK, 0600, 2, 8);
        script.calls.longs(script.in, 0, 1L << (40 - 1));
        script.call("rt_sigprocmask", 0, script.in, 0, 8);
        for (int round = 0; round < 2; round++) {
            script.calls.longs(script.in, 0, 0x1234, 40, 0, 0);
            script.call("mq_notify", queue, script.in);
            send(queue, "one", 0);
            send(queue, "two", 0);
            script.calls.longs(script.in, 0, 1L << (40 - 1));
            script.calls.longs(time, 0, 0, 0);
            script.call("rt_sigtimedwait", script.in, script.out, time, 8);
            script.show(48, 16);
            script.call("rt_sigtimedwait", script.in, script.out, time, 8);
            receive(queue, 8);
            receive(queue, 8);
        }
        script.calls.longs(script.in, 0, 0x1234, 40, 0, 0);
        script.call("mq_notify", queue, script.in);
        CallScript.Value other = open("q", RDONLY, 0, 0, 0);
        script.call("close", other);
        send(queue, "none", 0);
        script.calls.longs(script.in, 0, 1L << (40 - 1));
        script.call("rt_sigtimedwait", script.in, script.out, time, 8);
        script.agree(host);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void random_messages(long seed) {
        Random random = new Random(seed);
        CallScript.Value queue = open("q", RDWR | CREAT | NONBLOCK, 0600, 10, 8);
        for (int i = 0; i < 200; i++) {
            if (random.nextBoolean()) {
                send(queue, Integer.toHexString(random.nextInt()), random.nextInt(4));
            } else {
                receive(queue, 8);
            }
        }
        attributes(queue);
        script.agree(host);
    }

    @ParameterizedTest
    @ValueSource(ints = {0600, 0660, 0666, 0644, 0640, 0606, 0444, 0222, 0400, 0200, 0, 0060, 0006, 07777})
    void permissions(int mode) {
        script.call("umask", mode == 07777 ? 022 : 0);
        script.act(5, 6);
        CallScript.Value made = open("q", RDWR | CREAT, mode, 1, 1);
        script.call("fstat", made, script.out);
        script.calls.show(script.out, 16, 24);
        script.back();
        for (int[] who : new int[][] {{5, 6}, {7, 6}, {7, 9}, {0, 0}}) {
            script.act(who[0], who[1]);
            for (int flags : new int[] {RDONLY, WRONLY, RDWR, RDWR | CREAT}) {
                open("q", flags, 0777, 1, 1);
            }
            if (who[0] == 7) {
                script.call("mq_unlink", name("q"));
            }
            script.back();
        }
        script.act(5, 6);
        script.call("mq_unlink", name("q"));
        script.agree(host);
    }
}
