package io.unishim.nio;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Copies a directory tree between the host and a shim, or between two shims, as {@code cp -a --sparse=always} does: types,
 * permission bits, times, symbolic and hard links, extended attributes of users, holes.
 *
 * <pre>{@code
 * TreeCopy.of(hostDirectory, files.getPath("/srv")).owners().run();
 * TreeCopy.of(files.getPath("/srv"), otherHostDirectory).run();
 * }</pre>
 *
 * <p>What is there already is kept where both sides have a directory, and replaced otherwise; a symbolic link in the target
 * is never followed. Pipes, sockets and devices are made in shims only; the host gets none. Holes are ranges of zeros, whether
 * the source stores them or not. Between shims names are bytes; the host's are what Java makes of them.
 */
public final class TreeCopy {
    private static final int STEP = 64 * 1024;
    private static final int BLOCK = 4096;
    private static final byte[] ZEROS = new byte[BLOCK];

    private final Path source;
    private final Path target;
    private final Map<Object, Path> linked = new HashMap<>();
    private final List<Path> leftOut = new ArrayList<>();
    private boolean owners;

    private TreeCopy(Path source, Path target) {
        this.source = source;
        this.target = target;
    }

    /**
     * A copy, not made yet.
     *
     * @param source a file or a directory with all that is in it
     * @param target what it is to be
     * @return the copy, which leaves owners to whoever makes it
     */
    public static TreeCopy of(Path source, Path target) {
        return new TreeCopy(source, target);
    }

    /** Keeps owners and groups, for which both sides may ask for privileges. @return this */
    public TreeCopy owners() {
        owners = true;
        return this;
    }

    /**
     * Copies.
     *
     * @return what was left out, of the source: nodes that the target cannot have
     * @throws IOException if something cannot be read or made; what was copied stays
     */
    public List<Path> run() throws IOException {
        copy(source, target);
        return List.copyOf(leftOut);
    }

