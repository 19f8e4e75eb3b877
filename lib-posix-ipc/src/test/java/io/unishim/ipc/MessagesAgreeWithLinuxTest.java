package io.unishim.ipc;

import io.unishim.testing.CallScript;
import io.unishim.testing.HostProgram;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Message queues where nobody has to wait, against the host's. */
class MessagesAgreeWithLinuxTest {
    private static final int CREAT = 01000;
    private static final int EXCL = 02000;
    private static final int NOWAIT = 04000;
    private static final int NOERROR = 010000;
    private static final int EXCEPT = 020000;
    private static final int COPY = 040000;
    private static final int RMID = 0;
    private static final int SET = 1;
    private static final int STAT = 2;
    private static final int INFO = 3;

    @AutoClose
    private static HostProgram host;

    private final IpcScript script = new IpcScript();

    @BeforeAll
    static void compile() {
        host = CallScript.host().withIpcOfItsOwn();
    }

    private void stat(Object id) {
        script.call("msgctl", id, STAT, script.out);
        script.show(120, 48, 56, 64, 96, 100);
    }

    private CallScript.Value message(long type, String text) {
        script.calls.longs(script.in, 0, type);
        script.calls.bytes(script.in.at(8), text.getBytes(StandardCharsets.UTF_8));
        return script.in;
    }

    private void send(Object id, long type, String text) {
        script.call("msgsnd", id, message(type, text), text.length(), NOWAIT);
    }

    private void receive(Object id, long room, long type, int flags) {
        script.calls.longs(script.out, 0, 0, 0);
        script.call("msgrcv", id, script.out, room, type, flags | NOWAIT);
        script.calls.show(script.out, 0, 16);
    }

    @Test
    void makes_and_finds_by_key() {
        script.call("msgget", 77, 0600);
        script.call("msgget", 77, CREAT | 0641);
        script.call("msgget", 77, CREAT | EXCL | 0640);
        script.call("msgget", 77, CREAT);
        script.call("msgget", 77, 0);
        script.call("msgget", 77, EXCL);
        script.call("msgget", 0, 0);
        script.call("msgget", 0, CREAT | EXCL | 07777);
        for (int id = -1; id < 4; id++) {
            stat(id);
        }
        script.call("msgctl", 0, INFO, script.out);
        script.show(32);
        send(0, 3, "abc");
        send(1, 3, "");
        script.call("msgctl", 0, 12, script.out);
        script.show(32);
        script.file("/proc/sysvipc/msg");
        for (String name : new String[] {"msgmax", "msgmnb", "msgmni"}) {
            script.file("/proc/sys/kernel/" + name);
        }
        script.call("msgctl", 1, RMID, 0);
        script.call("msgctl", 1, RMID, 0);
        script.call("msgctl", 32769, RMID, 0);
        for (int id = -1; id < 4; id++) {
            script.call("msgctl", id, 11, script.out);
            script.call("msgctl", id, 13, script.out);
        }
        script.agree(host);
    }

    @Test
    void bad_messages() {
        CallScript.Value id = script.call("msgget", 0, 0600);
        send(id, 0, "a");
        send(id, -1, "a");
        send(id, Long.MIN_VALUE, "a");
        send(-1, 1, "a");
        send(32768, 1, "a");
        send(5, 1, "a");
        script.call("msgsnd", id, message(1, "a"), 8193, NOWAIT);
        script.call("msgsnd", id, script.in, -1, NOWAIT);
        script.call("msgsnd", id, 0, 1, NOWAIT);
        script.call("msgsnd", -1, 0, -1, NOWAIT);
        script.call("msgsnd", id, script.in.last(7), 1, NOWAIT);
        script.calls.longs(script.in, 65536 - 16, 1, 2);
        script.call("msgsnd", id, script.in.last(16), 9, NOWAIT);
        script.call("msgsnd", id, script.in.last(16), 8, NOWAIT);
        script.call("msgrcv", id, script.out, -1, 0, NOWAIT);
        script.call("msgrcv", -1, script.out, 8, 0, NOWAIT);
        script.call("msgrcv", 32768, script.out, 8, 0, NOWAIT);
        script.call("msgrcv", id, script.out, 7, 0, NOWAIT);
        script.call("msgrcv", id, 0, 8, 0, NOWAIT);
        script.call("msgrcv", id, script.out, 8, 0, NOWAIT);
        script.call("msgsnd", id, message(1, "12345678"), 8, 0);
        script.call("msgrcv", id, script.out.last(15), 8, 0, NOWAIT);
        script.call("msgrcv", id, script.out, 8, 0, NOWAIT);
        for (int op : new int[] {-1, 4, 10, 14, 100}) {
            script.call("msgctl", id, op, script.out);
        }
        stat(id);
        script.agree(host);
    }

