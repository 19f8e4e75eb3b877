package io.unishim.nio;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
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
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/** Opening, reading and writing by streams and whole files. */
final class OpeningCases extends CaseFamily {
    OpeningCases() {
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
    private enum Unknown implements OpenOption {
        OPTION
    }

    /** An attribute to be born with. */
    private record Attribute(String name, Object value) implements FileAttribute<Object> {}
}
