package io.unishim.vfscore.tty;

import static io.unishim.abi.Poll.POLLHUP;
import static io.unishim.abi.Poll.POLLIN;
import static io.unishim.abi.Poll.POLLOUT;
import static io.unishim.abi.Poll.POLLPRI;
import static io.unishim.abi.Poll.POLLRDNORM;
import static io.unishim.abi.Poll.POLLWRNORM;
import static io.unishim.abi.Termios.EXTPROC;
import static io.unishim.abi.Termios.ICANON;
import static io.unishim.abi.Termios.IXON;
import static io.unishim.abi.Termios.TIOCPKT_DOSTOP;
import static io.unishim.abi.Termios.TIOCPKT_FLUSHREAD;
import static io.unishim.abi.Termios.TIOCPKT_FLUSHWRITE;
import static io.unishim.abi.Termios.TIOCPKT_IOCTL;
import static io.unishim.abi.Termios.TIOCPKT_NOSTOP;
import static io.unishim.abi.Termios.TIOCPKT_START;
import static io.unishim.abi.Termios.TIOCPKT_STOP;
import static io.unishim.abi.Termios.VMIN;
import static io.unishim.abi.Termios.VSTART;
import static io.unishim.abi.Termios.VSTOP;
import static io.unishim.abi.Termios.VTIME;

import io.unishim.task.WaitQueue;

/** One end of a pseudo-terminal: the kernel's {@code struct tty_struct}. All of it is guarded by {@link Pty#lock()}. */
final class Tty {
    /** With no more than this left to read, whoever waits to write is told (the kernel's TTY_THRESHOLD_UNTHROTTLE). */
    private static final int NEARLY_READ = 128;

    private static final int CONTROL_S = 023;
    private static final int CONTROL_Q = 021;

    private final Pty pty;
    private final boolean master;
    private final WaitQueue queue = new WaitQueue();
    private final WaitQueue signalQueue = new WaitQueue();
    private final InputQueue input = new InputQueue();
    private final ByteRing arrived = new ByteRing();
    private final LineDiscipline discipline;
    private final Reading reading = new Reading(this);
    private final Writing writing = new Writing(this);

    private Settings settings;

    /** What of the settings cannot be changed (man 2 TIOCSLCKTRMIOS). */
    volatile Settings locks = Settings.UNLOCKED;

    private boolean stopped;
    private boolean stoppedByCall;

    /** TIOCEXCL. */
    boolean exclusive;

    /** TIOCPKT, of a master. */
    boolean packets;

    /** What a master in packet mode is to learn of this slave. */
    int packetStatus;

    /** Whether nobody has the other end open any more. */
    boolean otherClosed;

    Tty(Pty pty, boolean master) {
        this.pty = pty;
        this.master = master;
        this.settings = master ? Settings.OF_MASTER : Settings.OF_SLAVE;
        Output output = new Output(this);
        this.discipline = new LineDiscipline(this, input, output, new Echo(this, output));
    }

    Pty pty() {
        return pty;
    }

    /** @return the other end */
    Tty link() {
        return master ? pty.slave() : pty.master();
    }

    /** @return those who wait to read or write here */
    WaitQueue queue() {
        return queue;
    }

    /** @return those who are told of input by signals */
    WaitQueue signalQueue() {
        return signalQueue;
    }

    InputQueue input() {
        return input;
    }

    LineDiscipline discipline() {
        return discipline;
    }

    Reading reading() {
        return reading;
    }

    Writing writing() {
        return writing;
    }

    Settings settings() {
        return settings;
    }

    /** @return whether what is read here comes by lines */
    boolean byLines() {
        return settings.local(ICANON) && !settings.local(EXTPROC);
    }

    // Output, from this end to the other.

    /** @return how many bytes can be sent now */
    int outputRoom() {
        return stopped ? 0 : link().arrived.room();
    }

    void send(int c) {
        link().arrived.add(c);
    }

    /** Lets the other end take what was sent. */
    void deliver() {
        link().take();
    }

    /** Takes what has arrived, as far as there is room. */
    void take() {
        if (arrived.count() > 0) {
            boolean full = arrived.room() == 0;
            discipline.receive(arrived);
            link().take();
            if (full && arrived.room() > 0) {
                pty.wake(link(), POLLOUT | POLLWRNORM);
            }
        }
    }

    boolean stopped() {
        return stopped;
    }

    /** @return whether TCXONC stopped the output, which no character starts then */
    boolean stoppedByCall() {
        return stoppedByCall;
    }

    void stopOutput() {
        if (!stopped) {
            stopped = true;
            if (!master) {
                tellMaster(TIOCPKT_START, TIOCPKT_STOP);
            }
        }
    }

