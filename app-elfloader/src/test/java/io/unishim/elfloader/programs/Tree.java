package io.unishim.elfloader.programs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A small tree of the host's files for programs to work on; the same whenever it is made, times included. */
final class Tree {
    private static final FileTime LONG_AGO = FileTime.fromMillis(1_234_567_890_000L);

    private Tree() {}

    static void make(Path root) throws IOException {
        Files.createDirectories(root.resolve("deep/er/est"));
        Files.createDirectory(root.resolve("empty"));
        Files.writeString(root.resolve("one.txt"), "one\ntwo\nthree\n");
        Files.writeString(root.resolve("words"), "pear apple fig\napple  plum\nfig quince\n\napple\n");
        Files.writeString(root.resolve("numbers"), "10\n9\n100\n-3\n9\n");
        Files.writeString(root.resolve("table"), "a:1:x\nb:2:y\nc:3:z\n");
        Files.writeString(root.resolve("no newline"), "the end");
        Files.writeString(root.resolve("nothing"), "");
        Files.writeString(root.resolve("deep/er/est/file"), "deep\n".repeat(5_000));
        Files.write(root.resolve("deep/bytes"), bytes(100_000));
        Files.createSymbolicLink(root.resolve("link"), Path.of("one.txt"));
        Files.createSymbolicLink(root.resolve("deep/up"), Path.of(".."));
        Files.createSymbolicLink(root.resolve("dangling"), Path.of("nowhere"));
        Files.createLink(root.resolve("deep/hard"), root.resolve("table"));
        Files.setPosixFilePermissions(root.resolve("nothing"), PosixFilePermissions.fromString("r--r-----"));
        Files.setPosixFilePermissions(root.resolve("words"), PosixFilePermissions.fromString("rwxr-x--x"));
        for (Path each : paths(root)) {
            if (!Files.isSymbolicLink(each)) {
                Files.setLastModifiedTime(each, LONG_AGO);
            }
        }
    }

    private static byte[] bytes(int count) {
        byte[] all = new byte[count];
        for (int i = 0; i < count; i++) {
            all[i] = (byte) (i * 31 + i / 256);
        }
        return all;
    }

    /** @return a line for every file: name, mode, owner, links, size, time, where a link leads or what it holds */
    static List<String> describe(Path root) {
        List<String> lines = new ArrayList<>();
        try {
            for (Path each : paths(root)) {
                var all = Files.readAttributes(
                        each, "unix:mode,uid,gid,nlink,size,lastModifiedTime", LinkOption.NOFOLLOW_LINKS);
                String holds = Files.isSymbolicLink(each)
                        ? Files.readSymbolicLink(each).toString()
                        : Files.isRegularFile(each)
                                ? String.valueOf(java.util.Arrays.hashCode(Files.readAllBytes(each)))
                                : "";
                lines.add(root.relativize(each) + " " + new java.util.TreeMap<>(all) + " " + holds);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return lines;
    }

    private static List<Path> paths(Path root) throws IOException {
        try (Stream<Path> all = Files.walk(root)) {
            return all.sorted(Comparator.reverseOrder()).toList();
        }
    }
}
