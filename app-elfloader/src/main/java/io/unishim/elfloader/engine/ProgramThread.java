package io.unishim.elfloader.engine;

import static io.unishim.abi.Errnos.EINTR;
import static io.unishim.abi.Errnos.ENOSYS;

import io.unishim.Shim;
import io.unishim.abi.Restart;
import io.unishim.abi.Signals;
import io.unishim.abi.Syscall;
import io.unishim.abi.Wait;
import io.unishim.elfloader.image.ProgramImage;
import io.unishim.host.StrayAccess;
import io.unishim.memory.AddressSpace;
import io.unishim.struct.SigInfo;
import io.unishim.task.CallFilter;
import io.unishim.task.Execution;
import io.unishim.task.ReadAhead;
import io.unishim.task.Signalling;
import io.unishim.task.Task;
import org.jspecify.annotations.Nullable;

/**
 * One thread of a program: enters it, serves what it comes out for, and enters it again, on one Java thread, until the task
 * is to end. Where the program itself runs is its {@link Seat}.
 */
public final class ProgramThread implements Execution, Runnable {
    private final Shim shim;

    private final Task task;
    private final ProgramProcess program;
    private volatile Seat seat;
    private Context context;
    private SignalFrames frames;
    /** Where the program goes on after the call that it is making, if not here. */
    private @Nullable Seat nextSeat;

    private @Nullable ProgramSpace nextSpace;
    private final @Nullable Signalling signalling;
    private volatile @Nullable ThreadClock clock;

    /** What judges calls before they are made; few programs ask for that. */
    private volatile @Nullable CallFilter filter;

    /** Makes a thread that has not begun. */
    ProgramThread(Task task, ProgramProcess program, Seat seat) {
        this.seat = seat;
        this.context = seat.context();
        this.shim = task.shim();
        this.task = task;
        this.program = program;
        this.signalling = shim.serviceOrNull(Signalling.class);
        this.frames = new SignalFrames(task, context);
        task.put(Execution.KEY, this);
    }

    /** Sets where a new program begins, everything else as {@code execve(2)} leaves it. */
    void begin(long instruction, long stack) {
        context.reset();
        context.set(Context.RIP, instruction);
        context.set(Context.RSP, stack);
    }

    @Override
    public long processorNanos() {
        ThreadClock counting = clock;
        return counting == null ? 0 : counting.nanos(seat);
    }

    @Override
    public long systemNanos() {
        ThreadClock counting = clock;
        return counting == null ? 0 : counting.systemNanos(seat);
    }

    @Override
    public void filter(CallFilter newFilter) {
        filter = newFilter;
        settle();
    }

    @Override
    public void settle() {
        seat.settle();
    }

    @Override
    public @Nullable CallFilter filter() {
        return filter;
    }

    @Override
    public @Nullable ReadAhead readAhead() {
        return filter == null ? seat.readAhead() : null;
    }

    @Override
    public long stackPointer() {
        return context.get(Context.RSP);
    }

    /** Sets the thread pointer, for {@code arch_prctl(ARCH_SET_FS)}. */
    public void threadPointer(long address) {
        context.set(Context.FS, address);
    }

    /** @return the thread pointer */
    public long threadPointer() {
        return context.get(Context.FS);
    }

    /**
     * Takes back the registers that a signal's frame holds, for {@code rt_sigreturn(2)}.
     *
     * @return false if the frame cannot be read
     */
    public boolean signalReturn() {
        task.note(Task.REGISTERS);
        return frames.restore();
    }

    /**
     * Whether another program takes its place here: in the JVM's own process, with nobody else in its memory. Else that one
     * gets a process of the host.
     */
    public boolean isReplacedHere() {
        return seat.host() == null && !program.space().isShared();
    }

    /** @return an empty process of the host for another program, to be given to {@link #replaceBy}; null if there is none */
    public @Nullable Place newPlace() {
        HostChild here = seat.host();
        Tenant tenant = here == null ? null : here.tenant();
        HostChild made = tenant == null ? program.children().empty() : tenant.empty();
        return made == null ? null : new Place(made);
    }

    /** Leaves its memory, which is gone then, for another; {@link #replaceBy} is to follow, or the task's end. */
    public void moveTo(AddressSpace space) {
        if (space != program.space().memory()) {
            program.space(ProgramSpace.here(space));
        }
    }

    /** Goes on with another program, for {@code execve(2)}. Called while the task, the only one, makes that call. */
    public void replaceBy(ProgramImage image) {
        moveTo(image.space());
        begin(image.entry(), image.stack());
        task.note(Task.REGISTERS);
    }

    /** As {@link #replaceBy(ProgramImage)}, in a process of the host of its own. */
    public void replaceBy(ProgramImage image, Place place) {
        Seat next = place.seat();
        context = next.context();
        frames = new SignalFrames(task, context);
        begin(image.entry(), image.stack());
        nextSeat = next;
        nextSpace = ProgramSpace.of(image.space(), place.child());
        task.note(Task.REGISTERS);
    }

