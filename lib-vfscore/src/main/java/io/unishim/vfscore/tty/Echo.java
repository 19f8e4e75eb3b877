package io.unishim.vfscore.tty;

import static io.unishim.abi.Termios.ECHO;
import static io.unishim.abi.Termios.ECHOCTL;
import static io.unishim.abi.Termios.ECHONL;
import static io.unishim.abi.Termios.OPOST;

/**
 * What is to be echoed and was not yet sent: a queue of characters and of notes about columns, which mean something only when
 * their turn comes (the kernel's echo buffer). A character takes effect when it is committed.
 */
final class Echo {
    private static final int SIZE = 4096;
    private static final int MASK = SIZE - 1;

    /** From here on enough has gathered to be sent before the end of a block. */
    private static final int WATERMARK = 256;

    /** From here on the oldest are thrown away. */
    private static final int NEARLY_FULL = SIZE - (WATERMARK + 32);

    private static final int PLAIN = 0;
    private static final int CONTROL = 1 << 8;
    private static final int BACK = 2 << 8;
    private static final int MARK_COLUMN = 3 << 8;
    private static final int ERASE_TAB = 4 << 8;
    private static final int KIND = ~0xff;

    /** In the value of ERASE_TAB: the columns are counted from another tab, not from the line's beginning. */
    private static final int AFTER_TAB = 0x80;

    private final Tty tty;
    private final Output output;
    private final short[] queue = new short[SIZE];

    /** Bytes that the kernel's form of the queue would take: its limits are in bytes. */
    private long head;

    private long commit;
    private long mark;
    private long tail;

    // Where in the queue of notes each of them stands.
    private int notesHead;
    private int notesCommit;
    private int notesMark;
    private int notesTail;

    Echo(Tty tty, Output output) {
        this.tty = tty;
        this.output = output;
    }

    void reset() {
        head = 0;
        commit = 0;
        mark = 0;
        tail = 0;
        notesHead = 0;
        notesCommit = 0;
        notesMark = 0;
        notesTail = 0;
    }

    private static int bytes(int note) {
        return switch (note & KIND) {
            case PLAIN -> (note & 0xff) == 0xff ? 2 : 1;
            case ERASE_TAB -> 3;
            default -> 2;
        };
    }

    private void add(int note) {
        if (notesHead - notesTail == SIZE) {
            drop();
        }
        queue[notesHead++ & MASK] = (short) note;
        head += bytes(note);
    }

    /** Echoes a character as it is. */
    void raw(int c) {
        add(PLAIN | c);
    }

    /** Echoes a character, a control character as ECHOCTL has it. */
    void character(int c) {
        boolean shown = tty.settings().local(ECHOCTL) && Characters.control(c) && c != '\t';
        add((shown ? CONTROL : PLAIN) | c);
    }

    /** What was echoed last moved the cursor by one column too many. */
    void back() {
        add(BACK);
    }

    /** Here begins the line that is being edited. */
    void markColumn() {
        add(MARK_COLUMN);
    }

    /** Goes back over a tab. @param columns before it, since the line's beginning or since the tab before it */
    void eraseTab(int columns, boolean afterTab) {
        add(ERASE_TAB | columns & 7 | (afterTab ? AFTER_TAB : 0));
    }

    /** A character and all that belongs to it is in the queue. */
    void commit() {
        mark = head;
        notesMark = notesHead;
        long old = commit - tail;
        long gathered = head - tail;
        if (gathered >= WATERMARK && gathered % WATERMARK <= old % WATERMARK) {
            commit = head;
            notesCommit = notesHead;
            send();
        }
    }

    /** Something may be sent again: tries what was committed. */
    void process() {
        if (mark != tail) {
            commit = mark;
            notesCommit = notesMark;
            send();
        }
    }

    /** A block was received: sends all. */
    void flush() {
        Settings settings = tty.settings();
        if ((settings.local(ECHO) || settings.local(ECHONL)) && commit != head) {
            commit = head;
            notesCommit = notesHead;
            send();
        }
    }

    private void send() {
        boolean processed = tty.settings().out(OPOST);
        while (notesTail != notesCommit && sendOne(queue[notesTail & MASK], processed)) {
            drop();
        }
        while (commit > tail && commit - tail >= NEARLY_FULL) {
            drop();
        }
    }

    private void drop() {
        tail += bytes(queue[notesTail++ & MASK]);
    }

    /** @return whether there was room */
    private boolean sendOne(int note, boolean processed) {
        int value = note & 0xff;
        switch (note & KIND) {
            case ERASE_TAB -> {
                return goBack((value & AFTER_TAB) != 0 ? value : value + output.lineColumn);
            }
            case MARK_COLUMN -> output.lineColumn = output.column;
            case BACK -> output.back();
            case CONTROL -> {
                return control(value);
            }
            default -> {
                return processed && value != 0xff ? output.process(value) : plain(value);
            }
        }
        return true;
    }

    private boolean goBack(int columns) {
        int steps = 8 - (columns & 7);
        if (steps > output.room()) {
            return false;
        }
        for (int i = 0; i < steps; i++) {
            output.send('\b');
            output.back();
        }
        return true;
    }

    private boolean control(int c) {
        if (output.room() < 2) {
            return false;
        }
        output.send('^');
        output.send(c ^ 0100);
        output.column += 2;
        return true;
    }

    private boolean plain(int c) {
        if (output.room() == 0) {
            return false;
        }
        output.send(c);
        output.column += c == 0xff ? 1 : 0;
        return true;
    }
}
