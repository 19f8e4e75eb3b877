package io.unishim.elfloader.programs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The host's own small programs, mostly dynamic PIE linked with its C library, read a tree of files. */
class CoreutilsTest {
    private static final UnaryOperator<Result> ANY_ORDER = Result::sorted;

    @RegisterExtension
    static final Twin twin = Twin.inTree();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/bin/true",
                "/bin/false",
                "/bin/echo one two",
                "/bin/echo -n",
                "/bin/cat one.txt words",
                "/bin/cat deep/er/est/file",
                "/bin/cat -A deep/bytes",
                "/bin/cat nothing missing one.txt",
                "/bin/cat deep",
                "/bin/cat -",
                "/bin/ls",
                "/bin/ls -lA",
                "/bin/ls -lR deep/er empty",
                "/bin/ls -l link dangling deep/up",
                "/bin/ls -ln deep/up/",
                "/bin/ls missing",
                "/bin/ls -F --color=always",
                "/usr/bin/wc one.txt words deep/bytes nothing",
                "/usr/bin/sort words",
                "/usr/bin/sort -n -u numbers",
                "/usr/bin/sort -r words numbers",
                "/usr/bin/head -n 2 words numbers",
                "/usr/bin/head -c 7 table",
                "/usr/bin/tail -n 2 words",
                "/usr/bin/tail -c 9 deep/er/est/file",
                "/usr/bin/cut -d : -f 2 table",
                "/bin/date -u -d @1234567890",
                "/bin/date -u -r one.txt +%F_%T.%N",
                "/usr/bin/uname -s",
                "/bin/pwd",
                "/usr/bin/stat -c %n_%F_%f_%u_%g_%s_%Y_%a one.txt link words deep empty deep/hard dangling",
                "/usr/bin/stat -c %n_%h one.txt deep/hard",
                "/usr/bin/stat -L -c %n_%F_%s_%b_%B link deep/er/est/file",
                "/usr/bin/stat missing",
                "/usr/bin/md5sum one.txt deep/bytes",
                "/usr/bin/sha512sum deep/er/est/file",
                "/usr/bin/cmp table deep/hard",
                "/usr/bin/cmp table words",
                "/usr/bin/tac one.txt",
                "/usr/bin/readlink link dangling one.txt",
                "/usr/bin/realpath deep/up/deep/er/../up/link missing",
                "/usr/bin/test -x words",
                "/usr/bin/test -w nothing",
                "/usr/bin/seq 1 2000",
                "/usr/bin/expr 6 * 7",
                "/usr/bin/basename /a/b.c .c",
                "/usr/bin/od -A d -t x1 numbers",
                "/usr/bin/diff one.txt words",
                "/bin/grep -rn apple .",
                "/bin/grep -c e one.txt words table",
                "/bin/sed -e s/a/A/g words",
                "/usr/bin/tsort words",
                "/bin/true --version",
                "/bin/ls --no-such-option",
            })
    void reads_and_prints_as_on_the_host(String command) {
        String[] words = command.split(" ");
        Twin.needs(words[0]);
        twin.agree(Result::withoutDirectoryLinks, words);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/usr/bin/find .",
                "/usr/bin/find . -type f -size +1k",
                "/usr/bin/find . -printf %p_%y_%m_%s_%T@_%l\\n",
                "/usr/bin/find -L . -maxdepth 3 -name *e*",
                "/usr/bin/find missing deep -name file",
                "/usr/bin/env",
                "/usr/bin/env A=1 -u HOME",
            })
    void prints_the_same_lines_in_an_order_of_its_own(String command) {
        String[] words = command.split(" ");
        Twin.needs(words[0]);
        twin.agree(ANY_ORDER, words);
    }

    @Test
    void tells_who_runs_it() {
        boolean root = twin.natively(twin.directory(), Path.of("/dev/null"), "/usr/bin/id", "-u")
                .output()
                .equals("0\n");
        org.junit.jupiter.api.Assumptions.assumeTrue(root, "a shim's first user is root, this machine's is not");
        twin.agree("/usr/bin/id");
        twin.agree("/usr/bin/id", "-un");
    }

    @Test
    void reads_its_standard_input() throws IOException {
        Path input = twin.directory().resolve("deep/er/est/file");
        for (String[] command : List.of(
                new String[] {"/bin/cat"},
                new String[] {"/usr/bin/wc"},
                new String[] {"/usr/bin/sort", "-u"},
                new String[] {"/usr/bin/tr", "a-y", "b-z"},
                new String[] {"/usr/bin/tail", "-n", "3"})) {
            assertThat(twin.inside(twin.directory(), input, command))
                    .isEqualTo(twin.natively(twin.directory(), input, command));
        }
        assertThat(Files.size(input)).isEqualTo(25_000);
    }

    @Test
    void changes_nothing_on_the_host() throws IOException {
        try (Twin other = new Twin()) {
            removes(other);
        }
    }

    private static void removes(Twin other) throws IOException {
        List<String> before = Tree.describe(twin.directory());
        Path empty = Path.of("/dev/null");
        assertThat(other.inside(twin.directory(), empty, "/bin/rm", "-r", "deep/er")
                        .exitCode())
                .isZero();
        assertThat(other.inside(twin.directory(), empty, "/bin/mkdir", "created")
                        .exitCode())
                .isZero();
        assertThat(other.inside(twin.directory(), empty, "/bin/rmdir", "created")
                        .exitCode())
                .isZero();
        assertThat(Tree.describe(twin.directory())).isEqualTo(before);
    }
}
