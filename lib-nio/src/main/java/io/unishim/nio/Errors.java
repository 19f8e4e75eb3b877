package io.unishim.nio;

import static io.unishim.abi.Errnos.EACCES;
import static io.unishim.abi.Errnos.EEXIST;
import static io.unishim.abi.Errnos.ELOOP;
import static io.unishim.abi.Errnos.ENOENT;

import io.unishim.abi.Errno;
import io.unishim.call.ErrnoException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** From errno to the exceptions of java.nio.file, as Java's own file system on Linux chooses them. The cause has the errno. */
final class Errors {
    private Errors() {}

    /** @param result a negative errno @param call its name @param file what the call was about */
    static FileSystemException of(long result, String call, Path file) {
        return of(result, call, file, null);
    }

    static FileSystemException of(long result, String call, Path file, @Nullable Path other) {
        int errno = (int) -result;
        String first = file.toString();
        String second = other == null ? null : other.toString();
        FileSystemException made = switch (errno) {
            case ENOENT -> new NoSuchFileException(first, second, null);
            case EEXIST -> new FileAlreadyExistsException(first, second, null);
            case EACCES -> new AccessDeniedException(first, second, null);
            case ELOOP -> new FileSystemException(first, second, text(errno) + ", or a symbolic link not to follow");
            default -> new FileSystemException(first, second, text(errno));
        };
        made.initCause(
                other == null
                        ? new ErrnoException(errno, call, first)
                        : new ErrnoException(errno, call, first, second));
        return made;
    }

    /** For a call about an open file, which has no name to tell. */
    static IOException ofOpen(long result, String call, int fd) {
        int errno = (int) -result;
        return new IOException(text(errno), new ErrnoException(errno, call, fd));
    }

    static void check(long result, String call, Path file) throws FileSystemException {
        if (result < 0) {
            throw of(result, call, file);
        }
    }

    static long checkOpen(long result, String call, int fd) throws IOException {
        if (result < 0) {
            throw ofOpen(result, call, fd);
        }
        return result;
    }

    private static String text(int errno) {
        Errno found = Errno.of(errno);
        return found == null ? "errno " + errno : found.text();
    }
}
