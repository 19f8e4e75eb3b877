package io.unishim.nio;

import static io.unishim.abi.Mounts.ST_RDONLY;

import io.unishim.memory.UserRef;
import io.unishim.memory.UserString;
import io.unishim.struct.Statfs;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.attribute.FileOwnerAttributeView;
import java.nio.file.attribute.FileStoreAttributeView;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A mount of the shim's, as {@code /proc/self/mounts} lists it. */
final class MountedStore extends FileStore {
    private final ShimFileSystem files;
    private final ShimPath point;
    private final String source;
    private final String type;
    private final long device;

    private MountedStore(ShimFileSystem files, ShimPath point, String source, String type, long device) {
        this.files = files;
        this.point = point;
        this.source = source;
        this.type = type;
        this.device = device;
    }

    static Iterable<FileStore> all(ShimFileSystem files) {
        return () -> {
            Iterator<MountedStore> each = mounts(files).iterator();
            return new Iterator<>() {
                @Override
                public boolean hasNext() {
                    return each.hasNext();
                }

                @Override
                public FileStore next() {
                    return each.next();
                }
            };
        };
    }

    /** Where {@code /proc} is not mounted, the tree is one store. */
    private static List<MountedStore> mounts(ShimFileSystem files) {
        List<MountedStore> found = new ArrayList<>();
        try {
            for (String line : Files.readAllLines(files.getPath("/proc/self/mounts"), StandardCharsets.ISO_8859_1)) {
                String[] parts = line.split(" ", -1);
                ShimPath point = ShimPath.of(files, unescape(parts[1]).getBytes(StandardCharsets.ISO_8859_1));
                Attributes root = files.tree().statOrNull(point, Follow.YES);
                if (root != null) {
                    found.add(new MountedStore(
                            files, point, parts[0], parts[2], root.stat().dev()));
                }
            }
        } catch (IOException e) {
            found.clear();
        }
        return found;
    }

    /** Spaces and their like stand there as a backslash and three octal digits (man 5 proc). */
    private static String unescape(String text) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\' && i + 3 < text.length()) {
                c = (char) Integer.parseInt(text, i + 1, i + 4, 8);
                i += 3;
            }
            out.append(c);
        }
        return out.toString();
    }

    static MountedStore of(ShimFileSystem files, ShimPath path) throws IOException {
        long device = files.tree().stat(path, Follow.YES).stat().dev();
        MountedStore last = null;
        for (MountedStore each : mounts(files)) {
            last = each.device == device ? each : last;
        }
        return last != null ? last : new MountedStore(files, path.toRealPath(), "none", "unknown", device);
    }

    private Statfs statfs() throws IOException {
        UserRef<Statfs> room = UserRef.room(Statfs.LAYOUT);
        Kernel kernel = files.kernel();
        Errors.check(
                kernel.call(task -> kernel.stat.statfs(task, UserString.of(point.forCall()), room)), "statfs", point);
        return room.get();
    }

    @Override
    public String name() {
        return source;
    }

    @Override
    public String type() {
        return type;
    }

    @Override
    public boolean isReadOnly() {
        try {
            return (statfs().flags() & ST_RDONLY) != 0;
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public long getTotalSpace() throws IOException {
        return bytes(statfs().blocks());
    }

    @Override
    public long getUsableSpace() throws IOException {
        return bytes(statfs().bavail());
    }

    @Override
    public long getUnallocatedSpace() throws IOException {
        return bytes(statfs().bfree());
    }

    @Override
    public long getBlockSize() throws IOException {
        return statfs().bsize();
    }

    private long bytes(long blocks) throws IOException {
        long size = statfs().bsize();
        return blocks > Long.MAX_VALUE / size ? Long.MAX_VALUE : blocks * size;
    }

    @Override
    public boolean supportsFileAttributeView(Class<? extends FileAttributeView> view) {
        return Objects.requireNonNull(view) == BasicFileAttributeView.class
                || view == PosixFileAttributeView.class
                || view == FileOwnerAttributeView.class
                || view == UserDefinedFileAttributeView.class && hasUserAttributes();
    }

    @Override
    public boolean supportsFileAttributeView(String name) {
        return name.equals("user")
                ? hasUserAttributes()
                : files.supportedFileAttributeViews().contains(name);
    }

    private boolean hasUserAttributes() {
        try {
            new UserAttributes(files, point, Follow.YES).size("");
            return true;
        } catch (IOException e) {
            return !(e.getCause() instanceof io.unishim.call.ErrnoException errno
                    && errno.number() == io.unishim.abi.Errnos.EOPNOTSUPP);
        }
    }

    @Override
    public <V extends FileStoreAttributeView> @Nullable V getFileStoreAttributeView(Class<V> view) {
        Objects.requireNonNull(view);
        return null;
    }

    @Override
    public Object getAttribute(String attribute) throws IOException {
        return switch (attribute) {
            case "totalSpace" -> getTotalSpace();
            case "usableSpace" -> getUsableSpace();
            case "unallocatedSpace" -> getUnallocatedSpace();
            default -> throw new UnsupportedOperationException("there is no attribute " + attribute);
        };
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof MountedStore that
                && that.files == files
                && that.device == device
                && that.point.equals(point);
    }

    @Override
    public int hashCode() {
        return point.hashCode();
    }

    @Override
    public String toString() {
        return point + " (" + source + ")";
    }
}