    /** Moves to where the program goes on. @return false if its thread is dead there */
    private boolean move() {
        Seat next = nextSeat;
        ProgramSpace space = nextSpace;
        if (next == null || space == null) {
            return true;
        }
        nextSeat = null;
        nextSpace = null;
        Seat old = seat;
        ThreadClock counting = clock;
        if (counting != null) {
            counting.add(old);
        }
        old.end();
        boolean alive = next.begin(shim.table());
        seat = next;
        old.leave();
        program.space(space);
        return alive;
    }

    @Override
    public @Nullable Birth share() {
        seat.roam();
        Standby standby = program.standBy();
        if (standby == null) {
            return null;
        }
        Seat other = seat.another();
        if (other == null) {
            standby.dismiss();
            return null;
        }
        program.patcher().shared();
        return new ThreadBirth(this, other, standby, null);
    }

    @Override
    public @Nullable Birth copy() {
        seat.roam();
        ProgramSpace space = program.space();
        RemoteSeat[] made = new RemoteSeat[1];
        ProgramSpace copied;
        // Before the lock of the memory, as when a site is patched: else the copy had one whose stub it does not keep.
        synchronized (space.patcher()) {
            copied = space.copy(ranges -> {
                made[0] = seat.copy(program.children(), space.needs(ranges));
                return made[0] == null ? null : made[0].host();
            });
        }
        if (copied == null) {
            return null;
        }
        // Now, for it will be awake when it is needed.
        Standby standby = program.standBy();
        if (standby == null) {
            copied.release();
            return null;
        }
        return new ThreadBirth(this, made[0], standby, copied);
    }

    /** Takes over the registers of the thread that it is a clone of. */
    void takeOver(ProgramThread parent, long stack, boolean setTls, long tls) {
        context.copyFrom(parent.context);
        // What is set for all threads meanwhile (SECCOMP_FILTER_FLAG_TSYNC) is the parent's by now, or finds this one.
        synchronized (task.process()) {
            filter = parent.filter;
        }
        context.set(Context.RAX, 0);
        if (stack != 0) {
            context.set(Context.RSP, stack);
        }
        if (setTls) {
            context.set(Context.FS, tls);
        }
    }

    ProgramProcess program() {
        return program;
    }

    boolean hasProcessOf(Task other) {
        return other.process() == task.process();
    }

    /** Runs the program to its end, and ends the task. */
    @Override
    public void run() {
        int status = Wait.signaled(Signals.SIGKILL, false);
        ThreadClock counting = new ThreadClock();
        clock = counting;
        try {
            boolean alive = seat.begin(shim.table());
            if (alive) {
                program.space().memory().settle();
            }
            try {
                task.actBy(Thread.currentThread(), this::kick);
                if (!alive) {
                    died();
                }
                loop();
                status = task.exitStatus();
            } finally {
                task.actBy(Thread.currentThread(), null);
                seat.end();
                counting.stop(seat);
            }
        } finally {
            shim.tasks().exited(task, status);
            task.actBy(null, null);
            seat.leave();
            program.left();
        }
    }

    private void kick() {
        seat.kick((task.work() & Task.EXIT) != 0);
    }

    /** The thread has ended on the host, without asking: out of memory, or killed by someone outside. */
    private void died() {
        task.exit(Wait.signaled(seat.deathSignal(), false));
    }

    private void loop() {
        while (true) {
            // In this order: what comes after the test makes the entry give up.
            context.setInt(Context.PENDING, 0);
            if (task.work() != 0 && !work(0, false)) {
                return;
            }
            if (filter != null) {
                settle();
            }
            long why = seat.enter();
            if (why == Engine.CALL) {
                call();
            } else if (why == Engine.TRAPPED_CALL) {
                trappedCall();
            } else if (why == Engine.FAULT) {
                fault();
            } else if (why == Engine.DIED) {
                died();
            }
        }
    }

    private void call() {
        Context c = context;
        long number = c.get(Context.RAX);
        CallFilter judge = filter;
        if (judge != null && !passes(judge, CallFilter.AUDIT_ARCH_X86_64)) {
            return;
        }
        long caught = StrayAccess.count();
        long result = shim.dispatch(
                task,
                (int) number,
                c.get(Context.RDI),
                c.get(Context.RSI),
                c.get(Context.RDX),
                c.get(Context.R10),
                c.get(Context.R8),
                c.get(Context.R9));
        if (StrayAccess.count() != caught) {
            result = Faults.strayAccess(task, result);
        }
        if (task.work() != 0 || Restart.isRestart(result) || result == -EINTR) {
            finish(number, result);
        } else {
            c.set(Context.RAX, result);
        }
    }

