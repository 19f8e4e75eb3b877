package io.unishim.elfloader.terminal;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.unishim.Shim;
import io.unishim.testing.CallScript;
import io.unishim.testing.HostProgram;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** Calls about files, made on pipes, sockets and event sources: as on the host. */
class UnnamedFilesOnHostTest {
    private static final int EXCLUSIVE = 2 | 4; // LOCK_EX | LOCK_NB
    private static final int SHARED = 1 | 4; // LOCK_SH | LOCK_NB
    private static final int UNLOCK = 8;

    private final CallScript script = new CallScript();
    private final CallScript.Buffer room = script.buffer();

    private CallScript.Buffer text(String text) {
        return script.buffer((text + "\0").getBytes(US_ASCII));
    }

    private void agree() throws Exception {
        try (HostProgram host = CallScript.host();
                Shim shim = Shim.boot()) {
            script.agree(host, shim.newProcess("script"));
        }
    }

    /** Mode, owner and group of {@code struct stat}. */
    private void showOwner(Object fd) {
        script.call("fstat", fd, room);
        script.show(room, 24, 12);
    }

    private void everything(Object one, Object other, boolean attributes) {
        CallScript.Buffer user = text("user.a");
        CallScript.Buffer bad = text("bad");
        if (attributes) {
            script.call("fchmod", one, 0640);
            showOwner(one);
            showOwner(other);
            script.call("fchown", one, 5, 6);
            showOwner(one);
            showOwner(other);
            script.call("fchown", one, -1, -1);
        }
        script.call("fstatfs", one, room);
        script.show(
                room,
                0,
                120,
                bytes -> HexFormat.of().formatHex(bytes, 0, 56) + " "
                        + HexFormat.of().formatHex(bytes, 64, 96));
        script.call("flock", one, EXCLUSIVE);
        script.call("flock", other, SHARED);
        script.call("flock", one, UNLOCK);
        script.call("flock", one, UNLOCK);
        script.call("flock", other, SHARED);
        script.call("flock", one, EXCLUSIVE);
        script.call("fgetxattr", one, user, room, 10);
        script.call("fsetxattr", one, user, room, 1, 0);
        script.call("fremovexattr", one, user);
        script.call("fgetxattr", one, bad, room, 10);
        script.call("close", other);
        script.call("flock", one, EXCLUSIVE);
    }

    @Test
    void a_pipe() throws Exception {
        CallScript.Buffer ends = script.buffer();
        script.call("pipe2", ends, 0);
        everything(ends.word(0), ends.word(4), true);
        script.call("flistxattr", ends.word(0), room, 100);
        agree();
    }

    @Test
    void a_socket() throws Exception {
        CallScript.Buffer ends = script.buffer();
        script.call("socketpair", 1, 1, 0, ends);
        everything(ends.word(0), ends.word(4), true);
        agree();
    }

    @Test
    void event_counters_share_an_inode() throws Exception {
        CallScript.Value one = script.call("eventfd2", 0, 0);
        CallScript.Value other = script.call("epoll_create1", 0);
        script.call("fchmod", one, 0640);
        script.call("fchown", one, 5, 6);
        script.call("fchown", one, -1, -1);
        everything(one, other, false);
        script.call("flistxattr", one, room, 100);
        agree();
    }
}
