package io.unishim.ipc;

import io.unishim.testing.CallScript;
import io.unishim.testing.HostProgram;
import java.util.Random;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code semget}, {@code semop} where it need not wait, {@code semctl} against the host's. */
class SemaphoresAgreeWithLinuxTest {
    private static final int CREAT = 01000;
    private static final int EXCL = 02000;
    private static final int NOWAIT = 04000;
    private static final int UNDO = 0x1000;
    private static final int RMID = 0;
    private static final int SET = 1;
    private static final int STAT = 2;
    private static final int INFO = 3;
    private static final int GETPID = 11;
    private static final int GETVAL = 12;
    private static final int GETALL = 13;
    private static final int SETVAL = 16;
    private static final int SETALL = 17;

    @AutoClose
    private static HostProgram host;

    private final IpcScript script = new IpcScript();

    @BeforeAll
    static void compile() {
        host = CallScript.host().withIpcOfItsOwn();
    }

    private void stat(Object id) {
        script.call("semctl", id, 0, STAT, script.out);
        script.show(104, 48, 64);
    }

    private void values(Object id, int count) {
        script.call("semctl", id, 0, GETALL, script.out);
        script.calls.show(script.out, 0, 2 * count);
    }

    /** number, operation, flags, ... */
    private CallScript.Value operations(int... words) {
        byte[] bytes = new byte[2 * words.length];
        for (int i = 0; i < words.length; i++) {
            bytes[2 * i] = (byte) words[i];
            bytes[2 * i + 1] = (byte) (words[i] >> 8);
        }
        script.calls.bytes(script.in, bytes);
        return script.in;
    }

    private void operate(Object id, int... words) {
        script.call("semop", id, operations(words), words.length / 3);
    }

    @Test
    void makes_and_finds_by_key() {
        script.call("semget", 77, 3, 0600);
        script.call("semget", 77, 0, CREAT | 0600);
        script.call("semget", 77, -1, CREAT | 0600);
        script.call("semget", 77, 32001, CREAT | 0600);
        script.call("semget", 77, 3, CREAT | 0641);
        script.call("semget", 77, 3, CREAT | EXCL | 0640);
        script.call("semget", 77, 4, CREAT);
        script.call("semget", 77, -1, CREAT);
        script.call("semget", 77, 0, 0);
        script.call("semget", 77, 1, EXCL);
        script.call("semget", 0, 1, 0);
        script.call("semget", 0, 32000, CREAT | EXCL | 07777);
        script.call("semget", 0, 0, CREAT | EXCL);
        for (int id = -1; id < 4; id++) {
            stat(id);
        }
        script.call("semctl", 0, 0, INFO, script.out);
        script.show(40);
        script.call("semctl", 0, 0, 19, script.out);
        script.show(40);
        script.file("/proc/sysvipc/sem");
        script.file("/proc/sys/kernel/sem");
        script.call("semctl", 1, 0, RMID);
        script.call("semctl", 1, 0, RMID);
        script.call("semctl", 32769, 0, RMID);
        script.call("semget", 0, 2, 0);
        script.file("/proc/sysvipc/sem");
        for (int id = -1; id < 4; id++) {
            script.call("semctl", id, 0, 18, script.out);
            script.call("semctl", id, 0, 20, script.out);
        }
        script.agree(host);
    }

    @Test
    void operations_that_need_not_wait() {
        CallScript.Value id = script.call("semget", 0, 4, 0600);
        operate(id, 0, 0, 0);
        stat(id);
        operate(id, 0, 3, 0);
        operate(id, 0, -3, 0, 1, 2, 0, 1, -1, 0);
        values(id, 4);
        operate(id, 0, 0, NOWAIT);
        operate(id, 1, 0, NOWAIT);
        operate(id, 1, -2, NOWAIT);
        operate(id, 1, 5, 0, 1, -7, NOWAIT);
        operate(id, 2, 1, 0, 1, -7, NOWAIT);
        values(id, 4);
        operate(id, 3, 32767, 0);
        operate(id, 3, 1, 0);
        operate(id, 2, 1, 0, 3, 1, 0);
        operate(id, 2, 32767, 0, 2, 32767, 0);
        operate(id, 2, -32768, NOWAIT);
        operate(id, 4, 1, 0);
        operate(id, -1, 1, 0);
        operate(id, 65535, 1, 0);
        values(id, 4);
        for (int i = 0; i < 4; i++) {
            script.call("semctl", id, i, GETVAL, 0);
            script.call("semctl", id, i, 14, 0);
            script.call("semctl", id, i, 15, 0);
        }
        stat(id);
        script.agree(host);
    }

