package io.unishim.samples;

import static io.unishim.abi.Fcntl.O_CREAT;
import static io.unishim.abi.Fcntl.O_TRUNC;
import static io.unishim.abi.Fcntl.O_WRONLY;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.unishim.Shim;
import io.unishim.abi.Errno;
import io.unishim.call.ErrnoException;
import io.unishim.control.CallTable;
import io.unishim.control.Policy;
import io.unishim.control.Statistics;
import io.unishim.linux.Linux;
import java.util.function.Consumer;

/** Failures on purpose: a full disk, a call that is forbidden, one that lies. And what it looks like in a trace. */
public final class BreakThings {
    private BreakThings() {}

    /** Runs the sample. */
    public static void main(String... arguments) {
        try (Shim shim = Shim.boot()) {
            CallTable table = shim.table();
            Linux linux = shim.linux();

            Consumer<String> screen = System.out::println;

            // The second write finds the disk full; the program under test must not lose the old file.
            save(linux, "version 1\n");
            try (var full = table.apply(Policy.failNth(2, Errno.ENOSPC), "write");
                    var trace = table.trace(screen, "open", "write", "rename", "unlink");
                    Statistics count = table.count("write")) {
                save(linux, "version 2\n");
                count.counts()
                        .forEach((call, made) ->
                                System.out.println(call + "s: " + made.calls() + ", failed: " + made.errors()));
            }
            System.out.print("the file holds " + load(linux));

            // A policy is gone when it is closed.
            try (var denied = table.apply(Policy.deny(Errno.EACCES), "open")) {
                load(linux);
            } catch (ErrnoException e) {
                System.out.println("denied: " + e.errno());
            }
            try (var faked = table.apply(Policy.fake(4711), "getpid")) {
                System.out.println("pid " + linux.getpid());
            }
            System.out.println("pid " + linux.getpid());
        }
    }

    /** Writes a new file beside the old one and renames it: whatever fails, one of them is whole. */
    private static void save(Linux linux, String text) {
        int fd = linux.open("/settings.new", O_WRONLY | O_CREAT | O_TRUNC, 0644);
        try {
            for (byte[] half : halves(text)) {
                linux.write(fd, half);
            }
            linux.rename("/settings.new", "/settings");
        } catch (ErrnoException e) {
            System.out.println("not saved: " + e.errno());
            linux.unlink("/settings.new");
        } finally {
            linux.close(fd);
        }
    }

    private static byte[][] halves(String text) {
        int middle = text.length() / 2;
        return new byte[][] {
            text.substring(0, middle).getBytes(UTF_8), text.substring(middle).getBytes(UTF_8)
        };
    }

    private static String load(Linux linux) {
        int fd = linux.open("/settings", 0, 0);
        byte[] bytes = new byte[64];
        int count = linux.read(fd, bytes);
        linux.close(fd);
        return new String(bytes, 0, count, UTF_8);
    }
}
