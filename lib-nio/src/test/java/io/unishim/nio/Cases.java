package io.unishim.nio;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardCopyOption.COPY_ATTRIBUTES;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.DELETE_ON_CLOSE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.SPARSE;
import static java.nio.file.StandardOpenOption.SYNC;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessMode;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileOwnerAttributeView;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What is done to a directory on two file systems, each case with a result to compare. */
final class Cases {
    /** Something to do in an empty directory. */
    interface Case {
        Object run(Path dir) throws Exception;
    }

    static final Map<String, Case> ALL = new LinkedHashMap<>();

    private Cases() {}

    private static void add(String name, Case each) {
        if (ALL.put(name, each) != null) {
            throw new IllegalStateException("two cases are called " + name);
        }
    }

    static Path file(Path dir, String name, String content) throws IOException {
        return Files.writeString(dir.resolve(name), content);
    }

    static Path tree(Path dir) throws IOException {
        Path top = Files.createDirectory(dir.resolve("tree"));
        Files.createDirectories(top.resolve("a/b/c"));
        file(top, "one", "1");
        file(top, "a/two", "22");
        file(top, "a/b/three", "333");
        Files.createSymbolicLink(top.resolve("link"), top.getFileSystem().getPath("a"));
        Files.createSymbolicLink(top.resolve("dangling"), top.getFileSystem().getPath("nowhere"));
        return top;
    }

    static String list(Path top) throws IOException {
        try (Stream<Path> all = Files.walk(top)) {
            return all.map(each -> top.relativize(each).toString()).sorted().collect(Collectors.joining(" "));
        }
    }

