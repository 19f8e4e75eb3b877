package io.unishim.nio;

import static io.unishim.abi.Fcntl.AT_FDCWD;

import io.unishim.Shim;
import io.unishim.call.ErrnoException;
import io.unishim.memory.UserString;
import io.unishim.task.Credentials;
import io.unishim.task.Process;
import io.unishim.task.Task;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.WatchService;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.nio.file.spi.FileSystemProvider;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A shim's files as {@code java.nio.file} sees them.
 *
 * <pre>{@code
 * try (Shim shim = Shim.boot(); ShimFileSystem files = ShimFileSystem.of(shim)) {
 *     Path motd = files.getPath("/etc/motd");
 *     Files.createDirectories(motd.getParent());
 *     Files.copy(Path.of("/etc/motd"), motd);
 * }
 * }</pre>
 *
 * <p>It stands for a process of the shim, which has a user, a umask and a working directory of its own; any number of threads
 * may use it. Paths hold bytes: {@link #getPath(byte[])} takes those that are no UTF-8. Closing it closes what it has open;
 * closing the shim closes it.
 *
 * <p>Attribute views: basic, posix, owner, unix, user. Locks are those of an open file description ({@code F_OFD_SETLK}), so
 * that programs of the shim respect them. Watch services see what others do by {@code inotify(7)}. A file can be mapped if its
 * content can lie where the host maps it, as that of files in memory; others throw {@link UnsupportedOperationException}. Not
 * supported: asynchronous channels, and lookup by {@code Path.of(URI)}, since a shim has no name in the JVM.
 */
public final class ShimFileSystem extends FileSystem {
    private final Kernel kernel;
    private final Tree tree;
    private final ShimProvider provider;
    private final ShimPath directory;
    private final Accounts accounts = new Accounts(this);
    private final LockTable locks = new LockTable();

    private ShimFileSystem(Kernel kernel, String directory) {
        this.kernel = kernel;
        this.tree = new Tree(this, AT_FDCWD);
        this.provider = new ShimProvider(this);
        this.directory = ShimPath.of(this, directory);
    }

    /** @return a shim's files as root sees them, or as the user that the shim was booted with */
    public static ShimFileSystem of(Shim shim) {
        return builder(shim).open();
    }

    /** @return a builder, to be another user or in another directory */
    public static Builder builder(Shim shim) {
        return new Builder(shim);
    }

    /** Who sees the files. */
    public static final class Builder {
        private final Shim shim;
        private @Nullable Credentials credentials;
        private int umask = -1;
        private String directory = "/";

        private Builder(Shim shim) {
            this.shim = shim;
        }

        /**
         * Acts as a user.
         *
         * @param uid 0 for root; others have no capabilities
         * @param gid the group
         * @param supplementary further groups
         * @return this
         */
        public Builder user(int uid, int gid, int... supplementary) {
            credentials = Credentials.ofUser(uid, gid, supplementary);
            return this;
        }

        /**
         * Takes bits from the permissions of what is made; the default is that of a process without a parent.
         *
         * @param mask 0 to 0777
         * @return this
         */
        public Builder umask(int mask) {
            umask = mask & Modes.PERMISSIONS;
            return this;
        }

        /**
         * Sets where relative paths begin, in place of the root.
         *
         * @param absolute a directory that exists
         * @return this
         */
        public Builder directory(String absolute) {
            directory = absolute;
            return this;
        }

        /** @return the file system. @throws ErrnoException if the directory cannot be entered */
        public ShimFileSystem open() {
            if (!directory.startsWith("/")) {
                throw new IllegalArgumentException("a working directory is absolute, not as " + directory);
            }
            Task first = shim.newProcess("java.nio.file");
            if (credentials != null) {
                first.put(Credentials.KEY, credentials);
            }
            Kernel kernel = new Kernel(shim, first);
            if (umask >= 0) {
                kernel.call(task -> kernel.permissions.umask(task, umask));
            }
            long result = kernel.call(task -> kernel.directories.chdir(task, UserString.of(directory)));
            if (result < 0) {
                kernel.close();
                throw new ErrnoException((int) -result, "chdir", directory);
            }
            return new ShimFileSystem(kernel, directory);
        }
    }

    /** @return a path of these bytes. @throws java.nio.file.InvalidPathException if there is a NUL among them */
    public Path getPath(byte[] bytes) {
        return ShimPath.of(this, bytes);
    }

    /** @return the bytes of a path of this file system's, as calls see it */
    public byte[] bytes(Path path) {
        return ShimPath.of(this, path).bytes().clone();
    }

    /** @return the process that makes the calls */
    public Process process() {
        return kernel.process();
    }

    Tree tree() {
        return tree;
    }

    Kernel kernel() {
        return kernel;
    }

    ShimPath directory() {
        return directory;
    }

    Accounts accounts() {
        return accounts;
    }

    LockTable locks() {
        return locks;
    }

    /** What stands in URIs for this file system, unique in the JVM for as long as it lives. */
    String name() {
        return Integer.toHexString(System.identityHashCode(kernel.shim())) + "."
                + process().pid();
    }

    @Override
    public FileSystemProvider provider() {
        return provider;
    }

    @Override
    public void close() {
        kernel.close();
    }

    @Override
    public boolean isOpen() {
        return kernel.isOpen();
    }

    /** @return false: a mount may be read-only, the tree is not */
    @Override
    public boolean isReadOnly() {
        return false;
    }

    @Override
    public String getSeparator() {
        return "/";
    }

    @Override
    public Iterable<Path> getRootDirectories() {
        return List.of(ShimPath.of(this, "/"));
    }

    @Override
    public Iterable<FileStore> getFileStores() {
        return MountedStore.all(this);
    }

    @Override
    public Set<String> supportedFileAttributeViews() {
        return Set.of("basic", "posix", "owner", "unix", "user");
    }

    @Override
    public Path getPath(String first, String... more) {
        StringBuilder text = new StringBuilder(first);
        for (String each : more) {
            if (!each.isEmpty()) {
                text.append(text.isEmpty() ? "" : "/").append(each);
            }
        }
        return ShimPath.of(this, text.toString());
    }

    @Override
    public PathMatcher getPathMatcher(String syntaxAndPattern) {
        int colon = syntaxAndPattern.indexOf(':');
        if (colon <= 0) {
            throw new IllegalArgumentException("a syntax, a colon and a pattern are wanted, not " + syntaxAndPattern);
        }
        String syntax = syntaxAndPattern.substring(0, colon);
        String input = syntaxAndPattern.substring(colon + 1);
        Pattern pattern = switch (syntax.toLowerCase(java.util.Locale.ROOT)) {
            case "glob" -> Pattern.compile(Glob.toRegex(input));
            case "regex" -> Pattern.compile(input);
            default -> throw new UnsupportedOperationException("there is no syntax " + syntax);
        };
        return path -> pattern.matcher(path.toString()).matches();
    }

    @Override
    public UserPrincipalLookupService getUserPrincipalLookupService() {
        return accounts;
    }

    /** @return a service that tells what programs and Java code of the shim do, by {@code inotify(7)} */
    @Override
    public WatchService newWatchService() throws IOException {
        return Watches.open(this);
    }

    @Override
    public String toString() {
        return "files of " + process();
    }
}
