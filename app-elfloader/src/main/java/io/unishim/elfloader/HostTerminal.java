package io.unishim.elfloader;

import static io.unishim.abi.Errnos.EINTR;

import io.unishim.Shim;
import io.unishim.abi.Ioctls;
import io.unishim.abi.Poll;
import io.unishim.abi.Syscall;
import io.unishim.abi.Termios;
import io.unishim.host.HostCalls;
import io.unishim.library.ServiceThread;
import io.unishim.memory.OffHeap;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * The terminal in which this JVM was started, lent to a program: what is typed goes to a {@link Terminal} of the shim as it
 * is, and what that one shows comes here. Line editing, echo, {@code ^C} and job control are the shim's meanwhile.
 *
 * <p>Closing it gives the terminal back as it was; a JVM that exits does so, too.
 */
public final class HostTerminal implements AutoCloseable {
    private static final int SETTINGS_SIZE = 36;
    private static final int CHUNK = 4096;

    private final Terminal terminal;
    private final byte[] before;
    private final int stop;
    private final ServiceThread keyboard;
    private final ServiceThread screen;
    private final Thread restoration;

    private HostTerminal(Terminal terminal, byte[] settings, int stop) {
        this.terminal = terminal;
        this.before = settings;
        this.stop = stop;
        this.keyboard = new ServiceThread("unishim-keyboard", this::pumpKeyboard);
        this.screen = new ServiceThread("unishim-screen", this::pumpScreen);
        this.restoration = new Thread(() -> set(before));
    }

    /**
     * Lends the terminal, if there is one: standard input and output of this JVM are a terminal, and the JVM is in its
     * foreground.
     *
     * @param shim whose program it is for
     * @return the terminal, or null
     */
    public static @Nullable HostTerminal lend(Shim shim) {
        byte[] settings = settings(0);
        if (settings == null || settings(1) == null || !inForeground()) {
            return null;
        }
        int stop = (int) HostCalls.call(Syscall.EVENTFD2.number(), 0, 02000000, 0);
        if (stop < 0) {
            return null;
        }
        Terminal terminal = Terminal.open(shim, 0, 0);
        terminal.settings(settings);
        HostTerminal lent = new HostTerminal(terminal, settings, stop);
        lent.resized();
        Runtime.getRuntime().addShutdownHook(lent.restoration);
        set(raw(settings));
        lent.keyboard.start();
        lent.screen.start();
        return lent;
    }

    /** @return whether this JVM's standard error is a terminal as well */
    public static boolean isErrorsToo() {
        return settings(2) != null;
    }

    /** @return the terminal of the shim: where to run the program */
    public Terminal terminal() {
        return terminal;
    }

    /** The window may have another size now: to be called at SIGWINCH. */
    public void resized() {
        OffHeap size = OffHeap.allocate(8);
        if (HostCalls.call(Syscall.IOCTL.number(), 0, Ioctls.TIOCGWINSZ, size.address()) == 0) {
            terminal.resize(size.buffer().getShort(0) & 0xffff, size.buffer().getShort(2) & 0xffff);
        }
        Reference.reachabilityFence(size);
    }

    private static byte @Nullable [] settings(int fd) {
        OffHeap bytes = OffHeap.allocate(64);
        long result = HostCalls.call(Syscall.IOCTL.number(), fd, Ioctls.TCGETS, bytes.address());
        if (result != 0) {
            return null;
        }
        byte[] settings = new byte[SETTINGS_SIZE];
        bytes.buffer().get(0, settings);
        return settings;
    }

    private static void set(byte[] settings) {
        OffHeap bytes = OffHeap.allocate(64);
        bytes.buffer().put(0, settings);
        HostCalls.call(Syscall.IOCTL.number(), 0, Ioctls.TCSETSW, bytes.address());
        Reference.reachabilityFence(bytes);
    }

    /** As cfmakeraw(3): everything that is typed comes at once and as it is, and so does what is shown. */
    private static byte[] raw(byte[] settings) {
        byte[] raw = settings.clone();
        ByteBuffer all = ByteBuffer.wrap(raw).order(ByteOrder.LITTLE_ENDIAN);
        all.putInt(0, all.getInt(0) & Termios.IUTF8);
        all.putInt(4, all.getInt(4) & ~Termios.OPOST);
        all.putInt(12, 0);
        raw[17 + Termios.VMIN] = 1;
        raw[17 + Termios.VTIME] = 0;
        return raw;
    }

    private static boolean inForeground() {
        OffHeap group = OffHeap.allocate(8);
        long result = HostCalls.call(Syscall.IOCTL.number(), 0, Ioctls.TIOCGPGRP, group.address());
        return result == 0 && group.buffer().getInt(0) == HostCalls.call(Syscall.GETPGRP.number(), 0, 0, 0);
    }

    private void pumpKeyboard() {
        OffHeap bytes = OffHeap.allocate(CHUNK);
        OffHeap poll = OffHeap.allocate(16);
        byte[] typed = new byte[CHUNK];
        while (awaitTyping(poll)) {
            long count = HostCalls.call(Syscall.READ.number(), 0, bytes.address(), CHUNK);
            if (count == -EINTR) {
                continue;
            }
            if (count <= 0) {
                return;
            }
            bytes.buffer().get(0, typed, 0, (int) count);
            try {
                terminal.keyboard().write(typed, 0, (int) count);
            } catch (IOException closed) {
                return;
            }
        }
    }

    /** @return whether something was typed; false at the end */
    private boolean awaitTyping(OffHeap poll) {
        while (true) {
            poll.buffer().putInt(0, 0).putInt(4, Poll.POLLIN).putInt(8, stop).putInt(12, Poll.POLLIN);
            long result = HostCalls.call(Syscall.POLL.number(), poll.address(), 2, -1);
            if (result < 0 && result != -EINTR || poll.buffer().getInt(12) >>> 16 != 0) {
                return false;
            }
            if (result > 0) {
                return true;
            }
        }
    }

    private void pumpScreen() {
        OffHeap bytes = OffHeap.allocate(CHUNK);
        byte[] shown = new byte[CHUNK];
        try {
            int count;
            while ((count = terminal.screen().read(shown)) > 0) {
                bytes.buffer().put(0, shown, 0, count);
                for (int done = 0; done < count; ) {
                    long more = HostCalls.call(Syscall.WRITE.number(), 1, bytes.address() + done, count - done);
                    if (more < 0 && more != -EINTR) {
                        return;
                    }
                    done += (int) Math.max(0, more);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e); // it throws none
        }
    }

    /** Shows what the program printed last, and gives the terminal back. */
    @Override
    public void close() {
        OffHeap one = OffHeap.allocate(8);
        one.buffer().putLong(0, 1);
        HostCalls.call(Syscall.WRITE.number(), stop, one.address(), 8);
        Reference.reachabilityFence(one);
        terminal.close();
        screen.awaitEnd();
        keyboard.awaitEnd();
        set(before);
        Runtime.getRuntime().removeShutdownHook(restoration);
        HostCalls.call(Syscall.CLOSE.number(), stop, 0, 0);
    }
}
