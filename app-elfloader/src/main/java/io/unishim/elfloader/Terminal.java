package io.unishim.elfloader;

import io.unishim.Shim;
import io.unishim.abi.Fcntl;
import io.unishim.abi.Ioctls;
import io.unishim.abi.Syscall;
import io.unishim.abi.Wait;
import io.unishim.call.ErrnoException;
import io.unishim.file.Descriptors;
import io.unishim.file.OpenFileDescription;
import io.unishim.memory.JavaMemory;
import io.unishim.memory.UserString;
import io.unishim.task.Task;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * A terminal for programs, with Java at the keyboard and before the screen: a pseudo-terminal of the shim whose master this
 * object holds.
 *
 * <pre>{@code
 * try (Terminal terminal = Terminal.open(shim, 24, 80);
 *         RunningProgram shell = Program.of("/bin/sh").terminal(terminal).start(shim)) {
 *     terminal.keyboard().write("echo hello\n".getBytes(UTF_8));
 *     ... terminal.screen().read() ...
 * }
 * }</pre>
 *
 * <p>The terminal echoes, edits lines and sends signals as Linux's do: a byte 3 at the keyboard is {@code ^C}. It is the
 * controlling terminal of the first program that is started on it.
 */
public final class Terminal implements AutoCloseable {
    private static final int SETTINGS_SIZE = 36;

    private final Shim shim;
    private final Task control;
    private final Task typist;
    private final Task viewer;
    private final int fd;
    private final OpenFileDescription master;
    private final String path;
    private final long memory;
    private final OutputStream keyboard;
    private final InputStream screen;
    private boolean closed;

    private Terminal(Shim shim) {
        this.shim = shim;
        this.control = shim.newProcess("terminal");
        this.typist = shim.newProcess("keyboard");
        this.viewer = shim.newProcess("screen");
        this.memory = ((JavaMemory) control.memory()).allocate(64);
        this.fd = (int) open(control, "/dev/ptmx", Fcntl.O_RDWR | Fcntl.O_NOCTTY | Fcntl.O_CLOEXEC);
        OpenFileDescription opened = control.process().state(Descriptors.KEY).get(fd);
        if (opened == null) {
            throw new IllegalStateException("the terminal was closed at once");
        }
        this.master = opened;
        control(Ioctls.TIOCSPTLCK, memory, "TIOCSPTLCK");
        control(Ioctls.TIOCGPTN, memory, "TIOCGPTN");
        this.path = "/dev/pts/" + control.memory().getInt(memory);
        this.keyboard = new TerminalKeyboard(typist, master);
        this.screen = new TerminalScreen(viewer, master);
    }

    /**
     * Makes a terminal.
     *
     * @param shim of the programs that it is for
     * @param rows of its window, 0 to 65,535; 0 if it is not known
     * @param columns of its window, as the rows
     * @return the terminal; close it to hang up
     * @throws ErrnoException if there is none to be had: {@code ENOENT} where nothing is mounted at /dev
     */
    public static Terminal open(Shim shim, int rows, int columns) {
        Terminal made = new Terminal(shim);
        made.resize(rows, columns);
        return made;
    }

    /** @return its name in the shim: {@code "/dev/pts/0"} */
    public String path() {
        return path;
    }

    /** @return where to type. A write waits while programs do not read; after {@link #close} it fails */
    public OutputStream keyboard() {
        return keyboard;
    }

    /** @return what programs print, and the echo. Its end comes when no program has the terminal open any more */
    public InputStream screen() {
        return screen;
    }

    /** Changes the size of its window; programs get SIGWINCH. @param rows 0 to 65,535 @param columns as the rows */
    public synchronized void resize(int rows, int columns) {
        control.memory().putLong(memory, (rows & 0xffffL) | (columns & 0xffffL) << 16);
        control(Ioctls.TIOCSWINSZ, memory, "TIOCSWINSZ");
    }

    /** Sets it as another terminal is set. @param settings a {@code struct termios}, 36 bytes */
    synchronized void settings(byte[] settings) {
        if (settings.length != SETTINGS_SIZE) {
            throw new IllegalArgumentException(settings.length + " bytes");
        }
        control.memory().writeFully(memory, settings);
        control(Ioctls.TCSETS, memory, "TCSETS");
    }

    private void control(int request, long argument, String name) {
        long result = shim.serve(control, Syscall.IOCTL.number(), fd, request, argument, 0, 0, 0);
        ErrnoException.check(result, "ioctl", name);
    }

    private static long open(Task task, String path, int flags) {
        long lent = UserString.of(path).addressIn(task.memory());
        try {
            long result = task.shim().serve(task, Syscall.OPEN.number(), lent, flags, 0, 0, 0, 0);
            return ErrnoException.check(result, "open", path);
        } finally {
            task.memory().reclaim(lent);
        }
    }

    /** Gives it to a new program as its first descriptor; a session's leader without one makes it its controlling terminal. */
    OpenFileDescription giveTo(Task program) {
        Descriptors descriptors = program.process().state(Descriptors.KEY);
        int opened = (int) open(program, path, Fcntl.O_RDWR);
        OpenFileDescription open = descriptors.get(opened);
        if (open == null || !open.retain()) {
            throw new IllegalStateException("the terminal was closed at once");
        }
        descriptors.close(program, opened);
        return open;
    }

    /** Hangs up: programs that have it open read its end, and get SIGHUP. What they printed can still be read. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        shim.serve(control, Syscall.CLOSE.number(), fd, 0, 0, 0, 0, 0);
        // Whoever types or looks now does not wait any longer.
        int killed = Wait.signaled(9, false);
        typist.exit(killed);
        viewer.exit(killed);
        for (Task each : new Task[] {typist, viewer, control}) {
            shim.tasks().exited(each, 0);
            shim.tasks().reap(each.process());
        }
    }
}
