package io.unishim.elfloader.engine;

import static io.unishim.abi.Errnos.EAGAIN;
import static io.unishim.abi.Errnos.ESRCH;

import io.unishim.abi.Sched;
import io.unishim.abi.Signals;
import io.unishim.abi.Syscall;
import io.unishim.control.CallTable;
import io.unishim.host.HostCalls;
import io.unishim.memory.OffHeap;
import io.unishim.task.ReadAhead;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/**
 * A thread of the host that does what the JVM orders, and the memory that both share: the registers of the program that it
 * runs, and the {@link Mail}.
 *
 * <p>One Java thread is in charge of a slot: it alone gives orders, and waits until they are done. It is told by the host's
 * kernel if the thread dies meanwhile, and looks for itself once a second.
 *
 * <p>The program can write there whatever it likes, at any time. So each value is read once and believed only as far as that
 * harms nobody but the program; what the JVM must know for sure it keeps on its own side. A {@link Tenant}'s thread that does
 * not do what it is told loses its process.
 */
final class Slot {
    private static final VarHandle INT = MethodHandles.byteBufferViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    /** How long a thread that is not trusted may take for an order, and to come out when it is to end. */
    private static final long ORDER_NANOS = 10_000_000_000L;

    private static final long ENDING_NANOS = 1_000_000_000L;
    /** A little more than a wait takes at most. */
    private static final long LOOK_NANOS = 1_500_000_000L;

    /** A second: then the thread is looked for. */
    private static final long FOREVER = 0;

    private final Slots home;
    private final int index;
    private final OffHeap block;
    private final ByteBuffer words;
    private final Context context;
    private final SlotWindow window;
    private final Places places;
    private final Alertness alertness = new Alertness();
    private final Pair pair = new Pair(!Alertness.ONE_CORE);
    private volatile @Nullable Thread inCharge;
    private volatile boolean dead;
    private boolean born;
    /** Whether the program is to run: then only a signal makes it come out. */
    private volatile boolean resumed;
    /** When its end was asked for first, by {@link System#nanoTime}; 0 if it was not. */
    private volatile long endingSince;

    private int host;
    private int tid;
    private int count;

    Slot(Slots home, int index, OffHeap block) {
        this.home = home;
        this.index = index;
        this.block = block;
        this.words = block.buffer();
        this.context = new Context(block.slice(0, Context.SIZE), address -> order(Mail.SAVE_X87));
        this.window = new SlotWindow(this, block);
        this.places = new Places(block, words);
        long head = block.address() + Mail.ROBUST_HEAD;
        long entry = block.address() + Mail.ROBUST_ENTRY;
        block.putLong(Mail.ROBUST_HEAD, entry);
        block.putLong(Mail.ROBUST_HEAD + 8, Mail.STATE - Mail.ROBUST_ENTRY);
        block.putLong(Mail.ROBUST_HEAD + 16, 0);
        block.putLong(Mail.ROBUST_ENTRY, head);
        block.putLong(Mail.TIMEOUT, 1);
        block.putLong(Mail.TIMEOUT + 8, 0);
        block.putLong(Mail.SHAPES, home.shapes().address());
        block.putInt(Mail.JVM, HostThread.pid());
        block.putInt(Mail.STATE, Mail.UNBORN);
    }

    int index() {
        return index;
    }

    /** Gives it back: its thread has ended. */
    void release() {
        home.release(index);
    }

    /** @return the host's id of the process that its thread is of */
    int host() {
        return host;
    }

    /** @return the host's id of its thread, as the one told it that cloned it */
    int tid() {
        return tid;
    }

    /** @return whether it is the JVM's turn */
    boolean isAsking() {
        return (int) INT.getVolatile(words, Mail.STATE) == Mail.ASKING;
    }

    Context context() {
        return context;
    }

    long address() {
        return block.address();
    }

    /** @return the end of the stack that a new thread begins with */
    long stack() {
        return address() + Mail.STACK_TOP;
    }

