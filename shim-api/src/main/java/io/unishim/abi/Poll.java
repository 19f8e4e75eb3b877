package io.unishim.abi;

/** Events of {@code poll(2)} and {@code ppoll(2)}; {@code select(2)} is made of the same. */
public final class Poll {
    // Events

    /** There is something to read. */
    public static final int POLLIN = 0x1;
    /** There is something urgent. */
    public static final int POLLPRI = 0x2;
    /** Writing would not wait. */
    public static final int POLLOUT = 0x4;
    /** An error; always reported. */
    public static final int POLLERR = 0x8;
    /** The other side hung up; always reported. */
    public static final int POLLHUP = 0x10;
    /** Not an open descriptor; always reported. */
    public static final int POLLNVAL = 0x20;
    /** Like {@link #POLLIN}. */
    public static final int POLLRDNORM = 0x40;
    /** Priority data can be read. */
    public static final int POLLRDBAND = 0x80;
    /** Like {@link #POLLOUT}. */
    public static final int POLLWRNORM = 0x100;
    /** Priority data can be written. */
    public static final int POLLWRBAND = 0x200;
    /** Unused. */
    public static final int POLLMSG = 0x400;
    /** The peer of a stream socket writes no more. */
    public static final int POLLRDHUP = 0x2000;

    private Poll() {}
}
