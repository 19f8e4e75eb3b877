package io.unishim.nio;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardCopyOption.COPY_ATTRIBUTES;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;

import java.nio.file.CopyOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Random;

/** Copies. */
final class CopyCases extends CaseFamily {
    CopyCases() {
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
            new Random(7).nextBytes(large);
            Path f = Files.write(d.resolve("f"), large);
            return Files.mismatch(f, Files.copy(f, d.resolve("g")));
        });
        add("copy below itself", d -> {
            Path t = tree(d);
            Files.copy(t, t.resolve("x"));
            return list(t);
        });
        add("foreign options", d -> Files.copy(file(d, "f", ""), d.resolve("g"), Foreign.OPTION));
    }

    /** An option of somebody else. */
    private enum Foreign implements CopyOption {
        OPTION
    }
}
