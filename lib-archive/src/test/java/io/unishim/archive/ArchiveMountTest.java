package io.unishim.archive;

import static io.unishim.abi.Errno.EROFS;
import static io.unishim.abi.Fcntl.O_CREAT;
import static io.unishim.abi.Fcntl.O_RDONLY;
import static io.unishim.abi.Fcntl.O_WRONLY;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.unishim.Shim;
import io.unishim.call.ErrnoException;
import io.unishim.file.Mount;
import io.unishim.linux.Linux;
import io.unishim.struct.Stat;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.cpio.CpioArchiveEntry;
import org.apache.commons.compress.archivers.cpio.CpioArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArchiveMountTest {
    private static final long THEN = 1_234_567_890;

    @TempDir
    Path dir = Path.of("");

    private interface Entries {
        void write(TarArchiveOutputStream tar) throws IOException;
    }

    private Path tar(Entries entries) throws IOException {
        Path file = dir.resolve("image");
        try (TarArchiveOutputStream out = new TarArchiveOutputStream(Files.newOutputStream(file), UTF_8.name())) {
            out.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
            entries.write(out);
        }
        return file;
    }

    private static void file(TarArchiveOutputStream tar, String name, String content) throws IOException {
        TarArchiveEntry entry = new TarArchiveEntry(name, true);
        entry.setSize(content.getBytes(UTF_8).length);
        entry.setMode(0640);
        entry.setIds(12, 34);
        entry.setModTime(THEN * 1000);
        tar.putArchiveEntry(entry);
        tar.write(content.getBytes(UTF_8));
        tar.closeArchiveEntry();
    }

    private static void link(TarArchiveOutputStream tar, String name, byte type, String target) throws IOException {
        TarArchiveEntry entry = new TarArchiveEntry(name, type, true);
        entry.setLinkName(target);
        tar.putArchiveEntry(entry);
        tar.closeArchiveEntry();
    }

    private static String read(Linux linux, String path) {
        int fd = linux.open(path, O_RDONLY, 0);
        byte[] room = new byte[100];
        int length = linux.read(fd, room);
        linux.close(fd);
        return new String(room, 0, length, UTF_8);
    }

    private static Shim mounted(Path archive) {
        return Shim.builder().mount(Mount.archive(archive, "/")).boot();
    }

    @Test
    void tar_keeps_what_files_are() throws IOException {
        Path image = tar(tar -> {
            TarArchiveEntry top = new TarArchiveEntry("srv/", true);
            top.setMode(01750);
            top.setModTime(THEN * 1000);
            tar.putArchiveEntry(top);
            tar.closeArchiveEntry();
            file(tar, "srv/file", "hello");
            link(tar, "srv/again", TarConstants.LF_LINK, "srv/file");
            link(tar, "srv/soft", TarConstants.LF_SYMLINK, "file");
            TarArchiveEntry device = new TarArchiveEntry("null", TarConstants.LF_CHR, true);
            device.setDevMajor(1);
            device.setDevMinor(3);
            tar.putArchiveEntry(device);
            tar.closeArchiveEntry();
            file(tar, "deep/" + "n".repeat(150) + "/\u00e4", "long");
        });
        try (Shim shim = mounted(image)) {
            Linux linux = shim.linux();
            Stat stat = linux.stat("/srv/file");
            assertThat(stat.mode()).isEqualTo(0100640);
            assertThat(stat.uid()).isEqualTo(12);
            assertThat(stat.gid()).isEqualTo(34);
            assertThat(stat.nlink()).isEqualTo(2);
            assertThat(stat.mtime().seconds()).isEqualTo(THEN);
            assertThat(linux.stat("/srv/again").ino()).isEqualTo(stat.ino());
            assertThat(linux.stat("/srv").mode()).isEqualTo(041750);
            assertThat(linux.stat("/srv").mtime().seconds()).isEqualTo(THEN);
            assertThat(read(linux, "/srv/soft")).isEqualTo("hello");
            assertThat(linux.stat("/null").rdev()).isEqualTo(0x103);
            assertThat(read(linux, "/deep/" + "n".repeat(150) + "/\u00e4")).isEqualTo("long");
            assertThat(linux.stat("/proc").ino()).isPositive();
        }
    }

    @Test
    void what_is_read_only_stays_so_and_an_overlay_is_written_in_memory() throws IOException {
        Path image = tar(tar -> file(tar, "file", "hello"));
        byte[] before = Files.readAllBytes(image);
        try (Shim shim = Shim.builder()
                .mount(Mount.archiveOverlay(image, "/"))
                .mount(Mount.archive(image, "/mnt"))
                .boot()) {
            Linux linux = shim.linux();
            assertThatThrownBy(() -> linux.open("/mnt/new", O_WRONLY | O_CREAT, 0644))
                    .isInstanceOfSatisfying(
                            ErrnoException.class, e -> assertThat(e.errno()).isEqualTo(EROFS));
            assertThat(read(linux, "/mnt/file")).isEqualTo("hello");
            int fd = linux.open("/file", O_WRONLY, 0);
            linux.write(fd, "HE".getBytes(UTF_8));
            linux.close(fd);
            assertThat(read(linux, "/file")).isEqualTo("HEllo");
        }
        assertThat(Files.readAllBytes(image)).isEqualTo(before);
    }

    @Test
    void hostile_names_stay_inside() throws IOException {
        Files.writeString(dir.resolve("outside"), "untouched");
        Path image = tar(tar -> {
            file(tar, "../../outside", "a");
            file(tar, "x/../../../up", "b");
            TarArchiveEntry absolute = new TarArchiveEntry("/etc/absolute", true);
            absolute.setSize(1);
            tar.putArchiveEntry(absolute);
            tar.write('c');
            tar.closeArchiveEntry();
            link(tar, "out", TarConstants.LF_SYMLINK, dir.toString());
            file(tar, "out/outside", "d");
            link(tar, "up2", TarConstants.LF_SYMLINK, "../../..");
            file(tar, "up2/etc/e", "e");
        });
        try (Shim shim = mounted(image)) {
            Linux linux = shim.linux();
            assertThat(read(linux, "/outside")).isEqualTo("a");
            assertThat(read(linux, "/up")).isEqualTo("b");
            assertThat(read(linux, "/etc/absolute")).isEqualTo("c");
            assertThat(read(linux, dir + "/outside")).isEqualTo("d");
            assertThat(read(linux, "/etc/e")).isEqualTo("e");
        }
        assertThat(Files.readString(dir.resolve("outside"))).isEqualTo("untouched");
    }

    @Test
    void links_that_lead_nowhere_fail_the_boot() throws IOException {
        Path hard = tar(tar -> link(tar, "x", TarConstants.LF_LINK, "/etc/passwd"));
        assertThatThrownBy(() -> mounted(hard))
                .isInstanceOf(IllegalStateException.class)
                .hasStackTraceContaining("the entry x is a link to what is not there before it");
        Path loop = tar(tar -> {
            link(tar, "a", TarConstants.LF_SYMLINK, "a");
            file(tar, "a/b", "");
        });
        assertThatThrownBy(() -> mounted(loop)).hasStackTraceContaining("too many symbolic links");
        Path below = tar(tar -> {
            file(tar, "a", "");
            file(tar, "a/b", "");
        });
        assertThatThrownBy(() -> mounted(below)).hasStackTraceContaining("lies below what is no directory");
    }

    @Test
    void later_entries_replace_earlier_ones() throws IOException {
        Path image = tar(tar -> {
            file(tar, "f", "old");
            link(tar, "g", TarConstants.LF_LINK, "f");
            file(tar, "f", "new");
        });
        try (Shim shim = mounted(image)) {
            assertThat(read(shim.linux(), "/f")).isEqualTo("new");
            assertThat(read(shim.linux(), "/g")).isEqualTo("old");
        }
    }

    @Test
    void cpio_by_gzip() throws IOException {
        Path file = dir.resolve("initrd");
        try (OutputStream zipped = new GZIPOutputStream(Files.newOutputStream(file));
                CpioArchiveOutputStream out = new CpioArchiveOutputStream(zipped)) {
            for (String name : new String[] {"one", "two"}) {
                CpioArchiveEntry entry = new CpioArchiveEntry(name);
                boolean last = name.equals("two");
                entry.setMode(0100755);
                entry.setInode(7);
                entry.setNumberOfLinks(2);
                entry.setSize(last ? 3 : 0);
                out.putArchiveEntry(entry);
                out.write(last ? "abc".getBytes(UTF_8) : new byte[0]);
                out.closeArchiveEntry();
            }
        }
        try (Shim shim = mounted(file)) {
            assertThat(read(shim.linux(), "/one")).isEqualTo("abc");
            assertThat(shim.linux().stat("/one").nlink()).isEqualTo(2);
            assertThat(shim.linux().stat("/two").mode()).isEqualTo(0100755);
        }
    }

    @Test
    void zip() throws IOException {
        Path file = dir.resolve("z");
        try (ZipArchiveOutputStream out = new ZipArchiveOutputStream(file)) {
            for (String[] each : new String[][] {{"d/", ""}, {"d/f", "abc"}, {"l", "d/f"}}) {
                ZipArchiveEntry entry = new ZipArchiveEntry(each[0]);
                entry.setUnixMode(each[0].equals("l") ? 0120777 : each[0].equals("d/") ? 040700 : 0100711);
                out.putArchiveEntry(entry);
                out.write(each[1].getBytes(UTF_8));
                out.closeArchiveEntry();
            }
        }
        try (Shim shim = mounted(file)) {
            assertThat(read(shim.linux(), "/l")).isEqualTo("abc");
            assertThat(shim.linux().stat("/d/f").mode()).isEqualTo(0100711);
            assertThat(shim.linux().stat("/d").mode()).isEqualTo(040700);
        }
    }

    @Test
    void what_is_cut_says_so() throws IOException {
        Path whole = tar(tar -> file(tar, "f", "x".repeat(2000)));
        byte[] bytes = Files.readAllBytes(whole);
        for (int length : new int[] {100, 600, 1500}) {
            Path cut = Files.write(dir.resolve("cut" + length), Arrays.copyOf(bytes, length));
            assertThatThrownBy(() -> mounted(cut))
                    .as("%d bytes", length)
                    .isInstanceOf(IllegalStateException.class)
                    .hasStackTraceContaining("cut" + length + " cannot be read");
        }
        Path zipped = dir.resolve("zipped");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(zipped))) {
            out.write(bytes);
        }
        byte[] gz = Files.readAllBytes(zipped);
        Path cut = Files.write(dir.resolve("cut.gz"), Arrays.copyOf(gz, gz.length - 20));
        assertThatThrownBy(() -> mounted(cut)).hasStackTraceContaining("cut.gz cannot be read");
    }

    @Test
    void what_is_no_archive_says_so() throws IOException {
        Path text = Files.writeString(dir.resolve("text"), "nothing that is known");
        assertThatThrownBy(() -> mounted(text)).hasStackTraceContaining("neither tar nor cpio nor zip");
        assertThatThrownBy(() -> mounted(dir.resolve("missing"))).hasStackTraceContaining("cannot be read");
    }
}
