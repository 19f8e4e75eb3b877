package io.unishim.net;

import java.util.concurrent.atomic.AtomicLong;

/** The inode numbers of a shim's sockets. */
final class Inodes {
    private final AtomicLong next = new AtomicLong(1);

    Inodes() {}

    long next() {
        return next.getAndIncrement();
    }
}
