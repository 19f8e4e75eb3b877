package io.unishim.elfloader.routes;

import static io.unishim.abi.Mman.MAP_ANONYMOUS;
import static io.unishim.abi.Mman.MAP_PRIVATE;

import io.unishim.abi.Fcntl;
import io.unishim.abi.Ioctls;
import io.unishim.call.Argument;
import io.unishim.call.CallDeclaration;
import java.lang.reflect.Field;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Makes arguments for any call from its declaration: what Linux takes, what it refuses, and nonsense. */
final class ArgumentSource {
    /** Calls that change mappings: their addresses lie where nothing but them is. */
    /** An address that is mapped in no process, and that programs may ask for. */
    static final long OUTSIDE = 0xdead_beef_000L;

    private static final Set<String> MAPPING = Set.of(
            "mmap",
            "munmap",
            "mprotect",
            "pkey_mprotect",
            "mremap",
            "madvise",
            "msync",
            "mlock",
            "mlock2",
            "munlock",
            "mincore",
            "remap_file_pages",
            "shmat",
            "shmdt",
            "brk");

    private static final String[] PATHS = {
        "/a/file",
        "/a/file",
        "/a",
        "/a/link",
        "/a/empty",
        "/a/b",
        "/",
        ".",
        "..",
        "file",
        "b/../file",
        "/none/x",
        "/a/new1",
        "/a/new2",
        "/a/file/x",
        "/a/loop",
        "",
        "/a/fifo",
        "/dev/null",
        "/dev/zero",
        "/proc/self/fd/0",
        "/proc/version"
    };
    private static final String[] NAMES = {
        "user.one",
        "user.one",
        "user.two",
        "trusted.x",
        "security.x",
        "system.posix_acl_access",
        "nonsense",
        "user.",
        ""
    };
    private static final long[] REQUESTS = {
        Ioctls.FIONREAD,
        Ioctls.FIONBIO,
        Ioctls.FIOCLEX,
        Ioctls.FIONCLEX,
        Ioctls.FIOASYNC,
        Ioctls.TCGETS,
        Ioctls.TIOCGWINSZ,
        0
    };
    private static final long[] EDGES = {
        0,
        1,
        -1,
        2,
        3,
        7,
        16,
        255,
        4095,
        4096,
        65536,
        1_000_000,
        Integer.MAX_VALUE,
        Integer.MIN_VALUE,
        0xffff_ffffL,
        1L << 32,
        Long.MAX_VALUE,
        Long.MIN_VALUE,
        -4096
    };
    private static final long[] WILD = {0, 1, 0xfff, 0x1000, OUTSIDE, 0x7fff_ffff_f000L, -1, -4096, 1L << 47, 1L << 62};
    private static final long[] SIZES = {
        0, 1, 2, 4, 8, 16, 64, 100, 256, 1024, 4096, 10_000, 70_000, -1, 1L << 40, 1L << 62
    };
    private static final long[] SPANS = {0, 1, 0x1000, 0x2000, 0x3001, 0x10000, -1, 1L << 47, 1L << 62};

    private static final Map<Argument, long[]> CONSTANTS = new ConcurrentHashMap<>();

    private final Random random;
    private final int pid;

    /** @param pid of the one who will call */
    ArgumentSource(Random random, int pid) {
        this.random = random;
        this.pid = pid;
    }

    Tuple next(CallDeclaration call) {
        Tuple tuple = new Tuple(random);
        int register = 0;
        for (Argument argument : call.arguments()) {
            if (register + argument.kind().registers() <= 6) {
                fill(call.name(), argument, tuple, register);
            }
            register += argument.kind().registers();
        }
        for (int i = register; i < 6; i++) {
            tuple.set(i, pick(EDGES));
        }
        return tuple;
    }

