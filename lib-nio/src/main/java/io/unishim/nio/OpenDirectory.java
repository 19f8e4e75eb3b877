package io.unishim.nio;

import static io.unishim.abi.Errnos.ENOTDIR;
import static io.unishim.abi.Errnos.EXDEV;
import static io.unishim.abi.Fcntl.O_CLOEXEC;
import static io.unishim.abi.Fcntl.O_DIRECTORY;
import static io.unishim.abi.Fcntl.O_NOFOLLOW;

import io.unishim.memory.UserBuffer;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.ClosedDirectoryStreamException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.LinkOption;
import java.nio.file.NotDirectoryException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.ProviderMismatchException;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileAttributeView;
import java.util.Arrays;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** An open directory: its entries, and what can be done below it wherever it is moved to. */
final class OpenDirectory implements SecureDirectoryStream<Path> {
    private static final int BUFFER = 32 * 1024;
    private static final int RECLEN_AT = 16;
    private static final int NAME_AT = 19;

    private final ShimFileSystem files;
    private final ShimPath shown;
    private final DirectoryStream.Filter<? super Path> filter;
    private final SharedDescriptor handle;
    private final Tree tree;
    private final AtomicBoolean iterated = new AtomicBoolean();

    private OpenDirectory(ShimFileSystem files, ShimPath shown, int fd, DirectoryStream.Filter<? super Path> filter) {
        this.files = files;
        this.shown = shown;
        this.filter = filter;
        this.handle = new SharedDescriptor(files.kernel(), fd);
        this.tree = new Tree(files, fd);
    }

    /** @param tree that the path is found in @param shown what stands before the names of entries */
    static OpenDirectory open(
            ShimFileSystem files,
            Tree tree,
            ShimPath path,
            ShimPath shown,
            Follow follow,
            DirectoryStream.Filter<? super Path> filter)
            throws IOException {
        int flags = O_DIRECTORY | O_CLOEXEC | (follow == Follow.NO ? O_NOFOLLOW : 0);
        long fd = tree.open(path, flags, 0);
        if (fd == -ENOTDIR && follow == Follow.YES) {
            Attributes found = tree.statOrNull(path, follow);
            if (found != null) {
                throw new NotDirectoryException(path.toString());
            }
        }
        Errors.check(fd, "open", path);
        return new OpenDirectory(files, shown, (int) fd, filter);
    }

    @Override
    public Iterator<Path> iterator() {
        if (!handle.isOpen()) {
            throw new IllegalStateException("the directory stream is closed");
        }
        if (!iterated.compareAndSet(false, true)) {
            throw new IllegalStateException("the directory stream was iterated before");
        }
        return new Entries();
    }

    @Override
    public void close() throws IOException {
        handle.close();
    }

    /** Reads ahead; what is in the buffer is still given after a close. */
    private final class Entries implements Iterator<Path> {
        private final byte[] buffer = new byte[BUFFER];
        private int at;
        private int end;
        private @Nullable Path next;

        @Override
        public synchronized boolean hasNext() {
            while (next == null) {
                if (at == end && !fill()) {
                    return false;
                }
                ShimPath entry = take();
                next = entry != null && accepted(entry) ? entry : null;
            }
            return true;
        }

        @Override
        public synchronized Path next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            Path found = Objects.requireNonNull(next);
            next = null;
            return found;
        }

        private boolean fill() {
            try {
                long got = handle.ifOpen(
                        (kernel, task, fd) -> kernel.directories.getdents64(task, fd, UserBuffer.of(buffer)), 0);
                at = 0;
                end = (int) Errors.checkOpen(got, "getdents64", -1);
                return end > 0;
            } catch (IOException e) {
                end = 0;
                throw new DirectoryIteratorException(e);
            }
        }

        private @Nullable ShimPath take() {
            int length =
                    Byte.toUnsignedInt(buffer[at + RECLEN_AT]) | Byte.toUnsignedInt(buffer[at + RECLEN_AT + 1]) << 8;
            int start = at + NAME_AT;
            int stop = start;
            while (buffer[stop] != 0) {
                stop++;
            }
            at += length;
            byte[] name = Arrays.copyOfRange(buffer, start, stop);
            boolean dots = name[0] == '.' && (name.length == 1 || name.length == 2 && name[1] == '.');
            return dots ? null : shown.resolve(name);
        }

        private boolean accepted(Path entry) {
            try {
                return filter.accept(entry);
            } catch (IOException e) {
                throw new DirectoryIteratorException(e);
            }
        }
    }

    /** What is done below the descriptor. */
    private interface Work<T> {
        T run() throws IOException;
    }

    private <T> T below(Work<T> work) throws IOException {
        if (!handle.enter()) {
            throw new ClosedDirectoryStreamException();
        }
        try {
            return work.run();
        } finally {
            handle.leave();
        }
    }

    private ShimPath ours(Path path) {
        return ShimPath.of(files, path);
    }

    @Override
    public SecureDirectoryStream<Path> newDirectoryStream(Path path, LinkOption... options) throws IOException {
        ShimPath name = ours(path);
        return below(() -> open(files, tree, name, shown.resolve(name), Follow.of(options), entry -> true));
    }

    @Override
    public SeekableByteChannel newByteChannel(
            Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes) throws IOException {
        ShimPath name = ours(path);
        int mode = Modes.initial(0666, attributes);
        return below(() -> ShimFileChannel.open(files, tree, name, OpenRequest.of(options), mode));
    }

    @Override
    public void deleteFile(Path path) throws IOException {
        ShimPath name = ours(path);
        below(() -> remove(name, false));
    }

    @Override
    public void deleteDirectory(Path path) throws IOException {
        ShimPath name = ours(path);
        below(() -> remove(name, true));
    }

    private boolean remove(ShimPath name, boolean directory) throws IOException {
        tree.removeEntry(name, directory);
        return true;
    }

    @Override
    public void move(Path source, SecureDirectoryStream<Path> targetDirectory, Path target) throws IOException {
        ShimPath from = ours(source);
        ShimPath to = ours(target);
        if (!(Objects.requireNonNull(targetDirectory) instanceof OpenDirectory other)) {
            throw new ProviderMismatchException();
        }
        long result = below(() -> other.below(() -> tree.rename(from, other.tree, to)));
        if (result == -EXDEV) {
            throw new AtomicMoveNotSupportedException(source.toString(), target.toString(), "another file system");
        }
        if (result < 0) {
            throw Errors.of(result, "rename", source, target);
        }
    }

    @Override
    public <V extends FileAttributeView> @Nullable V getFileAttributeView(Class<V> type) {
        return view(ShimPath.of(files, "."), Follow.YES, type);
    }

    @Override
    public <V extends FileAttributeView> @Nullable V getFileAttributeView(
            Path path, Class<V> type, LinkOption... options) {
        return view(ours(path), Follow.of(options), type);
    }

    private <V extends FileAttributeView> @Nullable V view(ShimPath path, Follow follow, Class<V> type) {
        V found = Views.of(files, tree, path, follow, type);
        // Lives as long as the stream: each of its calls holds the descriptor.
        return found == null ? null : type.cast(new Views(tree, path, follow, found.name(), handle));
    }
}
