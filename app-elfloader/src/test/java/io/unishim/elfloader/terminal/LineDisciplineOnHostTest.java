package io.unishim.elfloader.terminal;

import static io.unishim.elfloader.terminal.TerminalSettings.hex;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a terminal makes of input and output, byte for byte as the host's kernel does. */
class LineDisciplineOnHostTest {
    private static TerminalTwin twin;

    @BeforeAll
    static void compile() {
        twin = new TerminalTwin();
    }

    @AfterAll
    static void delete() throws Exception {
        twin.close();
    }

    /** A case: a name, what is set, what is typed, piece by piece. */
    record Typing(String name, TerminalSettings settings, List<String> typed) {
        Typing(String name, TerminalSettings settings, String... typed) {
            this(name, settings, List.of(typed));
        }

        @Override
        public String toString() {
            return name;
        }
    }

    private static TerminalSettings usual() {
        return new TerminalSettings();
    }

    private static String utf8(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }

    static List<Typing> typings() {
        List<Typing> all = new ArrayList<>();
        int local = usual().local;
        all.add(new Typing("a line", usual(), "hello\r"));
        all.add(new Typing("two lines at once", usual(), "one\rtwo\rthr"));
        all.add(new Typing("erase a character", usual(), "ab\u007fc\r"));
        all.add(new Typing("erase nothing", usual(), "\u007f\u007fx\r"));
        all.add(new Typing("erase without ECHOE", usual().local(local & ~020), "ab\u007fc\r"));
        all.add(new Typing("erase with ECHOPRT", usual().local(local | 02000), "abc\u007f\u007fd\u007fe\r"));
        all.add(new Typing("kill", usual(), "abc\u0015d\r"));
        all.add(new Typing("kill without ECHOKE", usual().local(local & ~04000), "abc\u0015d\r"));
        all.add(new Typing("kill without ECHOK", usual().local(local & ~04040), "abc\u0015d\r"));
        all.add(new Typing("kill without ECHO", usual().local(local & ~010), "abc\u0015d\r"));
        all.add(new Typing("kill a line with tabs", usual(), "a\tbc\t\u0001\td\u0015e\r"));
        all.add(new Typing("erase a word", usual(), "one two_3  \u0017x.y\u0017\r"));
        all.add(new Typing("erase a word without IEXTEN", usual().local(local & ~0100000), "one two\u0017\r"));
        all.add(new Typing("erase tabs", usual(), "a\tb\t\u007f\u007f\u007fc\r"));
        all.add(new Typing("erase a tab after output", usual(), "\tab\t\u007f\u007f\u007f\u007f\r"));
        all.add(new Typing("erase control characters", usual(), "a\u0001\u0002\u007f\u007f\u007f\r"));
        all.add(new Typing("take literally", usual(), "a\u0016\u0003b\u0016\u007f\u0016\rc\r"));
        all.add(new Typing("take literally later", usual(), "a\u0016", "\u0004b", "\r"));
        all.add(new Typing("reprint", usual(), "a\tb\u0001c\u0012d\r"));
        all.add(new Typing("reprint without ECHO", usual().local(local & ~010), "ab\u0012d\r"));
        all.add(new Typing("end of file alone", usual(), "\u0004"));
        all.add(new Typing("end of file in a line", usual(), "abc\u0004", "def\u0004\u0004", "\r"));
        all.add(new Typing("other ends", usual().character(11, ';').character(16, '+'), "a;b+c\rd;"));
        all.add(new Typing(
                "second end without IEXTEN", usual().character(16, '+').local(local & ~0100000), "b+c\r"));
        all.add(new Typing("no echo but newlines", usual().local(local & ~010 | 0100), "abc\r"));
        all.add(new Typing("control characters as they are", usual().local(local & ~01000), "a\u0001\u007f\u0002\r"));
        all.add(new Typing(
                "UTF-8 erased whole", usual().input(02400 | 040000), utf8("a\u00e4\u20ac\ud83d\ude00\u007f\u007fx\r")));
        all.add(new Typing("UTF-8 erased by bytes", usual(), utf8("a\u00e4\u20ac\u007f\u007fx\r")));
        all.add(new Typing(
                "UTF-8 printed as erased", usual().input(042400).local(local | 02000), utf8("a\u20ac\u007f\u007fb\r")));
        all.add(new Typing("a broken UTF-8 line", usual().input(042400), "\u0080\u0080\u007f\u007fx\r"));
        all.add(new Typing("a return stays", usual().input(0), "ab\rcd\n"));
        all.add(new Typing("a return is ignored", usual().input(0200), "ab\rcd\n"));
        all.add(new Typing("newline becomes return", usual().input(0100), "ab\ncd\r"));
        all.add(new Typing("both exchanged", usual().input(0500), "ab\ncd\r"));
        all.add(new Typing("seven bits", usual().input(0440), "a\u00e1\u00ffb\u008d"));
        all.add(new Typing("lower case", usual().input(01400), "ABCxyz\u00c4\u00d7\u00de\r"));
        all.add(new Typing("lower case without IEXTEN", usual().input(01400).local(local & ~0100000), "ABC\r"));
        all.add(new Typing("marked 255", usual().input(0410), "a\u00ffb\r"));
        all.add(new Typing("interrupt", usual(), "abc", "\u0003", "def\r"));
        all.add(new Typing("interrupt in a block", usual(), "abc\u0003def\r"));
        all.add(new Typing("quit", usual(), "abc\r", "x\u001cy\r"));
        all.add(new Typing("suspend", usual(), "abc\u001ad\r"));
        all.add(new Typing("interrupt that drops nothing", usual().local(local | 0200), "abc\u0003def\r"));
        all.add(new Typing("no signals", usual().local(local & ~1), "abc\u0003\u001c\u001a\r"));
        all.add(new Typing("interrupt without echo", usual().local(local & ~010), "abc\u0003def\r"));
        all.add(new Typing("stop and start", usual(), "ab\u0013cd", "ef\u0011gh\r"));
        all.add(new Typing("stop, interrupt", usual(), "ab\u0013cd", "\u0003", "gh\r"));
        all.add(new Typing("any character starts", usual().input(06400), "ab\u0013", "cd", "\r"));
        all.add(new Typing("no flow control", usual().input(0400), "ab\u0013cd\u0011\r"));
        all.add(new Typing("an external processor", usual().local(local | 0200000), "ab\u007f\u0003\rc"));
        all.add(new Typing("raw", usual().raw(), "ab\u0003\u007f\r\n\u0000\u00ff"));
        all.add(new Typing("raw with echo", usual().raw().local(010), "ab\u0003\u007f\r\n\u0000\u00ff\t"));
        all.add(new Typing("raw with echo and carets", usual().raw().local(01010), "ab\u0003\u007f\r\n\u0000\u00ff\t"));
        all.add(new Typing("signals without lines", usual().local(local & ~2), "ab\u0003c\u007f\r\u0004"));
        all.add(new Typing("lines without translation", usual().input(0).output(0), "ab\rc\n\u0001d\n"));
        all.add(new Typing("zeros", usual(), "\u0000a\u0000\r"));
        all.add(new Typing(
                "disabled characters",
                usual().character(0, 0).character(2, 0).character(4, 0),
                "a\u0003\u0000\u007f\u0004\r"));
        all.add(new Typing("many tabs", usual(), "\t\t\ta\t\u007f\u007f\u007f\u007f\u007f\r"));
        all.add(new Typing("expanded tabs", usual().output(014005), "a\tb\t\u007f\u007f\u007fc\r"));
        all.add(new Typing("everything upper case", usual().output(07), "abc\u00e4\u00f7\r"));
        all.add(new Typing("no return in column 0", usual().input(0).output(021), "\r\rab\r\rc\n\r\n"));
        all.add(new Typing("returns become newlines", usual().input(0).output(011), "ab\rcd\n"));
        all.add(new Typing("newlines return", usual().output(041), "ab\rc\td\u007f\r"));
        all.add(new Typing("a very long line", usual(), "x".repeat(1500), "y".repeat(1500), "z".repeat(1500), "\r"));
        all.add(new Typing("a long echo", usual().local(local), "\u0001".repeat(700) + "\r"));
        return all;
    }

