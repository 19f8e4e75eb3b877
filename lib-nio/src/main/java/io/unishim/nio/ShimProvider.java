package io.unishim.nio;

import static io.unishim.abi.Errnos.EINVAL;
import static io.unishim.abi.Fcntl.F_OK;
import static io.unishim.abi.Fcntl.R_OK;
import static io.unishim.abi.Fcntl.W_OK;
import static io.unishim.abi.Fcntl.X_OK;

import java.io.IOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessMode;
import java.nio.file.CopyOption;
import java.nio.file.DirectoryStream;
import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.LinkOption;
import java.nio.file.NotLinkException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.spi.FileSystemProvider;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What can be done with a shim's files, each operation in terms of the calls of {@link Tree}. One per file system. */
final class ShimProvider extends FileSystemProvider {
    private static final int FILE_MODE = 0666;
    private static final int DIRECTORY_MODE = 0777;

    private final ShimFileSystem files;

    ShimProvider(ShimFileSystem files) {
        this.files = files;
    }

    private ShimPath ours(Path path) {
        return ShimPath.of(files, path);
    }

    private Tree tree() {
        return files.tree();
    }

    @Override
    public String getScheme() {
        return Uris.SCHEME;
    }

    /** @throws UnsupportedOperationException always: a shim is booted, and then {@link ShimFileSystem#of} gives its files */
    @Override
    public FileSystem newFileSystem(URI uri, Map<String, ?> env) {
        throw new UnsupportedOperationException("a shim's files are seen through ShimFileSystem.of");
    }

    @Override
    public FileSystem getFileSystem(URI uri) {
        if (!Uris.SCHEME.equalsIgnoreCase(uri.getScheme()) || !files.name().equals(uri.getAuthority())) {
            throw new FileSystemNotFoundException(uri.toString());
        }
        return files;
    }

    @Override
    public Path getPath(URI uri) {
        return Uris.path(files, uri);
    }

    @Override
    public SeekableByteChannel newByteChannel(
            Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes) throws IOException {
        return newFileChannel(path, options, attributes);
    }

    @Override
    public FileChannel newFileChannel(Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
            throws IOException {
        ShimPath file = ours(path);
        int mode = Modes.initial(FILE_MODE, attributes);
        return ShimFileChannel.open(files, tree(), file, OpenRequest.of(options), mode);
    }

    @Override
    public DirectoryStream<Path> newDirectoryStream(Path dir, DirectoryStream.Filter<? super Path> filter)
            throws IOException {
        return OpenDirectory.open(files, tree(), ours(dir), ours(dir), Follow.YES, Objects.requireNonNull(filter));
    }

    @Override
    public void createDirectory(Path dir, FileAttribute<?>... attributes) throws IOException {
        ShimPath path = ours(dir);
        Errors.check(tree().mkdir(path, Modes.initial(DIRECTORY_MODE, attributes)), "mkdir", path);
    }

    @Override
    public void createSymbolicLink(Path link, Path target, FileAttribute<?>... attributes) throws IOException {
        ShimPath path = ours(link);
        for (FileAttribute<?> each : attributes) {
            throw new UnsupportedOperationException("a symbolic link cannot be made with " + each.name());
        }
        long result = tree().symlink(ours(target).bytes(), path);
        Errors.check(result, "symlink", path);
    }

    @Override
    public void createLink(Path link, Path existing) throws IOException {
        long result = tree().link(ours(existing), ours(link));
        if (result < 0) {
            throw Errors.of(result, "link", link, existing);
        }
    }

    @Override
    public Path readSymbolicLink(Path link) throws IOException {
        byte[] target = tree().linkOrNull(ours(link));
        if (target == null) {
            NotLinkException thrown = new NotLinkException(link.toString());
            thrown.initCause(Errors.of(-EINVAL, "readlink", link));
            throw thrown;
        }
        return ShimPath.of(files, target);
    }

    @Override
    public void delete(Path path) throws IOException {
        tree().remove(ours(path), true);
    }

    @Override
    public boolean deleteIfExists(Path path) throws IOException {
        return tree().remove(ours(path), false);
    }

    @Override
    public void copy(Path source, Path target, CopyOption... options) throws IOException {
        CopyRequest request = CopyRequest.ofCopy(options);
        new Copying(files, ours(source), ours(target), request).run();
    }

    @Override
    public void move(Path source, Path target, CopyOption... options) throws IOException {
        CopyRequest request = CopyRequest.ofMove(options);
        new Moving(files, ours(source), ours(target), request).run();
    }

    @Override
    public boolean isSameFile(Path path, Path other) throws IOException {
        if (ours(path).equals(other)) {
            return true;
        }
        if (!(Objects.requireNonNull(other) instanceof ShimPath that) || that.getFileSystem() != files) {
            return false;
        }
        return tree().stat(ours(path), Follow.YES).isSameFile(tree().stat(that, Follow.YES));
    }

    @Override
    public boolean isHidden(Path path) {
        ShimPath name = ours(path).getFileName();
        return name != null && name.toString().startsWith(".");
    }

    @Override
    public FileStore getFileStore(Path path) throws IOException {
        return MountedStore.of(files, ours(path));
    }

    @Override
    public void checkAccess(Path path, AccessMode... modes) throws IOException {
        int wanted = F_OK;
        for (AccessMode mode : modes) {
            wanted |= switch (mode) {
                case READ -> R_OK;
                case WRITE -> W_OK;
                case EXECUTE -> X_OK;
            };
        }
        Errors.check(tree().access(ours(path), wanted), "access", path);
    }

    @Override
    public <V extends FileAttributeView> @Nullable V getFileAttributeView(
            Path path, Class<V> type, LinkOption... options) {
        return Views.of(files, tree(), ours(path), Follow.of(options), type);
    }

    @Override
    public <A extends BasicFileAttributes> A readAttributes(Path path, Class<A> type, LinkOption... options)
            throws IOException {
        if (Objects.requireNonNull(type) != BasicFileAttributes.class && type != PosixFileAttributes.class) {
            throw new UnsupportedOperationException("attributes are not read as " + type);
        }
        return type.cast(tree().stat(ours(path), Follow.of(options)));
    }

    @Override
    public Map<String, Object> readAttributes(Path path, String attributes, LinkOption... options) throws IOException {
        return NamedAttributes.of(attributes, false).read(files, ours(path), Follow.of(options));
    }

    @Override
    public void setAttribute(Path path, String attribute, Object value, LinkOption... options) throws IOException {
        NamedAttributes.of(attribute, true).set(files, ours(path), Follow.of(options), value);
    }
}
