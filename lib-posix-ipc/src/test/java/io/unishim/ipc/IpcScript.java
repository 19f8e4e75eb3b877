package io.unishim.ipc;

import static io.unishim.abi.Capabilities.CAP_CHOWN;
import static io.unishim.abi.Capabilities.CAP_DAC_OVERRIDE;
import static io.unishim.abi.Capabilities.CAP_DAC_READ_SEARCH;
import static io.unishim.abi.Capabilities.CAP_FOWNER;
import static io.unishim.abi.Capabilities.CAP_FSETID;
import static io.unishim.abi.Capabilities.CAP_IPC_LOCK;
import static io.unishim.abi.Capabilities.CAP_IPC_OWNER;
import static io.unishim.abi.Capabilities.CAP_MKNOD;
import static io.unishim.abi.Capabilities.CAP_NET_BIND_SERVICE;
import static io.unishim.abi.Capabilities.CAP_SETGID;
import static io.unishim.abi.Capabilities.CAP_SETUID;
import static io.unishim.abi.Capabilities.CAP_WAKE_ALARM;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.unishim.Shim;
import io.unishim.task.CapabilitySets;
import io.unishim.task.Credentials;
import io.unishim.task.Task;
import io.unishim.testing.CallScript;
import io.unishim.testing.HostProgram;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** A script whose host side has a name space of its own: nothing of the machine's is found, and nothing is left there. */
final class IpcScript {
    /** What a script keeps on the host. */
    private static final long KEPT = bits(
            CAP_CHOWN,
            CAP_DAC_OVERRIDE,
            CAP_DAC_READ_SEARCH,
            CAP_FOWNER,
            CAP_FSETID,
            CAP_SETGID,
            CAP_SETUID,
            CAP_MKNOD,
            CAP_NET_BIND_SERVICE,
            CAP_WAKE_ALARM,
            CAP_IPC_OWNER,
            CAP_IPC_LOCK);

    final CallScript calls = new CallScript();
    final CallScript.Buffer out = calls.buffer();
    final CallScript.Buffer in = calls.buffer();

    CallScript.Value call(String name, Object... arguments) {
        return calls.call(name, arguments);
    }

    /** From here on without any capability. */
    void become(int uid, int gid) {
        calls.ints(in, 0);
        call("setgroups", 0, 0);
        call("setresgid", gid, gid, gid);
        call("setresuid", uid, uid, uid);
    }

    /** As {@link #become}, and back again by {@link #back}. */
    void act(int uid, int gid) {
        call("setresgid", -1, gid, -1);
        call("setresuid", -1, uid, -1);
    }

    void back() {
        call("setresuid", -1, 0, -1);
        call("setresgid", -1, 0, -1);
    }

    /** Shows what a ctl call filled, but for times and process ids, of which only is told whether there is one. */
    void show(int length, int... secrets) {
        calls.show(out, 0, length, bytes -> {
            ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
            StringBuilder text = new StringBuilder();
            for (int at = 0; at < length; at += 4) {
                int word = buffer.getInt(at);
                boolean secret = false;
                for (int each : secrets) {
                    secret |= each == at;
                }
                text.append(' ').append(secret ? (word == 0 ? "none" : "some") : Integer.toHexString(word));
            }
            return text.toString();
        });
    }

    /** Of columns that tell times and process ids, only whether there is one. */
    private static String masked(String text) {
        String[] lines = text.lines().toArray(String[]::new);
        String[] names = lines[0].trim().split(" +", -1);
        StringBuilder masked = new StringBuilder(lines[0]);
        for (int i = 1; i < lines.length; i++) {
            String[] cells = lines[i].trim().split(" +", -1);
            for (int cell = 0; cell < cells.length; cell++) {
                boolean secret = names[cell].endsWith("pid") || names[cell].endsWith("time");
                masked.append(secret && !cells[cell].equals("0") ? " #" : " " + cells[cell]);
            }
            masked.append(';');
        }
        return masked.toString();
    }

    /** Shows a file of /proc. */
    void file(String path) {
        calls.bytes(in, new byte[5000]);
        calls.bytes(in, (path + "\0").getBytes(UTF_8));
        CallScript.Value fd = calls.callUnseen("openat", -100, in, 0, 0);
        calls.callUnseen("read", fd, in.at(1000), 4000);
        calls.show(in, 1000, 4000, bytes -> masked(new String(bytes, UTF_8).trim()));
        calls.callUnseen("close", fd);
    }

    private static long bits(int... capabilities) {
        long bits = 0;
        for (int each : capabilities) {
            bits |= 1L << each;
        }
        return bits;
    }

    void agree(HostProgram host) {
        try (Shim shim = Shim.builder()
                .only("posix-ipc", "posix-process", "posix-user", "vfscore")
                .boot()) {
            Task task = shim.newProcess("test");
            task.put(Credentials.KEY, Credentials.ROOT.withCapabilities(new CapabilitySets(0, KEPT, KEPT, -1, 0)));
            calls.agree(host, task);
        }
    }
}
