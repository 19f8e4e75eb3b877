package io.unishim.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.unishim.abi.Syscall;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A sequence of system calls, written once, that runs on the host's kernel and on a shim; results, errno and what the calls
 * wrote must agree. Results and buffers are named by small objects that stand for the real ones on either side:
 *
 * <pre>{@code
 * CallScript script = new CallScript();
 * CallScript.Buffer pair = script.buffer();
 * script.call("socketpair", AF_UNIX, SOCK_STREAM, 0, pair);
 * script.call("close", pair.word(0));
 * script.agree(host, task);
 * }</pre>
 *
 * <p>Both sides begin without descriptors. On the host SIGPIPE is ignored, and the program has given up every capability by
 * which it could harm the machine. A script must not wait for ever.
 */
public final class CallScript {
    /** Bytes of a buffer; the byte after it is bad on both sides. */
    public static final int BUFFER_SIZE = 65_536;

    static final int BUFFERS = 32;

    /** How many calls a script may make. */
    public static final int MOST_CALLS = 16_384;

    private static final String UNSEEN = "not compared";

    private final List<String> lines = new ArrayList<>();
    private final List<String> meanings = new ArrayList<>();
    private final Map<Integer, Function<byte[], String>> readers = new HashMap<>();
    private int calls;
    private int buffers;
    private String subject = "";

    /** Creates an empty script. */
    public CallScript() {}

    /** Something that stands for a number which only a run knows. */
    public static class Value {
        final String token;

        Value(String token) {
            this.token = token;
        }

        @Override
        public String toString() {
            return token;
        }
    }

    /** Memory of the program; its value is its address. */
    public static final class Buffer extends Value {
        private final int id;

        Buffer(int id) {
            super("b" + id + "+0");
            this.id = id;
        }

        /** @return the address of a byte in it */
        public Value at(int offset) {
            return new Value("b" + id + "+" + offset);
        }

        /** @return the address of the last {@code length} bytes */
        public Value last(int length) {
            return new Value("e" + id + "-" + length);
        }

        /** @return the 32-bit integer at an offset: a descriptor that a call wrote */
        public Value word(int offset) {
            return new Value("v" + id + "+" + offset);
        }
    }

    /** @return a new buffer of zeros */
    public Buffer buffer() {
        if (buffers == BUFFERS) {
            throw new IllegalStateException("a script has " + BUFFERS + " buffers");
        }
        return new Buffer(buffers++);
    }

    /** @return a new buffer that begins with the bytes */
    public Buffer buffer(byte[] content) {
        Buffer made = buffer();
        bytes(made, content);
        return made;
    }

    /** Puts bytes somewhere. */
    public void bytes(Value address, byte[] content) {
        lines.add("= " + address + " " + HexFormat.of().formatHex(content));
    }

    /** Puts 32-bit integers somewhere: numbers or {@link Value}s. */
    public void ints(Buffer buffer, int offset, Object... values) {
        for (int i = 0; i < values.length; i++) {
            lines.add("4= " + buffer.at(offset + 4 * i) + " " + values[i]);
        }
    }

    /** Puts 64-bit integers somewhere: numbers or {@link Value}s, such as addresses. */
    public void longs(Buffer buffer, int offset, Object... values) {
        for (int i = 0; i < values.length; i++) {
            lines.add("8= " + buffer.at(offset + 8 * i) + " " + values[i]);
        }
    }

    /**
     * Makes a call; its result is compared.
     *
     * @param name Linux's
     * @param arguments numbers or {@link Value}s
     * @return its result, or the negative errno
     */
    public Value call(String name, Object... arguments) {
        Syscall call = Syscall.byName(name);
        if (call == null) {
            throw new IllegalArgumentException(name);
        }
        if (calls == MOST_CALLS) {
            throw new IllegalStateException("a script makes at most " + MOST_CALLS + " calls");
        }
        StringBuilder line = new StringBuilder("c").append(call.number(io.unishim.abi.Arch.X86_64));
        StringBuilder meaning = new StringBuilder(subject + "r" + calls + " = " + name);
        for (Object each : arguments) {
            line.append(' ').append(each);
            meaning.append(' ').append(each);
        }
        lines.add(line.toString());
        meanings.add(meaning.toString());
        return new Value("r" + calls++);
    }

    /** Says what the next calls are about, which a difference is told with. */
    public void about(String newSubject) {
        subject = newSubject + ": ";
    }

    /** Makes a call as {@link #call} does, but its result is not compared: a process id. */
    public Value callUnseen(String name, Object... arguments) {
        Value result = call(name, arguments);
        meanings.set(meanings.size() - 1, UNSEEN);
        return result;
    }

    /** Compares what is in a buffer now. */
    public void show(Buffer buffer, int offset, int length) {
        lines.add("? " + buffer.at(offset) + " " + length);
        meanings.add(subject + "show " + buffer.at(offset));
    }

    /** Compares what is in a buffer now, as somebody reads it: without what may differ. */
    public void show(Buffer buffer, int offset, int length, Function<byte[], String> reader) {
        readers.put(meanings.size(), reader);
        show(buffer, offset, length);
    }

    /** @return the host's side of scripts, to be used by many and closed */
    public static HostProgram host() {
        return HostProgram.compile(CallScript.class, "script.c");
    }

    /** What a line of a script gave on both sides. */
    private record Line(String host, String ours) {
        boolean same() {
            return host.equals(ours);
        }
    }

    /** Runs the script on both sides and compares line by line. @param task whose memory is Java's, without descriptors */
    public void agree(HostProgram host, io.unishim.task.Task task) {
        List<Line> lines = compare(host, task);
        for (int i = 0; i < lines.size(); i++) {
            List<Line> before = lines.subList(Math.max(0, i - 8), i);
            assertThat(lines.get(i).ours())
                    .as(() -> "after\n" + before.stream().map(Line::host).collect(Collectors.joining("\n")))
                    .isEqualTo(lines.get(i).host());
        }
    }

    /**
     * Runs the script on both sides as {@link #agree} does.
     *
     * @return what was not alike, a line each: what the host gave, and what the shim
     */
    public List<String> differences(HostProgram host, io.unishim.task.Task task) {
        return compare(host, task).stream()
                .filter(each -> !each.same())
                .map(each -> each.host() + " on the host, here " + each.ours())
                .toList();
    }

    private List<Line> compare(HostProgram host, io.unishim.task.Task task) {
        List<String> expected = host.run(String.join("\n", lines) + "\n");
        List<String> ours = new ScriptRun(task).run(lines);
        List<Line> compared = new ArrayList<>();
        for (int i = 0; i < meanings.size(); i++) {
            String meaning = meanings.get(i);
            if (!meaning.equals(UNSEEN)) {
                String there = i < expected.size() ? read(i, expected.get(i)) : "nothing";
                compared.add(new Line(meaning + " -> " + there, meaning + " -> " + read(i, ours.get(i))));
            }
        }
        return compared;
    }

    private String read(int line, String printed) {
        Function<byte[], String> reader = readers.get(line);
        return reader == null ? printed : reader.apply(HexFormat.of().parseHex(printed));
    }
}
