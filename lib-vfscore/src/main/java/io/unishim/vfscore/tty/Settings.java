package io.unishim.vfscore.tty;

import static io.unishim.abi.Termios.*;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * A terminal's settings: the kernel's {@code struct ktermios}. Not to be changed.
 *
 * @param input c_iflag
 * @param output c_oflag
 * @param control c_cflag
 * @param local c_lflag
 * @param line c_line
 * @param characters c_cc, 19 of them
 * @param inputSpeed bits a second
 * @param outputSpeed bits a second
 */
@SuppressWarnings("ArrayRecordComponent") // nobody compares settings, and the array never changes
record Settings(
        int input, int output, int control, int local, byte line, byte[] characters, int inputSpeed, int outputSpeed) {
    /** A control character that does nothing. */
    static final int DISABLED = 0;

    /** Bytes of the old {@code struct termio}. */
    static final int OLD_SIZE = 18;

    /** Bytes of {@code struct termios}. */
    static final int SIZE = 36;

    /** Bytes of {@code struct termios2}. */
    static final int SIZE_2 = 44;

    private static final int OLD_CHARACTERS = 8; // NCC
    private static final int LOW = 0xffff;
    private static final byte[] USUAL_CHARACTERS = {3, 28, 127, 21, 4, 0, 1, 0, 17, 19, 26, 0, 18, 15, 23, 22, 0, 0, 0};

    /** What a new slave has (the kernel's tty_std_termios, as pty.c changes it). */
    static final Settings OF_SLAVE = new Settings(
            ICRNL | IXON,
            OPOST | ONLCR,
            B38400 | CS8 | CREAD,
            ISIG | ICANON | ECHO | ECHOE | ECHOK | ECHOCTL | ECHOKE | IEXTEN,
            (byte) 0,
            USUAL_CHARACTERS,
            38_400,
            38_400);

    /** What a master has for good: nothing is done to what passes. */
    static final Settings OF_MASTER =
            new Settings(0, 0, B38400 | CS8 | CREAD, 0, (byte) 0, USUAL_CHARACTERS, 38_400, 38_400);

    /** No locks: every setting can be changed. */
    static final Settings UNLOCKED = new Settings(0, 0, 0, 0, (byte) 0, new byte[NCCS], 0, 0);

    /** @return whether any of the flags of c_iflag is set */
    boolean in(int flag) {
        return (input & flag) != 0;
    }

    /** @return whether any of the flags of c_oflag is set */
    boolean out(int flag) {
        return (output & flag) != 0;
    }

    /** @return whether any of the flags of c_lflag is set */
    boolean local(int flag) {
        return (local & flag) != 0;
    }

    /** @return a control character, 0 to 255 */
    int character(int index) {
        return characters[index] & 0xff;
    }

    /** @return whether a byte continues a character of UTF-8, and that matters */
    boolean continues(int c) {
        return (input & IUTF8) != 0 && (c & 0xc0) == 0x80;
    }

    /** @return as pseudo-terminals have it: eight bits without parity, always receiving */
    Settings ofPty() {
        return withControl(control & ~(CSIZE | PARENB) | CS8 | CREAD);
    }

    Settings withControl(int newControl) {
        return new Settings(input, output, newControl, local, line, characters, inputSpeed, outputSpeed);
    }

    /** @param size which of the three forms */
    byte[] encode(int size) {
        byte[] bytes = new byte[size];
        ByteBuffer out = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        if (size == OLD_SIZE) {
            out.putShort((short) input)
                    .putShort((short) output)
                    .putShort((short) control)
                    .putShort((short) local);
            out.put(line).put(characters, 0, OLD_CHARACTERS);
            return bytes;
        }
        out.putInt(input).putInt(output).putInt(control).putInt(local);
        out.put(line).put(characters, 0, NCCS);
        if (size == SIZE_2) {
            out.putInt(inputSpeed).putInt(outputSpeed);
        }
        return bytes;
    }

    /** @return these settings changed to what a program gave in one of the three forms, told apart by its length */
    Settings changedTo(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        Settings raw = bytes.length == OLD_SIZE ? old(in) : whole(in, bytes.length == SIZE_2);
        int out = Speeds.output(raw.control, raw.outputSpeed);
        int back = Speeds.input(raw.control, raw.inputSpeed, out);
        return new Settings(raw.input, raw.output, raw.control, raw.local, raw.line, raw.characters, back, out);
    }

    /** @return these, but what is locked as it was (the kernel's unset_locked_termios) */
    Settings keeping(Settings was, Settings locks) {
        byte[] kept = characters.clone();
        for (int i = 0; i < kept.length; i++) {
            kept[i] = locks.characters[i] != 0 ? was.characters[i] : kept[i];
        }
        return new Settings(
                kept(input, was.input, locks.input),
                kept(output, was.output, locks.output),
                kept(control, was.control, locks.control),
                kept(local, was.local, locks.local),
                locks.line != 0 ? was.line : line,
                kept,
                inputSpeed,
                outputSpeed);
    }

    private static int kept(int now, int was, int locks) {
        return now & ~locks | was & locks;
    }

    private Settings whole(ByteBuffer in, boolean speeds) {
        byte[] given = new byte[NCCS];
        int newInput = in.getInt();
        int newOutput = in.getInt();
        int newControl = in.getInt();
        int newLocal = in.getInt();
        byte newLine = in.get();
        in.get(given);
        int back = speeds ? in.getInt() : inputSpeed;
        return new Settings(
                newInput, newOutput, newControl, newLocal, newLine, given, back, speeds ? in.getInt() : outputSpeed);
    }

    private Settings old(ByteBuffer in) {
        int newInput = mixed(input, in);
        int newOutput = mixed(output, in);
        int newControl = mixed(control, in);
        int newLocal = mixed(local, in);
        byte newLine = in.get();
        byte[] given = Arrays.copyOf(characters, NCCS);
        in.get(given, 0, OLD_CHARACTERS);
        return new Settings(newInput, newOutput, newControl, newLocal, newLine, given, inputSpeed, outputSpeed);
    }

    private static int mixed(int now, ByteBuffer in) {
        return now & ~LOW | in.getShort() & LOW;
    }
}
