package io.unishim.elfloader.programs;

import java.io.IOException;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Applets of a static busybox: one image of a fixed address, without a loader. */
class BusyboxTest {
    private static final String BUSYBOX = "/bin/busybox";

    @RegisterExtension
    static final Twin twin = Twin.inTree();

    @BeforeAll
    static void boot() throws IOException {
        Twin.needs(BUSYBOX);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ls -lA",
                "ls -lR deep/er",
                "cat words link missing",
                "sort -n numbers",
                "md5sum one.txt deep/bytes missing",
                "sha256sum deep/bytes deep/er/est/file",
                "seq 1 3 1000",
                "awk {s+=$1;n[$1]++}END{print(s,length(n))} numbers",
                "awk -F: $2>1{printf(\"%s-%05.2f\\n\",$3,$2/3)} table",
                "sed -n s/\\(.*\\)apple/<\\1>/p words",
                "grep -n -E ^(fig|pear) words",
                "tar -cf - one.txt words deep",
                "find deep -type d",
                "wc words numbers",
                "od -b numbers",
                "cut -d : -f 1,3 table",
                "stat -c %n_%s_%f_%Y one.txt dangling deep",
                "cksum words deep/bytes",
                "base64 deep/er/est/file",
                "dd if=deep/bytes bs=1024 count=2 skip=1",
                "uname -s",
                "printf %d-%s\\n 7 seven",
                "false",
                "no-such-applet",
            })
    void applets_print_as_on_the_host(String command) {
        twin.agree(BusyboxTest::withoutRate, (BUSYBOX + " " + command).split(" "));
    }

    /** dd tells how fast it was. */
    private static Result withoutRate(Result result) {
        return new Result(result.exitCode(), result.output(), result.errors().replaceAll("copied, .*", "copied"))
                .withoutDirectoryLinks();
    }

    @Test
    void unpacks_what_it_packed() {
        UnaryOperator<Result> all = UnaryOperator.identity();
        Path none = Path.of("/dev/null");
        for (String command : new String[] {
            "tar -cf /unishim-test.tar one.txt words deep",
            "mkdir /unishim-test",
            "tar -xf /unishim-test.tar -C /unishim-test"
        }) {
            Assertions.assertThat(twin.inside(twin.directory(), none, (BUSYBOX + " " + command).split(" ")))
                    .isEqualTo(new Result(0, "", ""));
        }
        Result unpacked = twin.inside(Path.of("/unishim-test"), none, BUSYBOX, "md5sum", "one.txt", "deep/bytes");
        Assertions.assertThat(unpacked).isEqualTo(twin.agree(all, BUSYBOX, "md5sum", "one.txt", "deep/bytes"));
    }
}