    @Test
    void bad_operations() {
        CallScript.Value id = script.call("semget", 0, 4, 0600);
        CallScript.Value one = operations(0, 1, 0);
        script.call("semop", id, one, 0);
        script.call("semop", id, one, 501);
        script.call("semop", id, one, -1);
        script.call("semop", id, one, 1L << 32);
        script.call("semop", id, 0, 1);
        script.call("semop", id, 0, 0);
        script.call("semop", id, 0, 501);
        script.call("semop", id, script.in.last(5), 1);
        script.call("semop", -1, one, 1);
        script.call("semop", -1, 0, 1);
        script.call("semop", -1, one, 0);
        script.call("semop", 9, one, 1);
        script.call("semop", 32768, one, 1);
        script.call("semop", id, script.in.at(1000), 500);
        values(id, 1);
        script.agree(host);
    }

    @Test
    void timeouts() {
        CallScript.Value id = script.call("semget", 0, 1, 0600);
        CallScript.Value take = operations(0, -1, 0);
        CallScript.Value time = script.in.at(100);
        script.calls.longs(script.in, 100, 0, 1);
        script.call("semtimedop", id, take, 1, time);
        script.calls.longs(script.in, 100, 0, 0);
        script.call("semtimedop", id, take, 1, time);
        long[][] bad = {{-1, 0}, {0, -1}, {0, 1_000_000_000}, {Long.MIN_VALUE, 0}};
        for (long[] each : bad) {
            script.calls.longs(script.in, 100, each[0], each[1]);
            script.call("semtimedop", id, take, 1, time);
            script.call("semtimedop", 99, take, 1, time);
            script.call("semtimedop", id, take, 0, time);
            script.call("semtimedop", id, take, 501, time);
            script.call("semtimedop", id, 0, 1, time);
        }
        script.call("semtimedop", id, take, 1, script.in.last(15));
        script.call("semtimedop", id, take, 501, script.in.last(15));
        script.call("semctl", id, 0, SETVAL, 2);
        script.calls.longs(script.in, 100, Long.MAX_VALUE, 0);
        script.call("semtimedop", id, take, 1, time);
        script.call("semtimedop", id, take, 1, 0);
        script.agree(host);
    }

    @Test
    void values_that_are_set() {
        CallScript.Value id = script.call("semget", 0, 3, 0600);
        for (long value : new long[] {5, 32767, 32768, -1, 1L << 32 | 7, 0}) {
            script.call("semctl", id, 1, SETVAL, value);
            script.call("semctl", id, 1, GETVAL, 0);
        }
        script.call("semctl", id, 3, SETVAL, 1);
        script.call("semctl", id, -1, SETVAL, 1);
        script.call("semctl", id, 3, SETVAL, -1);
        script.call("semctl", 99, 0, SETVAL, -1);
        script.call("semctl", 99, 0, SETVAL, 1);
        script.call("semctl", id, 3, GETVAL, 1);
        script.call("semctl", id, 3, GETPID, 1);
        script.call("semctl", id, -1, 14, 1);
        script.call("semctl", id, 0, GETPID, 1);
        script.calls.ints(script.in, 0, 0x20001, 3);
        script.call("semctl", id, 0, SETALL, script.in);
        values(id, 3);
        script.calls.ints(script.in, 0, 0x20001, 0x8000);
        script.call("semctl", id, 0, SETALL, script.in);
        script.call("semctl", id, 0, SETALL, 0);
        script.call("semctl", id, 0, SETALL, script.in.last(5));
        script.call("semctl", id, 0, GETALL, 0);
        script.call("semctl", id, 0, GETALL, script.in.last(5));
        values(id, 3);
        script.calls.ints(script.in, 0, 99, 7, 8, 9, 10, 07755, 3);
        script.call("semctl", id, 0, SET, script.in);
        stat(id);
        script.calls.ints(script.in, 4, -1);
        script.call("semctl", id, 0, SET, script.in);
        script.call("semctl", id, 0, SET, 0);
        script.call("semctl", 99, 0, SET, 0);
        script.call("semctl", id, 0, STAT, 0);
        script.call("semctl", id, 0, INFO, 0);
        for (int op : new int[] {-1, 4, 5, 10, 21, 256}) {
            script.call("semctl", id, 0, op, script.in);
        }
        script.call("semctl", -1, 0, 99, 0);
        script.agree(host);
    }

