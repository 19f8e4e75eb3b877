package io.unishim.archive;

import static io.unishim.abi.StatModes.S_IFLNK;
import static io.unishim.abi.StatModes.S_IFMT;
import static io.unishim.abi.StatModes.S_IFREG;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.unishim.file.ArchiveEntry;
import io.unishim.file.ArchiveReader;
import io.unishim.struct.Timespec;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;
import org.apache.commons.compress.archivers.cpio.CpioArchiveEntry;
import org.apache.commons.compress.archivers.cpio.CpioArchiveInputStream;

/** Reads cpio: the formats newc, crc, odc and the old binary one. */
final class CpioEntries {
    private static final int PATH_MAX = 4096;
    private static final int NEW_FORMATS = 3;

    private CpioEntries() {}

    static void read(InputStream in, ArchiveReader.Sink sink) throws IOException {
        CpioArchiveInputStream cpio = new CpioArchiveInputStream(in, UTF_8.name());
        Map<String, String> names = new HashMap<>();
        CpioArchiveEntry entry = cpio.getNextEntry();
        while (entry != null) {
            boolean file = (entry.getMode() & S_IFMT) == S_IFREG;
            boolean several = file && entry.getNumberOfLinks() > 1;
            String first = several ? names.putIfAbsent(file(entry), entry.getName()) : null;
            sink.add(describe(entry, first, cpio), cpio);
            entry = cpio.getNextEntry();
        }
    }

    private static boolean isNew(CpioArchiveEntry entry) {
        return (entry.getFormat() & NEW_FORMATS) != 0;
    }

    /** Which file it is; the content stands with one of its names, mostly the last. */
    private static String file(CpioArchiveEntry entry) {
        return isNew(entry)
                ? entry.getDeviceMaj() + ":" + entry.getDeviceMin() + ":" + entry.getInode()
                : entry.getDevice() + ":" + entry.getInode();
    }

    private static ArchiveEntry describe(
            CpioArchiveEntry entry, @org.jspecify.annotations.Nullable String first, InputStream content)
            throws IOException {
        byte[] link = first == null ? null : first.getBytes(UTF_8);
        if ((entry.getMode() & S_IFMT) == S_IFLNK) {
            link = content.readNBytes(PATH_MAX);
        }
        long device = isNew(entry)
                ? CompressedArchives.device(entry.getRemoteDeviceMaj(), entry.getRemoteDeviceMin())
                : entry.getRemoteDevice();
        return new ArchiveEntry(
                entry.getName().getBytes(UTF_8),
                (int) entry.getMode(),
                (int) entry.getUID(),
                (int) entry.getGID(),
                device,
                new Timespec(entry.getTime(), 0),
                link,
                first != null,
                Map.of());
    }
}
