package io.unishim.vfscore.proc;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.unishim.task.CommandLine;
import io.unishim.task.Process;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * The texts that a process was started with, as they stand in its memory now: programs write their titles there (man 5
 * proc_pid_cmdline). A zombie has none.
 */
final class StartTexts {
    private static final int LONGEST = 1 << 21;

    private StartTexts() {}

    static String commandLine(Process process) {
        CommandLine line = process.stateOrNull(CommandLine.KEY);
        if (line == null || process.status() != Process.RUNNING) {
            return "";
        }
        if (line.start() == 0) {
            return joined(line.arguments());
        }
        String texts = memory(process, line.start(), line.environmentStart());
        if (texts.isEmpty() || texts.endsWith("\0")) {
            return texts;
        }
        // The last NUL was written over: the title runs on into the environment, up to the first NUL.
        String title = memory(process, line.start(), line.end());
        int end = title.indexOf('\0');
        return end < 0 ? title : title.substring(0, end + 1);
    }

    static String environment(Process process) {
        CommandLine line = process.stateOrNull(CommandLine.KEY);
        if (line == null || process.status() != Process.RUNNING) {
            return "";
        }
        return line.start() == 0 ? joined(line.environment()) : memory(process, line.environmentStart(), line.end());
    }

    static String auxiliary(Process process) {
        CommandLine line = process.stateOrNull(CommandLine.KEY);
        if (line == null || process.status() != Process.RUNNING) {
            return "";
        }
        ByteBuffer words =
                ByteBuffer.allocate(Long.BYTES * line.auxiliary().size()).order(ByteOrder.LITTLE_ENDIAN);
        line.auxiliary().forEach(words::putLong);
        return new String(words.array(), ISO_8859_1);
    }

    private static String memory(Process process, long from, long to) {
        byte[] bytes = new byte[(int) Math.min(to - from, LONGEST)];
        int there = process.memory().read(from, bytes, 0, bytes.length);
        return new String(bytes, 0, Math.max(there, 0), ISO_8859_1);
    }

    private static String joined(List<byte[]> texts) {
        StringBuilder all = new StringBuilder();
        for (byte[] each : texts) {
            all.append(new String(each, ISO_8859_1)).append('\0');
        }
        return all.toString();
    }
}