    @ParameterizedTest
    @MethodSource("typings")
    void typing(Typing typing) {
        List<String> script = start(typing.settings);
        for (String each : typing.typed) {
            script.add("w 0 " + hex(each));
            script.add("signals");
            script.add("ip 1 21531 - 4"); // FIONREAD
            script.add("ip 0 21531 - 4");
            script.add("poll 1 5");
            script.add("r 0 9000");
        }
        drain(script);
        twin.compare(script);
    }

    /** Output of the program: the same settings, other side. */
    static List<Typing> writings() {
        List<Typing> all = new ArrayList<>();
        String text = "one\ttwo\r\nthree\b\b\tx\n\rfour\ra\u00e4\u0001\n";
        for (int flags : new int[] {0, 1, 5, 011, 021, 031, 041, 045, 051, 0, 3, 014001, 014005, 4, 077}) {
            all.add(new Typing(
                    "output " + Integer.toOctalString(flags), usual().output(flags), text, "abc\n", "\r\tz"));
        }
        all.add(new Typing(
                "UTF-8 columns", usual().input(042400).output(014005), utf8("\u00e4\t\u20ac\t\ud83d\ude00\tx\n")));
        return all;
    }

    @ParameterizedTest
    @MethodSource("writings")
    void writing(Typing writing) {
        List<String> script = start(writing.settings);
        for (String each : writing.typed) {
            script.add("w 1 " + hex(each));
            script.add("r 0 9000");
        }
        script.add("w 0 " + hex("a\tb\u007f\u007f\u007f"));
        drain(script);
        twin.compare(script);
    }

