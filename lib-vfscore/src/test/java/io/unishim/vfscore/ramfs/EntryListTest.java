package io.unishim.vfscore.ramfs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.unishim.Shim;
import io.unishim.abi.Fcntl;
import io.unishim.linux.DirectoryCalls;
import io.unishim.linux.DirectoryCallsFamily;
import io.unishim.linux.Linux;
import io.unishim.memory.UserBuffer;
import io.unishim.task.Task;
import io.unishim.vfscore.VfscoreLibrary;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Names are listed in the order they were made, whenever somebody begins to ask for the list. */
class EntryListTest {
    private final Shim shim =
            Shim.builder().only().library(new VfscoreLibrary()).boot();
    private final Task task = shim.newProcess("list");
    private final Linux linux = shim.linux(task);
    private final DirectoryCalls directories = shim.calls(DirectoryCallsFamily.FAMILY);
    private final LinkedHashSet<String> expected = new LinkedHashSet<>();

    @BeforeEach
    void directory() {
        linux.mkdir("/d", 0755);
    }

    @AfterEach
    void close() {
        shim.close();
    }

    private void make(String name) {
        linux.close(linux.open("/d/" + name, Fcntl.O_CREAT | Fcntl.O_EXCL, 0644));
        expected.add(name);
    }

    private void remove(String name) {
        linux.unlink("/d/" + name);
        expected.remove(name);
    }

    private void rename(String name, String newName) {
        linux.rename("/d/" + name, "/d/" + newName);
        expected.remove(name);
        expected.add(newName);
    }

    /** Goes on where the descriptor is, with room for few names. */
    private List<String> some(int fd) {
        byte[] room = new byte[256];
        int count = (int) directories.getdents64(task, fd, UserBuffer.of(room));
        ByteBuffer words = ByteBuffer.wrap(room).order(ByteOrder.LITTLE_ENDIAN);
        List<String> names = new ArrayList<>();
        for (int at = 0; at < count; at += words.getShort(at + 16)) {
            int end = at + 19;
            while (room[end] != 0) {
                end++;
            }
            names.add(new String(room, at + 19, end - at - 19, UTF_8));
        }
        return names;
    }

    private List<String> all(int fd) {
        List<String> names = new ArrayList<>();
        List<String> more = some(fd);
        while (!more.isEmpty()) {
            names.addAll(more);
            more = some(fd);
        }
        return names;
    }

    private List<String> all() {
        int fd = linux.open("/d", Fcntl.O_DIRECTORY);
        List<String> names = all(fd);
        linux.close(fd);
        assertThat(names.subList(0, 2)).containsExactly(".", "..");
        return names.subList(2, names.size());
    }

    @Test
    void names_of_every_length() {
        for (int i = 1; i <= 20; i++) {
            make("abcdefghijklmnopqrst".substring(0, i));
        }
        assertThat(all()).containsExactlyElementsOf(expected);
        assertThat(all()).containsExactlyElementsOf(expected);
    }

    @Test
    void as_made_whatever_came_and_went_before_and_after() {
        Random random = new Random(1);
        int next = 0;
        for (int round = 0; round < 60; round++) {
            for (int i = random.nextInt(100); i > 0; i--) {
                List<String> there = new ArrayList<>(expected);
                int what = random.nextInt(round % 8 == 7 ? 2 : 4);
                if (what == 0 && !there.isEmpty()) {
                    rename(there.get(random.nextInt(there.size())), "r" + next++);
                } else if (what == 1 && !there.isEmpty()) {
                    remove(there.get(random.nextInt(there.size())));
                } else {
                    make("f" + next++);
                }
            }
            if (round % 10 == 9) {
                new ArrayList<>(expected).forEach(this::remove);
            }
            if (round % 3 != 0) {
                assertThat(all()).containsExactlyElementsOf(expected);
            }
        }
    }

    @Test
    void position_stays_while_all_goes_and_others_come() {
        for (int i = 0; i < 40; i++) {
            make("old" + i);
        }
        int fd = linux.open("/d", Fcntl.O_DIRECTORY);
        List<String> seen = new ArrayList<>(some(fd));
        new ArrayList<>(expected).forEach(this::remove);
        for (int i = 0; i < 10; i++) {
            make("new" + i);
        }
        assertThat(all(fd)).containsExactlyElementsOf(expected);
        assertThat(seen).contains("old0").doesNotContain("new0");
        linux.close(fd);
    }
}
