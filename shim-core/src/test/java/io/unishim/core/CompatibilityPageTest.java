package io.unishim.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.unishim.Shim;
import io.unishim.abi.Syscall;
import io.unishim.core.FakeFamily.FakeLibrary;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class CompatibilityPageTest {
    @Test
    void the_page_has_a_row_for_every_call_and_totals() throws IOException {
        StringBuilder page = new StringBuilder();
        try (Shim shim = Shim.builder().only().library(new FakeLibrary()).boot()) {
            CompatibilityPage.write(shim, page);
        }
        assertThat(page.toString().lines())
                .contains(
                        "| 39 | getpid | fake | full |  |",
                        "| 32 | dup | fake | partial | the same \\| number |",
                        "| 0 | read |  |  |  |",
                        "| 2000 | knock | fake | not said |  |",
                        "| full | 1 |",
                        "| partial | 1 |",
                        "| stub | 0 |",
                        "| not said | 0 |",
                        "| answers ENOSYS | " + (Syscall.values().length - 2) + " |");
        assertThat(page.toString().lines().filter(line -> line.matches("\\| \\d+ \\| \\w+ \\|.*")))
                .hasSize(Syscall.values().length + 1);
    }
}