    static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(UTF_8));
    }

    static String text(ByteBuffer buffer) {
        return UTF_8.decode(buffer.flip()).toString();
    }

    static {
        names();
        opening();
        channels();
        locks();
        directories();
        links();
        copies();
        moves();
        attributes();
        users();
        paths();
    }

    private static void names() {
        add("exists", d -> List.of(Files.exists(d), Files.exists(d.resolve("x")), Files.notExists(d.resolve("x"))));
        add("check access to what is missing", d -> {
            d.getFileSystem().provider().checkAccess(d.resolve("x"));
            return "";
        });
        add("check access below a file", d -> {
            try {
                d.getFileSystem().provider().checkAccess(file(d, "f", "").resolve("x"), AccessMode.READ);
                return "allowed";
            } catch (FileSystemException e) {
                return "refused"; // Java's own says so in one way in 17, and in another in 25
            }
        });
        add("execute a plain file", d -> {
            d.getFileSystem().provider().checkAccess(file(d, "f", ""), AccessMode.EXECUTE);
            return "";
        });
        add("readable, writable, executable", d -> {
            Path f = file(d, "f", "");
            return List.of(Files.isReadable(f), Files.isWritable(f), Files.isExecutable(f), Files.isExecutable(d));
        });
        add("delete a file", d -> {
            Files.delete(file(d, "f", ""));
            return list(d);
        });
        add("delete what is missing", d -> {
            Files.delete(d.resolve("x"));
            return "";
        });
        add(
                "delete if exists",
                d -> List.of(Files.deleteIfExists(d.resolve("x")), Files.deleteIfExists(file(d, "f", ""))));
        add("delete a directory that is full", d -> {
            Files.delete(tree(d));
            return "";
        });
        add("delete if exists a directory that is full", d -> Files.deleteIfExists(tree(d)));
        add("delete below a file", d -> {
            Files.delete(file(d, "f", "").resolve("x"));
            return "";
        });
        add(
                "delete if exists below a file",
                d -> Files.deleteIfExists(file(d, "f", "").resolve("x")));
        add("delete a link, not what it leads to", d -> {
            Path t = tree(d);
            Files.delete(t.resolve("link"));
            return list(t);
        });
        add("hidden", d -> List.of(Files.isHidden(d.resolve(".x")), Files.isHidden(d.resolve("x"))));
        add("same file by a link", d -> {
            Path t = tree(d);
            return List.of(Files.isSameFile(t.resolve("link"), t.resolve("a")), Files.isSameFile(t, t.resolve("a")));
        });
        add("same file of what is missing, equal", d -> Files.isSameFile(d.resolve("x"), d.resolve("x")));
        add("same file of what is missing, not equal", d -> Files.isSameFile(d.resolve("x"), d.resolve("y")));
        add("a name of 255 bytes", d -> Files.exists(file(d, "n".repeat(255), "")));
        add("a name of 256 bytes", d -> Files.exists(file(d, "n".repeat(256), "")));
        add("names beyond ASCII", d -> {
            file(d, "\u00e4\u20ac\ud83d\ude00", "x");
            return list(d);
        });
        add("temporary files", d -> {
            Path f = Files.createTempFile(d, "a", "b");
            Path g = Files.createTempDirectory(d, "c");
            return List.of(
                    Files.isRegularFile(f),
                    Files.isDirectory(g),
                    f.startsWith(d),
                    f.toString().endsWith("b"));
        });
        add("mismatch", d -> Files.mismatch(file(d, "a", "same"), file(d, "b", "sane")));
    }

    private static void opening() {
        add("read what is missing", d -> Files.readString(d.resolve("x")));
        add("read a directory", d -> Files.readAllBytes(d));
        add("open a directory to read", d -> {
            try (InputStream in = Files.newInputStream(d)) {
                return "opened";
            }
        });
        add("read from an open directory", d -> {
            try (FileChannel c = FileChannel.open(d, READ)) {
                return c.read(ByteBuffer.allocate(1));
            }
        });
        add("write a directory", d -> Files.writeString(d, "x"));
        add(
                "make a directory as a file",
                d -> Files.newByteChannel(d, WRITE, CREATE_NEW).isOpen());
        add(
                "make dot as a file",
                d -> Files.newByteChannel(d.resolve("."), WRITE, CREATE_NEW).isOpen());
        add(
                "write without create",
                d -> Files.newByteChannel(d.resolve("x"), WRITE).isOpen());
        add(
                "create new twice",
                d -> Files.newByteChannel(file(d, "f", ""), WRITE, CREATE_NEW).isOpen());
        add("create new by a dangling link", d -> Files.newByteChannel(tree(d).resolve("dangling"), WRITE, CREATE_NEW));
        add("create by a dangling link", d -> {
            Path t = tree(d);
            file(t, "dangling", "made");
            return list(t);
        });
        add("create below what is missing", d -> file(d, "x/y", ""));
        add("write below a file", d -> Files.writeString(file(d, "f", "").resolve("y"), ""));
        add("do not follow a link", d -> {
            try {
                return Files.newByteChannel(tree(d).resolve("link"), READ, NOFOLLOW_LINKS);
            } catch (IOException e) {
                return "IOException"; // Java's own loses which kind
            }
        });
        add("do not follow what is no link", d -> {
            try (SeekableByteChannel c = Files.newByteChannel(file(d, "f", "abc"), READ, NOFOLLOW_LINKS)) {
                return c.size();
            }
        });
        add("read and append", d -> Files.newByteChannel(file(d, "f", ""), READ, APPEND));
        add("append and truncate", d -> Files.newByteChannel(file(d, "f", ""), APPEND, TRUNCATE_EXISTING));
        add("create without write", d -> Files.newByteChannel(d.resolve("f"), READ, CREATE));
        add("truncate without write", d -> {
            try (SeekableByteChannel c = Files.newByteChannel(file(d, "f", "abc"), READ, TRUNCATE_EXISTING)) {
                return c.size();
            }
        });
        add("append", d -> Files.readString(Files.writeString(file(d, "f", "abc"), "def", APPEND)));
        add("truncate", d -> Files.readString(Files.writeString(file(d, "f", "abc"), "x", TRUNCATE_EXISTING)));
        add("overwrite a beginning", d -> Files.readString(Files.writeString(file(d, "f", "abc"), "x", WRITE)));
        add("delete on close", d -> {
            try (SeekableByteChannel c = Files.newByteChannel(d.resolve("f"), CREATE, WRITE, DELETE_ON_CLOSE)) {
                c.write(bytes("x"));
            }
            return list(d);
        });
        add("sparse and sync", d -> {
            try (SeekableByteChannel c = Files.newByteChannel(d.resolve("f"), CREATE_NEW, WRITE, SPARSE, SYNC)) {
                c.position(100_000).write(bytes("x"));
                return c.size();
            }
        });
        add("an option that is none", d -> Files.newByteChannel(file(d, "f", ""), Unknown.OPTION));
        add("a mode at birth", d -> {
            Files.createFile(
                    d.resolve("f"), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("r--------")));
            return PosixFilePermissions.toString(Files.getPosixFilePermissions(d.resolve("f")));
        });
        add(
                "an attribute at birth that none can have",
                d -> Files.createFile(d.resolve("f"), new Attribute("unix:uid", 7)));
        add("streams", d -> {
            try (OutputStream out = Files.newOutputStream(d.resolve("f"))) {
                out.write("hello ".getBytes(UTF_8));
                out.write("world".getBytes(UTF_8));
            }
            try (InputStream in = Files.newInputStream(d.resolve("f"))) {
                in.skip(6);
                return new String(in.readAllBytes(), UTF_8);
            }
        });
        add("lines", d -> Files.readAllLines(Files.write(d.resolve("f"), List.of("a", "b"))));
    }

    /** An option that no file system knows. */
    private enum Unknown implements java.nio.file.OpenOption {
        OPTION
    }

    private static void channels() {
        add("position, size, truncate", d -> {
            List<Object> seen = new ArrayList<>();
            try (FileChannel c = FileChannel.open(d.resolve("f"), CREATE, READ, WRITE)) {
                c.write(bytes("0123456789"));
                seen.add(c.position());
                c.position(4);
                ByteBuffer b = ByteBuffer.allocate(3);
                seen.add(c.read(b));
                seen.add(text(b));
                seen.add(c.position());
                c.truncate(20);
                seen.add(c.size());
                c.truncate(5);
                seen.add(c.position());
                seen.add(c.size());
                seen.add(c.read(ByteBuffer.allocate(1)));
                c.position(50);
                seen.add(c.size());
                seen.add(c.read(ByteBuffer.allocate(1)));
                seen.add(c.read(ByteBuffer.allocate(0)));
                c.write(bytes("z"));
                seen.add(c.size());
                c.force(true);
                c.force(false);
            }
            return seen;
        });
        add("read and write at positions", d -> {
            List<Object> seen = new ArrayList<>();
            try (FileChannel c = FileChannel.open(d.resolve("f"), CREATE, READ, WRITE)) {
                c.write(bytes("abc"), 10);
                ByteBuffer b = ByteBuffer.allocateDirect(20);
                seen.add(c.read(b, 8));
                seen.add(text(b));
                seen.add(c.position());
                seen.add(c.read(ByteBuffer.allocate(1), 13));
                seen.add(c.read(ByteBuffer.allocate(1), 1000));
                seen.add(c.read(ByteBuffer.allocate(0), 1000));
            }
            return seen;
        });
        add("gather and scatter", d -> {
            List<Object> seen = new ArrayList<>();
            try (FileChannel c = FileChannel.open(d.resolve("f"), CREATE, READ, WRITE)) {
                seen.add(c.write(new ByteBuffer[] {bytes("ab"), bytes(""), bytes("cdef"), bytes("g")}, 0, 3));
                c.position(0);
                ByteBuffer[] bs = {ByteBuffer.allocate(1), ByteBuffer.allocate(0), ByteBuffer.allocate(9)};
                seen.add(c.read(bs));
                seen.add(text(bs[0]) + "," + text(bs[2]));
                seen.add(c.read(bs));
                seen.add(c.read(new ByteBuffer[0]));
            }
            return seen;
        });
        add("append channel", d -> {
            List<Object> seen = new ArrayList<>();
            file(d, "f", "abc");
            try (FileChannel c = FileChannel.open(d.resolve("f"), APPEND)) {
                seen.add(c.position());
                c.position(1);
                c.write(bytes("x"));
                seen.add(c.position());
            }
            seen.add(Files.readString(d.resolve("f")));
            return seen;
        });
        add(
                "read what is open to write",
                d -> FileChannel.open(file(d, "f", ""), WRITE).read(ByteBuffer.allocate(1)));
        add(
                "read at, open to write",
                d -> FileChannel.open(file(d, "f", ""), WRITE).read(ByteBuffer.allocate(1), 0));
        add(
                "write what is open to read",
                d -> FileChannel.open(file(d, "f", ""), READ).write(bytes("x")));
        add(
                "truncate what is open to read",
                d -> FileChannel.open(file(d, "f", "x"), READ).truncate(0));
        add("a negative position", d -> FileChannel.open(file(d, "f", ""), READ).position(-1));
        add(
                "read at a negative position",
                d -> FileChannel.open(file(d, "f", ""), READ).read(ByteBuffer.allocate(1), -1));
        add("a negative size", d -> FileChannel.open(file(d, "f", ""), WRITE).truncate(-1));
        add(
                "into a read-only buffer",
                d -> FileChannel.open(file(d, "f", "x"), READ)
                        .read(ByteBuffer.allocate(1).asReadOnlyBuffer()));
        add("use after close", d -> {
            FileChannel c = FileChannel.open(file(d, "f", "x"), READ);
            c.close();
            c.close();
            return c.read(ByteBuffer.allocate(1));
        });
        add("size after close", d -> {
            FileChannel c = FileChannel.open(file(d, "f", "x"), READ);
            c.close();
            return c.size();
        });
        add("interrupted before a read", d -> {
            try (FileChannel c = FileChannel.open(file(d, "f", "x"), READ)) {
                Thread.currentThread().interrupt();
                try {
                    return c.read(ByteBuffer.allocate(1));
                } finally {
                    Thread.interrupted();
                }
            }
        });
        add("transfer to", d -> {
            try (FileChannel from = FileChannel.open(file(d, "f", "0123456789"), READ);
                    FileChannel to = FileChannel.open(d.resolve("g"), CREATE, WRITE)) {
                List<Object> seen = new ArrayList<>(List.of(
                        from.transferTo(2, 5, to),
                        from.transferTo(8, 50, to),
                        from.transferTo(50, 5, to),
                        from.position(),
                        to.position()));
                seen.add(Files.readString(d.resolve("g")));
                return seen;
            }
        });
        add("transfer from", d -> {
            try (FileChannel from = FileChannel.open(file(d, "f", "0123456789"), READ);
                    FileChannel to = FileChannel.open(file(d, "g", "abc"), WRITE)) {
                List<Object> seen = new ArrayList<>(List.of(
                        to.transferFrom(from, 1, 4), to.transferFrom(from, 2, 100), from.position(), to.position()));
                seen.add(Files.readString(d.resolve("g")));
                return seen;
            }
        });
        add("transfer to a stream", d -> {
            java.io.ByteArrayOutputStream out = new java.io.ByteArrayOutputStream();
            try (FileChannel from = FileChannel.open(file(d, "f", "x".repeat(200_000)), READ)) {
                return List.of(from.transferTo(0, 300_000, Channels.newChannel(out)), out.size());
            }
        });
        add("transfer to what is closed", d -> {
            FileChannel to = FileChannel.open(file(d, "g", ""), WRITE);
            to.close();
            return FileChannel.open(file(d, "f", "x"), READ).transferTo(0, 1, to);
        });
        add(
                "transfer a negative count",
                d -> FileChannel.open(file(d, "f", "x"), READ)
                        .transferTo(0, -1, FileChannel.open(file(d, "g", ""), WRITE)));
        add("a file without a name", d -> {
            Path f = file(d, "f", "abc");
            try (FileChannel c = FileChannel.open(f, READ)) {
                Files.delete(f);
                return c.size();
            }
        });
    }

    private static void locks() {
        add("a lock", d -> {
            try (FileChannel c = FileChannel.open(file(d, "f", "abc"), READ, WRITE);
                    FileLock lock = c.lock(1, 2, false)) {
                List<Object> seen =
                        new ArrayList<>(List.of(lock.isValid(), lock.isShared(), lock.position(), lock.size()));
                lock.release();
                lock.release();
                seen.add(lock.isValid());
                return seen;
            }
        });
        add("locks that overlap", d -> {
            try (FileChannel c = FileChannel.open(file(d, "f", "abc"), READ, WRITE)) {
                c.lock(0, 2, true);
                return c.tryLock(1, 5, true);
            }
        });
        add("locks that overlap on two channels", d -> {
            try (FileChannel c = FileChannel.open(file(d, "f", "abc"), READ, WRITE);
                    FileChannel e = FileChannel.open(d.resolve("f"), READ, WRITE)) {
                c.lock();
                return e.tryLock();
            }
        });
        add("locks side by side", d -> {
            try (FileChannel c = FileChannel.open(file(d, "f", "abc"), READ, WRITE);
                    FileChannel e = FileChannel.open(d.resolve("f"), READ, WRITE)) {
                return List.of(
                        c.lock(0, 1, false).isValid(),
                        e.lock(1, 1, true).isShared(),
                        c.tryLock(2, 1, false).isValid());
            }
        });
        add("a lock again after its channel was closed", d -> {
            FileChannel c = FileChannel.open(file(d, "f", "abc"), WRITE);
            FileLock old = c.lock();
            c.close();
            try (FileChannel e = FileChannel.open(d.resolve("f"), WRITE)) {
                return List.of(old.isValid(), e.tryLock().isValid());
            }
        });
        add(
                "a shared lock on what is open to write",
                d -> FileChannel.open(file(d, "f", ""), WRITE).tryLock(0, 1, true));
        add(
                "an exclusive lock on what is open to read",
                d -> FileChannel.open(file(d, "f", ""), READ).tryLock());
        add("a lock on what is closed", d -> {
            FileChannel c = FileChannel.open(file(d, "f", ""), WRITE);
            c.close();
            return c.tryLock();
        });
        add("release after close", d -> {
            FileChannel c = FileChannel.open(file(d, "f", ""), WRITE);
            FileLock lock = c.lock();
            c.close();
            lock.release();
            return "";
        });
        add("a negative lock", d -> FileChannel.open(file(d, "f", ""), WRITE).tryLock(-1, 1, false));
    }

    private static void directories() {
        add("create directories", d -> {
            Files.createDirectories(d.resolve("a/b/c"));
            Files.createDirectories(d.resolve("a/b/c"));
            return list(d);
        });
        add("create a directory twice", d -> Files.createDirectory(tree(d)));
        add("create a directory below what is missing", d -> Files.createDirectory(d.resolve("x/y")));
        add("create directories over a file", d -> Files.createDirectories(file(d, "f", "")));
        add(
                "create directories below a file",
                d -> Files.createDirectories(file(d, "f", "").resolve("x/y")));
        add(
                "create directories over a link to one",
                d -> Files.createDirectories(tree(d).resolve("link")).equals(d.resolve("tree/link")));
        add("walk", d -> list(tree(d)));
        add("walk, following links", d -> {
            Path t = tree(d);
            Files.delete(t.resolve("dangling"));
            try (Stream<Path> all = Files.walk(t, FileVisitOption.FOLLOW_LINKS)) {
                return all.map(each -> t.relativize(each).toString()).sorted().toList();
            }
        });
        add("walk into a loop", d -> {
            Files.createSymbolicLink(d.resolve("self"), d.getFileSystem().getPath("."));
            try (Stream<Path> all = Files.walk(d, FileVisitOption.FOLLOW_LINKS)) {
                return all.count();
            }
        });
        add("list what is no directory", d -> Files.newDirectoryStream(file(d, "f", "")));
        add("list what is missing", d -> Files.newDirectoryStream(d.resolve("x")));
        add("list by a link", d -> {
            try (Stream<Path> all = Files.list(tree(d).resolve("link"))) {
                return all.map(each -> d.relativize(each).toString()).sorted().toList();
            }
        });
        add("list by a glob", d -> {
            try (DirectoryStream<Path> all = Files.newDirectoryStream(tree(d), "{o,l}*")) {
                Set<String> seen = new TreeSet<>();
                all.forEach(each -> seen.add(each.getFileName().toString()));
                return seen;
            }
        });
        add("iterate twice", d -> {
            try (DirectoryStream<Path> all = Files.newDirectoryStream(tree(d))) {
                var unused = all.iterator();
                return all.iterator();
            }
        });
        add("iterate what is closed", d -> {
            DirectoryStream<Path> all = Files.newDirectoryStream(tree(d));
            all.close();
            all.close();
            return all.iterator();
        });
        add("past the last", d -> {
            try (DirectoryStream<Path> all = Files.newDirectoryStream(d)) {
                return all.iterator().next();
            }
        });
        add("remove by an iterator", d -> {
            try (DirectoryStream<Path> all = Files.newDirectoryStream(tree(d))) {
                var each = all.iterator();
                each.next();
                each.remove();
                return "";
            }
        });
        add("a filter that fails", d -> {
            try (DirectoryStream<Path> all = Files.newDirectoryStream(tree(d), each -> {
                throw new IOException("no");
            })) {
                return all.iterator().hasNext();
            }
        });
        add("many entries", d -> {
            for (int i = 0; i < 3000; i++) {
                Files.createFile(d.resolve("entry-with-a-name-of-some-length-" + i));
            }
            try (Stream<Path> all = Files.list(d)) {
                return all.distinct().count();
            }
        });
        add("secure", d -> {
            Path t = tree(d);
            List<Object> seen = new ArrayList<>();
            try (DirectoryStream<Path> plain = Files.newDirectoryStream(t);
                    SecureDirectoryStream<Path> s = (SecureDirectoryStream<Path>) plain;
                    SecureDirectoryStream<Path> a = s.newDirectoryStream(name(t, "a"))) {
                Files.move(t.resolve("a"), t.resolve("moved"));
                try (SeekableByteChannel c = a.newByteChannel(name(t, "two"), Set.of(READ))) {
                    seen.add(c.size());
                }
                Set<String> names = new TreeSet<>();
                a.forEach(each -> names.add(d.relativize(each).toString()));
                seen.add(names);
                seen.add(a.getFileAttributeView(name(t, "b"), BasicFileAttributeView.class)
                        .readAttributes()
                        .isDirectory());
                seen.add(a.getFileAttributeView(PosixFileAttributeView.class)
                        .readAttributes()
                        .isDirectory());
                seen.add(s.getFileAttributeView(name(t, "link"), BasicFileAttributeView.class, NOFOLLOW_LINKS)
                        .readAttributes()
                        .isSymbolicLink());
                a.move(name(t, "two"), s, name(t, "deux"));
                s.deleteFile(name(t, "one"));
                s.deleteFile(name(t, "dangling"));
                a.deleteFile(name(t, "b/three"));
                a.deleteDirectory(name(t, "b/c"));
                a.deleteDirectory(name(t, "b"));
            }
            seen.add(list(t));
            return seen;
        });
        add("secure delete of a full directory", d -> {
            tree(d);
            try (SecureDirectoryStream<Path> s = (SecureDirectoryStream<Path>) Files.newDirectoryStream(d)) {
                s.deleteDirectory(name(d, "tree"));
                return "";
            }
        });
        add("secure delete of a directory as a file", d -> {
            tree(d);
            try (SecureDirectoryStream<Path> s = (SecureDirectoryStream<Path>) Files.newDirectoryStream(d)) {
                s.deleteFile(name(d, "tree"));
                return "";
            }
        });
        add("secure, a link not followed", d -> {
            tree(d);
            try (SecureDirectoryStream<Path> s =
                    (SecureDirectoryStream<Path>) Files.newDirectoryStream(d.resolve("tree"))) {
                return s.newDirectoryStream(name(d, "link"), NOFOLLOW_LINKS);
            }
        });
        add("secure after close", d -> {
            SecureDirectoryStream<Path> s = (SecureDirectoryStream<Path>) Files.newDirectoryStream(d);
            s.close();
            s.deleteFile(name(d, "x"));
            return "";
        });
    }

    private static Path name(Path of, String name) {
        return of.getFileSystem().getPath(name);
    }

    private static void links() {
        add(
                "read a link",
                d -> List.of(
                        Files.readSymbolicLink(tree(d).resolve("link")).toString(),
                        Files.readSymbolicLink(d.resolve("tree/dangling")).toString()));
        add("read a link that is none", d -> Files.readSymbolicLink(file(d, "f", "")));
        add("read a link that is missing", d -> Files.readSymbolicLink(d.resolve("x")));
        add("a link over a file", d -> Files.createSymbolicLink(file(d, "f", ""), d));
        add(
                "a link with attributes",
                d -> Files.createSymbolicLink(
                        d.resolve("l"),
                        d,
                        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("r--------"))));
        add("hard links", d -> {
            Path f = file(d, "f", "abc");
            Path g = Files.createLink(d.resolve("g"), f);
            return List.of(Files.isSameFile(f, g), Files.readString(g), Files.getAttribute(f, "unix:nlink"));
        });
        add("a hard link to a directory", d -> Files.createLink(d.resolve("g"), tree(d)));
        add("a hard link to what is missing", d -> Files.createLink(d.resolve("g"), d.resolve("x")));
        add("a hard link over a file", d -> Files.createLink(file(d, "f", ""), file(d, "g", "")));
        add("a hard link to a link", d -> {
            Path t = tree(d);
            return Files.isSymbolicLink(Files.createLink(d.resolve("g"), t.resolve("link")));
        });
        add("a loop of links", d -> {
            Files.createSymbolicLink(d.resolve("a"), name(d, "b"));
            Files.createSymbolicLink(d.resolve("b"), name(d, "a"));
            return Files.readString(d.resolve("a"));
        });
        add("attributes of a loop", d -> {
            Files.createSymbolicLink(d.resolve("a"), name(d, "a"));
            return Files.readAttributes(d.resolve("a"), BasicFileAttributes.class)
                    .size();
        });
        add("real path", d -> {
            Path t = tree(d).toRealPath();
            return List.of(
                    t.relativize(t.resolve("link/../link/b").toRealPath()).toString(),
                    t.relativize(t.resolve("a/../a/./two").toRealPath()).toString(),
                    t.relativize(t.resolve("link/two").toRealPath(NOFOLLOW_LINKS))
                            .toString(),
                    t.relativize(t.resolve("a/../link").toRealPath(NOFOLLOW_LINKS))
                            .toString());
        });
        add("real path of what is missing", d -> d.resolve("x").toRealPath());
        add("real path of a dangling link", d -> tree(d).resolve("dangling").toRealPath());
        add(
                "real path of a dangling link itself",
                d -> tree(d).resolve("dangling")
                        .toRealPath(NOFOLLOW_LINKS)
                        .getFileName()
                        .toString());
        add("real path of a loop", d -> {
            Files.createSymbolicLink(d.resolve("a"), name(d, "a"));
            return d.resolve("a").toRealPath();
        });
    }

    private static void copies() {
        add("copy a file", d -> Files.readString(Files.copy(file(d, "f", "abc"), d.resolve("g"))));
        add("copy over", d -> Files.copy(file(d, "f", "abc"), file(d, "g", "")));
        add(
                "copy, replacing",
                d -> Files.readString(Files.copy(file(d, "f", "abc"), file(d, "g", ""), REPLACE_EXISTING)));
        add("copy to itself", d -> Files.readString(Files.copy(file(d, "f", "abc"), d.resolve("f"))));
        add("copy to a link to itself", d -> {
            Files.createSymbolicLink(d.resolve("l"), name(d, "f"));
            Files.copy(file(d, "f", "abc"), d.resolve("l"));
            return list(d);
        });
        add("copy what is missing", d -> Files.copy(d.resolve("x"), d.resolve("y")));
        add("copy into what is missing", d -> Files.copy(file(d, "f", ""), d.resolve("x/y")));
        add("copy a directory", d -> {
            Files.copy(tree(d), d.resolve("copy"));
            return list(d.resolve("copy"));
        });
        add("copy over a full directory", d -> Files.copy(file(d, "f", ""), tree(d), REPLACE_EXISTING));
        add("copy over an empty directory", d -> {
            Files.createDirectory(d.resolve("e"));
            Files.copy(file(d, "f", "abc"), d.resolve("e"), REPLACE_EXISTING);
            return Files.readString(d.resolve("e"));
        });
        add("copy a link", d -> {
            Path t = tree(d);
            Files.copy(t.resolve("dangling"), d.resolve("l"), NOFOLLOW_LINKS);
            return Files.readSymbolicLink(d.resolve("l")).toString();
        });
        add("copy what a link leads to", d -> {
            Files.copy(tree(d).resolve("link"), d.resolve("l"));
            return Files.isDirectory(d.resolve("l"), NOFOLLOW_LINKS);
        });
        add("copy what a dangling link leads to", d -> Files.copy(tree(d).resolve("dangling"), d.resolve("l")));
        add("copy over a link", d -> {
            Path t = tree(d);
            Files.copy(t.resolve("one"), t.resolve("link"), REPLACE_EXISTING);
            return list(t);
        });
        add("copy with attributes", d -> {
            Path f = file(d, "f", "abc");
            Files.setPosixFilePermissions(f, PosixFilePermissions.fromString("rwxr-x--x"));
            Files.setLastModifiedTime(f, FileTime.fromMillis(1_000_000_000_123L));
            Path g = Files.copy(f, d.resolve("g"), COPY_ATTRIBUTES);
            return List.of(
                    Files.getLastModifiedTime(g), PosixFilePermissions.toString(Files.getPosixFilePermissions(g)));
        });
        add("copy a mode", d -> {
            Path f = file(d, "f", "abc");
            Files.setPosixFilePermissions(f, PosixFilePermissions.fromString("rwxr-x---"));
            return PosixFilePermissions.toString(Files.getPosixFilePermissions(Files.copy(f, d.resolve("g"))));
        });
        add("copy at once", d -> Files.copy(file(d, "f", ""), d.resolve("g"), ATOMIC_MOVE));
        add("copy a stream", d -> Files.copy(new java.io.ByteArrayInputStream(new byte[5]), d.resolve("f")));
        add("copy a large file", d -> {
            byte[] large = new byte[3_000_001];
            new java.util.Random(7).nextBytes(large);
            Path f = Files.write(d.resolve("f"), large);
            return Files.mismatch(f, Files.copy(f, d.resolve("g")));
        });
        add("copy below itself", d -> {
            Path t = tree(d);
            Files.copy(t, t.resolve("x"));
            return list(t);
        });
    }

    private static void moves() {
        add("move a file", d -> {
            Files.move(file(d, "f", "abc"), d.resolve("g"));
            return list(d) + Files.readString(d.resolve("g"));
        });
        add("move a tree", d -> {
            Files.move(tree(d), d.resolve("there"));
            return list(d);
        });
        add("move over", d -> Files.move(file(d, "f", "abc"), file(d, "g", "")));
        add("move, replacing", d -> {
            Files.move(file(d, "f", "abc"), file(d, "g", ""), REPLACE_EXISTING);
            return list(d) + Files.readString(d.resolve("g"));
        });
        add("move at once over", d -> {
            Files.move(file(d, "f", "abc"), file(d, "g", ""), ATOMIC_MOVE);
            return list(d) + Files.readString(d.resolve("g"));
        });
        add("move at once a file over a directory", d -> Files.move(file(d, "f", ""), tree(d), ATOMIC_MOVE));
        add("move over a full directory", d -> Files.move(file(d, "f", ""), tree(d), REPLACE_EXISTING));
        add("move what is missing", d -> Files.move(d.resolve("x"), d.resolve("y")));
        add("move at once what is missing", d -> Files.move(d.resolve("x"), d.resolve("y"), ATOMIC_MOVE));
        add("move below itself", d -> Files.move(tree(d), d.resolve("tree/a/x")));
        add("move to itself", d -> {
            Files.move(file(d, "f", ""), d.resolve("f"));
            return list(d);
        });
        add("move to another name of itself", d -> {
            Files.createLink(d.resolve("g"), file(d, "f", ""));
            Files.move(d.resolve("f"), d.resolve("g"));
            return list(d);
        });
        add("move a link", d -> {
            Files.move(tree(d).resolve("dangling"), d.resolve("l"));
            return Files.readSymbolicLink(d.resolve("l")).toString();
        });
        add("move with attributes", d -> Files.move(file(d, "f", ""), d.resolve("g"), COPY_ATTRIBUTES));
        add("move into what is missing", d -> Files.move(file(d, "f", ""), d.resolve("x/g")));
    }

    private static void attributes() {
        add("basic", d -> {
            Path t = tree(d);
            List<Object> seen = new ArrayList<>();
            for (String each : List.of("one", "a", "link", "dangling")) {
                BasicFileAttributes a =
                        Files.readAttributes(t.resolve(each), BasicFileAttributes.class, NOFOLLOW_LINKS);
                seen.add(List.of(a.isRegularFile(), a.isDirectory(), a.isSymbolicLink(), a.isOther()));
                seen.add(a.isDirectory() ? 0 : a.size());
                seen.add(a.fileKey()
                        .equals(Files.readAttributes(t.resolve(each), PosixFileAttributes.class, NOFOLLOW_LINKS)
                                .fileKey()));
            }
            return seen;
        });
        add("attributes of what is missing", d -> Files.readAttributes(d.resolve("x"), BasicFileAttributes.class));
        add(
                "attributes of a dangling link",
                d -> Files.readAttributes(tree(d).resolve("dangling"), BasicFileAttributes.class));
        add(
                "a view of another kind",
                d -> "" + Files.getFileAttributeView(d, java.nio.file.attribute.AclFileAttributeView.class));
        add(
                "names of views",
                d -> List.of(
                        Files.getFileAttributeView(d, BasicFileAttributeView.class)
                                .name(),
                        Files.getFileAttributeView(d, PosixFileAttributeView.class)
                                .name(),
                        Files.getFileAttributeView(d, FileOwnerAttributeView.class)
                                .name(),
                        Files.getFileAttributeView(d, UserDefinedFileAttributeView.class)
                                .name()));
        add("times", d -> {
            Path f = file(d, "f", "");
            Files.getFileAttributeView(f, BasicFileAttributeView.class)
                    .setTimes(FileTime.fromMillis(5_500), FileTime.fromMillis(7_700), null);
            BasicFileAttributes a = Files.readAttributes(f, BasicFileAttributes.class);
            List<Object> seen = new ArrayList<>(List.of(a.lastModifiedTime(), a.lastAccessTime()));
            Files.setLastModifiedTime(f, FileTime.fromMillis(1_700_000_000_001L));
            a = Files.readAttributes(f, BasicFileAttributes.class);
            seen.addAll(List.of(a.lastModifiedTime(), a.lastAccessTime()));
            Files.setAttribute(f, "lastAccessTime", FileTime.fromMillis(9));
            seen.add(Files.getAttribute(f, "lastAccessTime"));
            seen.add(Files.getAttribute(f, "unix:lastModifiedTime"));
            Files.getFileAttributeView(f, BasicFileAttributeView.class).setTimes(null, null, null);
            return seen;
        });
        add("times of what is missing", d -> Files.setLastModifiedTime(d.resolve("x"), FileTime.fromMillis(0)));
        add("permissions", d -> {
            Path f = file(d, "f", "");
            Files.setPosixFilePermissions(f, PosixFilePermissions.fromString("-wx--xr--"));
            Map<String, Object> m = Files.readAttributes(f, "unix:mode,permissions");
            return List.of(
                    Integer.toOctalString((Integer) Objects.requireNonNull(m.get("mode"))),
                    PosixFilePermissions.toString(Files.getPosixFilePermissions(f)));
        });
        add("set-id bits", d -> {
            Path f = file(d, "f", "");
            Files.setAttribute(f, "unix:mode", 06755);
            return Files.getAttribute(f, "unix:mode");
        });
        add("owner", d -> {
            Path f = file(d, "f", "");
            Files.setOwner(f, Files.getOwner(f));
            Files.setAttribute(f, "unix:uid", 12);
            Files.setAttribute(f, "unix:gid", 34);
            return List.of(Files.getAttribute(f, "unix:uid"), Files.getAttribute(f, "unix:gid"));
        });
        add("owner of a link", d -> {
            Path l = tree(d).resolve("dangling");
            Files.setAttribute(l, "unix:uid", 12, NOFOLLOW_LINKS);
            return Files.getAttribute(l, "unix:uid", NOFOLLOW_LINKS);
        });
        add("names of attributes", d -> {
            Map<String, Object> seen = new TreeMap<>();
            for (String view : List.of("basic", "posix", "owner", "unix")) {
                seen.put(
                        view, new TreeSet<>(Files.readAttributes(d, view + ":*").keySet()));
            }
            return seen;
        });
        add("kinds of attributes", d -> {
            Map<String, Object> seen = new TreeMap<>();
            for (String each : List.of("mode", "ino", "dev", "rdev", "nlink", "uid", "gid", "ctime")) {
                seen.put(each, Files.getAttribute(d, "unix:" + each).getClass().getSimpleName());
            }
            return seen;
        });
        add("a view that is none", d -> Files.readAttributes(d, "nope:size"));
        add("an attribute that is none", d -> Files.readAttributes(d, "size,nope"));
        add("no attribute", d -> Files.readAttributes(d, "basic:"));
        add("an attribute to set that is none", d -> Files.setAttribute(d, "basic:nope", 1));
        add("size to set", d -> Files.setAttribute(d, "size", 1L));
        add("an attribute of another class", d -> Files.setAttribute(d, "lastModifiedTime", 1L));
        add("a view to set that is none", d -> Files.setAttribute(d, "nope:size", 1));
        add("posix in basic", d -> Files.getAttribute(d, "basic:permissions"));
    }

    private static void users() {
        add("extended attributes", d -> {
            Path f = file(d, "f", "");
            UserDefinedFileAttributeView v = Files.getFileAttributeView(f, UserDefinedFileAttributeView.class);
            List<Object> seen = new ArrayList<>();
            seen.add(v.list());
            seen.add(v.write("note", bytes("hello")));
            v.write("empty", bytes(""));
            seen.add(new TreeSet<>(v.list()));
            seen.add(v.size("note"));
            ByteBuffer b = ByteBuffer.allocate(9);
            seen.add(v.read("note", b));
            seen.add(text(b));
            v.delete("note");
            seen.add(v.list());
            Files.setAttribute(f, "user:x", new byte[] {1});
            seen.add(((byte[]) Files.getAttribute(f, "user:x")).length);
            return seen;
        });
        add(
                "read an extended attribute that is missing",
                d -> Files.getFileAttributeView(d, UserDefinedFileAttributeView.class)
                        .read("x", ByteBuffer.allocate(1)));
        add(
                "size of an extended attribute that is missing",
                d -> Files.getFileAttributeView(d, UserDefinedFileAttributeView.class)
                        .size("x"));
        add("delete an extended attribute that is missing", d -> {
            Files.getFileAttributeView(d, UserDefinedFileAttributeView.class).delete("x");
            return "";
        });
        add("an extended attribute into too little", d -> {
            UserDefinedFileAttributeView v = Files.getFileAttributeView(d, UserDefinedFileAttributeView.class);
            v.write("x", bytes("hello"));
            return v.read("x", ByteBuffer.allocate(1));
        });
    }

    private static void paths() {
        add("foreign options", d -> Files.copy(file(d, "f", ""), d.resolve("g"), Cases.Foreign.OPTION));
    }

    /** An option of somebody else. */
    private enum Foreign implements java.nio.file.CopyOption {
        OPTION
    }

    /** An attribute to be born with. */
    private record Attribute(String name, Object value) implements java.nio.file.attribute.FileAttribute<Object> {}
}
