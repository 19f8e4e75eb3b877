package io.unishim.samples;

import static io.unishim.abi.Fcntl.O_CREAT;
import static io.unishim.abi.Fcntl.O_RDONLY;
import static io.unishim.abi.Fcntl.O_RDWR;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.unishim.Shim;
import io.unishim.abi.Errno;
import io.unishim.call.ErrnoException;
import io.unishim.linux.Linux;
import io.unishim.struct.Stat;
import java.nio.ByteBuffer;

/** Linux's calls as Java methods, on files in memory. Nothing of the host is touched. */
public final class TypedCalls {
    private TypedCalls() {}

    /** Runs the sample. */
    public static void main(String... arguments) {
        try (Shim shim = Shim.boot()) {
            Linux linux = shim.linux();

            linux.mkdir("/notes", 0755);
            int fd = linux.open("/notes/today", O_RDWR | O_CREAT, 0644);
            linux.write(fd, "buy milk\n".getBytes(UTF_8));

            // A structure is a record.
            Stat stat = linux.fstat(fd);
            System.out.println("size " + stat.size() + ", mode " + Integer.toOctalString(stat.mode()));

            // A buffer is a byte[] or a ByteBuffer, whose position moves as with channels.
            ByteBuffer text = ByteBuffer.allocate(64);
            linux.pread64(fd, text, 0);
            System.out.print("text " + UTF_8.decode(text.flip()));
            linux.close(fd);

            // An error is an exception that knows the errno, the call and its arguments.
            try {
                linux.open("/notes/tomorrow", O_RDONLY, 0);
            } catch (ErrnoException e) {
                System.out.println(e.getMessage());
                System.out.println("missing: " + (e.errno() == Errno.ENOENT));
            }
        }
    }
}