    @Test
    void which_message_comes() {
        CallScript.Value id = script.call("msgget", 0, 0600);
        for (int round = 0; round < 3; round++) {
            for (int type : new int[] {5, 3, 9, 3, 1, 7, 5}) {
                send(id, type, "m" + type + round);
            }
        }
        for (int place = -2; place < 23; place++) {
            receive(id, 8, place, COPY);
        }
        receive(id, 2, 0, COPY);
        receive(id, 2, 0, COPY | NOERROR);
        receive(id, 8, 0, COPY | EXCEPT);
        script.call("msgrcv", id, script.out, 8, 0, COPY);
        receive(id, 8, 3, 0);
        receive(id, 8, -4, 0);
        receive(id, 8, -4, 0);
        receive(id, 8, -2, 0);
        receive(id, 8, 5, EXCEPT);
        receive(id, 8, -5, EXCEPT);
        receive(id, 8, 0, EXCEPT);
        receive(id, 8, 100, 0);
        receive(id, 8, Long.MIN_VALUE, 0);
        receive(id, 2, 0, 0);
        receive(id, 2, 0, NOERROR);
        receive(id, 0, 0, NOERROR);
        for (int i = 0; i < 14; i++) {
            receive(id, 8, 0, 0);
        }
        stat(id);
        script.agree(host);
    }

    @Test
    void a_full_queue() {
        CallScript.Value id = script.call("msgget", 0, 0600);
        script.call("msgsnd", id, message(1, "a"), 8192, NOWAIT);
        script.call("msgsnd", id, message(1, "a"), 8192, NOWAIT);
        send(id, 1, "a");
        send(id, 1, "");
        stat(id);
        receive(id, 8192, 0, 0);
        send(id, 1, "a");
        script.call("msgsnd", id, message(1, "a"), 8192, NOWAIT);
        script.call("msgsnd", id, message(1, "a"), 8191, NOWAIT);
        script.call("msgctl", id, STAT, script.out);
        script.calls.longs(script.out, 88, 3);
        script.call("msgctl", id, SET, script.out);
        send(id, 1, "");
        CallScript.Value small = script.call("msgget", 0, 0600);
        script.call("msgctl", small, STAT, script.out);
        script.calls.longs(script.out, 88, 3);
        script.call("msgctl", small, SET, script.out);
        for (int i = 0; i < 5; i++) {
            send(small, 1, "");
        }
        send(small, 1, "1234");
        script.calls.longs(script.out, 88, 16385);
        script.call("msgctl", small, SET, script.out);
        script.calls.longs(script.out, 88, -1);
        script.call("msgctl", small, SET, script.out);
        script.calls.longs(script.out, 88, 16384);
        script.calls.ints(script.out, 4, -1);
        script.call("msgctl", small, SET, script.out);
        script.call("msgctl", small, SET, 0);
        script.call("msgctl", 77, SET, 0);
        script.call("msgctl", 77, SET, script.out);
        stat(small);
        script.agree(host);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void random_messages(long seed) {
        Random random = new Random(seed);
        CallScript.Value id = script.call("msgget", 0, 0600);
        for (int i = 0; i < 200; i++) {
            if (random.nextInt(5) < 3) {
                send(id, 1 + random.nextInt(5), "x".repeat(random.nextInt(9)));
            } else {
                int flags = new int[] {0, NOERROR, EXCEPT, COPY, COPY | NOERROR, NOERROR | EXCEPT}[random.nextInt(6)];
                receive(id, random.nextInt(9), random.nextInt(13) - 6, flags);
            }
        }
        stat(id);
        script.agree(host);
    }

    @ParameterizedTest
    @ValueSource(ints = {0600, 0660, 0666, 0644, 0640, 0606, 0444, 0222, 0400, 0200, 0, 0060, 0006})
    void permissions(int mode) {
        script.act(5, 6);
        CallScript.Value id = script.call("msgget", 9, CREAT | mode);
        script.back();
        script.call("msgctl", id, STAT, script.out);
        script.calls.ints(script.out, 4, 8, 9);
        script.call("msgctl", id, SET, script.out);
        int[][] people = {{5, 6}, {7, 6}, {8, 1}, {7, 9}, {7, 7}};
        for (int[] who : people) {
            script.act(who[0], who[1]);
            for (int want : new int[] {0, 0400, 0200, 0600, 040, 020, 04, 02, 06, 01}) {
                script.call("msgget", 9, want);
            }
            script.call("msgctl", id, STAT, script.out);
            script.call("msgctl", id, 11, script.out);
            script.call("msgctl", id, 13, script.out);
            send(id, 1, "text");
            receive(id, 8, 0, 0);
            receive(id, 8, 0, 0);
            script.call("msgctl", id, STAT, script.out);
            script.calls.ints(script.out, 4, 8, 9);
            script.call("msgctl", id, SET, script.out);
            if (who[0] == 7) {
                script.call("msgctl", id, RMID, 0);
            }
            script.back();
        }
        script.agree(host);
    }
}