    long signalStack() {
        return address() + Mail.SIGNAL_STACK;
    }

    /** Makes the current thread the one in charge. */
    void take() {
        inCharge = Thread.currentThread();
    }

    /** Ends the charge of the current thread, until another one takes it. @return false if the thread is not there to rest */
    boolean rest() {
        if (!born || dead) {
            return false;
        }
        inCharge = null;
        endingSince = 0;
        return true;
    }

    boolean isMine() {
        return inCharge == Thread.currentThread();
    }

    boolean isDead() {
        return dead;
    }

    /**
     * Makes the program come out, now or before it is next entered. May be called by any thread.
     *
     * @param ending whether it is never to be entered again
     */
    void kick(boolean ending) {
        if (ending && endingSince == 0) {
            endingSince = System.nanoTime() | 1;
        }
        INT.setVolatile(words, Context.PENDING, 1);
        VarHandle.fullFence();
        if (resumed && !isAsking()) {
            HostCalls.call(Syscall.TGKILL.number(), host, tid, Engine.KICK);
        }
    }

    /** The current thread serves the program no more. */
    void end() {
        places.end();
        pair.part();
    }

    /** Lets the current thread and the slot's run where the host likes. */
    void part() {
        pair.part();
    }

    /** Runs the program until something happens. @return as {@link Engine#enter}; {@link Engine#DIED} if the thread died */
    long enter() {
        if (pair.turn(tid, block.getInt(Mail.PROCESSOR) & Mail.PROCESSOR_MASK, alertness.bothLook())) {
            alertness.renew();
        }
        window.shut();
        resumed = true;
        boolean alive;
        try {
            alive = order(Mail.RESUME, places.grant());
        } finally {
            resumed = false;
            places.end();
        }
        if (!alive) {
            return Engine.DIED;
        }
        window.open();
        return block.getInt(Context.EXIT);
    }

    /** @return the memory of the program that it has laid out for the call that it makes */
    SlotWindow window() {
        return window;
    }

    /**
     * @param writer where the thread is named that may write by itself, or null if none may
     * @return where to lay out what the program may read by itself, or null if it lately did not
     */
    @Nullable
    ReadAhead readAhead(@Nullable AtomicReference<@Nullable Places> writer) {
        return places.open(writer) ? places : null;
    }

    /** Lets the program do nothing by itself any more. May be called by any thread. */
    void settle() {
        places.settle();
    }

    /** Makes it copy what was written into its windows, now. */
    void deliver() {
        order(Mail.DELIVER);
    }

    /** Says what points where in a call, so that its next one is laid out. */
    void learn(CallTable calls) {
        home.shapes().learn(context.get(Context.RAX), calls);
    }

    /** @return what the host answered, or {@code -ESRCH} if the thread died */
    long call(int number, long a0, long a1, long a2, long a3, long a4, long a5) {
        row();
        int at = add(number, a0, a1, a2, a3, a4, a5);
        return order(Mail.CALL) ? block.getLong(at) : -ESRCH;
    }

    /** Begins a row of calls. */
    void row() {
        if (tid != 0) {
            // The row of its birth is done by then.
            isBorn();
        }
        count = 0;
    }

    /** Adds a call to the row. @return where its result will be */
    int add(int number, long a0, long a1, long a2, long a3, long a4, long a5) {
        if (count >= Mail.MOST_CALLS) {
            throw new IllegalStateException("too many calls in a row");
        }
        int at = Mail.CALLS + Mail.CALL_SIZE * count;
        count++;
        block.putLong(at, number);
        block.putLong(at + 8, a0);
        block.putLong(at + 16, a1);
        block.putLong(at + 24, a2);
        block.putLong(at + 32, a3);
        block.putLong(at + 40, a4);
        block.putLong(at + 48, a5);
        return at + 56;
    }

    /** @return what came of a call of the row, said by {@link #add} */
    long result(int at) {
        return block.getLong(at);
    }

