package io.unishim.nio;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Cases of one kind, and what they begin with. */
abstract class CaseFamily {
    /** Something to do in an empty directory. */
    interface Case {
        Object run(Path dir) throws Exception;
    }

    private final Map<String, Case> cases = new LinkedHashMap<>();

    Map<String, Case> cases() {
        return cases;
    }

    final void add(String name, Case each) {
        if (cases.put(name, each) != null) {
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

    /** @return a path of the same file system, as a link may hold it */
    static Path name(Path of, String name) {
        return of.getFileSystem().getPath(name);
    }
}