    /** @return whether a filter lets the call be made; else it is over */
    private boolean passes(CallFilter judge, int architecture) {
        Context c = context;
        long verdict = judge.judge(
                task,
                architecture,
                (int) c.get(Context.RAX),
                c.get(Context.RIP),
                c.get(Context.RDI),
                c.get(Context.RSI),
                c.get(Context.RDX),
                c.get(Context.R10),
                c.get(Context.R8),
                c.get(Context.R9));
        if (verdict == CallFilter.ALLOWED) {
            return true;
        }
        if (Restart.isRestart(verdict)) {
            finish(c.get(Context.RAX), verdict);
            return false;
        }
        if (verdict != CallFilter.SIGNALLED) {
            c.set(Context.RAX, verdict);
        }
        if (task.work() != 0) {
            work(0, false);
        }
        return false;
    }

    /** Ends a call that was interrupted, or that changed more than rax. */
    private void finish(long number, long result) {
        if ((task.work() & Task.REGISTERS) != 0) {
            // execve and rt_sigreturn have set every register themselves.
            task.done(Task.REGISTERS);
            if (nextSeat != null && !move()) {
                died();
            }
            return;
        }
        context.set(Context.RAX, result);
        if (Restart.isRestart(result)) {
            interrupted(number, result);
        } else {
            work(0, false);
        }
    }

    /** A wait ended because of a signal: the call is made again, or answers -EINTR, as the signal's action says. */
    private void interrupted(long number, long result) {
        boolean goesOn = result == -Restart.ERESTART_RESTARTBLOCK;
        context.set(Context.RAX, goesOn ? Syscall.RESTART_SYSCALL.number() : number);
        long after = context.get(Context.RIP);
        context.set(Context.RIP, program.patcher().callBefore(after, goesOn));
        context.set(Context.RCX, after);
        work(result, true);
    }

    /**
     * Does what is to be done before the program goes on.
     *
     * @param interruptedResult what an interrupted call answered
     * @param restartable whether the registers stand before that call, to make it again
     * @return whether the program goes on
     */
    private boolean work(long interruptedResult, boolean restartable) {
        boolean again = restartable;
        // Asked at least once: a call that had a mask of its own gets the task's back there, also without a signal.
        Signalling.Handler handler = next();
        while (handler != null) {
            if (again && !restarts(interruptedResult, handler)) {
                context.set(Context.RIP, context.get(Context.RCX));
                context.set(Context.RAX, -EINTR);
            }
            again = false;
            context.full();
            if (!frames.push(handler)) {
                noRoomForFrame(handler.signal());
            }
            handler = next();
        }
        return (task.work() & Task.EXIT) == 0;
    }

    private Signalling.@Nullable Handler next() {
        return signalling == null || (task.work() & Task.EXIT) != 0 ? null : signalling.next(task);
    }

    /** Linux sends SIGSEGV instead; if that is the signal without a frame, its handler is of no use either. */
    private void noRoomForFrame(int signal) {
        if (signal == Signals.SIGSEGV || signalling == null) {
            task.exit(Wait.signaled(Signals.SIGSEGV, false));
        } else {
            signalling.force(task, Signals.SIGSEGV, SigInfo.fault(Signals.SIGSEGV, Signals.SI_KERNEL, 0));
        }
    }

    private static boolean restarts(long result, Signalling.Handler handler) {
        return switch ((int) -result) {
            case Restart.ERESTARTNOINTR -> true;
            case Restart.ERESTARTSYS -> handler.restart();
            default -> false;
        };
    }

    private void trappedCall() {
        int architecture = context.getInt(Context.CALL_ARCH);
        if (architecture != CallFilter.AUDIT_ARCH_X86_64) {
            CallFilter judge = filter;
            if (judge != null && !passes(judge, architecture)) {
                return;
            }
            // int $0x80: the 32-bit calls are not here, as on a kernel without them.
            context.set(Context.RAX, -ENOSYS);
            return;
        }
        program.patcher().patch(context);
        call();
    }

    /** @return whether it came back to where a comparison was before the site was patched: it goes on to that now */
    private boolean wasBehindCall() {
        long comparison = program.patcher().behindCall(context.get(Context.RIP));
        if (comparison == 0) {
            return false;
        }
        context.set(Context.RIP, comparison);
        return true;
    }

    private void fault() {
        int signal = context.getInt(Context.SIGNAL);
        if (signal == Engine.KICK) {
            return;
        }
        if (signal == Signals.SIGILL && wasBehindCall()) {
            return;
        }
        if (signal == Signals.SIGILL && program.patcher().insidePatch(context.get(Context.RIP))) {
            // A jump straight to what was a syscall instruction: serve it as one.
            context.set(Context.RIP, context.get(Context.RIP) + 2);
            context.set(Context.RCX, context.get(Context.RIP));
            call();
            return;
        }
        if (signal == Signals.SIGTRAP && program.patcher().underWay(context.get(Context.RIP) - 1)) {
            context.set(Context.RIP, context.get(Context.RIP) - 1);
            return;
        }
        Faults.raise(task, signalling, context);
    }
}
