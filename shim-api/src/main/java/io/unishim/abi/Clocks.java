package io.unishim.abi;

/**
 * Clocks and timers. See {@code clock_gettime(2)}, {@code timer_create(2)}, {@code setitimer(2)} and
 * {@code timerfd_create(2)}.
 */
public final class Clocks {
    // clock_gettime(2)

    /** The wall clock. */
    public static final int CLOCK_REALTIME = 0;
    /** Time since some start, never set; stands still in suspend. */
    public static final int CLOCK_MONOTONIC = 1;
    /** Processor time of the process. */
    public static final int CLOCK_PROCESS_CPUTIME_ID = 2;
    /** Processor time of the thread. */
    public static final int CLOCK_THREAD_CPUTIME_ID = 3;
    /** {@link #CLOCK_MONOTONIC} without the slewing of NTP. */
    public static final int CLOCK_MONOTONIC_RAW = 4;
    /** {@link #CLOCK_REALTIME} at the last tick. */
    public static final int CLOCK_REALTIME_COARSE = 5;
    /** {@link #CLOCK_MONOTONIC} at the last tick. */
    public static final int CLOCK_MONOTONIC_COARSE = 6;
    /** {@link #CLOCK_MONOTONIC} which goes on in suspend. */
    public static final int CLOCK_BOOTTIME = 7;
    /** {@link #CLOCK_REALTIME}; its timers wake the machine. */
    public static final int CLOCK_REALTIME_ALARM = 8;
    /** {@link #CLOCK_BOOTTIME}; its timers wake the machine. */
    public static final int CLOCK_BOOTTIME_ALARM = 9;
    /** Gone. */
    public static final int CLOCK_SGI_CYCLE = 10;
    /** Atomic time: no leap seconds. */
    public static final int CLOCK_TAI = 11;

    // clock_nanosleep(2), timer_settime(2)

    /** The time is absolute. */
    public static final int TIMER_ABSTIME = 0x1;

    // setitimer(2)

    /** Wall clock, {@code SIGALRM}. */
    public static final int ITIMER_REAL = 0;
    /** Processor time in user mode, {@code SIGVTALRM}. */
    public static final int ITIMER_VIRTUAL = 1;
    /** Processor time, {@code SIGPROF}. */
    public static final int ITIMER_PROF = 2;

    // timerfd_create(2), timerfd_settime(2)

    /** Close on exec. */
    public static final int TFD_CLOEXEC = 02000000;
    /** Do not wait. */
    public static final int TFD_NONBLOCK = 04000;
    /** The time is absolute. */
    public static final int TFD_TIMER_ABSTIME = 0x1;
    /** {@code ECANCELED} when the wall clock is set. */
    public static final int TFD_TIMER_CANCEL_ON_SET = 0x2;

    private Clocks() {}
}
