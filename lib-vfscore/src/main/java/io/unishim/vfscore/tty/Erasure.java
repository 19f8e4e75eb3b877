package io.unishim.vfscore.tty;

import static io.unishim.abi.Termios.ECHO;
import static io.unishim.abi.Termios.ECHOCTL;
import static io.unishim.abi.Termios.ECHOE;
import static io.unishim.abi.Termios.ECHOK;
import static io.unishim.abi.Termios.ECHOKE;
import static io.unishim.abi.Termios.ECHOPRT;
import static io.unishim.abi.Termios.VERASE;
import static io.unishim.abi.Termios.VKILL;
import static io.unishim.abi.Termios.VWERASE;

/** Takes back characters of the line that is being edited, visibly (the kernel's eraser). */
final class Erasure {
    private enum What {
        CHARACTER,
        WORD,
        LINE
    }

    private final Tty tty;
    private final InputQueue input;
    private final Echo echo;

    /** With ECHOPRT: what was erased stands between a backslash and a slash, and the slash is still to come. */
    private boolean open;

    Erasure(Tty tty, InputQueue input, Echo echo) {
        this.tty = tty;
        this.input = input;
        this.echo = echo;
    }

    void reset() {
        open = false;
    }

    /** Something else than an erasure comes. */
    void finish() {
        if (open) {
            echo.raw('/');
            open = false;
        }
    }

    /** @param c the character that says what to erase */
    void erase(int c) {
        if (input.head == input.lineHead) {
            return;
        }
        Settings settings = tty.settings();
        if (c == settings.character(VERASE)) {
            erase(settings, What.CHARACTER);
        } else if (c == settings.character(VWERASE)) {
            erase(settings, What.WORD);
        } else if (settings.local(ECHO) && settings.local(ECHOK) && settings.local(ECHOKE) && settings.local(ECHOE)) {
            erase(settings, What.LINE);
        } else {
            dropLine(settings);
        }
    }

    private void dropLine(Settings settings) {
        input.head = input.lineHead;
        if (settings.local(ECHO)) {
            finish();
            echo.character(settings.character(VKILL));
            if (settings.local(ECHOK)) {
                echo.raw('\n');
            }
        }
    }

    private void erase(Settings settings, What what) {
        boolean inWord = false;
        while (input.head != input.lineHead) {
            long from = input.head;
            int c;
            do {
                c = input.at(--from);
            } while (settings.continues(c) && from != input.lineHead);
            if (settings.continues(c)) {
                break; // never a part of a character
            }
            if (what == What.WORD) {
                boolean ofWord = Characters.alphanumeric(c) || c == '_';
                if (inWord && !ofWord) {
                    break;
                }
                inWord |= ofWord;
            }
            int bytes = (int) (input.head - from);
            input.head = from;
            if (settings.local(ECHO)) {
                show(settings, what, c, bytes);
            }
            if (what == What.CHARACTER) {
                break;
            }
        }
        if (input.head == input.lineHead && settings.local(ECHO)) {
            finish();
        }
    }

    private void show(Settings settings, What what, int c, int bytes) {
        if (settings.local(ECHOPRT)) {
            print(c, bytes);
        } else if (what == What.CHARACTER && !settings.local(ECHOE)) {
            echo.character(settings.character(VERASE));
        } else if (c == '\t') {
            overTab(settings);
        } else {
            boolean control = Characters.control(c);
            if (control && settings.local(ECHOCTL)) {
                overOne();
            }
            if (!control || settings.local(ECHOCTL)) {
                overOne();
            }
        }
    }

    private void print(int c, int bytes) {
        if (!open) {
            echo.raw('\\');
            open = true;
        }
        echo.character(c);
        for (int i = 1; i < bytes; i++) {
            echo.raw(input.at(input.head + i));
            echo.back();
        }
    }

    private void overOne() {
        echo.raw('\b');
        echo.raw(' ');
        echo.raw('\b');
    }

    private void overTab(Settings settings) {
        int columns = 0;
        boolean afterTab = false;
        for (long at = input.head; at != input.lineHead && !afterTab; ) {
            int c = input.at(--at);
            if (c == '\t') {
                afterTab = true;
            } else if (Characters.control(c)) {
                columns += settings.local(ECHOCTL) ? 2 : 0;
            } else if (!settings.continues(c)) {
                columns++;
            }
        }
        echo.eraseTab(columns, afterTab);
    }
}