    /** Says that its process leads a group, which ends with the JVM. */
    void lead() {
        block.putInt(Mail.LEADS, 1);
    }

    /** Makes the calls of the row. @return 0, the first error, or {@code -ESRCH} if the thread died */
    long make() {
        return order(Mail.CALL) ? firstError() : -ESRCH;
    }

    private long firstError() {
        for (int i = 0; i < count; i++) {
            long result = block.getLong(Mail.CALLS + Mail.CALL_SIZE * i + 56);
            if (result < 0 && result > -4096) {
                return result;
            }
        }
        return 0;
    }

    private void arguments(long flags, Slot child) {
        block.putLong(Mail.ARGUMENTS, flags);
        block.putLong(Mail.ARGUMENTS + 8, child.stack());
        block.putLong(Mail.ARGUMENTS + 16, 0);
        block.putLong(Mail.ARGUMENTS + 24, 0);
        block.putLong(Mail.ARGUMENTS + 32, 0);
        block.putLong(Mail.ARGUMENTS + 40, child.address());
    }

    /** Makes the row what the thread that is born into this slot does first. */
    void prepareBirth() {
        block.putInt(Mail.ORDER, Mail.CALL);
        block.putInt(Mail.COUNT, count);
    }

    /**
     * Clones the thread.
     *
     * @param child whose birth was prepared
     * @param tenant whose thread it is, or null
     * @return the id of the new one, or a negative errno
     */
    long clone(long flags, Slot child, @Nullable Tenant tenant) {
        pair.part();
        arguments(flags, child);
        boolean done = tenant == null
                ? order(Mail.CLONE)
                : order(Mail.CLONE, tenant.gate(), Syscall.CLONE.number(), tenant.gate()::letPass);
        if (!done) {
            return -ESRCH;
        }
        long id = block.getLong(Mail.RESULT);
        boolean thread = (flags & Sched.CLONE_THREAD) != 0;
        child.host = thread ? host : (int) id;
        child.tid = (int) id;
        if (id < 0 && id > -4096) {
            return id;
        }
        // What it says is believed only of its own: the JVM is to place, kill and look into nobody else.
        boolean own = id == (int) id && (tenant == null || (thread ? child.lives() : tenant.owns((int) id)));
        return own ? id : -EAGAIN;
    }

    /**
     * Makes the calls of a row whose first one is left to the JVM by a tenant's filter.
     *
     * @param answer of that call's notification
     * @return whether the thread lives
     */
    boolean make(Gate gate, int number, LongPredicate answer) {
        return order(Mail.CALL, gate, number, answer);
    }

    /** Clones the current thread of the JVM into this slot. @return its id, or a negative errno */
    long spawn(long flags) {
        prepareBirth();
        arguments(flags, this);
        host = HostThread.pid();
        tid = (int) Engine.spawn(address());
        return tid;
    }

    /** Waits until the thread is born and has made the calls of the row. @return whether it lives */
    private boolean isBorn() {
        if (!born && !dead) {
            born = isAnswered(Engine.await(address(), FOREVER), true);
        }
        return born && !dead;
    }

    /** Takes charge of a thread that was cloned. @return 0, the first error of the row, or {@code -ESRCH} if it died */
    long begin() {
        take();
        return isBorn() ? firstError() : -ESRCH;
    }

    /** @return the value found; {@link Mail#FAULT} for a bad address, or if the thread died */
    long exchange(long at, int expected, int desired) {
        block.putLong(Mail.ARGUMENTS, at);
        block.putLong(Mail.ARGUMENTS + 8, expected);
        block.putLong(Mail.ARGUMENTS + 16, desired);
        return order(Mail.EXCHANGE) ? block.getLong(Mail.RESULT) : Mail.FAULT;
    }

    /** Gives an order and waits until it is done. @return false if the thread died */
    private boolean order(int order) {
        return order(order, false);
    }

