package io.unishim.vfscore.host;

import static io.unishim.abi.Inotify.IN_ACCESS;
import static io.unishim.abi.Inotify.IN_ATTRIB;
import static io.unishim.abi.Inotify.IN_CLOEXEC;
import static io.unishim.abi.Inotify.IN_CREATE;
import static io.unishim.abi.Inotify.IN_DELETE;
import static io.unishim.abi.Inotify.IN_MODIFY;
import static io.unishim.abi.Inotify.IN_MOVE;
import static io.unishim.abi.Inotify.IN_NONBLOCK;
import static io.unishim.abi.Inotify.IN_OPEN;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.unishim.abi.Errnos;
import io.unishim.abi.Syscall;
import io.unishim.host.HostCalls;
import io.unishim.memory.OffHeap;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What lies beside a shared directory and is nobody's business: the same names as in it, so that a step too far finds
 * something. The host tells of each touch (man 7 inotify), and what is there afterwards is compared with what was there before.
 */
final class Outside implements AutoCloseable {
    /** What each file holds, and each link. */
    static final String SECRET = "secret";

    /** The name of a file that nobody else gives to one. */
    static final String CANARY = "canary";

    /** An attribute that nobody else gives to a file. */
    static final String ATTRIBUTE = "user.canary";

    private static final int TOUCHED = IN_OPEN | IN_ACCESS | IN_MODIFY;
    private static final int CHANGED = IN_ATTRIB | IN_CREATE | IN_DELETE | IN_MOVE;

    private final Path top;
    private final Path shared;
    private final Path parking;
    private final List<Path> all = new ArrayList<>();
    private final Map<Path, String> before = new LinkedHashMap<>();
    private final Set<Long> inodes = new HashSet<>();
    private final OffHeap memory = OffHeap.allocate(64 * 1024);
    private final int inotify;

    /**
     * @param top a directory that is only this test's, and has the two others
     * @param shared what is not outside
     * @param parking where things from inside come and go, as names that begin with "moved"
     */
    Outside(Path top, Path shared, Path parking, String... names) throws IOException {
        this.top = top;
        this.shared = shared;
        this.parking = parking;
        all.addAll(List.of(top, parking));
        for (Path each : List.of(top, top.resolve("a"), parking, parking.resolve("b"))) {
            Files.createDirectories(each);
            for (String name : names) {
                Path below = each.resolve("x" + name);
                all.add(Files.createDirectory(below));
                all.add(Files.writeString(each.resolve("s" + name), SECRET));
                all.add(Files.writeString(below.resolve("s" + name), SECRET));
            }
            all.add(Files.writeString(each.resolve(CANARY), SECRET));
            all.add(Files.createSymbolicLink(each.resolve("l"), Path.of(SECRET)));
        }
        all.addAll(List.of(top.resolve("a"), parking.resolve("b")));
        for (Path each : all) {
            mark(each);
            before.put(each, look(each));
            inodes.add((Long) Files.getAttribute(each, "unix:ino", LinkOption.NOFOLLOW_LINKS));
        }
        inotify = (int) HostCalls.call(Syscall.INOTIFY_INIT1.number(), IN_NONBLOCK | IN_CLOEXEC, 0, 0);
        for (Path each : all) {
            if (Files.isDirectory(each, LinkOption.NOFOLLOW_LINKS)) {
                // In the upper two the attackers' own steps would show, too.
                watch(each, each.equals(top) || each.equals(parking) ? TOUCHED : TOUCHED | CHANGED);
            }
        }
    }

    /** Where the host's file system has attributes. */
    private static void mark(Path path) throws IOException {
        if (!Files.isSymbolicLink(path)
                && Files.getFileStore(path).supportsFileAttributeView(UserDefinedFileAttributeView.class)) {
            Files.getFileAttributeView(path, UserDefinedFileAttributeView.class)
                    .write(ATTRIBUTE.substring(ATTRIBUTE.indexOf('.') + 1), ByteBuffer.wrap(SECRET.getBytes(UTF_8)));
        }
    }

    private void watch(Path directory, int mask) {
        byte[] path = directory.toString().getBytes(UTF_8);
        memory.put(0, path, 0, path.length);
        memory.putByte(path.length, (byte) 0);
        assertThat(HostCalls.call(Syscall.INOTIFY_ADD_WATCH.number(), inotify, memory.address(), mask))
                .isPositive();
    }

    /** @return whether an inode of the host's is one of those outside */
    boolean has(long inode) {
        return inodes.contains(inode);
    }

    /** Fails if anybody read or changed anything; what was moved out must be back. */
    void assertUntouched() throws IOException {
        assertThat(events()).as("what was opened, read or changed outside").isEmpty();
        for (Path each : all) {
            assertThat(look(each)).as(each.toString()).isEqualTo(before.get(each));
        }
        try (Stream<Path> now = Files.walk(top)) {
            assertThat(now.filter(each -> !each.startsWith(shared))).containsExactlyInAnyOrderElementsOf(all);
        }
    }

    /** Reads no directory and no file twice: the first look is before, and times tell of everybody else's. */
    private String look(Path path) throws IOException {
        boolean moves = path.equals(top) || path.equals(parking);
        String content = Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)
                ? "" + Files.size(path)
                : Files.isSymbolicLink(path) ? Files.readSymbolicLink(path).toString() : "";
        Map<String, Object> what =
                Files.readAttributes(path, "unix:mode,uid,gid,ctime,lastModifiedTime", LinkOption.NOFOLLOW_LINKS);
        return content + " " + what.get("mode") + " " + what.get("uid") + " " + what.get("gid")
                + (moves ? "" : " " + what.get("ctime") + " " + what.get("lastModifiedTime"));
    }

    private List<String> events() {
        List<String> events = new ArrayList<>();
        long length;
        while ((length = HostCalls.call(Syscall.READ.number(), inotify, memory.address(), memory.size())) > 0) {
            ByteBuffer in = memory.buffer();
            for (int at = 0; at < length; at += 16 + in.getInt(at + 12)) {
                byte[] name = new byte[in.getInt(at + 12)];
                memory.get(at + 16, name, 0, name.length);
                String text = new String(name, UTF_8).trim();
                // In the upper two: what stands open in the shim, and is moved out or in.
                if (!text.startsWith("moved") && !text.startsWith("shared")) {
                    events.add(Integer.toHexString(in.getInt(at + 4)) + " " + text);
                }
            }
        }
        assertThat(length).isEqualTo(-Errnos.EAGAIN);
        return events;
    }

    @Override
    public void close() {
        HostCalls.call(Syscall.CLOSE.number(), inotify, 0, 0);
    }
}
