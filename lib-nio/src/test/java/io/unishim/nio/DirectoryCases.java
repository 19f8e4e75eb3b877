package io.unishim.nio;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.nio.file.StandardOpenOption.READ;

import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.PosixFileAttributeView;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Directories: making, listing, walking, removing; those that are held open. */
final class DirectoryCases extends CaseFamily {
    DirectoryCases() {
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
}