    /** @param writes whether the program may write something by itself */
    private boolean order(int order, boolean writes) {
        if (!isBorn()) {
            return false;
        }
        block.putInt(Mail.ORDER, order);
        block.putInt(Mail.COUNT, count);
        boolean apart = !Alertness.ONE_CORE && !pair.isBound();
        if (apart) {
            alertness.judgeChild((int) INT.getVolatile(words, Mail.CHILD_SLEEPS) != 0);
        }
        block.putInt(Mail.SPINS, apart ? alertness.childsCycles() : 0);
        boolean bounded = order != Mail.RESUME;
        long nanos = writes ? Places.WRITTEN_NANOS : FOREVER;
        long state = alertness.give(address(), tid | Mail.WAITERS, nanos, apart);
        for (int i = writes ? Places.MOST_WAITS : 0; i > 0 && isRunning((int) state); i--) {
            if (i == 1 || places.hasWritten()) {
                places.settle();
                i = 1;
            }
            state = Engine.await(address(), i == 1 ? FOREVER : nanos);
        }
        boolean answered = isAnswered(state, bounded);
        alertness.turnBegins();
        return answered;
    }

    private static boolean isRunning(int state) {
        return state != Mail.ASKING && (state & Mail.DIED) == 0;
    }

    /** As {@link #order(int)}, where a call is made on the way that the thread's filter leaves to the JVM. */
    private boolean order(int order, Gate gate, int number, LongPredicate answer) {
        if (!isBorn()) {
            return false;
        }
        block.putInt(Mail.ORDER, order);
        block.putInt(Mail.COUNT, count);
        gate.lock();
        try {
            Engine.post(address(), tid | Mail.WAITERS);
            gate.answer(this, number, answer);
        } finally {
            gate.unlock();
        }
        return isAnswered(Engine.await(address(), FOREVER), true);
    }

    /** Ends the thread, and waits for its end. */
    void endThread() {
        row();
        add(Syscall.EXIT.number(), 0, 0, 0, 0, 0, 0);
        order(Mail.CALL);
    }

    /** @return room for what a call of a row points to, {@link Mail#ROOM_SIZE} bytes */
    OffHeap room() {
        return block.slice(Mail.ROOM, Mail.ROOM_SIZE);
    }

    /** The kernel tells of the end of a thread that runs; one that ended while it was the JVM's turn is found like this. */
    private boolean isGone() {
        return HostChild.isGone(host) || tid != 0 && !lives();
    }

    /** @return whether there is a thread of that id in the process, if only one that nobody has waited for */
    private boolean lives() {
        return tid > 0 && HostCalls.call(Syscall.TGKILL.number(), host, tid, 0) == 0;
    }

    /** @return whether a thread that is not trusted has had its time. @param waited for it */
    private boolean isOverdue(long waited, boolean bounded) {
        if (home.trusted()) {
            return false;
        }
        return bounded && waited > ORDER_NANOS || endingSince != 0 && System.nanoTime() - endingSince > ENDING_NANOS;
    }

    /**
     * Waits on if it is not the JVM's turn yet.
     *
     * @param waited what {@link Engine#await} said
     * @param bounded whether the thread must come back soon
     * @return false if the thread died
     */
    private boolean isAnswered(long waited, boolean bounded) {
        int state = (int) waited;
        if (state != Mail.ASKING) {
            pair.part();
            long since = System.nanoTime();
            long spent = 0;
            while (state != Mail.ASKING && (state & Mail.DIED) == 0 && !isGone()) {
                long now = System.nanoTime();
                // If both were frozen, the thread could do nothing for longer.
                spent += Math.min(now - since, LOOK_NANOS);
                since = now;
                if (isOverdue(spent, bounded)) {
                    HostCalls.call(Syscall.KILL.number(), host, Signals.SIGKILL, 0);
                }
                state = (int) Engine.await(address(), FOREVER);
            }
            dead = state != Mail.ASKING;
        }
        return !dead;
    }
}
