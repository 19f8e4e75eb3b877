package io.unishim.vfscore.tty;

import static io.unishim.abi.Signals.SIGINT;
import static io.unishim.abi.Signals.SIGQUIT;
import static io.unishim.abi.Signals.SIGTSTP;
import static io.unishim.abi.Termios.*;

import java.util.BitSet;

/**
 * N_TTY: what becomes of the bytes that one end receives. They are translated, echoed, kept for readers, or mean something:
 * the end of a line, an erasure, a signal, flow control (the kernel's n_tty.c, termios(3)).
 */
final class LineDiscipline {
    private final Tty tty;
    private final InputQueue input;
    private final Output output;
    private final Echo echo;
    private final Erasure erasure;

    /** The characters that are looked at twice. */
    private final BitSet special = new BitSet(256);

    /** Whether bytes pass as they are. */
    private boolean raw;

    /** Whether the next character is taken literally. */
    private boolean literal;

    LineDiscipline(Tty tty, InputQueue input, Output output, Echo echo) {
        this.tty = tty;
        this.input = input;
        this.output = output;
        this.echo = echo;
        this.erasure = new Erasure(tty, input, echo);
        settingsChanged(null);
    }

    Output output() {
        return output;
    }

    Echo echo() {
        return echo;
    }

    /** Drops what was received. */
    void flushInput() {
        input.reset();
        erasure.reset();
    }

    // Settings.

    /** @param old the settings before, or null at the beginning */
    void settingsChanged(@org.jspecify.annotations.Nullable Settings old) {
        Settings now = tty.settings();
        if (old == null || ((old.local() ^ now.local()) & (ICANON | EXTPROC)) != 0) {
            input.regroup(now.local(ICANON));
            erasure.reset();
            literal = false;
        }
        raw = !now.in(ISTRIP | IUCLC | IGNCR | ICRNL | INLCR | IXON | PARMRK) && !now.local(ICANON | ISIG | ECHO);
        special.clear();
        if (!raw) {
            lookFor(now);
        }
        if (!now.in(IXON) && old != null && old.in(IXON) && !tty.stoppedByCall()) {
            tty.startOutput();
            echo.process();
        }
    }

    private void lookFor(Settings now) {
        if (now.in(IGNCR | ICRNL)) {
            special.set('\r');
        }
        if (now.in(INLCR)) {
            special.set('\n');
        }
        if (now.local(ICANON)) {
            look(now, VERASE, VKILL, VEOF, VEOL);
            special.set('\n');
            if (now.local(IEXTEN)) {
                look(now, VWERASE, VLNEXT, VEOL2);
                if (now.local(ECHO)) {
                    look(now, VREPRINT);
                }
            }
        }
        if (now.in(IXON)) {
            look(now, VSTART, VSTOP);
        }
        if (now.local(ISIG)) {
            look(now, VINTR, VQUIT, VSUSP);
        }
        special.clear(Settings.DISABLED);
    }

    private void look(Settings now, int... characters) {
        for (int each : characters) {
            special.set(now.character(each));
        }
    }

    // Receiving.

    /** @return how many bytes may come; where nobody could ever end a line, one at a time, in the place of the last one */
    private int room() {
        int room = InputQueue.SIZE - input.count();
        if (tty.settings().in(PARMRK)) {
            room = (room + 2) / 3;
        }
        room--;
        if (room > 0) {
            return room;
        }
        boolean overflow = tty.settings().local(ICANON) && input.lineHead == input.tail;
        if (overflow && room < 0) {
            input.head--;
        }
        return overflow ? 1 : 0;
    }

    /** Takes what has arrived, as far as there is room. */
    void receive(ByteRing arrived) {
        int room;
        while (arrived.count() > 0 && (room = room()) > 0) {
            block(arrived, Math.min(room, arrived.count()));
        }
    }

    private void block(ByteRing arrived, int count) {
        Settings settings = tty.settings();
        boolean translated = settings.in(ISTRIP) || settings.in(IUCLC) && settings.local(IEXTEN);
        if (raw || settings.local(EXTPROC) && !translated) {
            for (int i = 0; i < count; i++) {
                input.add(arrived.take());
            }
        } else {
            for (int i = 0; i < count; i++) {
                one(arrived.take());
            }
            echo.flush();
        }
        // A character may have changed the flow, but never the settings.
        if (!settings.local(ICANON) || settings.local(EXTPROC)) {
            input.commitHead = input.head;
            if (input.count() > 0) {
                tty.inputArrived();
            }
        }
    }

    /** Takes one byte that somebody put there by TIOCSTI. */
    void push(int c) {
        ByteRing one = new ByteRing();
        one.add(c);
        receive(one);
    }

