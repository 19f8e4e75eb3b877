package io.unishim.vfscore.tty;

import static io.unishim.abi.Termios.OCRNL;
import static io.unishim.abi.Termios.OLCUC;
import static io.unishim.abi.Termios.ONLCR;
import static io.unishim.abi.Termios.ONLRET;
import static io.unishim.abi.Termios.ONOCR;
import static io.unishim.abi.Termios.TAB3;
import static io.unishim.abi.Termios.TABDLY;

/** What an end sends to the other: processed as c_oflag says, with an eye on the column (the kernel's do_output_char). */
final class Output {
    private final Tty tty;

    /** The column of the cursor. */
    int column;

    /** The column where the line that is being edited began. */
    int lineColumn;

    Output(Tty tty) {
        this.tty = tty;
    }

    /** @return the bytes that can be sent now */
    int room() {
        return tty.outputRoom();
    }

    void send(int c) {
        tty.send(c);
    }

    /** Sends a character as OPOST has it. @return whether there was room */
    boolean process(int given) {
        int room = room();
        if (room == 0) {
            return false;
        }
        Settings settings = tty.settings();
        int c = given;
        switch (given) {
            case '\n' -> {
                if (settings.out(ONLRET)) {
                    column = 0;
                }
                if (settings.out(ONLCR)) {
                    return newLine(room);
                }
                lineColumn = column;
            }
            case '\r' -> {
                if (settings.out(ONOCR) && column == 0) {
                    return true;
                }
                c = settings.out(OCRNL) ? '\n' : '\r';
                if (c == '\r' || settings.out(ONLRET)) {
                    column = 0;
                    lineColumn = 0;
                }
            }
            case '\t' -> {
                int blanks = 8 - (column & 7);
                if ((settings.output() & TABDLY) == TAB3) {
                    return blanks(room, blanks);
                }
                column += blanks;
            }
            case '\b' -> back();
            default -> {
                if (!Characters.control(c)) {
                    c = settings.out(OLCUC) ? Characters.toUpper(c) : c;
                    column += settings.continues(c) ? 0 : 1;
                }
            }
        }
        send(c);
        return true;
    }

    private boolean newLine(int room) {
        if (room < 2) {
            return false;
        }
        column = 0;
        lineColumn = 0;
        send('\r');
        send('\n');
        return true;
    }

    private boolean blanks(int room, int count) {
        if (room < count) {
            return false;
        }
        column += count;
        for (int i = 0; i < count; i++) {
            send(' ');
        }
        return true;
    }

    /** The cursor goes back by one. */
    void back() {
        if (column > 0) {
            column--;
        }
    }
}
