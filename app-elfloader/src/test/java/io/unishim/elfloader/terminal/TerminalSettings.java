package io.unishim.elfloader.terminal;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;

/** {@code struct termios} for scripts. */
final class TerminalSettings {
    private static final byte[] USUAL = {3, 28, 127, 21, 4, 0, 1, 0, 17, 19, 26, 0, 18, 15, 23, 22, 0, 0, 0};

    int input = 02400; // ICRNL | IXON
    int output = 05; // OPOST | ONLCR
    int control = 0277;
    int local = 0105073; // ISIG ICANON ECHO ECHOE ECHOK ECHOCTL ECHOKE IEXTEN
    final byte[] characters = USUAL.clone();

    TerminalSettings input(int flags) {
        input = flags;
        return this;
    }

    TerminalSettings output(int flags) {
        output = flags;
        return this;
    }

    TerminalSettings local(int flags) {
        local = flags;
        return this;
    }

    TerminalSettings character(int index, int value) {
        characters[index] = (byte) value;
        return this;
    }

    TerminalSettings raw() {
        return input(0).output(0).local(0);
    }

    String hex() {
        ByteBuffer bytes = ByteBuffer.allocate(36).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putInt(input)
                .putInt(output)
                .putInt(control)
                .putInt(local)
                .put((byte) 0)
                .put(characters);
        return HexFormat.of().formatHex(bytes.array());
    }

    /** @return the line of a script that sets them at once */
    String set(int slot) {
        return "ip " + slot + " " + 0x5402 + " " + hex() + " 0";
    }

    static String hex(String text) {
        return HexFormat.of().formatHex(text.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1));
    }
}
