package io.unishim.archive;

import static io.unishim.abi.StatModes.S_IFDIR;
import static io.unishim.abi.StatModes.S_IFLNK;
import static io.unishim.abi.StatModes.S_IFMT;
import static io.unishim.abi.StatModes.S_IFREG;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.unishim.file.ArchiveEntry;
import io.unishim.file.ArchiveReader;
import io.unishim.struct.Timespec;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import org.apache.commons.compress.archivers.zip.X7875_NewUnix;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;

/** Reads zip. Modes and links are there if it was made on Unix; owners if Info-ZIP noted them. */
final class ZipEntries {
    private static final int PATH_MAX = 4096;
    private static final int DIRECTORY_MODE = 0755;
    private static final int FILE_MODE = 0644;
    private static final int EVERY_BIT = 07777;

    private ZipEntries() {}

    static void read(Path archive, ArchiveReader.Sink sink) throws IOException {
        try (ZipFile zip = ZipFile.builder().setPath(archive).get()) {
            for (ZipArchiveEntry entry : Collections.list(zip.getEntriesInPhysicalOrder())) {
                try (InputStream content = zip.getInputStream(entry)) {
                    sink.add(describe(entry, content), content);
                }
            }
        }
    }

    private static ArchiveEntry describe(ZipArchiveEntry entry, InputStream content) throws IOException {
        int type = entry.isDirectory() ? S_IFDIR : entry.isUnixSymlink() ? S_IFLNK : S_IFREG;
        int unix = entry.getUnixMode();
        int otherwise = type == S_IFDIR ? DIRECTORY_MODE : FILE_MODE;
        int mode = (unix & S_IFMT) != 0 || (unix & EVERY_BIT) != 0 ? unix & EVERY_BIT : otherwise;
        Instant time = entry.getLastModifiedTime().toInstant();
        X7875_NewUnix owner =
                entry.getExtraField(new X7875_NewUnix().getHeaderId()) instanceof X7875_NewUnix noted ? noted : null;
        return new ArchiveEntry(
                entry.getName().getBytes(UTF_8),
                type | mode,
                owner == null ? 0 : (int) owner.getUID(),
                owner == null ? 0 : (int) owner.getGID(),
                0,
                new Timespec(time.getEpochSecond(), time.getNano()),
                type == S_IFLNK ? content.readNBytes(PATH_MAX) : null,
                false,
                Map.of());
    }
}
