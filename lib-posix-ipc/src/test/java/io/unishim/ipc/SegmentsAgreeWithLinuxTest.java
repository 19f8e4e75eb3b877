package io.unishim.ipc;

import io.unishim.testing.CallScript;
import io.unishim.testing.HostProgram;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code shmget}, {@code shmctl} and the errors of {@code shmat} and {@code shmdt} against the host's. */
class SegmentsAgreeWithLinuxTest {
    private static final int CREAT = 01000;
    private static final int EXCL = 02000;
    private static final int RMID = 0;
    private static final int SET = 1;
    private static final int STAT = 2;
    private static final int INFO = 3;
    private static final int LENGTH = 112;
    private static final int[] SECRETS = {56, 64, 72, 80, 84};

    @AutoClose
    private static HostProgram host;

    private final IpcScript script = new IpcScript();

    @BeforeAll
    static void compile() {
        host = CallScript.host().withIpcOfItsOwn();
    }

    private void stat(Object id) {
        script.call("shmctl", id, STAT, script.out);
        script.show(LENGTH, SECRETS);
    }

    @Test
    void makes_and_finds_by_key() {
        script.call("shmget", 77, 100, 0600);
        script.call("shmget", 77, 0, CREAT | 0600);
        script.call("shmget", 77, -1, CREAT | 0600);
        script.call("shmget", 77, Long.MIN_VALUE, CREAT | 0600);
        script.call("shmget", 77, 5000, CREAT | 0640);
        script.call("shmget", 77, 5000, CREAT | EXCL | 0640);
        script.call("shmget", 77, 5001, CREAT);
        script.call("shmget", 77, 0, 0);
        script.call("shmget", 77, 1, EXCL);
        script.call("shmget", 0, 1, 0);
        script.call("shmget", 0, 1, CREAT | EXCL);
        script.call("shmget", -5, 4096, CREAT | 0777777);
        script.call("shmget", -5, -1, CREAT);
        script.call("shmget", 78, 4096, CREAT | 04000);
        for (int id = 0; id < 5; id++) {
            stat(id);
        }
        script.agree(host);
    }

    @Test
    void ids_go_round() {
        for (int i = 0; i < 150; i++) {
            CallScript.Value id = script.call("shmget", 0, 1, 0600);
            if (i % 3 != 0) {
                script.call("shmctl", id, RMID, 0);
            }
            script.call("shmctl", id, STAT, script.out);
        }
        for (int i = -1; i < 80; i++) {
            script.call("shmctl", i, 13, script.out);
            script.call("shmctl", i, 15, script.out);
            script.call("shmctl", i, STAT, script.out);
            script.call("shmctl", i + 32768, STAT, script.out);
        }
        script.call("shmctl", 0, INFO, script.out);
        script.call("shmctl", 0, 14, script.out);
        script.agree(host);
    }

    @Test
    void limits_and_use() {
        script.call("shmctl", 0, INFO, script.out);
        script.show(72);
        script.call("shmctl", 0, 14, script.out);
        script.show(48);
        script.call("shmget", 0, 5000, 0600);
        script.call("shmget", 0, 1, 0600);
        script.call("shmctl", 0, 14, script.out);
        script.show(48);
        script.call("shmctl", 0, INFO, 0);
        script.call("shmctl", 0, 14, script.out.last(40));
        script.call("shmctl", -1, INFO, script.out);
        for (String name : new String[] {"shmmax", "shmall", "shmmni", "shm_rmid_forced"}) {
            script.file("/proc/sys/kernel/" + name);
        }
        script.agree(host);
    }

    @Test
    void what_is_set() {
        CallScript.Value id = script.call("shmget", 5, 10, CREAT | 0600);
        script.calls.ints(script.in, 0, 99, 7, 8, 9, 10, 07755, 3);
        script.call("shmctl", id, SET, script.in);
        stat(id);
        script.calls.ints(script.in, 4, -1);
        script.call("shmctl", id, SET, script.in);
        script.calls.ints(script.in, 4, 1, -1);
        script.call("shmctl", id, SET, script.in);
        script.call("shmctl", id, SET, 0);
        script.call("shmctl", id, SET, script.in.last(111));
        script.call("shmctl", 44, SET, 0);
        script.call("shmctl", 44, SET, script.in);
        script.call("shmctl", id, STAT, 0);
        script.call("shmctl", id, STAT, script.in.last(111));
        script.call("shmctl", id, 99, script.in);
        script.call("shmctl", id, -1, script.in);
        script.call("shmctl", id, 11, 0);
        stat(id);
        script.call("shmctl", id, 12, 0);
        stat(id);
        script.call("shmctl", 32768, 11, 0);
        script.call("shmctl", 5, 12, 0);
        script.agree(host);
    }

