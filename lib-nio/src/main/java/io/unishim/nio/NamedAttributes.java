package io.unishim.nio;

import io.unishim.struct.Stat;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.UserPrincipal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * Attributes by name, as {@code "unix:mode,ino"}.
 *
 * @param view basic, posix, owner, unix or user
 * @param names what is wanted of it; {@code *} for all
 */
record NamedAttributes(String view, List<String> names) {
    private static final Map<String, Function<Attributes, Object>> BASIC = Map.of(
            "size", Attributes::size,
            "creationTime", Attributes::creationTime,
            "lastAccessTime", Attributes::lastAccessTime,
            "lastModifiedTime", Attributes::lastModifiedTime,
            "isDirectory", Attributes::isDirectory,
            "isRegularFile", Attributes::isRegularFile,
            "isSymbolicLink", Attributes::isSymbolicLink,
            "isOther", Attributes::isOther,
            "fileKey", Attributes::fileKey);

    private static final Map<String, Function<Attributes, Object>> OWNER = Map.of("owner", Attributes::owner);

    private static final Map<String, Function<Attributes, Object>> POSIX =
            with(with(BASIC, OWNER), Map.of("group", Attributes::group, "permissions", Attributes::permissions));

    private static final Map<String, Function<Attributes, Object>> UNIX = with(
            POSIX,
            Map.of(
                    "mode", Attributes::mode,
                    "ino", stat(Stat::ino),
                    "dev", stat(Stat::dev),
                    "rdev", stat(Stat::rdev),
                    "nlink", stat(stat -> (int) stat.nlink()),
                    "uid", stat(Stat::uid),
                    "gid", stat(Stat::gid),
                    "ctime", Attributes::changeTime));

    private static Function<Attributes, Object> stat(Function<Stat, Object> member) {
        return attributes -> member.apply(attributes.stat());
    }

    private static Map<String, Function<Attributes, Object>> with(
            Map<String, Function<Attributes, Object>> some, Map<String, Function<Attributes, Object>> more) {
        Map<String, Function<Attributes, Object>> all = new HashMap<>(some);
        all.putAll(more);
        return Map.copyOf(all);
    }

    /** @param one whether all of the text after the view is one name */
    static NamedAttributes of(String text, boolean one) {
        int colon = text.indexOf(':');
        String view = colon < 0 ? "basic" : text.substring(0, colon);
        String names = text.substring(colon + 1);
        if (!Set.of("basic", "posix", "owner", "unix", "user").contains(view)) {
            throw new UnsupportedOperationException("there is no view " + view);
        }
        if (names.isEmpty()) {
            throw new IllegalArgumentException("no attribute is named");
        }
        return new NamedAttributes(view, one ? List.of(names) : List.of(names.split(",", -1)));
    }

    private Map<String, Function<Attributes, Object>> known() {
        return switch (view) {
            case "basic" -> BASIC;
            case "owner" -> OWNER;
            case "posix" -> POSIX;
            default -> UNIX;
        };
    }

    private IllegalArgumentException unknown(String name) {
        return new IllegalArgumentException("there is no attribute " + name + " in the view " + view);
    }

    Map<String, Object> read(ShimFileSystem files, ShimPath path, Follow follow) throws IOException {
        if (view.equals("user")) {
            return readUser(new UserAttributes(files, path, follow));
        }
        List<String> wanted = new ArrayList<>();
        for (String name : names) {
            if (name.equals("*")) {
                wanted.addAll(known().keySet());
            } else if (known().containsKey(name)) {
                wanted.add(name);
            } else {
                throw unknown(name);
            }
        }
        Attributes attributes = files.tree().stat(path, follow);
        Map<String, Object> found = new LinkedHashMap<>();
        for (String name : wanted) {
            found.put(name, java.util.Objects.requireNonNull(known().get(name)).apply(attributes));
        }
        return found;
    }

    private Map<String, Object> readUser(UserAttributes attributes) throws IOException {
        Map<String, Object> found = new LinkedHashMap<>();
        for (String name : names.contains("*") ? attributes.list() : names) {
            found.put(name, attributes.get(name));
        }
        return found;
    }

    @SuppressWarnings("unchecked") // a value of another class is the caller's mistake
    void set(ShimFileSystem files, ShimPath path, Follow follow, Object value) throws IOException {
        String name = names.get(0);
        if (view.equals("user")) {
            ByteBuffer bytes = value instanceof byte[] array ? ByteBuffer.wrap(array) : (ByteBuffer) value;
            new UserAttributes(files, path, follow).write(name, bytes);
            return;
        }
        Views target = new Views(files.tree(), path, follow, view);
        boolean unix = view.equals("unix");
        boolean posix = unix || view.equals("posix");
        boolean basic = posix || view.equals("basic");
        boolean owner = posix || view.equals("owner");
        if (basic && name.equals("lastModifiedTime")) {
            target.setTimes((FileTime) value, null, null);
        } else if (basic && name.equals("lastAccessTime")) {
            target.setTimes(null, (FileTime) value, null);
        } else if (basic && name.equals("creationTime")) {
            target.setTimes(null, null, (FileTime) value);
        } else if (owner && name.equals("owner")) {
            target.setOwner((UserPrincipal) value);
        } else if (posix && name.equals("group")) {
            target.setGroup((GroupPrincipal) value);
        } else if (posix && name.equals("permissions")) {
            target.setPermissions((Set<PosixFilePermission>) value);
        } else if (unix && name.equals("mode")) {
            target.setMode((Integer) value & Modes.EVERY_BIT);
        } else if (unix && name.equals("uid")) {
            target.setIds((Integer) value, -1);
        } else if (unix && name.equals("gid")) {
            target.setIds(-1, (Integer) value);
        } else {
            throw unknown(name);
        }
    }
}
