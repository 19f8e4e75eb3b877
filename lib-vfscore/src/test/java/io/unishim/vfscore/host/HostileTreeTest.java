package io.unishim.vfscore.host;

import static io.unishim.abi.Fcntl.AT_FDCWD;
import static io.unishim.abi.Fcntl.AT_HANDLE_FID;
import static io.unishim.abi.Fcntl.O_CREAT;
import static io.unishim.abi.Fcntl.O_DIRECTORY;
import static io.unishim.abi.Fcntl.O_PATH;
import static io.unishim.abi.Fcntl.O_RDONLY;
import static io.unishim.abi.Fcntl.O_RDWR;
import static io.unishim.abi.Fcntl.O_TRUNC;
import static io.unishim.abi.Fcntl.RENAME_EXCHANGE;
import static io.unishim.abi.Mounts.MNT_DETACH;
import static io.unishim.abi.Mounts.MS_BIND;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.unishim.Shim;
import io.unishim.file.Mount;
import io.unishim.linux.DirectoryCalls;
import io.unishim.linux.DirectoryCallsFamily;
import io.unishim.linux.FileSizeCallsFamily;
import io.unishim.linux.HandleCalls;
import io.unishim.linux.HandleCallsFamily;
import io.unishim.linux.IoCalls;
import io.unishim.linux.IoCallsFamily;
import io.unishim.linux.MountCalls;
import io.unishim.linux.MountCallsFamily;
import io.unishim.linux.NameCalls;
import io.unishim.linux.NameCallsFamily;
import io.unishim.linux.OpenCalls;
import io.unishim.linux.OpenCallsFamily;
import io.unishim.linux.PermissionCallsFamily;
import io.unishim.linux.StatCallsFamily;
import io.unishim.memory.JavaMemory;
import io.unishim.memory.UserBuffer;
import io.unishim.memory.UserRef;
import io.unishim.memory.UserString;
import io.unishim.struct.Stat;
import io.unishim.task.Task;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A writable directory of the host in which somebody else on the host makes links that lead out, swaps directories for them,
 * and moves directories out and in again, while two tasks of the shim do whatever can be done. Nothing beside the directory
 * is ever seen or changed.
 */
@Timeout(600)
@SuppressWarnings("NullAway.Init") // the test sets them
class HostileTreeTest {
    /** More: {@code -Dio.unishim.test.steps}. */
    private static final int STEPS = Integer.getInteger("io.unishim.test.steps", 3_000);

    private static final String[] NAMES = {"a", "b", "c", "d"};
    private static final String SECRET = "secret";

    private static final int HANDLE_ROOM = 160;

    @TempDir
    Path temporary;

