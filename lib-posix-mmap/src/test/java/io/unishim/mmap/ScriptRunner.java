package io.unishim.mmap;

import static io.unishim.abi.Mman.PROT_EXEC;
import static io.unishim.abi.Mman.PROT_READ;
import static io.unishim.abi.Mman.PROT_WRITE;

import io.unishim.file.Descriptors;
import io.unishim.memory.AddressSpace;
import java.util.ArrayList;
import java.util.List;

/** Does with our calls what {@code mappings.c} does with the host's. */
final class ScriptRunner {
    private static final long WINDOW = 48 * Program.PAGE;

    private final Program program;
    private final long base;
    private final long firstBreak;
    private final long buffer;
    private long elsewhere;

    ScriptRunner(Program program, Descriptors descriptors) {
        this.program = program;
        program.task.process().put(Descriptors.KEY, descriptors);
        buffer = program.map(1);
        base = (buffer - (4L << 30)) & -Program.PAGE;
        firstBreak = program.space.moveBreak(program.task, 0);
    }

    List<String> run(Script script) {
        List<String> printed = new ArrayList<>();
        for (String line : script.lines()) {
            String[] words = line.split(" ", -1);
            long[] v = new long[6];
            for (int i = 0; i < 6 && i + 1 < words.length && !words[i + 1].equals("#"); i++) {
                v[i] = argument(words[i + 1]);
            }
            switch (words[0]) {
                case "peek" -> printed.add(String.valueOf(peek(v[0])));
                case "poke" -> printed.add(program.space.write(v[0], new byte[] {(byte) v[1]}, 0, 1) == 1 ? "0" : "-1");
                case "dump" -> printed.add(dump(v[0], v[1]));
                case "fresh" -> {
                    program.space.unmap(base, WINDOW);
                    printed.add("fresh");
                }
                default ->
                    printed.add(print(program.shim.dispatch(
                            program.task, Integer.parseInt(words[0]), v[0], v[1], v[2], v[3], v[4], v[5])));
            }
        }
        return printed;
    }

    private long argument(String text) {
        return switch (text.charAt(0)) {
            case '@' -> base + Long.decode(text.substring(1));
            case '%' -> firstBreak + Long.decode(text.substring(1));
            case '&' -> buffer + Long.decode(text.substring(1));
            case '$' -> elsewhere + Long.decode(text.substring(1));
            default -> text.startsWith("0x") ? Long.parseUnsignedLong(text.substring(2), 16) : Long.parseLong(text);
        };
    }

    private String print(long result) {
        if (result < 0 && result > -4096) {
            return "errno " + -result;
        }
        if (result >= base && result < base + WINDOW) {
            return "@" + (result - base);
        }
        if (result >= firstBreak && result < firstBreak + (1L << 30)) {
            return "%" + (result - firstBreak);
        }
        if (result > 1L << 32) {
            elsewhere = result;
            return "elsewhere";
        }
        return String.valueOf(result);
    }

    private int peek(long address) {
        byte[] one = new byte[1];
        return program.space.read(address, one, 0, 1) == 1 ? one[0] & 0xff : -1;
    }

    private String dump(long start, long pages) {
        StringBuilder text = new StringBuilder();
        List<AddressSpace.Mapping> mappings = program.space.mappings();
        for (long page = start; page < start + pages * Program.PAGE; page += Program.PAGE) {
            String mode = "";
            for (AddressSpace.Mapping each : mappings) {
                if (each.start() <= page && page < each.end()) {
                    int protection = each.protection();
                    mode = ((protection & PROT_READ) != 0 ? "r" : "-")
                            + ((protection & PROT_WRITE) != 0 ? "w" : "-")
                            + ((protection & PROT_EXEC) != 0 ? "x" : "-")
                            + (each.shared() ? "s" : "p");
                }
            }
            int value = peek(page);
            text.append(mode.isEmpty() ? "." : "[" + mode + (value < 0 ? "]" : " " + value + "]"));
        }
        return text.toString();
    }
}
