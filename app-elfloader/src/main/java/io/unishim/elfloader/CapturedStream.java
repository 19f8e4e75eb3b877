package io.unishim.elfloader;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/** Bytes in memory that tell when there are more. */
final class CapturedStream extends ByteArrayOutputStream {
    private final Capture capture;

    CapturedStream(Capture capture) {
        this.capture = capture;
    }

    /** After each write: {@link StreamOutput} flushes. */
    @Override
    public void flush() {
        capture.grew();
    }

    /** Looks for bytes. @param from where to begin. @return -1 if they are there, else where to go on when there is more */
    synchronized int find(byte[] wanted, int from) {
        int at = from;
        for (; at + wanted.length <= count; at++) {
            if (Arrays.equals(buf, at, at + wanted.length, wanted, 0, wanted.length)) {
                return -1;
            }
        }
        return at;
    }
}
