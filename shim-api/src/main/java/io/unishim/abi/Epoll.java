package io.unishim.abi;

/** Operations and events of {@code epoll_ctl(2)} and {@code epoll_create1(2)}. See {@code epoll(7)}. */
public final class Epoll {
    // epoll_create1(2)

    /** Close on exec. */
    public static final int EPOLL_CLOEXEC = 02000000;

    // epoll_ctl(2)

    /** Add a descriptor. */
    public static final int EPOLL_CTL_ADD = 1;
    /** Remove it. */
    public static final int EPOLL_CTL_DEL = 2;
    /** Change its events. */
    public static final int EPOLL_CTL_MOD = 3;

    // Events; all 32 bits are used, hence int

    /** There is something to read. */
    public static final int EPOLLIN = 0x1;
    /** There is something urgent. */
    public static final int EPOLLPRI = 0x2;
    /** Writing would not wait. */
    public static final int EPOLLOUT = 0x4;
    /** An error; always reported. */
    public static final int EPOLLERR = 0x8;
    /** The other side hung up; always reported. */
    public static final int EPOLLHUP = 0x10;
    /** Like {@link #EPOLLIN}. */
    public static final int EPOLLRDNORM = 0x40;
    /** Priority data can be read. */
    public static final int EPOLLRDBAND = 0x80;
    /** Like {@link #EPOLLOUT}. */
    public static final int EPOLLWRNORM = 0x100;
    /** Priority data can be written. */
    public static final int EPOLLWRBAND = 0x200;
    /** Unused. */
    public static final int EPOLLMSG = 0x400;
    /** The peer of a stream socket writes no more. */
    public static final int EPOLLRDHUP = 0x2000;
    /** Wake one epoll of several. */
    public static final int EPOLLEXCLUSIVE = 0x10000000;
    /** Stay awake until the event is dealt with. */
    public static final int EPOLLWAKEUP = 0x20000000;
    /** Report once, then rest until {@link #EPOLL_CTL_MOD}. */
    public static final int EPOLLONESHOT = 0x40000000;
    /** Report changes only (edge-triggered). */
    public static final int EPOLLET = 0x80000000;

    private Epoll() {}
}