    @Test
    void adjustments_have_limits() {
        CallScript.Value id = script.call("semget", 0, 2, 0600);
        operate(id, 0, 32767, UNDO);
        operate(id, 0, -32767, 0);
        operate(id, 0, 1, UNDO);
        operate(id, 0, 1, UNDO);
        operate(id, 0, -1, UNDO);
        operate(id, 0, 1, UNDO, 0, 1, 0);
        values(id, 2);
        script.call("semctl", id, 0, SETVAL, 5);
        operate(id, 0, 1, UNDO);
        operate(id, 1, 1, UNDO, 0, 32767, UNDO);
        values(id, 2);
        operate(id, 1, 9, UNDO, 1, 0, NOWAIT);
        operate(id, 1, 9, UNDO | NOWAIT, 1, -10, UNDO | NOWAIT);
        values(id, 2);
        script.agree(host);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void random_operations(long seed) {
        Random random = new Random(seed);
        CallScript.Value id = script.call("semget", 0, 3, 0600);
        for (int i = 0; i < 150; i++) {
            int[] words = new int[3 * (1 + random.nextInt(4))];
            for (int at = 0; at < words.length; at += 3) {
                words[at] = random.nextInt(16) == 0 ? 3 : random.nextInt(3);
                words[at + 1] = random.nextInt(8) == 0 ? random.nextInt(65536) - 32768 : random.nextInt(7) - 3;
                words[at + 2] = NOWAIT | (random.nextBoolean() ? UNDO : 0);
            }
            operate(id, words);
            values(id, 3);
            if (random.nextInt(10) == 0) {
                script.call("semctl", id, random.nextInt(3), SETVAL, random.nextInt(4));
            }
        }
        script.agree(host);
    }

    @ParameterizedTest
    @ValueSource(ints = {0600, 0660, 0666, 0644, 0640, 0606, 0444, 0222, 0400, 0200, 0, 0060, 0006})
    void permissions(int mode) {
        script.act(5, 6);
        CallScript.Value id = script.call("semget", 9, 2, CREAT | mode);
        script.back();
        script.calls.ints(script.in, 0, 0, 8, 9, 0, 0, mode);
        script.call("semctl", id, 0, SET, script.in);
        int[][] people = {{5, 6}, {7, 6}, {8, 1}, {7, 9}, {7, 7}};
        for (int[] who : people) {
            script.act(who[0], who[1]);
            for (int want : new int[] {0, 0400, 0200, 0600, 040, 020, 04, 02, 06, 01}) {
                script.call("semget", 9, 2, want);
            }
            for (int op : new int[] {STAT, 18, 20, GETALL, GETVAL, GETPID, 14, 15, SETVAL}) {
                if (op != GETPID) {
                    script.call("semctl", id, 0, op, script.out);
                }
                script.call("semctl", id, 5, op, script.out);
            }
            script.calls.ints(script.out, 0, 0);
            script.call("semctl", id, 0, SETALL, script.out);
            operate(id, 0, 0, NOWAIT);
            operate(id, 0, 1, NOWAIT);
            operate(id, 0, -1, NOWAIT);
            operate(id, 2, -1, NOWAIT);
            script.calls.ints(script.in, 0, 0, 8, 9, 0, 0, mode);
            script.call("semctl", id, 0, SET, script.in);
            if (who[0] == 7) {
                script.call("semctl", id, 0, RMID, 0);
            }
            script.back();
        }
        script.agree(host);
    }
}