    private void fill(String call, Argument argument, Tuple tuple, int at) {
        switch (argument.kind()) {
            case FD -> tuple.set(at, descriptor());
            case DIRFD ->
                tuple.set(at, random.nextInt(3) == 0 ? descriptor() : random.nextBoolean() ? Fcntl.AT_FDCWD : 2);
            case INT, UNSIGNED_INT, LONG, UNSIGNED_LONG -> tuple.set(at, number(call, argument.name()));
            case ADDRESS -> address(call, argument, tuple, at);
            case MODE -> tuple.set(at, random.nextInt(8) == 0 ? random.nextInt() : random.nextInt(010000));
            case SIGNAL -> tuple.set(at, random.nextInt(70) - 2);
            case FLAGS, ONE_OF -> tuple.set(at, constants(call, argument));
            case STRING -> string(tuple, at, argument.name().equals("name") ? NAMES : PATHS);
            case INTS, LONGS, STRUCT -> pointer(tuple, at);
            case BUFFER -> {
                pointer(tuple, at);
                tuple.set(at + 1, pick(SIZES));
            }
            case IOVEC -> {
                if (random.nextInt(8) == 0) {
                    pointer(tuple, at);
                } else {
                    tuple.setRelative(at, tuple.vector());
                }
                tuple.set(at + 1, count());
            }
            case ARRAY -> {
                pointer(tuple, at);
                tuple.set(at + 1, count());
            }
        }
    }

    private long number(String call, String name) {
        if (random.nextInt(12) == 0) {
            return random.nextLong();
        }
        return switch (name) {
            case "sigsetsize", "sizemask" -> random.nextInt(6) == 0 ? pick(EDGES) : 8;
            case "len" -> random.nextInt(3) == 0 ? 24 : pick(SIZES);
            case "pid", "tid", "tgid", "pgid", "who", "id" -> pick(new long[] {0, 0, pid, pid, pid, 1, -1, -pid, 77});
            case "request" -> pick(REQUESTS);
            case "offset" -> random.nextBoolean() ? 0 : pick(SPANS);
            default -> MAPPING.contains(call) ? pick(SPANS) : random.nextInt(3) == 0 ? random.nextInt(8) : pick(EDGES);
        };
    }

    private long descriptor() {
        return switch (random.nextInt(12)) {
            case 0 -> pick(EDGES);
            case 1 -> random.nextInt();
            // The upper half of the register is of no meaning.
            case 2 -> random.nextInt(World.DESCRIPTORS) | 0x5555_5555L << 32;
            default -> random.nextInt(World.DESCRIPTORS + 1);
        };
    }

    private void address(String call, Argument argument, Tuple tuple, int at) {
        if (!MAPPING.contains(call) || argument.name().equals("vector")) {
            if (random.nextInt(4) == 0) {
                tuple.set(at, random.nextInt(32));
            } else {
                pointer(tuple, at);
            }
        } else if (random.nextInt(5) == 0) {
            tuple.set(at, pick(WILD));
        } else {
            tuple.setRelative(at, World.PLAY + 0x800L * random.nextInt(16) / (random.nextBoolean() ? 1 : 2) * 2);
        }
    }

    private long constants(String call, Argument argument) {
        long[] all = CONSTANTS.computeIfAbsent(argument, ArgumentSource::constants);
        if (all.length == 0 || random.nextInt(12) == 0) {
            return random.nextBoolean() ? random.nextInt() : pick(EDGES);
        }
        if (argument.kind() == Argument.Kind.ONE_OF) {
            return pick(all);
        }
        long flags = call.equals("mmap") && argument.prefix().equals("MAP_") ? MAP_PRIVATE | MAP_ANONYMOUS : 0;
        int more = random.nextInt(3) == 0 ? random.nextInt(4) : random.nextInt(2);
        for (int i = 0; i < more; i++) {
            flags |= pick(all);
        }
        return flags;
    }

    private static long[] constants(Argument argument) {
        List<Long> all = new ArrayList<>();
        Class<?> holder = argument.constants();
        if (holder != null) {
            for (Field field : holder.getFields()) {
                if (field.getName().startsWith(argument.prefix())
                        && (field.getType() == int.class || field.getType() == long.class)) {
                    try {
                        all.add(((Number) field.get(null)).longValue());
                    } catch (IllegalAccessException e) {
                        throw new IllegalStateException(e);
                    }
                }
            }
        }
        return all.stream().sorted().mapToLong(Long::longValue).toArray();
    }

