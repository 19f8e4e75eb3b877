package io.unishim.junit;

import java.io.Serial;

/** What a server wrote, where a report of a failure shows it: it has no stack trace. */
final class ServerLog extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    ServerLog(String name, String log) {
        super(name + (log.isBlank() ? " wrote nothing" : " wrote:\n" + log.stripTrailing()), null, false, false);
    }
}
