package io.unishim.archive;

import io.unishim.file.ArchiveReader;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;

/** Tells by its first bytes what an archive is, whatever its name. */
public final class CompressedArchives implements ArchiveReader {
    private static final int LOOK = 512;
    private static final int TAR_MAGIC_AT = 257;

    /** Creates it; found by ServiceLoader. */
    public CompressedArchives() {}

    @Override
    public void read(Path archive, Sink sink) throws IOException {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(archive))) {
            byte[] start = look(in);
            if (starts(start, 0, "PK")) {
                ZipEntries.read(archive, sink);
            } else if (start.length > 1 && start[0] == 0x1f && start[1] == (byte) 0x8b) {
                stream(new BufferedInputStream(new GZIPInputStream(in)), sink);
            } else {
                stream(in, sink);
            }
        } catch (IllegalArgumentException
                | IllegalStateException
                | IndexOutOfBoundsException
                | NegativeArraySizeException e) {
            throw new IOException("it is damaged: " + e.getMessage(), e); // the library's way with some bad headers
        }
    }

    private static void stream(InputStream in, Sink sink) throws IOException {
        byte[] start = look(in);
        if (starts(start, TAR_MAGIC_AT, "ustar")) {
            TarEntries.read(in, sink);
        } else if (starts(start, 0, "0707") || start.length > 1 && isBinaryCpio(start)) {
            CpioEntries.read(in, sink);
        } else {
            throw new IOException("it is neither tar nor cpio nor zip");
        }
    }

    private static boolean isBinaryCpio(byte[] start) {
        int first = Byte.toUnsignedInt(start[0]) << 8 | Byte.toUnsignedInt(start[1]);
        return first == 0x71c7 || first == 0xc771;
    }

    private static byte[] look(InputStream in) throws IOException {
        in.mark(LOOK);
        byte[] start = in.readNBytes(LOOK);
        in.reset();
        return start;
    }

    private static boolean starts(byte[] bytes, int at, String text) {
        byte[] wanted = text.getBytes(StandardCharsets.US_ASCII);
        return bytes.length >= at + wanted.length
                && java.util.Arrays.equals(bytes, at, at + wanted.length, wanted, 0, wanted.length);
    }

    /** A device's number as {@code makedev(3)} packs it. */
    static long device(long major, long minor) {
        return minor & 0xff | (major & 0xfff) << 8 | (minor & ~0xffL) << 12;
    }
}
