package io.unishim.vfscore.tty;

/** Bytes on their way from one end to the other that its line discipline has not taken yet (the kernel's flip buffer). */
final class ByteRing {
    /** What fits (the limit that pty.c sets). */
    static final int SIZE = 8192;

    private final byte[] bytes = new byte[SIZE];
    private int first;
    private int count;

    int count() {
        return count;
    }

    int room() {
        return SIZE - count;
    }

    void add(int c) {
        bytes[first + count++ & SIZE - 1] = (byte) c;
    }

    /** @return the byte that came first; there is one */
    int take() {
        int c = bytes[first] & 0xff;
        first = first + 1 & SIZE - 1;
        count--;
        return c;
    }

    void clear() {
        count = 0;
    }
}