    private void string(Tuple tuple, int at, String[] from) {
        int kind = random.nextInt(16);
        if (kind == 0) {
            tuple.set(at, pick(WILD));
        } else if (kind == 1) {
            // No NUL before memory ends, or a name that is too long.
            tuple.setRelative(at, World.SCRATCH + World.SCRATCH_SIZE - (random.nextBoolean() ? 20 : 5000));
        } else {
            tuple.setRelative(at, tuple.string(from[random.nextInt(from.length)]));
        }
    }

    private void pointer(Tuple tuple, int at) {
        switch (random.nextInt(12)) {
            case 0 -> tuple.set(at, 0);
            case 1 -> tuple.set(at, pick(WILD));
            case 2 -> tuple.setRelative(at, World.SCRATCH + World.SCRATCH_SIZE - random.nextInt(64));
            case 3 -> tuple.setRelative(at, World.SCRATCH + 0x3000 + random.nextInt(4096));
            default -> tuple.setRelative(at, World.SCRATCH + 0x3000 + 256L * random.nextInt(16));
        }
    }

    private long count() {
        return random.nextInt(4) == 0 ? pick(EDGES) : random.nextInt(6);
    }

    private long pick(long[] from) {
        return from[random.nextInt(from.length)];
    }

    /** Six registers and the memory that they point to, at addresses relative to where a world has its memory. */
    static final class Tuple {
        private final long[] values = new long[6];
        private final boolean[] relative = new boolean[6];
        private final byte[] image = new byte[World.SCRATCH_SIZE];
        private final List<Integer> pointers = new ArrayList<>();
        private int strings;

        /** Structures are of small numbers, for others are refused by most calls, with nonsense among them. */
        Tuple(Random random) {
            ByteBuffer bytes = ByteBuffer.wrap(image).order(ByteOrder.LITTLE_ENDIAN);
            boolean nonsense = random.nextInt(6) == 0;
            for (int at = 0x3000; at < 0x5000; at += 4) {
                int value = nonsense ? random.nextInt() : random.nextInt(3) == 0 ? random.nextInt(12) : 0;
                bytes.putInt(at, value);
            }
            for (int entry = 0; entry < 16; entry++) {
                int at = 0x1000 + 16 * entry;
                bytes.putLong(at, World.SCRATCH + 0x6000 + random.nextInt(0x2000));
                bytes.putLong(at + 8, random.nextInt(20) == 0 ? random.nextLong() : random.nextInt(0x800));
                pointers.add(at);
            }
            java.util.Arrays.fill(image, 0x7000, image.length, (byte) 'x');
        }

        void set(int register, long value) {
            values[register] = value;
            relative[register] = false;
        }

        void setRelative(int register, long offset) {
            values[register] = offset;
            relative[register] = true;
        }

        long vector() {
            return World.SCRATCH + 0x1000;
        }

        /** @return its offset */
        long string(String text) {
            int at = 256 * strings++;
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            System.arraycopy(bytes, 0, image, at, bytes.length);
            image[at + bytes.length] = 0;
            return (long) World.SCRATCH + at;
        }

        long value(int register, long base) {
            return relative[register] ? base + values[register] : values[register];
        }

        /** @return the scratch memory's bytes for a world whose memory begins at {@code base} */
        byte[] image(long base) {
            byte[] copy = image.clone();
            ByteBuffer bytes = ByteBuffer.wrap(copy).order(ByteOrder.LITTLE_ENDIAN);
            for (int at : pointers) {
                bytes.putLong(at, bytes.getLong(at) + base);
            }
            return copy;
        }

        @Override
        public String toString() {
            StringBuilder text = new StringBuilder();
            for (int i = 0; i < 6; i++) {
                text.append(i == 0 ? "(" : ", ")
                        .append(relative[i] ? "memory+0x" : "0x")
                        .append(Long.toHexString(values[i]));
            }
            return text.append(')').toString();
        }
    }
}
