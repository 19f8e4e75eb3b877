package io.unishim.vfscore.twin;

import io.unishim.Shim;
import io.unishim.abi.Fcntl;
import io.unishim.abi.Mounts;
import io.unishim.abi.StatModes;
import io.unishim.abi.Syscall;
import io.unishim.file.Mount;
import io.unishim.memory.JavaMemory;
import io.unishim.task.Credentials;
import io.unishim.task.Task;
import io.unishim.vfscore.VfscoreLibrary;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Makes the calls of a script in a shim, by number, and tells what each gave, as the C program does. */
final class Twin {
    private final Task task;
    private final JavaMemory memory;
    private final Shim shim;
    private final long[] vars = new long[64];
    private final long[] named = new long[16];

    private record Arg(char kind, long value, int size) {}

    private Twin(Shim shim) {
        this.shim = shim;
        this.task = shim.newProcess("twin");
        this.memory = (JavaMemory) task.process().memory();
        Arrays.fill(vars, -1);
        long root = memory.allocateString("/");
        // An empty file system of its own, without /proc and its kin: what the program on the host has, too.
        shim.dispatch(task, Syscall.CHROOT.number(), memory.allocateString("/twin"), 0, 0, 0, 0, 0);
        shim.dispatch(task, Syscall.CHDIR.number(), root, 0, 0, 0, 0, 0);
        for (int i = 0; i < 3; i++) {
            shim.dispatch(task, Syscall.OPEN.number(), root, 0, 0, 0, 0, 0);
        }
    }

    static List<String> run(Script script) {
        List<List<String>> lines = script.lines();
        int above = lines.indexOf(Script.OVERLAY);
        return above < 0 ? run(lines, Mount.memory("/twin")) : overHost(lines, above);
    }

    /** What makes the lower works in a directory of the host. */
    private static List<String> overHost(List<List<String>> lines, int above) {
        Path directory = null;
        try {
            directory = Files.createTempDirectory(Path.of("/dev/shm"), "unishim-twin");
            List<String> out = new ArrayList<>(run(lines.subList(0, above), new Mount.Host(directory, "/twin", true)));
            out.add("0");
            out.addAll(run(lines.subList(above + 1, lines.size()), Mount.overlay(directory.resolve("lower"), "/twin")));
            return out;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            if (directory != null) {
                delete(directory);
            }
        }
    }

