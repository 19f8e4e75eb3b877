package io.unishim.cli;

import java.io.Serial;

/** The user asked for something that does not exist; the message says what, and what does. */
final class UsageException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    UsageException(String message) {
        super(message);
    }

    UsageException(String message, Throwable cause) {
        super(message, cause);
    }
}
