package io.unishim.nio;

import static java.nio.channels.FileChannel.MapMode.PRIVATE;
import static java.nio.channels.FileChannel.MapMode.READ_ONLY;
import static java.nio.channels.FileChannel.MapMode.READ_WRITE;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.unishim.Shim;
import io.unishim.testing.ShimExtension;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Mapped files: one with what is written and read otherwise, as on Java's own file system. */
@ExtendWith(ShimExtension.class)
class MappingTest {
    interface Attempt {
        Object run() throws Exception;
    }

    private static String outcome(Attempt attempt) {
        try {
            return String.valueOf(attempt.run());
        } catch (Exception e) {
            return e.getClass().getName();
        }
    }

    private static String text(ByteBuffer bytes) {
        return US_ASCII.decode(bytes.duplicate().clear()).toString().replace('\0', '.');
    }

    private static List<String> mapped(Path dir) throws Exception {
        List<String> seen = new ArrayList<>();
        Path file = Files.write(dir.resolve("f"), "0123456789".getBytes(US_ASCII));
        MappedByteBuffer kept;
        FileChannel closed;
        try (FileChannel channel = FileChannel.open(file, READ, WRITE)) {
            MappedByteBuffer shared = channel.map(READ_WRITE, 3, 5);
            seen.add(text(shared));
            shared.put(0, (byte) 'x');
            seen.add(Files.readString(file));
            channel.write(ByteBuffer.wrap("yz".getBytes(US_ASCII)), 4);
            seen.add(text(shared));

            MappedByteBuffer own = channel.map(PRIVATE, 0, 10);
            own.put(9, (byte) 'p');
            seen.add(text(own) + " " + Files.readString(file));

            MappedByteBuffer longer = channel.map(READ_WRITE, 8, 6);
            seen.add(channel.size() + " " + text(longer));
            longer.put(5, (byte) 'e');
            longer.force();
            kept = channel.map(READ_ONLY, 0, 14);
            seen.add(kept.isReadOnly() + " " + kept.isDirect() + " " + text(kept));
            seen.add(channel.map(READ_ONLY, 5, 0).capacity() + " at " + channel.position());
            seen.add(outcome(() -> channel.map(READ_ONLY, -1, 5)));
            seen.add(outcome(() -> channel.map(READ_ONLY, 0, -1)));
            seen.add(outcome(() -> channel.map(READ_ONLY, 0, 1L << 31)));
            closed = channel;
        }
        seen.add(outcome(() -> closed.map(READ_ONLY, 0, 5)));
        Files.delete(file);
        seen.add(text(kept)); // it outlives the channel and the name
        try (FileChannel readOnly = FileChannel.open(Files.writeString(dir.resolve("g"), "abc"), READ);
                FileChannel writeOnly = FileChannel.open(dir.resolve("h"), CREATE, WRITE)) {
            seen.add(text(readOnly.map(READ_ONLY, 1, 2)));
            seen.add(outcome(() -> readOnly.map(READ_WRITE, 0, 3)));
            seen.add(outcome(() -> readOnly.map(PRIVATE, 0, 3)));
            seen.add(outcome(() -> readOnly.map(READ_ONLY, 0, 4)));
            seen.add(outcome(() -> writeOnly.map(READ_WRITE, 0, 3)));
        }
        return seen;
    }

    @Test
    void a_mapping_and_the_file_are_one(Shim shim, @TempDir Path onHost) throws Exception {
        try (ShimFileSystem files = ShimFileSystem.of(shim)) {
            assertThat(mapped(Files.createDirectory(files.getPath("/m")))).isEqualTo(mapped(onHost));
        }
    }

    @Test
    void a_file_that_the_host_cannot_map_is_refused(Shim shim) throws Exception {
        try (ShimFileSystem files = ShimFileSystem.of(shim);
                FileChannel channel = FileChannel.open(files.getPath("/proc/mounts"), READ)) {
            assertThatThrownBy(() -> channel.map(READ_ONLY, 0, 0)).isInstanceOf(UnsupportedOperationException.class);
        }
    }
}