    @Test
    void attaching() {
        CallScript.Value id = script.call("shmget", 5, 5000, CREAT | 0600);
        script.call("shmat", -1, 0, 0);
        script.call("shmat", 32768, 0, 0);
        script.call("shmat", 7, 0, 0);
        script.call("shmat", id, 1, 0);
        script.call("shmat", id, 0, 040000);
        script.call("shmat", id, 1, 060000);
        script.call("shmdt", 0);
        script.call("shmdt", 1);
        script.call("shmdt", script.out);
        CallScript.Value one = script.calls.callUnseen("shmat", id, 0, 0);
        CallScript.Value two = script.calls.callUnseen("shmat", id, 0, 010000);
        stat(id);
        script.calls.bytes(one, "shared".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        script.call("pipe2", script.out.at(200), 0);
        script.call("write", script.out.word(204), two, 6);
        script.call("read", script.out.word(200), script.in, 6);
        script.calls.show(script.in, 0, 6);
        script.call("write", script.out.word(204), script.in, 6);
        script.call("read", script.out.word(200), two, 6);
        script.call("shmctl", 0, 14, script.out);
        script.show(48);
        script.call("shmctl", id, RMID, 0);
        stat(id);
        script.call("shmget", 5, 10, 0);
        script.call("shmat", id, 1, 0);
        script.file("/proc/sysvipc/shm");
        script.call("shmdt", one);
        script.call("shmdt", one);
        stat(id);
        script.call("shmdt", two);
        stat(id);
        script.file("/proc/sysvipc/shm");
        script.agree(host);
    }

    @ParameterizedTest
    @ValueSource(ints = {0600, 0660, 0666, 0644, 0640, 0606, 0444, 0222, 0400, 0200, 0, 0060, 0006})
    void permissions(int mode) {
        script.act(5, 6);
        CallScript.Value id = script.call("shmget", 9, 10, CREAT | mode);
        script.back();
        script.calls.ints(script.in, 100, 1, 6, 9);
        script.calls.ints(script.in, 0, 0, 8, 9, 0, 0, mode);
        int[][] people = {{5, 6}, {7, 6}, {8, 1}, {7, 9}, {7, 7}};
        script.call("shmctl", id, SET, script.in);
        for (int[] who : people) {
            script.act(who[0], who[1]);
            for (int want : new int[] {0, 0400, 0200, 0600, 040, 020, 04, 02, 06, 01, 0777}) {
                script.call("shmget", 9, 10, want);
            }
            script.call("shmctl", id, STAT, script.out);
            script.call("shmctl", 0, 13, script.out);
            script.call("shmctl", 0, 15, script.out);
            script.call("shmctl", id, 11, 0);
            script.call("shmctl", id, 12, 0);
            CallScript.Value at = script.calls.callUnseen("shmat", id, 0, 0);
            script.call("shmdt", at);
            CallScript.Value readOnly = script.calls.callUnseen("shmat", id, 0, 010000);
            script.call("shmdt", readOnly);
            CallScript.Value code = script.calls.callUnseen("shmat", id, 0, 0110000);
            script.call("shmdt", code);
            script.call("shmctl", id, SET, script.in);
            if (who[0] != 5) {
                script.call("shmctl", id + "", RMID, 0);
            }
            script.back();
        }
        script.agree(host);
    }

    @Test
    void without_capabilities() {
        script.call("shmget", 9, 10, CREAT | 0600);
        script.become(5, 6);
        script.call("shmget", 9, 10, 0600);
        script.call("shmget", 9, 10, 0);
        script.call("shmctl", 0, RMID, 0);
        script.call("shmctl", 0, 11, 0);
        CallScript.Value own = script.call("shmget", 10, 10, CREAT | 0);
        script.call("shmctl", own, STAT, script.out);
        script.call("shmctl", own, 11, 0);
        script.call("shmctl", own, 12, 0);
        script.call("shmget", 11, 10, CREAT | 04600);
        script.call("shmctl", own, RMID, 0);
        script.agree(host);
    }
}