    private static List<String> start(TerminalSettings settings) {
        return new ArrayList<>(List.of("ptmx 0 2048", "pts 1 0 2050", settings.set(1), "ip 1 21505 - 36"));
    }

    private static void drain(List<String> script) {
        script.addAll(List.of(
                "r 0 9000", "r 1 9000", "r 1 9000", "r 1 9000", "r 1 9000", "r 0 9000", "poll 0 5", "poll 1 5"));
    }

    static List<Integer> seeds() {
        List<Integer> seeds = new ArrayList<>();
        for (int i = 1; i <= 40; i++) {
            seeds.add(i);
        }
        return seeds;
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void random_settings_and_bytes(int seed) {
        Random random = new Random(seed);
        List<String> script = start(usual());
        for (int i = 0; i < 60; i++) {
            randomStep(random, script);
        }
        drain(script);
        twin.compare(script);
    }

    private static final int[] INPUT_FLAGS = {010, 040, 0100, 0200, 0400, 01000, 02000, 04000, 040000};
    private static final int[] OUTPUT_FLAGS = {1, 1, 2, 4, 010, 020, 040, 014000};
    private static final int[] LOCAL_FLAGS = {
        1, 2, 2, 010, 010, 020, 040, 0100, 0200, 01000, 02000, 04000, 0100000, 0100000, 0200000
    };
    private static final String KEYS =
            "\u007f\u007f\u0015\u0017\u0016\u0012\u0004\r\n\r\t\t\u0003\u001c\u001a\u0013\u0011\b\u0001";

    private static int some(Random random, int[] flags, int often) {
        int all = 0;
        for (int each : flags) {
            all |= random.nextInt(4) < often ? each : 0;
        }
        return all;
    }

    private static void randomStep(Random random, List<String> script) {
        switch (random.nextInt(12)) {
            case 0 -> {
                TerminalSettings settings = usual();
                settings.input = some(random, INPUT_FLAGS, 1) | (random.nextBoolean() ? 02400 : 0);
                settings.output = some(random, OUTPUT_FLAGS, 1) | (random.nextBoolean() ? 5 : 0);
                settings.local = some(random, LOCAL_FLAGS, 2) & (random.nextInt(4) == 0 ? -1 : ~0200000);
                settings.characters[11] = (byte) (random.nextInt(3) == 0 ? ';' : 0);
                settings.characters[16] = (byte) (random.nextInt(3) == 0 ? '+' : 0);
                settings.characters[6] = (byte) random.nextInt(3);
                int request = 0x5402 + random.nextInt(3);
                script.add("ip 1 " + request + " " + settings.hex() + " 0");
            }
            case 1, 2, 3, 4, 5 -> script.add("w 0 " + hex(randomText(random)));
            case 6, 7 -> script.add("w 1 " + hex(randomText(random)));
            case 8 -> script.add("r 1 " + (1 + random.nextInt(20)));
            case 9 -> script.add("r 1 9000");
            case 10 -> script.add("r 0 9000");
            default -> {
                switch (random.nextInt(7)) {
                    case 0 -> script.add("io 1 " + 0x540b + " " + random.nextInt(4)); // TCFLSH
                    case 1 -> script.add("io 1 " + 0x540a + " " + random.nextInt(5)); // TCXONC
                    case 2 -> script.add("ip 1 21531 - 4");
                    case 3 -> script.add("ip 0 " + 0x5420 + " 0" + random.nextInt(2) + "000000 0"); // TIOCPKT
                    case 4 -> script.add("poll 0 7");
                    case 5 -> script.add("signals");
                    default -> script.add("poll 1 7");
                }
            }
        }
    }

    private static String randomText(Random random) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(20); i >= 0; i--) {
            switch (random.nextInt(8)) {
                case 0, 1 -> text.append(KEYS.charAt(random.nextInt(KEYS.length())));
                case 2 -> text.append((char) random.nextInt(256));
                case 3 -> text.append("\u00c3\u00a4");
                case 4 -> text.append(" ;+_".charAt(random.nextInt(4)));
                default -> text.append((char) ('A' + random.nextInt(58)));
            }
        }
        return text.toString();
    }
}
