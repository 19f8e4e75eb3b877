package io.unishim.elfloader.programs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Advice on pages, seals of mappings, policies of nodes, and processes by descriptors, each as the host's kernel has it. */
class PagesAdvisedTest {
    @RegisterExtension
    static final Twin twin = new Twin();

    /** The programs know whether the host's kernel has what they compare with. */
    private static String needing(String source) {
        String program = twin.program(Compiler.Kind.DYNAMIC_PIE, source).toString();
        int there = twin.natively(twin.directory(), Path.of("/dev/null"), program, "there?")
                .exitCode();
        assumeTrue(there == 0, "the host's kernel lacks what " + source + " compares with");
        return program;
    }

    @Test
    void advice_does_to_pages_and_their_copies_what_it_does_on_linux() {
        String program = needing("advice.c");
        assertThat(twin.agree(program, twin.directory().toString()).exitCode()).isEqualTo(9);
    }

    @Test
    void one_node_has_all_memory_whatever_the_policy() {
        assertThat(twin.agree(needing("nodes.c")).exitCode()).isEqualTo(6);
    }
}
