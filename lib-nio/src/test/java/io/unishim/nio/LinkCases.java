package io.unishim.nio;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/** Links, symbolic and hard. */
final class LinkCases extends CaseFamily {
    LinkCases() {
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
}
