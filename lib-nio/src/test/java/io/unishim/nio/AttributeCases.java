package io.unishim.nio;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileOwnerAttributeView;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;

/** Attributes of files: times, permissions, owners. */
final class AttributeCases extends CaseFamily {
    AttributeCases() {
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
}
