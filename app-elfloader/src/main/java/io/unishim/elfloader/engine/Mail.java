package io.unishim.elfloader.engine;

/**
 * The words behind a {@link Context} in a {@link Slot}, through which a thread of a child and the JVM talk.
 *
 * <p>{@link #STATE} says whose turn it is. While the child's thread runs it holds its id, as a robust lock does: if the thread
 * dies, the host's kernel itself sets {@link #DIED} there and wakes who waits.
 */
final class Mail {
    private static final int ORIGIN = Context.SIZE;

    /** An int: {@link #ASKING}, {@link #RUNNING} of the thread, or with {@link #DIED}. */
    static final int STATE = ORIGIN;

    /** An int: not 0 while the JVM sleeps on the state. */
    static final int JVM_SLEEPS = ORIGIN + 0x04;
    /** An int: not 0 while the child sleeps on the state. */
    static final int CHILD_SLEEPS = ORIGIN + 0x08;
    /** An int: what the child is to do when it is its turn. */
    static final int ORDER = ORIGIN + 0x0c;
    /** An int: what the state is while the child runs: its thread id and FUTEX_WAITERS. */
    static final int RUNNING = ORIGIN + 0x10;
    /** An int: how many calls {@link #CALLS} holds. */
    static final int COUNT = ORIGIN + 0x14;
    /** An int: for how many cycles of the time stamp the child looks at the state before it sleeps. */
    static final int SPINS = ORIGIN + 0x18;
    /** An int: the host's id of the JVM. */
    static final int JVM = ORIGIN + 0x1c;
    /** Six longs and what came of them. */
    static final int ARGUMENTS = ORIGIN + 0x20;

    static final int RESULT = ORIGIN + 0x50;
    /** The child's list of robust locks (man 2 set_robust_list): head, with one entry. */
    static final int ROBUST_HEAD = ORIGIN + 0x60;

    static final int ROBUST_ENTRY = ORIGIN + 0x80;
    /** A timespec: after that time a sleeping child looks whether the JVM is still there. */
    static final int TIMEOUT = ORIGIN + 0x90;

    /** Two {@link SlotWindow}s: where each begins in the program's memory, and an int: how long it is. */
    static final int WINDOW = ORIGIN + 0xa0;

    static final int WINDOW_LENGTH = 0x08;
    /** An int: how much of a window the child is to copy into the program's memory before it enters it. */
    static final int DELIVERY = 0x0c;
    /** From where to where. */
    static final int DELIVERY_SOURCE = 0x10;

    static final int DELIVERY_TARGET = 0x18;
    static final int WINDOW_SIZE = 0x20;
    /** Two bytes, one of each window: {@link #NO_WINDOW}, {@link #INPUT}, {@link #OUTPUT}. */
    static final int WINDOWS = ORIGIN + 0xe0;
    /** The address of {@link ArgumentShapes}. */
    static final int SHAPES = ORIGIN + 0xe8;

    /** An int: not 0 if the thread's process leads a group, which it kills when the JVM is gone. */
    static final int LEADS = ORIGIN + 0xf0;

    /** An int: the processor that the thread slept on last, in the low bits, as the segment of that number tells it. */
    static final int PROCESSOR = ORIGIN + 0xf4;

    static final int PROCESSOR_MASK = 0xfff;
    /** The segment of the host's kernel whose limit is the number of the processor, and that of its node above it. */
    static final int PROCESSOR_SEGMENT = 0x7b;

    /** An int: how many places there are of what the program may do by itself. */
    static final int AHEAD_COUNT = ORIGIN + 0xf8;
    /** An int: {@link #GRANTED}, and how much of it was done; or 0. */
    static final int AHEAD_GRANT = ORIGIN + 0xfc;

    static final int GRANTED = 0x4000_0000;

    /** Calls to be made in a row: number, six arguments and the result, a long each. */
    static final int CALLS = ORIGIN + 0x100;

    static final int CALL_SIZE = 64;
    static final int MOST_CALLS = 56;
    /** Room for what calls point to. */
    static final int ROOM = CALLS + CALL_SIZE * MOST_CALLS;

    static final int ROOM_SIZE = 0x100;
    /** The end of the stack on which the child's loop runs, and the alternate stack for signals. */
    static final int STACK_TOP = 0x8000;

    static final int SIGNAL_STACK = 0x8000;
    static final int SIGNAL_STACK_SIZE = 0x6000;
    /** What is in the windows. */
    static final int PANES = SIGNAL_STACK + SIGNAL_STACK_SIZE;

    static final int PANE_SIZE = 0x1000;

    /**
     * What the program may do by itself: descriptors, an int each; how many bytes lie in the place of each, in the upper half,
     * and how many of them were read; how many may be written; what was done, an int each: the bytes, the place and {@link
     * #AHEAD_WRITTEN}; the places; and what was written.
     */
    static final int AHEAD = PANES + 2 * PANE_SIZE;

    static final int MOST_AHEAD = 60;
    /** An int: how much room of what is written is in use. */
    static final int AHEAD_USED = AHEAD + Integer.BYTES * MOST_AHEAD;

    static final int AHEAD_STATES = AHEAD + 0x100;
    static final int AHEAD_ROOMS = AHEAD + 0x200;
    static final int AHEAD_DONE = AHEAD + 0x300;
    static final int MOST_DONE = 64;
    static final int AHEAD_WRITTEN = 0x8000_0000;
    static final int AHEAD_PLACES = AHEAD + 0x400;
    static final int AHEAD_SIZE = 0x100;
    static final int AHEAD_OUTPUT = AHEAD_PLACES + MOST_AHEAD * AHEAD_SIZE;
    static final int OUTPUT_SIZE = 0x1000;

    static final int SLOT_SIZE = AHEAD_OUTPUT + OUTPUT_SIZE;

    /** {@link #STATE}: it is the JVM's turn. */
    static final int ASKING = 0;
    /** {@link #STATE}: the thread is being born. No thread has that id. */
    static final int UNBORN = 0x8000_0000 | 0x3fff_ffff;
    /** FUTEX_WAITERS and FUTEX_OWNER_DIED. */
    static final int WAITERS = 0x8000_0000;

    static final int DIED = 0x4000_0000;

    /** {@link #ORDER}: enter the program. */
    static final int RESUME = 0;
    /** {@link #ORDER}: make the calls of {@link #CALLS}. */
    static final int CALL = 1;
    /** {@link #ORDER}: clone(2) with {@link #ARGUMENTS}, of which the last is the new thread's slot. */
    static final int CLONE = 2;
    /** {@link #ORDER}: compare and exchange an int: address, expected, desired. */
    static final int EXCHANGE = 3;
    /** {@link #ORDER}: save the x87 unit into the context. */
    static final int SAVE_X87 = 4;

    /** {@link #ORDER}: copy out of the windows into the program's memory. */
    static final int DELIVER = 5;

    /** {@link #WINDOWS}: there is none. */
    static final int NO_WINDOW = 0;
    /** {@link #WINDOWS}: it holds what the program's memory did when it made its call. */
    static final int INPUT = 1;
    /** {@link #WINDOWS}: that memory could be written then. */
    static final int OUTPUT = 2;

    /** {@link #RESULT} of a bad address. */
    static final long FAULT = -14;

    private Mail() {}
}