    private void copy(Path from, Path to) throws IOException {
        BasicFileAttributes found = Files.readAttributes(from, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        if (found.isDirectory()) {
            copyDirectory(from, to);
        } else {
            Files.deleteIfExists(to);
            if (linkedAlready(from, found, to) || !make(from, found, to)) {
                return;
            }
        }
        copyAttributes(from, found, to);
    }

    private void copyDirectory(Path from, Path to) throws IOException {
        if (!Files.isDirectory(to, LinkOption.NOFOLLOW_LINKS)) {
            Files.deleteIfExists(to);
            Files.createDirectory(to);
        }
        try (var entries = Files.newDirectoryStream(from)) {
            for (Path entry : entries) {
                copy(entry, resolve(to, entry.getFileName()));
            }
        }
    }

    /** Takes a name over to another file system, to the byte where both are shims. */
    private static Path resolve(Path directory, Path name) throws IOException {
        if (directory instanceof ShimPath to && name instanceof ShimPath from) {
            return to.resolve(from.bytes());
        }
        return directory.resolve(text(name));
    }

    private static String text(Path name) throws IOException {
        String text = name.toString();
        if (name instanceof ShimPath from && !Arrays.equals(from.bytes(), text.getBytes(StandardCharsets.UTF_8))) {
            throw new FileSystemException(text, null, "the name is no UTF-8, and the other side takes nothing else");
        }
        return text;
    }

    private boolean linkedAlready(Path from, BasicFileAttributes found, Path to) throws IOException {
        if ((Integer) Files.getAttribute(from, "unix:nlink", LinkOption.NOFOLLOW_LINKS) < 2) {
            return false;
        }
        Path first = linked.putIfAbsent(found.fileKey(), to);
        if (first == null) {
            return false;
        }
        Files.createLink(to, first);
        return true;
    }

    /** @return whether it was made */
    private boolean make(Path from, BasicFileAttributes found, Path to) throws IOException {
        if (found.isSymbolicLink()) {
            Path link = Files.readSymbolicLink(from);
            Path sameLink = link instanceof ShimPath ours && to instanceof ShimPath there
                    ? ShimPath.of(there.getFileSystem(), ours.bytes())
                    : to.getFileSystem().getPath(text(link));
            Files.createSymbolicLink(to, sameLink);
            return true;
        }
        if (found.isRegularFile()) {
            copyContent(from, to);
            return true;
        }
        if (!(to instanceof ShimPath node)) {
            leftOut.add(from);
            return false;
        }
        Map<String, Object> unix = Files.readAttributes(from, "unix:mode,rdev", LinkOption.NOFOLLOW_LINKS);
        int mode = number(unix.get("mode")).intValue();
        int device = number(unix.get("rdev")).intValue();
        Errors.check(node.getFileSystem().tree().mknod(node, mode, device), "mknod", node);
        return true;
    }

    private static Number number(@Nullable Object value) {
        return (Number) java.util.Objects.requireNonNull(value);
    }

    private static void copyContent(Path from, Path to) throws IOException {
        try (FileChannel in = FileChannel.open(from, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
                FileChannel out = FileChannel.open(to, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW)) {
            byte[] buffer = new byte[STEP];
            long at = 0;
            for (int got = fill(in, buffer); got > 0; got = fill(in, buffer)) {
                writeData(buffer, got, out, at);
                at += got;
            }
            if (out.size() < at) {
                writeFully(ByteBuffer.wrap(ZEROS, 0, 1), out, at - 1); // a hole at the end
            }
        }
    }

    private static int fill(FileChannel in, byte[] buffer) throws IOException {
        ByteBuffer room = ByteBuffer.wrap(buffer);
        while (room.hasRemaining() && in.read(room) > 0) {
            // until the buffer is full or the file ends
        }
        return room.position();
    }

    /** Writes the blocks that are not all zeros, those side by side at once. */
    private static void writeData(byte[] buffer, int length, FileChannel out, long at) throws IOException {
        int start = 0;
        while (start < length) {
            int end = start;
            while (end < length && !isHole(buffer, end, length)) {
                end = Math.min(end + BLOCK, length);
            }
            writeFully(ByteBuffer.wrap(buffer, start, end - start), out, at + start);
            start = Math.min(end + BLOCK, length);
        }
    }

    private static boolean isHole(byte[] buffer, int start, int length) {
        int end = Math.min(start + BLOCK, length);
        return Arrays.equals(buffer, start, end, ZEROS, 0, end - start);
    }

    private static void writeFully(ByteBuffer data, FileChannel out, long at) throws IOException {
        long position = at;
        while (data.hasRemaining()) {
            position += out.write(data, position);
        }
    }

    private void copyAttributes(Path from, BasicFileAttributes found, Path to) throws IOException {
        Map<String, Object> unix = Files.readAttributes(from, "unix:mode,uid,gid", LinkOption.NOFOLLOW_LINKS);
        if (owners) {
            Files.setAttribute(to, "unix:uid", number(unix.get("uid")), LinkOption.NOFOLLOW_LINKS);
            Files.setAttribute(to, "unix:gid", number(unix.get("gid")), LinkOption.NOFOLLOW_LINKS);
        }
        if (found.isSymbolicLink()) {
            return; // its mode and times mean nothing
        }
        if (found.isRegularFile() || found.isDirectory()) {
            copyUserAttributes(from, to);
        }
        int mode = number(unix.get("mode")).intValue() & Modes.EVERY_BIT;
        Files.setAttribute(to, "unix:mode", mode);
        Files.getFileAttributeView(to, BasicFileAttributeView.class)
                .setTimes(found.lastModifiedTime(), found.lastAccessTime(), null);
    }

    private static void copyUserAttributes(Path from, Path to) throws IOException {
        UserDefinedFileAttributeView theirs = Files.getFileAttributeView(from, UserDefinedFileAttributeView.class);
        UserDefinedFileAttributeView ours = Files.getFileAttributeView(to, UserDefinedFileAttributeView.class);
        if (theirs == null || ours == null || !Files.getFileStore(from).supportsFileAttributeView("user")) {
            return;
        }
        for (String name : theirs.list()) {
            ByteBuffer value = ByteBuffer.allocate(theirs.size(name));
            theirs.read(name, value);
            ours.write(name, value.flip());
        }
    }
}
