package io.unishim.vfscore.tty;

/** What kind of character a byte is, as the kernel's own table says, which is that of ISO 8859-1. */
final class Characters {
    private Characters() {}

    static boolean control(int c) {
        return c < 0x20 || c == 0x7f;
    }

    private static boolean upper(int c) {
        return c >= 'A' && c <= 'Z' || c >= 0xc0 && c <= 0xde && c != 0xd7;
    }

    private static boolean lower(int c) {
        return c >= 'a' && c <= 'z' || c >= 0xdf && c != 0xf7;
    }

    static boolean alphanumeric(int c) {
        return upper(c) || lower(c) || c >= '0' && c <= '9';
    }

    static int toLower(int c) {
        return upper(c) ? c + 0x20 : c;
    }

    static int toUpper(int c) {
        return lower(c) ? c - 0x20 & 0xff : c;
    }
}
