package io.unishim.testing;

import io.unishim.memory.JavaMemory;
import io.unishim.task.Task;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** Runs a {@link CallScript} on a shim: the twin of {@code script.c}. */
final class ScriptRun {
    private final Task task;
    private final JavaMemory memory;
    private final long[] buffers = new long[CallScript.BUFFERS];
    private final List<Long> results = new ArrayList<>();

    ScriptRun(Task task) {
        this.task = task;
        this.memory = (JavaMemory) task.memory();
        for (int i = 0; i < buffers.length; i++) {
            buffers[i] = memory.allocate(CallScript.BUFFER_SIZE);
        }
    }

    List<String> run(List<String> lines) {
        List<String> printed = new ArrayList<>();
        for (String line : lines) {
            String[] words = line.split(" ");
            switch (words[0]) {
                case "=" ->
                    memory.writeFully(value(words[1]), HexFormat.of().parseHex(words.length > 2 ? words[2] : ""));
                case "4=" -> memory.putInt(value(words[1]), (int) value(words[2]));
                case "8=" -> memory.putLong(value(words[1]), value(words[2]));
                case "?" -> printed.add(show(value(words[1]), Integer.parseInt(words[2])));
                default -> printed.add(call(words));
            }
        }
        return printed;
    }

    private String show(long address, int length) {
        byte[] bytes = new byte[length];
        memory.readFully(address, bytes);
        return HexFormat.of().formatHex(bytes);
    }

    private String call(String[] words) {
        long[] a = new long[6];
        for (int i = 1; i < words.length; i++) {
            a[i - 1] = value(words[i]);
        }
        int number = Integer.parseInt(words[0].substring(1));
        long result = task.shim().dispatch(task, number, a[0], a[1], a[2], a[3], a[4], a[5]);
        results.add(result);
        return Long.toString(result);
    }

    private long value(String token) {
        String rest = token.substring(1);
        return switch (token.charAt(0)) {
            case 'r' -> results.get(Integer.parseInt(rest));
            case 'b' -> address(rest.split("\\+"));
            case 'e' -> {
                String[] parts = rest.split("-", -1);
                yield buffers[Integer.parseInt(parts[0])] + CallScript.BUFFER_SIZE - Integer.parseInt(parts[1]);
            }
            case 'v' -> memory.getInt(address(rest.split("\\+")));
            default -> Long.parseLong(token);
        };
    }

    private long address(String[] parts) {
        return buffers[Integer.parseInt(parts[0])] + Integer.parseInt(parts[1]);
    }
}
