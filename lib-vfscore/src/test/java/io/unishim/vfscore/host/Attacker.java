package io.unishim.vfscore.host;

import static io.unishim.abi.Errnos.ENOENT;
import static io.unishim.abi.Fcntl.AT_FDCWD;
import static io.unishim.abi.Fcntl.AT_REMOVEDIR;
import static io.unishim.abi.Fcntl.O_CLOEXEC;
import static io.unishim.abi.Fcntl.O_CREAT;
import static io.unishim.abi.Fcntl.O_DIRECTORY;
import static io.unishim.abi.Fcntl.O_EXCL;
import static io.unishim.abi.Fcntl.O_NOFOLLOW;
import static io.unishim.abi.Fcntl.O_PATH;
import static io.unishim.abi.Fcntl.O_WRONLY;
import static io.unishim.abi.Fcntl.RENAME_EXCHANGE;
import static io.unishim.abi.Fcntl.RENAME_NOREPLACE;
import static io.unishim.abi.StatModes.S_IFCHR;
import static io.unishim.abi.StatModes.S_IFIFO;

import io.unishim.abi.Syscall;
import io.unishim.host.HostCalls;
import io.unishim.memory.OffHeap;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Somebody on the host who makes trouble in a directory, at every depth. It goes from directory to directory by descriptors,
 * one name at a time and never through a link, and changes names relative to those: by a path it would itself follow what the
 * shim's tasks or another attacker put under its feet, and leave the directory.
 */
final class Attacker {
    private static final int DEEPEST = 6;
    private static final int HERE = 0;
    private static final int THERE = 512;
    private static final int TARGET = 1024;

    /** What reading a device gives, which no file here holds: man 4 zero. */
    private static final int ZERO_DEVICE = 1 << 8 | 5;

    private final Random random;
    private final String[] names;
    private final List<String> leads;
    private final Path outside;
    private final String parked;
    private final OffHeap memory = OffHeap.allocate(8192);
    private final int shared;
    private final int parking;
    private final Deque<Integer> open = new ArrayDeque<>();

    private volatile String target = "a";

    /** A name in a directory that was reached, and the way there. */
    private record Place(int directory, String name, String path) {}

    /**
     * @param shared where it makes trouble
     * @param outside where there are a directory "a" and a file "sa" that are nobody's business
     * @param parking where it moves directories out to, and in from
     * @param parked as what
     * @param leads what its links hold
     */
    Attacker(
            Path shared, Path outside, Path parking, String parked, String[] names, List<String> leads, Random random) {
        this.random = random;
        this.names = names;
        this.leads = leads;
        this.outside = outside;
        this.parked = parked;
        this.shared = directory(AT_FDCWD, shared.toString());
        this.parking = directory(AT_FDCWD, parking.toString());
    }

    private void close() {
        HostCalls.call(Syscall.CLOSE.number(), shared, 0, 0);
        HostCalls.call(Syscall.CLOSE.number(), parking, 0, 0);
    }

    /** @return how much of it succeeded */
    int run(AtomicBoolean done) {
        int count = 0;
        try {
            while (!done.get()) {
                count += attack() == 0 ? 1 : 0;
                leave();
            }
        } finally {
            leave();
            close();
        }
        return count;
    }

    /** @return the path in the directory of what it swaps, so that those whom it wants to mislead go there */
    String target() {
        return target;
    }

    private long attack() {
        Place one = place();
        return switch (random.nextInt(14)) {
            case 0, 1 -> mkdir(one);
            case 2 -> symlink(one);
            case 3 -> rename(one, place(), 0);
            case 4 -> rename(one, place(), RENAME_EXCHANGE);
            case 5 -> remove(one);
            case 6, 7 -> flip(one, place());
            case 8, 9 -> outAndIn(one);
            case 10 -> link(one, place());
            case 11 -> call(Syscall.MKNODAT, one, S_IFIFO | 0666, 0);
            case 12 -> random.nextInt(4) == 0 ? call(Syscall.MKNODAT, one, S_IFCHR | 0666, ZERO_DEVICE) : file(one);
            default -> {
                long removed = remove(one);
                yield symlink(one) == 0 ? 0 : removed;
            }
        };
    }

