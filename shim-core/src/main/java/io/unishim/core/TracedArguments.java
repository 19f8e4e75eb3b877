package io.unishim.core;

import io.unishim.abi.Fcntl;
import io.unishim.abi.Limits;
import io.unishim.call.Argument;
import io.unishim.call.CallDeclaration;
import io.unishim.call.ErrnoException;
import io.unishim.call.Returns;
import io.unishim.memory.MemoryFault;
import io.unishim.memory.StructLayout;
import io.unishim.memory.UserMemory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import java.util.concurrent.ConcurrentHashMap;

/** The arguments of calls as strace writes them. */
final class TracedArguments {
    private static final int MAX_ELEMENTS = 16;
    private static final int IOVEC_SIZE = 16;

    /** Calls whose array of ints holds two. */
    private static final Set<String> PAIRS = Set.of("pipe", "pipe2", "socketpair");

    private record Prefixed(Class<?> type, String prefix) {}

    private final Map<Prefixed, ConstantNames> names = new ConcurrentHashMap<>();

    /**
     * Writes one argument.
     *
     * @param memory what addresses mean
     * @param registers the six
     * @param first which of them is the argument's first
     * @param result what the call answered; 0 on entry
     */
    String show(CallDeclaration call, Argument argument, UserMemory memory, long[] registers, int first, long result) {
        String special = TracedByName.show(call.name(), argument.name(), memory, registers, first, result);
        if (special != null) {
            return special;
        }
        long value = registers[first];
        long length = argument.kind().registers() == 2 ? registers[first + 1] : 0;
        boolean failed = argument.out() && ErrnoException.isError(result);
        boolean counted = argument.out() && (call.returns() == Returns.COUNT || call.returns() == Returns.INT);
        return switch (argument.kind()) {
            case FD, INT -> Integer.toString((int) value);
            case DIRFD -> (int) value == Fcntl.AT_FDCWD ? "AT_FDCWD" : Integer.toString((int) value);
            case UNSIGNED_INT -> Integer.toUnsignedString((int) value);
            case LONG -> Long.toString(value);
            case UNSIGNED_LONG -> Long.toUnsignedString(value);
            case ADDRESS -> address(value);
            case MODE -> octal((int) value);
            case SIGNAL -> TracedSignals.name((int) value);
            case FLAGS ->
                argument.constants() == null
                        ? address(value)
                        : names(argument).flags(value, call.name().contains("open"));
            case ONE_OF ->
                argument.constants() == null ? address(value) : names(argument).oneOf(value);
            case STRING -> string(memory, value);
            case INTS -> failed ? address(value) : words(memory, value, PAIRS.contains(call.name()) ? 2 : 1, 4);
            case LONGS -> failed ? address(value) : words(memory, value, 1, 8);
            case STRUCT -> failed ? address(value) : struct(memory, value, argument);
            case BUFFER ->
                (failed ? address(value) : text(memory, value, counted ? Math.min(length, result) : length)) + ", "
                        + Long.toUnsignedString(length);
            case IOVEC ->
                (failed ? address(value) : iovec(memory, value, length, counted ? result : Long.MAX_VALUE)) + ", "
                        + length;
            case ARRAY ->
                (failed ? address(value) : array(memory, value, counted ? Math.min(length, result) : length, argument))
                        + ", " + (int) length;
        };
    }

    private ConstantNames names(Argument argument) {
        Class<?> type = argument.constants();
        if (type == null) {
            throw new IllegalArgumentException(argument.name());
        }
        return names.computeIfAbsent(
                new Prefixed(type, argument.prefix()), key -> new ConstantNames(key.type, key.prefix));
    }

    static String address(long value) {
        return value == 0 ? "NULL" : "0x" + Long.toHexString(value);
    }

    private static String octal(int mode) {
        return mode == 0 ? "000" : "0" + Integer.toOctalString(mode);
    }

    /** A path, or another text up to a NUL: as strace does, all of it. */
    static String string(UserMemory memory, long at) {
        byte[] bytes = new byte[Limits.PATH_MAX];
        int got = at == 0 ? 0 : memory.read(at, bytes, 0, bytes.length);
        for (int i = 0; i < got; i++) {
            if (bytes[i] == 0) {
                return TracedText.whole(bytes, i);
            }
        }
        return got == bytes.length ? TracedText.whole(bytes, got) + "..." : address(at);
    }

    static String text(UserMemory memory, long at, long length) {
        if (at == 0) {
            return "NULL";
        }
        if (length < 0) {
            return address(at);
        }
        byte[] bytes = new byte[(int) Math.min(length, TracedText.LIMIT)];
        return memory.read(at, bytes, 0, bytes.length) == bytes.length ? TracedText.quoted(bytes, length) : address(at);
    }

    private static String words(UserMemory memory, long at, int count, int size) {
        if (at == 0) {
            return "NULL";
        }
        try {
            StringJoiner text = new StringJoiner(", ", "[", "]");
            for (int i = 0; i < count; i++) {
                long word = at + (long) i * size;
                text.add(Long.toString(size == 4 ? memory.getInt(word) : memory.getLong(word)));
            }
            return text.toString();
        } catch (MemoryFault fault) {
            return address(at);
        }
    }

    private static String struct(UserMemory memory, long at, Argument argument) {
        StructLayout<?> layout = argument.layout();
        if (at == 0 || layout == null) {
            return address(at);
        }
        byte[] bytes = new byte[layout.size()];
        if (memory.read(at, bytes, 0, bytes.length) != bytes.length) {
            return address(at);
        }
        try {
            return TracedStruct.of(layout.decode(ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN), 0));
        } catch (RuntimeException undecodable) {
            return address(at);
        }
    }

    private static String array(UserMemory memory, long at, long count, Argument argument) {
        StructLayout<?> layout = argument.layout();
        if (at == 0 || count < 0 || layout == null) {
            return address(at);
        }
        StringJoiner text = new StringJoiner(", ", "[", "]");
        for (int i = 0; i < Math.min(count, MAX_ELEMENTS); i++) {
            text.add(struct(memory, at + (long) i * layout.size(), argument));
        }
        return (count > MAX_ELEMENTS ? text.add("...") : text).toString();
    }

    private static String iovec(UserMemory memory, long at, long count, long moved) {
        if (at == 0 || count < 0) {
            return address(at);
        }
        StringJoiner text = new StringJoiner(", ", "[", "]");
        long left = moved;
        try {
            for (int i = 0; i < Math.min(count, MAX_ELEMENTS); i++) {
                long base = memory.getLong(at + (long) i * IOVEC_SIZE);
                long length = memory.getLong(at + (long) i * IOVEC_SIZE + 8);
                long here = Math.min(length, left);
                text.add("{iov_base=" + text(memory, base, here) + ", iov_len=" + Long.toUnsignedString(length) + "}");
                left -= Math.max(0, here);
            }
        } catch (MemoryFault fault) {
            return address(at);
        }
        return (count > MAX_ELEMENTS ? text.add("...") : text).toString();
    }
}
