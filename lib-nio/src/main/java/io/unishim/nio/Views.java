package io.unishim.nio;

import static io.unishim.abi.StatModes.UTIME_OMIT;

import java.io.IOException;
import java.nio.file.ClosedDirectoryStreamException;
import java.nio.file.ProviderMismatchException;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.attribute.FileOwnerAttributeView;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.nio.file.attribute.UserPrincipal;
import java.time.Instant;
import java.util.Objects;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Attribute views of a path: one object is the basic, the posix and the owner's view under different names. */
final class Views implements PosixFileAttributeView {
    private final Tree tree;
    private final ShimPath path;
    private final Follow follow;
    private final String name;
    private final @Nullable SharedDescriptor handle;

    Views(Tree tree, ShimPath path, Follow follow, String name) {
        this(tree, path, follow, name, null);
    }

    /** @param handle of the directory that the tree begins at, null for the working directory */
    Views(Tree tree, ShimPath path, Follow follow, String name, @Nullable SharedDescriptor handle) {
        this.handle = handle;
        this.tree = tree;
        this.path = path;
        this.follow = follow;
        this.name = name;
    }

    /** @return the view, or null if there is none of that type */
    static <V extends FileAttributeView> @Nullable V of(
            ShimFileSystem files, Tree tree, ShimPath path, Follow follow, Class<V> type) {
        if (Objects.requireNonNull(type) == BasicFileAttributeView.class) {
            return type.cast(new Views(tree, path, follow, "basic"));
        }
        if (type == PosixFileAttributeView.class) {
            return type.cast(new Views(tree, path, follow, "posix"));
        }
        if (type == FileOwnerAttributeView.class) {
            return type.cast(new Views(tree, path, follow, "owner"));
        }
        // A descriptor's tree has no calls for extended attributes: they exist for paths and open files alone.
        boolean user = type == UserDefinedFileAttributeView.class && tree == files.tree();
        return user ? type.cast(new UserAttributes(files, path, follow)) : null;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Attributes readAttributes() throws IOException {
        enter();
        try {
            return tree.stat(path, follow);
        } finally {
            leave();
        }
    }

    private void change(LongSupplier call, String name) throws IOException {
        enter();
        try {
            Errors.check(call.getAsLong(), name, path);
        } finally {
            leave();
        }
    }

    private void enter() {
        if (handle != null && !handle.enter()) {
            throw new ClosedDirectoryStreamException();
        }
    }

    private void leave() {
        if (handle != null) {
            handle.leave();
        }
    }

    /** A birth is not set: Linux has no call for it. */
    @Override
    public void setTimes(@Nullable FileTime modified, @Nullable FileTime accessed, @Nullable FileTime created)
            throws IOException {
        if (modified == null && accessed == null) {
            return;
        }
        long[] times = new long[4];
        put(accessed, times, 0);
        put(modified, times, 2);
        change(() -> tree.utimens(path, times, follow), "utimensat");
    }

    static void put(@Nullable FileTime time, long[] times, int at) {
        if (time == null) {
            times[at + 1] = UTIME_OMIT;
            return;
        }
        Instant instant = time.toInstant();
        times[at] = instant.getEpochSecond();
        times[at + 1] = instant.getNano();
    }

    @Override
    public void setPermissions(Set<PosixFilePermission> permissions) throws IOException {
        setMode(Modes.of(permissions));
    }

    void setMode(int mode) throws IOException {
        change(() -> tree.chmod(path, mode, follow), "chmod");
    }

    @Override
    public UserPrincipal getOwner() throws IOException {
        return readAttributes().owner();
    }

    @Override
    public void setOwner(UserPrincipal owner) throws IOException {
        setIds(id(owner), -1);
    }

    @Override
    public void setGroup(GroupPrincipal group) throws IOException {
        setIds(-1, id(group));
    }

    /** @param uid the owner, or -1 to leave it @param gid the group, or -1 to leave it */
    void setIds(int uid, int gid) throws IOException {
        change(() -> tree.chown(path, uid, gid, follow), "chown");
    }

    private static int id(UserPrincipal who) {
        if (Objects.requireNonNull(who) instanceof Principal ours) {
            return ours.id();
        }
        throw new ProviderMismatchException("a user of another file system");
    }
}