    private void one(int received) {
        Settings settings = tty.settings();
        int c = received;
        if (settings.in(ISTRIP)) {
            c &= 0x7f;
        }
        if (settings.in(IUCLC) && settings.local(IEXTEN)) {
            c = Characters.toLower(c);
        }
        if (literal) {
            literal = false;
            ordinary(settings, c);
        } else if (settings.local(EXTPROC)) {
            input.add(c);
        } else if (special.get(c)) {
            special(settings, c);
        } else {
            ordinary(settings, c);
        }
    }

    private void ordinary(Settings settings, int c) {
        anyCharacterStarts(settings);
        if (settings.local(ECHO)) {
            erasure.finish();
            echoCharacter(c);
        }
        keep(settings, c);
    }

    private void anyCharacterStarts(Settings settings) {
        if (tty.stopped() && !tty.stoppedByCall() && settings.in(IXON) && settings.in(IXANY)) {
            tty.startOutput();
            echo.process();
        }
    }

    private void echoCharacter(int c) {
        if (input.lineHead == input.head) {
            echo.markColumn();
        }
        echo.character(c);
        echo.commit();
    }

    private void keep(Settings settings, int c) {
        if (c == 0xff && settings.in(PARMRK)) {
            input.add(c);
        }
        input.add(c);
    }

    private void special(Settings settings, int received) {
        int c = received;
        if (settings.in(IXON) && flowControl(settings, c) || settings.local(ISIG) && signal(settings, c)) {
            return;
        }
        anyCharacterStarts(settings);
        if (c == '\r') {
            if (settings.in(IGNCR)) {
                return;
            }
            c = settings.in(ICRNL) ? '\n' : '\r';
        } else if (c == '\n' && settings.in(INLCR)) {
            c = '\r';
        }
        if (settings.local(ICANON) && editing(settings, c)) {
            return;
        }
        if (settings.local(ECHO)) {
            erasure.finish();
            if (c == '\n') {
                echo.raw('\n');
                echo.commit();
            } else {
                echoCharacter(c);
            }
        }
        keep(settings, c);
    }

    private boolean flowControl(Settings settings, int c) {
        if (c == settings.character(VSTART)) {
            tty.startOutput();
            echo.process();
            return true;
        }
        if (c == settings.character(VSTOP)) {
            tty.stopOutput();
            return true;
        }
        return false;
    }

    private boolean signal(Settings settings, int c) {
        int signal = c == settings.character(VINTR)
                ? SIGINT
                : c == settings.character(VQUIT) ? SIGQUIT : c == settings.character(VSUSP) ? SIGTSTP : 0;
        if (signal == 0) {
            return false;
        }
        tty.signalForeground(signal);
        if (!settings.local(NOFLSH)) {
            echo.reset();
            tty.flushOutput();
            flushInput();
            tty.tellFlushedInput();
        }
        if (settings.in(IXON)) {
            tty.startOutput();
        }
        if (settings.local(ECHO)) {
            echo.character(c);
            echo.commit();
        } else {
            echo.process();
        }
        return true;
    }

    /** What characters do while a line is edited. @return whether that is all they do */
    private boolean editing(Settings settings, int c) {
        boolean extended = settings.local(IEXTEN);
        if (c == settings.character(VERASE)
                || c == settings.character(VKILL)
                || c == settings.character(VWERASE) && extended) {
            erasure.erase(c);
            echo.commit();
            return true;
        }
        if (c == settings.character(VLNEXT) && extended) {
            takeNextLiterally(settings);
            return true;
        }
        if (c == settings.character(VREPRINT) && settings.local(ECHO) && extended) {
            reprint(c);
            return true;
        }
        if (c == '\n') {
            if (settings.local(ECHO) || settings.local(ECHONL)) {
                echo.raw('\n');
                echo.commit();
            }
            endLine(c);
            return true;
        }
        if (c == settings.character(VEOF)) {
            endLine(Settings.DISABLED);
            return true;
        }
        if (c == settings.character(VEOL) || c == settings.character(VEOL2) && extended) {
            if (settings.local(ECHO)) {
                echoCharacter(c);
            }
            if (c == 0xff && settings.in(PARMRK)) {
                input.add(c);
            }
            endLine(c);
            return true;
        }
        return false;
    }

    private void takeNextLiterally(Settings settings) {
        literal = true;
        if (settings.local(ECHO)) {
            erasure.finish();
            if (settings.local(ECHOCTL)) {
                echo.raw('^');
                echo.raw('\b');
                echo.commit();
            }
        }
    }

    private void reprint(int c) {
        erasure.finish();
        echo.character(c);
        echo.raw('\n');
        for (long at = input.lineHead; at != input.head; at++) {
            echo.character(input.at(at));
        }
        echo.commit();
    }

    private void endLine(int c) {
        input.addEnd(c);
        tty.inputArrived();
    }
}
