package io.unishim.samples;

import static io.unishim.abi.Fcntl.O_CREAT;
import static io.unishim.abi.Fcntl.O_DIRECTORY;
import static io.unishim.abi.Fcntl.O_RDONLY;
import static io.unishim.abi.Fcntl.O_TRUNC;
import static io.unishim.abi.Fcntl.O_WRONLY;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.unishim.Shim;
import io.unishim.call.ErrnoException;
import io.unishim.file.Faults;
import io.unishim.file.Mount;
import io.unishim.linux.Linux;

/**
 * Power cuts on purpose: a file is replaced by a new one, the power goes at every step of that, and the disk is looked at
 * again. Once as it should be done, once without the sync that programs forget.
 */
public final class PowerCut {
    private PowerCut() {}

    /** Runs the sample. */
    public static void main(String... arguments) {
        for (boolean careful : new boolean[] {true, false}) {
            System.out.println(careful ? "with fsync of the new file:" : "without:");
            for (int step = 1; step <= 6; step++) {
                Faults disk = new Faults(2);
                try (Shim shim = boot(disk)) {
                    save(shim.linux(), "old", true);
                    disk.cutAt(step);
                    save(shim.linux(), "new", careful);
                    disk.cut();
                } catch (ErrnoException e) {
                    // The power is gone: whatever the program does now answers EIO.
                }
                try (Shim shim = boot(disk)) {
                    System.out.println("  cut at change " + step + ": the file holds \"" + load(shim.linux()) + '"');
                }
            }
        }
    }

    private static Shim boot(Faults disk) {
        return Shim.builder().mount(Mount.memory("/data").faults(disk)).boot();
    }

    /** Writes a new file beside the old one, renames it, and has the directory remember that. */
    private static void save(Linux linux, String text, boolean careful) {
        int fd = linux.open("/data/settings.new", O_WRONLY | O_CREAT | O_TRUNC, 0644);
        linux.write(fd, text.getBytes(UTF_8));
        if (careful) {
            linux.fsync(fd);
        }
        linux.close(fd);
        linux.rename("/data/settings.new", "/data/settings");
        int directory = linux.open("/data", O_RDONLY | O_DIRECTORY, 0);
        linux.fsync(directory);
        linux.close(directory);
    }

    private static String load(Linux linux) {
        int fd = linux.open("/data/settings", O_RDONLY, 0);
        byte[] bytes = new byte[64];
        int count = linux.read(fd, bytes);
        linux.close(fd);
        return new String(bytes, 0, count, UTF_8);
    }
}
