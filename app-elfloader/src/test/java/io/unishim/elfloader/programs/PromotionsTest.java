package io.unishim.elfloader.programs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Set-id bits and capabilities of files: who executes them is afterwards who it would be on the host. */
class PromotionsTest {
    @RegisterExtension
    static final Twin twin = Twin.inTree();

    @RegisterExtension
    static final Twin isolated = Twin.isolatedInTree();

    @BeforeAll
    static void needRoot() {
        assumeTrue("root".equals(System.getProperty("user.name")), "only root becomes another user");
    }

    @Test
    void every_kind_of_file_makes_of_every_kind_of_caller_what_linux_makes_of_it() {
        assertThat(twin.agree(Compiler.Kind.STATIC_PIE, "promotions.c").exitCode())
                .isEqualTo(11);
    }

    @Test
    void a_dynamic_loader_is_told_not_to_trust_its_environment() {
        assertThat(twin.agree(Compiler.Kind.DYNAMIC_PIE, "promotions.c").exitCode())
                .isEqualTo(11);
    }

    @Test
    void isolated_programs_are_promoted_alike() {
        assertThat(isolated.agree(Compiler.Kind.STATIC_PIE, "promotions.c").exitCode())
                .isEqualTo(11);
    }

    @Test
    void a_mount_may_say_that_its_files_promote_nobody() {
        Twin.needs("/usr/bin/setpriv");
        String script = "mkdir /tmp/m; mount -t tmpfs $0 none /tmp/m; cp /usr/bin/id /tmp/m; chmod u+s /tmp/m/id;"
                + " setpriv --reuid 1000 --clear-groups /tmp/m/id -u; umount /tmp/m; rmdir /tmp/m";
        Path here = twin.directory();
        Path nothing = Path.of("/dev/null");
        assertThat(twin.inside(here, nothing, "/bin/sh", "-c", script, "-oexec").output())
                .isEqualTo("0\n");
        assertThat(twin.inside(here, nothing, "/bin/sh", "-c", script, "-onosuid")
                        .output())
                .isEqualTo("1000\n");
    }
}
