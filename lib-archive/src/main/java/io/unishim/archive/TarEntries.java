package io.unishim.archive;

import static io.unishim.abi.StatModes.S_IFBLK;
import static io.unishim.abi.StatModes.S_IFCHR;
import static io.unishim.abi.StatModes.S_IFDIR;
import static io.unishim.abi.StatModes.S_IFIFO;
import static io.unishim.abi.StatModes.S_IFLNK;
import static io.unishim.abi.StatModes.S_IFREG;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.unishim.file.ArchiveEntry;
import io.unishim.file.ArchiveReader;
import io.unishim.struct.Timespec;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/** Reads tar: ustar, GNU's and pax's. */
final class TarEntries {
    private static final int PERMISSIONS = 07777;
    private static final int RECORD = 512;
    private static final String XATTR = "SCHILY.xattr.";

    private TarEntries() {}

    static void read(InputStream in, ArchiveReader.Sink sink) throws IOException {
        Counted counted = new Counted(in);
        TarArchiveInputStream tar = new TarArchiveInputStream(counted, UTF_8.name());
        TarArchiveEntry entry = tar.getNextEntry();
        while (entry != null) {
            sink.add(describe(entry), tar);
            entry = tar.getNextEntry();
        }
        if (counted.count % RECORD != 0) {
            throw new IOException("it ends in the middle of a header");
        }
    }

    private static ArchiveEntry describe(TarArchiveEntry entry) throws IOException {
        boolean link = entry.isSymbolicLink() || entry.isLink();
        return new ArchiveEntry(
                entry.getName().getBytes(UTF_8),
                type(entry) | entry.getMode() & PERMISSIONS,
                (int) entry.getLongUserId(),
                (int) entry.getLongGroupId(),
                CompressedArchives.device(entry.getDevMajor(), entry.getDevMinor()),
                modified(entry),
                link ? entry.getLinkName().getBytes(UTF_8) : null,
                entry.isLink(),
                attributes(entry));
    }

    private static int type(TarArchiveEntry entry) {
        if (entry.isSymbolicLink()) {
            return S_IFLNK;
        }
        if (entry.isDirectory()) {
            return S_IFDIR;
        }
        if (entry.isCharacterDevice()) {
            return S_IFCHR;
        }
        return entry.isBlockDevice() ? S_IFBLK : entry.isFIFO() ? S_IFIFO : S_IFREG;
    }

    private static Timespec modified(TarArchiveEntry entry) {
        Instant time = entry.getLastModifiedTime().toInstant();
        return new Timespec(time.getEpochSecond(), time.getNano());
    }

    /** Those of users; others hold bytes that text cannot. */
    private static Map<String, byte[]> attributes(TarArchiveEntry entry) {
        Map<String, byte[]> found = new HashMap<>();
        entry.getExtraPaxHeaders().forEach((key, value) -> {
            if (key.startsWith(XATTR + "user.")) {
                found.put(key.substring(XATTR.length()), value.getBytes(UTF_8));
            }
        });
        return found;
    }

    /** Counts what was read, to tell an end from a cut. */
    private static final class Counted extends FilterInputStream {
        private long count;

        Counted(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            int got = super.read();
            count += got < 0 ? 0 : 1;
            return got;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            int got = super.read(target, offset, length);
            count += Math.max(got, 0);
            return got;
        }

        @Override
        public long skip(long length) throws IOException {
            long skipped = super.skip(length);
            count += skipped;
            return skipped;
        }
    }
}
