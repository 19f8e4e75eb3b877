package io.unishim.ipc;

/** A message; two with the same bytes are two. */
final class Message {
    private final long type;
    private final byte[] bytes;

    /**
     * @param type 1 or more
     * @param bytes what follows the type
     */
    Message(long type, byte[] bytes) {
        this.type = type;
        this.bytes = bytes;
    }

    long type() {
        return type;
    }

    byte[] bytes() {
        return bytes;
    }
}