    // What it does.

    private long mkdir(Place at) {
        return call(Syscall.MKDIRAT, at, 0777, 0);
    }

    private long symlink(Place at) {
        return symlink(at, leads.get(random.nextInt(leads.size())));
    }

    private long symlink(Place at, String lead) {
        return HostCalls.call(Syscall.SYMLINKAT.number(), put(TARGET, lead), at.directory, put(HERE, at.name));
    }

    private long rename(Place from, Place to, int flags) {
        long name = put(HERE, from.name);
        return HostCalls.call(
                Syscall.RENAMEAT2.number(), from.directory, name, to.directory, put(THERE, to.name), flags, 0);
    }

    private long link(Place from, Place to) {
        long name = put(HERE, from.name);
        return HostCalls.call(Syscall.LINKAT.number(), from.directory, name, to.directory, put(THERE, to.name), 0, 0);
    }

    private long remove(Place at) {
        long removed = call(Syscall.UNLINKAT, at, 0, 0);
        return removed == 0 ? 0 : call(Syscall.UNLINKAT, at, AT_REMOVEDIR, 0);
    }

    private long file(Place at) {
        int flags = O_CREAT | O_EXCL | O_WRONLY | O_NOFOLLOW | O_CLOEXEC;
        long fd = call(Syscall.OPENAT, at, flags, 0666);
        return fd < 0 ? fd : HostCalls.call(Syscall.CLOSE.number(), fd, 0, 0);
    }

    /** A link that leads out takes a directory's place, or a file's, and gives it back, time after time. */
    private long flip(Place one, Place link) {
        target = one.path;
        boolean ofFile = random.nextBoolean();
        remove(one);
        remove(link);
        long unused = ofFile ? file(one) : mkdir(one);
        long result = symlink(link, outside.resolve(ofFile ? "sa" : "a").toString());
        for (int i = 2 * random.nextInt(1, 200); i > 0 && result == 0; i--) {
            result = rename(one, link, RENAME_EXCHANGE);
        }
        return result;
    }

    /** Out and in again, a link in its place meanwhile: whoever stands in it must not find the way by "..". */
    private long outAndIn(Place one) {
        Place away = new Place(parking, parked, "");
        long result = rename(one, away, RENAME_NOREPLACE);
        if (result == 0) {
            long lead = symlink(one);
            Thread.yield();
            if (lead == 0) {
                call(Syscall.UNLINKAT, one, 0, 0);
            }
            back(away, one);
        }
        return result;
    }

    private void back(Place away, Place to) {
        long result = rename(away, to, RENAME_NOREPLACE);
        for (int i = 0; result != 0; i++) {
            result = rename(away, new Place(shared, "back" + i, ""), RENAME_NOREPLACE); // its place was taken
            if (result == -ENOENT) {
                throw new AssertionError("somebody took what stood outside");
            }
        }
    }

    // Where it does it.

    private Place place() {
        int at = shared;
        StringBuilder path = new StringBuilder();
        for (int depth = random.nextInt(DEEPEST); depth > 0; depth--) {
            String name = name();
            int next = directory(at, name);
            if (next >= 0) {
                open.push(next);
                at = next;
                path.append(name).append('/');
            }
        }
        String name = name();
        return new Place(at, name, path.append(name).toString());
    }

    private void leave() {
        while (!open.isEmpty()) {
            HostCalls.call(Syscall.CLOSE.number(), open.pop(), 0, 0);
        }
    }

    private String name() {
        return names[random.nextInt(names.length)];
    }

    private int directory(int at, String name) {
        int flags = O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC;
        return (int) HostCalls.call(Syscall.OPENAT.number(), at, put(HERE, name), flags);
    }

    private long call(Syscall call, Place at, int third, int fourth) {
        return HostCalls.call(call.number(), at.directory, put(HERE, at.name), third, fourth);
    }

    private long put(int at, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        memory.put(at, bytes, 0, bytes.length);
        memory.putByte(at + bytes.length, (byte) 0);
        return memory.address() + at;
    }
}