    /** Also what a script made immutable, or to be appended to only. */
    private static void delete(Path directory) {
        try {
            new ProcessBuilder("chattr", "-R", "-f", "-ia", directory.toString())
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (IOException e) {
            // It is not installed: then nothing was marked by it, and what the scripts marked stays.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        try (Stream<Path> all = Files.walk(directory)) {
            all.sorted(Comparator.reverseOrder()).forEach(each -> each.toFile().delete());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> run(List<List<String>> lines, Mount root) {
        try (Shim shim =
                Shim.builder().only().library(new VfscoreLibrary()).mount(root).boot()) {
            Twin twin = new Twin(shim);
            return new ArrayList<>(lines.stream().map(twin::line).toList());
        }
    }

    private String line(List<String> words) {
        int number = Integer.parseInt(words.get(1));
        List<Arg> args = new ArrayList<>();
        long[] values = new long[6];
        for (int i = 2; i < words.size(); i++) {
            Arg arg = arg(words.get(i));
            values[i - 2] = arg.value;
            args.add(arg);
        }
        long result = 0;
        if (number == -1) {
            task.put(Credentials.KEY, Credentials.ofUser((int) values[0], (int) values[1]));
        } else {
            result = shim.dispatch(task, number, values[0], values[1], values[2], values[3], values[4], values[5]);
        }
        if (!words.get(0).equals("-")) {
            vars[Integer.parseInt(words.get(0))] = result;
        }
        StringBuilder text = new StringBuilder().append(result);
        for (Arg arg : args) {
            if (result >= 0 || arg.kind == '@') {
                show(text, arg, result);
            }
        }
        return text.toString();
    }

    private Arg arg(String word) {
        if (word.startsWith("$")) {
            return new Arg(' ', vars[Integer.parseInt(word.substring(1))], 0);
        }
        if (word.length() < 2 || word.charAt(1) != ':' && word.charAt(0) != '@') {
            return new Arg(' ', Long.parseLong(word), 0);
        }
        String rest = word.substring(2);
        char kind = word.charAt(0);
        return switch (kind) {
            case 's', 'w' -> new Arg(kind, memory.allocateString(rest), 0);
            case 'b', 'D', 'M' -> new Arg(kind, memory.allocate(Integer.parseInt(rest) + 1), Integer.parseInt(rest));
            case 'S', 'T', 'Q' -> new Arg(kind, memory.allocate(512), 0);
            case 'U', 'X', 'Y' -> new Arg(kind, memory.allocate(4096), 0);
            case 'R' -> {
                int comma = rest.lastIndexOf(',');
                long[] request = {32, mountId(rest.substring(0, comma)), Long.decode(rest.substring(comma + 1)), 0};
                yield new Arg(kind, longs(request), 0);
            }
            case 'L', 'F' -> {
                String[] each = rest.split(",");
                long at = memory.allocate(8 * 16);
                for (int i = 0; i < each.length; i++) {
                    memory.putLong(at + 8L * i, Long.parseLong(each[i]));
                }
                yield new Arg(kind, at, each.length);
            }
            case 'x' -> new Arg(kind, bytesOf(rest, rest.length() / 2 + 1), 0);
            case 'h' -> new Arg(kind, bytesOf(rest, rest.length() / 2 + 64), rest.length() / 2);
            case '@' -> {
                int colon = word.indexOf(':');
                int name = Integer.parseInt(colon < 0 ? word.substring(1) : word.substring(1, colon));
                if (named[name] == 0) {
                    named[name] = memory.allocate(256);
                }
                if (colon >= 0) {
                    memory.writeFully(named[name], HexFormat.of().parseHex(word.substring(colon + 1)));
                }
                yield new Arg(kind, named[name], 8);
            }
            case 'v', 'u' -> {
                String[] each = rest.split(",");
                long at = memory.allocate(16 * 16);
                for (int i = 0; i < each.length; i++) {
                    boolean in = kind == 'u';
                    int length = in ? each[i].length() : Integer.parseInt(each[i]);
                    memory.putLong(at + 16L * i, in ? memory.allocateString(each[i]) : memory.allocate(length + 1));
                    memory.putLong(at + 16L * i + 8, length);
                }
                yield new Arg(kind, at, each.length);
            }
            default -> throw new IllegalArgumentException(word);
        };
    }

    private long bytesOf(String hex, int room) {
        long at = memory.allocate(room);
        memory.writeFully(at, HexFormat.of().parseHex(hex));
        return at;
    }

    private long longs(long... values) {
        long at = memory.allocate(8 * values.length);
        for (int i = 0; i < values.length; i++) {
            memory.putLong(at + 8L * i, values[i]);
        }
        return at;
    }

    /** @return the unique number of the mount that a path leads to, or 0 */
    private long mountId(String path) {
        long statx = memory.allocate(256);
        long name = memory.allocateString(path);
        int unique = StatModes.STATX_MNT_ID_UNIQUE;
        long result = shim.dispatch(task, Syscall.STATX.number(), Fcntl.AT_FDCWD, name, 0, unique, statx, 0);
        return result == 0 ? memory.getLong(statx + 144) : 0;
    }

    private String pointOf(long mountId) {
        long request = longs(32, mountId, Mounts.STATMOUNT_MNT_POINT, 0);
        long room = memory.allocate(1600);
        long result = shim.dispatch(task, Syscall.STATMOUNT.number(), request, room, 1600, 0, 0, 0);
        return result == 0 ? MountTwin.string(bytes(room, 1600), 108) : "?";
    }

    private ByteBuffer bytes(long address, int length) {
        byte[] bytes = new byte[length];
        memory.readFully(address, bytes);
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private void show(StringBuilder text, Arg arg, long result) {
        switch (arg.kind) {
            case 'b' -> showBytes(text, arg.value, (int) Math.min(result, arg.size));
            case 'D' -> showDirents(text, bytes(arg.value, (int) result));
            case 'L', 'F' -> {
                for (int i = 0; i < arg.size; i++) {
                    text.append(' ').append(memory.getLong(arg.value + 8L * i));
                }
            }
            case 'Q' -> showStatfs(text, bytes(arg.value, 120));
            case 'M' ->
                text.append(' ')
                        .append(new String(bytes(arg.value, (int) result).array(), StandardCharsets.UTF_8)
                                .replace('\n', '|'));
            case 'S', 'T' -> showStat(text, bytes(arg.value, 144), arg.kind == 'T');
            case 'h' ->
                text.append(' ')
                        .append(HexFormat.of()
                                .formatHex(bytes(arg.value, arg.size).array()));
            case '@' ->
                text.append(' ').append(memory.getInt(arg.value)).append(':').append(memory.getInt(arg.value + 4));
            case 'X' -> showStatx(text, bytes(arg.value, 256));
            case 'U' -> MountTwin.show(text, bytes(arg.value, 4096));
            case 'Y' -> {
                for (int i = 0; i < result; i++) {
                    text.append(' ').append(pointOf(memory.getLong(arg.value + 8L * i)));
                }
            }
            case 'v' -> {
                for (int i = 0; i < arg.size; i++) {
                    showBytes(text, memory.getLong(arg.value + 16L * i), (int) memory.getLong(arg.value + 16L * i + 8));
                }
            }
            default -> {}
        }
    }

    private void showBytes(StringBuilder text, long address, int length) {
        text.append(" \"");
        ByteBuffer bytes = bytes(address, Math.min(length, 200));
        while (bytes.hasRemaining()) {
            int b = bytes.get() & 0xff;
            text.append(b > 32 && b < 127 ? String.valueOf((char) b) : String.format("\\%02x", b));
        }
        text.append('"');
    }

    private static void showDirents(StringBuilder text, ByteBuffer entries) {
        TreeSet<String> names = new TreeSet<>();
        for (int at = 0; at < entries.capacity(); at += entries.getShort(at + 16)) {
            int end = at + 19;
            while (entries.get(end) != 0) {
                end++;
            }
            String name = new String(entries.array(), at + 19, end - at - 19, StandardCharsets.UTF_8);
            names.add(name + ":" + entries.get(at + 18));
        }
        names.forEach(name -> text.append(' ').append(name));
    }

    private static void showStatfs(StringBuilder text, ByteBuffer statfs) {
        text.append(' ').append(Long.toHexString(statfs.getLong(0)));
        for (int at = 8; at <= 72; at += 8) {
            text.append(at == 56 ? "" : " " + statfs.getLong(at));
        }
        text.append(' ').append(Long.toHexString(statfs.getLong(80)));
    }

    /** Without inode, times, device and mount. */
    private static void showStatx(StringBuilder text, ByteBuffer told) {
        text.append(String.format(
                " %x %x %x %x %x %x %o %d %d %x %x:%x %x %x",
                told.getInt(0),
                told.getInt(4),
                told.getLong(8),
                told.getInt(16),
                told.getInt(20),
                told.getInt(24),
                told.getShort(28),
                told.getLong(40),
                told.getLong(48),
                told.getLong(56),
                told.getInt(128),
                told.getInt(132),
                told.getInt(152),
                told.getInt(156)));
    }

    private static void showStat(StringBuilder text, ByteBuffer stat, boolean times) {
        text.append(String.format(
                " %o %d %d %d %d %d %x",
                stat.getInt(24),
                stat.getLong(16),
                stat.getInt(28),
                stat.getInt(32),
                stat.getLong(48),
                stat.getLong(64),
                stat.getLong(40)));
        if (times) {
            text.append(String.format(
                    " %d.%09d %d.%09d", stat.getLong(72), stat.getLong(80), stat.getLong(88), stat.getLong(96)));
        }
    }
}
