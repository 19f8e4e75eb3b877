package io.unishim.vfscore.core;

import static io.unishim.abi.Fcntl.O_CREAT;
import static io.unishim.abi.Fcntl.O_DIRECTORY;
import static io.unishim.abi.Fcntl.O_RDONLY;
import static io.unishim.abi.Fcntl.O_WRONLY;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.unishim.Shim;
import io.unishim.linux.DirectoryCalls;
import io.unishim.linux.DirectoryCallsFamily;
import io.unishim.linux.Linux;
import io.unishim.memory.UserBuffer;
import io.unishim.task.Task;
import io.unishim.vfscore.VfscoreLibrary;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Entries of directories, byte for byte (man 2 getdents), with names of every length. */
class DirentFormatTest {
    private static final int LONGEST = 255;
    private static final byte DT_REG = 8;

    @Test
    void entries_of_both_formats_end_in_zeros_whatever_was_listed_before() {
        try (Shim shim = Shim.builder().only().library(new VfscoreLibrary()).boot()) {
            Task task = shim.newProcess("lister");
            Linux linux = shim.linux(task);
            DirectoryCalls calls = shim.calls(DirectoryCallsFamily.FAMILY);
            linux.mkdir("/d", 0755);
            List<String> names = new ArrayList<>();
            for (int length = 1; length <= LONGEST; length++) {
                names.add("n".repeat(length));
                linux.close(linux.open("/d/" + "n".repeat(length), O_CREAT | O_WRONLY, 0644));
            }
            byte[] bytes = new byte[1 << 16];
            int fd = linux.open("/d", O_RDONLY | O_DIRECTORY, 0);
            for (boolean old : new boolean[] {false, true, false}) {
                linux.lseek(fd, 0, 0);
                UserBuffer room = UserBuffer.of(bytes);
                long count = old ? calls.getdents(task, fd, room) : calls.getdents64(task, fd, room);
                assertThat(names(bytes, (int) count, old)).isEqualTo(names);
            }
        }
    }

    private static List<String> names(byte[] bytes, int count, boolean old) {
        ByteBuffer words = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        List<String> found = new ArrayList<>();
        for (int at = 0, length; at < count; at += length) {
            length = words.getShort(at + 16);
            int start = at + (old ? 18 : 19);
            int type = old ? at + length - 1 : at + 18;
            int end = start;
            while (bytes[end] != 0) {
                end++;
            }
            String name = new String(bytes, start, end - start, US_ASCII);
            assertThat(length).isEqualTo(20 + name.length() + 7 & ~7); // a byte for the type, one for the NUL
            for (int i = end; i < at + length; i++) {
                assertThat(bytes[i] == 0 || i == type)
                        .as("byte %d of %s", i - at, name)
                        .isTrue();
            }
            if (!name.startsWith(".")) {
                assertThat(bytes[type]).isEqualTo(DT_REG);
                found.add(name);
            }
        }
        return found;
    }
}
