package io.unishim.bench.files;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** The operations by java.nio, on whatever file system a subclass brings. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public abstract class JavaFiles {
    /** Bytes moved at a time. */
    static final int BLOCK = 4096;

    /** Files in the directory that is listed. */
    static final int MANY = 1000;

    /** An appended file is cut to nothing when it has this many blocks. */
    static final int APPENDS = 1024;

    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BLOCK);
    private final Path root;
    private final Path file;
    private final Path fresh;
    private final Path many;
    private final Path appended;
    private final FileChannel channel;
    private final FileChannel appending;
    private int appends;

    /** How a file system is made. */
    interface Root {
        /** @return an empty directory of a new file system */
        Path make() throws IOException;
    }

    /** Makes the files. JMH wants a constructor that throws nothing. */
    JavaFiles(Root making) {
        try {
            root = making.make();
            file = Files.write(root.resolve("file"), new byte[16 * BLOCK]);
            fresh = root.resolve("fresh");
            many = Files.createDirectory(root.resolve("many"));
            for (int i = 0; i < MANY; i++) {
                Files.createFile(many.resolve("entry-" + i));
            }
            channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
            appended = Files.createFile(root.resolve("appended"));
            appending = FileChannel.open(appended, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Closes what is open. */
    @TearDown
    public void tearDown() throws IOException {
        channel.close();
        appending.close();
        shut(root);
    }

    /** Closes the file system. */
    void shut(Path top) throws IOException {
        top.getFileSystem().close();
    }

    @Benchmark
    public void openClose() throws IOException {
        FileChannel.open(file, StandardOpenOption.READ).close();
    }

    @Benchmark
    public void createUnlink() throws IOException {
        FileChannel.open(fresh, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)
                .close();
        Files.delete(fresh);
    }

    @Benchmark
    public long stat() throws IOException {
        return Files.readAttributes(file, BasicFileAttributes.class).size();
    }

    @Benchmark
    public int pread4096() throws IOException {
        return channel.read(buffer.clear(), BLOCK);
    }

    @Benchmark
    public int pwrite4096() throws IOException {
        return channel.write(buffer.clear(), BLOCK);
    }

    @Benchmark
    public void append4096() throws IOException {
        appending.write(buffer.clear());
        if (++appends == APPENDS) {
            appends = 0;
            // A channel that appends may not be truncated everywhere.
            FileChannel.open(appended, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)
                    .close();
        }
    }

    @Benchmark
    public int readdir1000() throws IOException {
        int length = 0;
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(many)) {
            for (Path each : entries) {
                length += each.getFileName().toString().length();
            }
        }
        return length;
    }

    @Benchmark
    public void twoRenames() throws IOException {
        Files.move(file, fresh);
        Files.move(fresh, file);
    }

    @Benchmark
    public void mkdirRmdir() throws IOException {
        Files.createDirectory(fresh);
        Files.delete(fresh);
    }
}
