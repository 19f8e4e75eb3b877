package io.unishim.vfscore.ramfs;

import static io.unishim.abi.Errnos.EEXIST;
import static io.unishim.abi.Errnos.ENODATA;
import static io.unishim.abi.Errnos.ENOSPC;
import static io.unishim.abi.Xattr.XATTR_CREATE;
import static io.unishim.abi.Xattr.XATTR_REPLACE;
import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.unishim.vfscore.tree.Found;
import java.io.ByteArrayOutputStream;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** The extended attributes of one inode; names are bytes as ISO-8859-1 text. */
final class RamXattrs {
    /** As much as fits one listing and keeps a program from filling the heap by one inode. */
    private static final int MOST_BYTES = 1 << 20;

    /** In the order in which Linux lists them: the last name first. */
    private final Map<String, byte[]> values = new TreeMap<>(Comparator.reverseOrder());

    private final Space space;
    private int total;

    RamXattrs(Space space) {
        this.space = space;
    }

    /** What Linux says that an attribute takes (the kernel's simple_xattr_space). */
    private static long room(String name, byte[] value) {
        return 40L + name.length() + value.length;
    }

    /** Gives everything back. */
    synchronized void forget() {
        values.forEach((name, value) -> space.giveBytes(room(name, value)));
        values.clear();
        total = 0;
    }

    synchronized Map<String, byte[]> all() {
        return new LinkedHashMap<>(values);
    }

    synchronized long get(String name, Found found) {
        byte[] value = values.get(name);
        return value == null ? -ENODATA : found.bytes(value);
    }

    synchronized long set(String name, byte[] value, int flags) {
        if (!space.takeBytes(room(name, value))) {
            return -ENOSPC;
        }
        long result = put(name, value, flags);
        if (result != 0) {
            space.giveBytes(room(name, value));
        }
        return result;
    }

    private long put(String name, byte[] value, int flags) {
        byte[] old = values.get(name);
        if (old == null && (flags & XATTR_REPLACE) != 0) {
            return -ENODATA;
        }
        if (old != null && (flags & XATTR_CREATE) != 0) {
            return -EEXIST;
        }
        int change = value.length - (old == null ? -name.length() : old.length);
        if (total + change > MOST_BYTES) {
            return -ENOSPC;
        }
        total += change;
        values.put(name, value);
        if (old != null) {
            space.giveBytes(room(name, old));
        }
        return 0;
    }

    synchronized long remove(String name) {
        byte[] old = values.remove(name);
        if (old == null) {
            return -ENODATA;
        }
        total -= old.length + name.length();
        space.giveBytes(room(name, old));
        return 0;
    }

    synchronized long list(Found found) {
        ByteArrayOutputStream names = new ByteArrayOutputStream();
        for (String name : values.keySet()) {
            names.writeBytes(name.getBytes(ISO_8859_1));
            names.write(0);
        }
        return found.bytes(names.toByteArray());
    }
}
