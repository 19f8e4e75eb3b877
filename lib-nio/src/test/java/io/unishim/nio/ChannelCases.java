package io.unishim.nio;

import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Channels: positions, sizes, transfers, what is asked of them once they are closed. */
final class ChannelCases extends CaseFamily {
    ChannelCases() {
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
            ByteArrayOutputStream out = new ByteArrayOutputStream();
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
}
