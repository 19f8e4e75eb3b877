package io.unishim.call;

import io.unishim.abi.Errno;
import io.unishim.abi.Errnos;
import io.unishim.abi.Restart;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.Serial;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A call of the friendly view that failed: which errno, of which call, with which arguments.
 *
 * <p>The message reads like strace: {@code open("/etc/motd", 0): ENOENT (No such file or directory)}, and a colon and the
 * {@link #reason()} follow where one is known that the errno does not tell. It is built when asked for.
 */
public final class ErrnoException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final int number;
    private final String call;
    private final transient @Nullable Object[] arguments;
    private final @Nullable String reason;

    /**
     * @param number the errno, 1 to 4,095
     * @param call Linux's name of the call
     * @param arguments as the caller gave them
     */
    public ErrnoException(int number, String call, @Nullable Object... arguments) {
        this(null, number, call, arguments);
    }

    private ErrnoException(@Nullable String reason, int number, String call, @Nullable Object... arguments) {
        // A task whose code is Java has no signal handlers that could run before the call is made again.
        this.number = Restart.isRestart(-number) ? Errnos.EINTR : number;
        this.call = call;
        this.arguments = arguments;
        this.reason = reason;
    }

    /**
     * The same failure, explained.
     *
     * @param why what the errno does not tell: half a sentence, without a full stop
     * @return a new exception
     */
    public ErrnoException because(String why) {
        return new ErrnoException(why, number, call, arguments);
    }

    /**
     * What generated views pass results through.
     *
     * @param result of a handler
     * @param call Linux's name of the call
     * @param arguments as the caller gave them
     * @return the result if it is not an error
     * @throws ErrnoException if it is
     */
    public static long check(long result, String call, @Nullable Object... arguments) {
        if (isError(result)) {
            throw new ErrnoException((int) -result, call, arguments);
        }
        return result;
    }

    /** @return whether a handler's result is an errno: -4095 to -1 */
    public static boolean isError(long result) {
        return Long.compareUnsigned(result, -4096L) > 0;
    }

    /** @return the errno's number, 1 to 4,095 */
    public int number() {
        return number;
    }

    /** @return the errno, or null for a number that Linux does not name */
    public @Nullable Errno errno() {
        return Errno.of(number);
    }

    /** @return what the errno does not tell, such as which library is missing; null if it tells all that is known */
    public @Nullable String reason() {
        return reason;
    }

    /** @return Linux's name of the call that failed */
    public String call() {
        return call;
    }

    @Override
    public String getMessage() {
        StringBuilder text = new StringBuilder(call).append('(');
        for (int i = 0; i < arguments.length; i++) {
            text.append(i == 0 ? "" : ", ").append(show(arguments[i]));
        }
        Errno errno = errno();
        text.append("): ").append(errno == null ? "errno " + number : errno.name() + " (" + errno.text() + ")");
        if (reason != null) {
            text.append(": ").append(reason);
        }
        return text.toString();
    }

    private static String show(@Nullable Object argument) {
        if (argument instanceof String s) {
            return '"' + s + '"';
        }
        if (argument instanceof byte[] bytes) {
            return "byte[" + bytes.length + "]";
        }
        return argument instanceof Object[] many ? Arrays.toString(many) : String.valueOf(argument);
    }

    /**
     * The exception that java.nio.file throws for such an error.
     *
     * @return a {@link FileSystemException} of the kind that fits, with this one as its cause
     */
    public IOException toIOException() {
        String file = arguments.length > 0 && arguments[0] instanceof String s ? s : null;
        String name = String.valueOf(file);
        Errno errno = errno();
        IOException found = errno == null
                ? new FileSystemException(file, null, getMessage())
                : switch (errno) {
                    case ENOENT ->
                        file == null ? new FileNotFoundException(getMessage()) : new NoSuchFileException(name);
                    case EEXIST -> new FileAlreadyExistsException(name);
                    case EACCES, EPERM -> new AccessDeniedException(name, null, getMessage());
                    case ENOTDIR -> new NotDirectoryException(name);
                    case ENOTEMPTY -> new DirectoryNotEmptyException(name);
                    case ELOOP -> new FileSystemLoopException(name);
                    default -> new FileSystemException(file, null, getMessage());
                };
        found.initCause(this);
        return found;
    }
}