    void startOutput() {
        if (stopped && !stoppedByCall) {
            stopped = false;
            if (!master) {
                tellMaster(TIOCPKT_STOP, TIOCPKT_START);
            }
            pty.wake(this, POLLOUT | POLLWRNORM);
        }
    }

    /** TCXONC with TCOOFF or TCOON. */
    void stopByCall(boolean stop) {
        if (stop && !stoppedByCall) {
            stoppedByCall = true;
            stopOutput();
        } else if (!stop && stoppedByCall) {
            stoppedByCall = false;
            startOutput();
        }
    }

    /** Sends one character past all others, also while the output is stopped: TCIOFF and TCION. */
    void sendUrgently(int c) {
        boolean was = stopped;
        if (was) {
            startOutput();
        }
        if (outputRoom() > 0) {
            send(c);
            deliver();
        }
        if (was) {
            stopOutput();
        }
    }

    // Dropping.

    /** Drops what this end sent and the other one did not take. */
    void flushOutput() {
        link().arrived.clear();
        if (link().packets) {
            packetStatus |= TIOCPKT_FLUSHWRITE;
            pty.wake(link(), POLLIN);
        }
        pty.wake(this, POLLOUT | POLLWRNORM);
    }

    /** Drops what has arrived here and was not taken. */
    void flushArrived() {
        arrived.clear();
        pty.wake(link(), POLLOUT | POLLWRNORM);
    }

    /** Drops what can be read here; what had no room has it now. */
    void flushInput() {
        discipline.flushInput();
        tellFlushedInput();
        take();
    }

    void tellFlushedInput() {
        if (link().packets) {
            packetStatus |= TIOCPKT_FLUSHREAD;
            pty.wake(link(), POLLIN);
        }
    }

    private void tellMaster(int less, int more) {
        if (link().packets) {
            packetStatus = packetStatus & ~less | more;
            pty.wake(link(), POLLIN);
        }
    }

    // Settings.

    /** TCSETS and its kin. */
    void settings(Settings wanted) {
        Settings old = settings;
        settings = wanted.ofPty();
        if (!master && link().packets) {
            tellMasterOf(old);
        }
        discipline.settingsChanged(old);
        deliver();
        pty.wake(this, POLLIN | POLLOUT);
    }

    private void tellMasterOf(Settings old) {
        boolean external = old.local(EXTPROC) || settings.local(EXTPROC);
        boolean before = usualFlowControl(old);
        boolean now = usualFlowControl(settings);
        if (before != now) {
            tellMaster(TIOCPKT_DOSTOP | TIOCPKT_NOSTOP, now ? TIOCPKT_DOSTOP : TIOCPKT_NOSTOP);
        }
        if (external) {
            tellMaster(0, TIOCPKT_IOCTL);
        }
    }

    private static boolean usualFlowControl(Settings of) {
        return of.in(IXON) && of.character(VSTOP) == CONTROL_S && of.character(VSTART) == CONTROL_Q;
    }

    /** At a hang-up: as new, but for what others do not see. */
    void reset() {
        settings = Settings.OF_SLAVE;
        discipline.flushInput();
        flushOutput();
        discipline.settingsChanged(null);
        packetStatus = 0;
    }

    // Input.

    /** Something can be read. */
    void inputArrived() {
        pty.wake(this, POLLIN | POLLRDNORM | Pty.SIGNALLED);
    }

    void signalForeground(int signal) {
        pty.signalForeground(signal);
    }

    /** @param forPoll whether as many bytes count as VMIN says */
    boolean available(boolean forPoll) {
        if (byLines()) {
            return input.lineHead != input.tail;
        }
        int least = settings.character(VMIN);
        boolean counts = forPoll && settings.character(VTIME) == 0 && least != 0;
        return input.commitHead - input.tail >= (counts ? least : 1);
    }

    /** Something was read: there may be room for more. */
    void wasRead() {
        take();
        int left = byLines() ? (int) (input.lineHead - input.tail) : (int) (input.commitHead - input.tail);
        if (left <= NEARLY_READ) {
            pty.wake(link(), POLLOUT | POLLWRNORM);
        }
    }

    /** @return the bytes that FIONREAD tells */
    int readable() {
        return byLines() ? input.inLines() : input.count();
    }

    int readiness() {
        int ready = available(true) ? POLLIN | POLLRDNORM : 0;
        if (packets && link().packetStatus != 0) {
            ready |= POLLPRI | POLLIN | POLLRDNORM;
        }
        if (otherClosed) {
            ready |= POLLHUP;
        }
        return outputRoom() > 0 && !writing.active() ? ready | POLLOUT | POLLWRNORM : ready;
    }
}