    private Path shared;
    private Path parking;
    private Set<Object> outsideInodes;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void nothing_outside_is_read_or_changed_whatever_the_host_does_meanwhile(long seed) throws Exception {
        shared = Files.createDirectories(temporary.resolve("shared"));
        parking = Files.createDirectories(temporary.resolve("parking"));
        // The same names beside the directory as in it, so that a step too far finds something.
        for (Path outside : List.of(temporary.resolve("a"), parking.resolve("b"), parking)) {
            for (String name : NAMES) {
                Path below = Files.createDirectories(outside.resolve("x" + name));
                Files.writeString(outside.resolve("s" + name), SECRET);
                Files.writeString(below.resolve("s" + name), SECRET);
            }
        }
        outsideInodes = inodes();
        Map<String, String> before = outside();
        AtomicBoolean done = new AtomicBoolean();
        ExecutorService pool = Executors.newFixedThreadPool(3);
        try (Shim shim = Shim.builder()
                .only("vfscore")
                .mount(new Mount.Host(shared, "/", true))
                .boot()) {
            Future<Integer> attacks = pool.submit(() -> attack(new Random(seed), done));
            List<Future<Integer>> running = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                Random random = new Random(seed * 10 + i);
                running.add(pool.submit(() -> use(shim, random)));
            }
            int succeeded = 0;
            try {
                for (Future<Integer> each : running) {
                    succeeded += each.get(500, TimeUnit.SECONDS);
                }
            } finally {
                done.set(true);
            }
            assertThat(attacks.get(60, TimeUnit.SECONDS)).isPositive();
            assertThat(succeeded).as("calls that did something").isGreaterThan(STEPS / 20);
        } finally {
            pool.shutdownNow();
        }
        assertThat(outside()).isEqualTo(before);
    }

    private Stream<Path> below(Path top) throws IOException {
        return Files.walk(top).filter(each -> !each.startsWith(shared));
    }

    /** Everything beside the directory; what was moved out is brought back before. */
    private Map<String, String> outside() throws IOException {
        Map<String, String> found = new TreeMap<>();
        try (Stream<Path> all = below(temporary)) {
            for (Path each : (Iterable<Path>) all::iterator) {
                Map<String, Object> what = Files.readAttributes(each, "unix:*", LinkOption.NOFOLLOW_LINKS);
                String content = Files.isRegularFile(each, LinkOption.NOFOLLOW_LINKS) ? Files.readString(each) : "";
                boolean moves = each.equals(parking) || each.equals(temporary);
                found.put(
                        each.toString(),
                        what.get("mode") + " " + what.get("uid") + " " + (moves ? "" : what.get("ctime")) + content);
            }
        }
        return found;
    }

    private Set<Object> inodes() throws IOException {
        Set<Object> found = new HashSet<>();
        try (Stream<Path> all = below(temporary)) {
            for (Path each : (Iterable<Path>) all::iterator) {
                found.add(Files.getAttribute(each, "unix:ino", LinkOption.NOFOLLOW_LINKS));
            }
        }
        return found;
    }

    // The host.

    /** One thread alone: a second one would swap directories between its look and its move, and move things out itself. */
    private int attack(Random random, AtomicBoolean done) throws IOException {
        int count = 0;
        List<Path> leads = List.of(
                Path.of(".."),
                Path.of("../.."),
                Path.of("../parking"),
                Path.of("../../parking/b"),
                Path.of("../a/sa"),
                parking,
                temporary.resolve("a"),
                Path.of("/proc/self/cwd"),
                Path.of("/proc/self/root" + parking),
                Path.of("a/../../parking"));
        while (!done.get()) {
            Path one = place(random);
            Path other = place(random);
            try {
                switch (random.nextInt(7)) {
                    case 5 -> Files.createLink(one, other);
                    case 0 -> Files.createSymbolicLink(one, leads.get(random.nextInt(leads.size())));
                    case 1 -> Files.createDirectory(one);
                    case 2 -> Files.move(one, other, StandardCopyOption.ATOMIC_MOVE);
                    case 3 -> Files.delete(one);
                    case 4 -> {
                        // Out and in again: whoever stands in it must not find the way by "..".
                        if (Files.isDirectory(one, LinkOption.NOFOLLOW_LINKS)) {
                            Path away = parking.resolve("moved");
                            Files.move(one, away, StandardCopyOption.ATOMIC_MOVE);
                            Thread.yield();
                            back(away, one);
                        }
                    }
                    default -> {
                        Files.deleteIfExists(one);
                        Files.createSymbolicLink(one, leads.get(random.nextInt(leads.size())));
                    }
                }
                count++;
            } catch (FileSystemException e) {
                continue; // the shim's tasks were there first
            }
        }
        return count;
    }

    private void back(Path away, Path to) throws IOException {
        Path target = to;
        for (int i = 0; ; i++) {
            try {
                Files.move(away, target, StandardCopyOption.ATOMIC_MOVE);
                return;
            } catch (FileSystemException e) {
                target = shared.resolve("back" + i); // its place was taken
            }
        }
    }

    /** Right below the top: further down the shim's tasks might swap a directory under the attacker's own feet. */
    private Path place(Random random) {
        return shared.resolve(NAMES[random.nextInt(NAMES.length)]);
    }

    // The shim.

    private int use(Shim shim, Random random) {
        Task task = shim.newProcess("user");
        OpenCalls opens = shim.calls(OpenCallsFamily.FAMILY);
        NameCalls names = shim.calls(NameCallsFamily.FAMILY);
        DirectoryCalls directories = shim.calls(DirectoryCallsFamily.FAMILY);
        IoCalls io = shim.calls(IoCallsFamily.FAMILY);
        UserRef<Stat> stat = UserRef.room(Stat.LAYOUT);
        int succeeded = 0;
        for (int i = 0; i < STEPS; i++) {
            UserString path = path(random);
            long result = switch (random.nextInt(16)) {
                case 0, 1, 2 -> {
                    long fd = opens.open(task, path, O_RDONLY, 0);
                    yield fd < 0 ? fd : read(task, io, opens, (int) fd);
                }
                case 3, 4 -> {
                    int flags = O_CREAT | O_RDWR | (random.nextBoolean() ? O_TRUNC : 0);
                    long fd = opens.open(task, path, flags, 0600);
                    if (fd >= 0) {
                        io.write(task, (int) fd, UserBuffer.of("own".getBytes(UTF_8)));
                        opens.close(task, (int) fd);
                    }
                    yield fd;
                }
                case 5 -> directories.mkdir(task, path, 0700);
                case 6 -> names.unlink(task, path);
                case 7 -> directories.rmdir(task, path);
                case 8 ->
                    names.renameat2(
                            task, AT_FDCWD, path, AT_FDCWD, path(random), random.nextBoolean() ? 0 : RENAME_EXCHANGE);
                case 9 ->
                    random.nextBoolean()
                            ? names.symlink(task, UserString.of("../parking"), path)
                            : names.link(task, path, path(random));
                case 10 -> shim.calls(PermissionCallsFamily.FAMILY).chmod(task, path, 0711);
                case 11 -> shim.calls(FileSizeCallsFamily.FAMILY).truncate(task, path, 1);
                case 12 -> throughDirectory(task, opens, io, path, random);
                case 13 -> bound(shim, task, path, path(random), random);
                case 14 -> byHandle(shim, task, opens, io, path);
                default -> {
                    long found = shim.calls(StatCallsFamily.FAMILY).stat(task, path, stat);
                    if (found == 0) {
                        assertThat(outsideInodes).doesNotContain(stat.get().ino());
                    }
                    yield random.nextInt(4) == 0 ? directories.chdir(task, path) : found;
                }
            };
            succeeded += result >= 0 ? 1 : 0;
            if (i % 50 == 49) {
                directories.chdir(task, UserString.of("/"));
            }
        }
        return succeeded;
    }

    /** Stands in a directory by a descriptor, and goes on from there: by "..", and by the link of /proc to it. */
    private static long throughDirectory(Task task, OpenCalls opens, IoCalls io, UserString path, Random random) {
        long directory = opens.open(task, path, O_PATH | O_DIRECTORY, 0);
        if (directory < 0) {
            return directory;
        }
        String up = "../".repeat(random.nextInt(4)) + (random.nextBoolean() ? "parking/b/" : "a/") + "s"
                + NAMES[random.nextInt(NAMES.length)];
        long fd = random.nextBoolean()
                ? opens.openat(task, (int) directory, UserString.of(up), O_RDONLY, 0)
                : opens.open(task, UserString.of("/proc/self/fd/" + directory + "/" + up), O_RDONLY, 0);
        if (fd >= 0) {
            long unused = read(task, io, opens, (int) fd);
        }
        return opens.close(task, (int) directory);
    }

    /** Shows a directory at a second place of the shim's, and sometimes takes that back. */
    private static long bound(Shim shim, Task task, UserString from, UserString to, Random random) {
        MountCalls mounts = shim.calls(MountCallsFamily.FAMILY);
        long result = mounts.mount(task, from, to, UserString.none(), MS_BIND, UserString.none());
        return random.nextInt(4) == 0 ? result : mounts.umount2(task, to, MNT_DETACH);
    }

    /** A host's files have handles to compare, and none to open: whatever a program puts in finds nothing. */
    private static long byHandle(Shim shim, Task task, OpenCalls opens, IoCalls io, UserString path) {
        HandleCalls handles = shim.calls(HandleCallsFamily.FAMILY);
        JavaMemory memory = (JavaMemory) task.process().memory();
        long handle = memory.allocate(HANDLE_ROOM);
        try {
            memory.putInt(handle, HANDLE_ROOM - 16);
            long made =
                    handles.name_to_handle_at(task, AT_FDCWD, path, handle, handle + HANDLE_ROOM - 8, AT_HANDLE_FID);
            long fd = handles.open_by_handle_at(task, AT_FDCWD, handle, O_RDONLY);
            if (fd >= 0) {
                long unused = read(task, io, opens, (int) fd);
            }
            assertThat(fd).isNegative();
            return made;
        } finally {
            memory.free(handle);
        }
    }

    private static long read(Task task, IoCalls io, OpenCalls opens, int fd) {
        byte[] bytes = new byte[100];
        long count = io.read(task, fd, UserBuffer.of(bytes));
        if (count > 0) {
            assertThat(new String(bytes, 0, (int) count, UTF_8)).isNotEqualTo(SECRET);
        }
        return opens.close(task, fd);
    }

    private static UserString path(Random random) {
        StringBuilder path = new StringBuilder(random.nextInt(3) == 0 ? "" : "/");
        for (int depth = 1 + random.nextInt(5); depth > 0; depth--) {
            path.append(
                    switch (random.nextInt(10)) {
                        case 0, 1 -> "..";
                        case 2 -> random.nextBoolean() ? "." : "parking";
                        case 3 -> "s" + NAMES[random.nextInt(NAMES.length)];
                        case 4 -> "x" + NAMES[random.nextInt(NAMES.length)];
                        default -> NAMES[random.nextInt(NAMES.length)];
                    });
            path.append(depth > 1 || random.nextInt(8) == 0 ? "/" : "");
        }
        return UserString.of(path.toString());
    }
}
