package io.unishim.net;

import java.util.concurrent.atomic.AtomicLong;

/** The inode numbers of a shim's sockets. */
final class Inodes {
    /** Tools take a link such as {@code socket:[1]} for too short. */
    private static final long FIRST = 1000;

    private final AtomicLong next = new AtomicLong(FIRST);

    Inodes() {}

    long next() {
        return next.getAndIncrement();
    }
}
