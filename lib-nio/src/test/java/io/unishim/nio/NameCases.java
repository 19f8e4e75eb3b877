package io.unishim.nio;

import java.nio.file.AccessMode;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Names: what is there, and what can be reached. */
final class NameCases extends CaseFamily {
    NameCases() {
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
}
