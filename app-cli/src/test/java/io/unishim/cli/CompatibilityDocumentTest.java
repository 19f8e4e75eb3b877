package io.unishim.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.unishim.Shim;
import io.unishim.core.CompatibilityPage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class CompatibilityDocumentTest {
    @Test
    void the_page_in_the_root_tells_what_is_served() throws IOException {
        StringBuilder page = new StringBuilder();
        try (Shim shim = Shim.boot()) {
            CompatibilityPage.write(shim, page);
        }
        assertThat(Files.readString(Path.of("../COMPATIBILITY.md")))
                .as("stale; bring it up to date with: ./unishim calls >COMPATIBILITY.md")
                .isEqualTo(page.toString());
    }
}
