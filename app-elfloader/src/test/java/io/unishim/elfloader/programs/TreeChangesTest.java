package io.unishim.elfloader.programs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Programs change a tree of files: on the host, and on a shim that keeps the changes in memory. Afterwards both see the same
 * tree, and the shim's has not changed on the host.
 */
class TreeChangesTest {
    private static final Path NO_INPUT = Path.of("/dev/null");

    private static final String[] COMMANDS = {
        "/bin/mkdir new",
        "/bin/mkdir -p new/a/b/c",
        "/bin/mkdir new",
        "/bin/mkdir -m 700 private",
        "/bin/rmdir new/a/b/c deep",
        "/bin/cp one.txt copy.txt",
        "/bin/cp -r deep copied",
        "/bin/cp -a deep preserved",
        "/bin/cp missing nowhere/file",
        "/bin/cp words one.txt new",
        "/bin/mv numbers moved",
        "/bin/mv deep/er new/er",
        "/bin/mv table empty",
        "/bin/mv -n words one.txt",
        "/bin/mv new new/a",
        "/bin/rm copied/bytes copy.txt missing",
        "/bin/rm deep",
        "/bin/rm -rf preserved/er",
        "/bin/ln -s one.txt soft",
        "/bin/ln -s one.txt soft",
        "/bin/ln -sf words soft",
        "/bin/ln one.txt hard",
        "/bin/ln deep harddeep",
        "/usr/bin/touch -d @1000000000 touched one.txt",
        "/usr/bin/touch -h -d @1000000001 dangling",
        "/usr/bin/touch -c missing",
        "/bin/chmod 640 moved",
        "/bin/chmod -R u=rwX,go= copied",
        "/bin/chmod +x missing",
        "/usr/bin/truncate -s 5 one.txt",
        "/usr/bin/truncate -s 10000 words",
        "/bin/dd if=deep/bytes of=part bs=1000 skip=3 count=7 status=none",
        "/bin/dd if=/dev/zero of=words bs=3 seek=2 count=1 conv=notrunc status=none",
        "/usr/bin/sort -o moved moved",
        "/bin/sed -i -e s/deep/shallow/ new/er/est/file",
        "/usr/bin/split -l 2 new/words piece-",
        "/usr/bin/install -m 751 -D words installed/here/words",
        "/bin/tar -cf all.tar --sort=name --mtime=@0 installed new empty soft",
        "/bin/mkdir unpacked",
        "/bin/tar -xf all.tar -C unpacked",
        "/bin/tar -tvf all.tar",
        "/usr/bin/mkfifo fifo",
        "/usr/bin/unlink hard",
        "/bin/rm -r preserved copied",
        "/usr/bin/find . -name piece-* -delete",
    };

    @Test
    void both_see_the_same_changes_and_the_host_sees_none_of_the_shims(@TempDir Path lower, @TempDir Path changed)
            throws IOException {
        Tree.make(lower);
        Tree.make(changed);
        List<String> before = Tree.describe(lower);
        List<String> natively = new ArrayList<>();
        List<String> inside = new ArrayList<>();
        try (Twin twin = new Twin()) {
            for (String command : COMMANDS) {
                String[] words = command.split(" ");
                if (Files.isExecutable(Path.of(words[0]))) {
                    natively.add(command + " " + twin.natively(changed, NO_INPUT, words));
                    inside.add(command + " " + twin.inside(lower, NO_INPUT, words));
                }
            }
            assertThat(inside).isEqualTo(natively);
            // Not the times of directories and of files made here: the two were made one after the other. Nor the links
            // of
            // directories, which have one if they are merged of two, as with Linux's overlayfs.
            String form = "%p %y %m %U %G %l\n";
            String[] all = {"/usr/bin/find", ".", "-printf", form};
            Result seen = twin.natively(changed, NO_INPUT, all).sorted();
            assertThat(twin.inside(lower, NO_INPUT, all).sorted()).isEqualTo(seen);
            String[] files = {"/usr/bin/find", ".", "-not", "-type", "d", "-printf", "%p %s %n\n"};
            assertThat(twin.inside(lower, NO_INPUT, files).sorted())
                    .isEqualTo(twin.natively(changed, NO_INPUT, files).sorted());
            assertThat(sums(twin, lower, seen, true)).isEqualTo(sums(twin, changed, seen, false));
            String[] times = {"/usr/bin/stat", "-c", "%n %Y", "one.txt", "touched", "dangling", "deep/bytes", "moved"};
            String[] kept = java.util.Arrays.copyOf(times, times.length - 1);
            assertThat(twin.inside(lower, NO_INPUT, kept)).isEqualTo(twin.natively(changed, NO_INPUT, kept));
        }
        assertThat(Tree.describe(lower)).isEqualTo(before);
    }

    /** @return the sum of each regular file's content */
    private static Result sums(Twin twin, Path directory, Result seen, boolean inside) {
        List<String> command = new ArrayList<>(List.of("/usr/bin/sha256sum", "--"));
        seen.output().lines().forEach(line -> {
            String[] fields = line.split(" (?=[a-z] [0-7]+ )", 2);
            if (fields[1].startsWith("f")) {
                command.add(fields[0]);
            }
        });
        String[] words = command.toArray(String[]::new);
        return inside ? twin.inside(directory, NO_INPUT, words) : twin.natively(directory, NO_INPUT, words);
    }
}
