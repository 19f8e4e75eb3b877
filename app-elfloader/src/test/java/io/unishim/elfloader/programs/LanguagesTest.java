package io.unishim.elfloader.programs;

import static org.assertj.core.api.Assertions.assertThat;

import io.unishim.Shim;
import io.unishim.elfloader.Outcome;
import io.unishim.elfloader.Program;
import io.unishim.file.Mount;
import io.unishim.task.VirtualTime;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Scripts of languages whose run-times have processes, signals and threads of their own: as on the host. */
class LanguagesTest {
    private static final String CRON = "import subprocess, time\n"
            + "for minute in range(60):\n"
            + "    time.sleep(60)\n"
            + "    assert subprocess.run(['/bin/true']).returncode == 0\n"
            + "print(time.time())\n";

    @RegisterExtension
    static final Twin twin = new Twin();

    private static String script(String name) throws IOException {
        try (InputStream in = LanguagesTest.class.getResourceAsStream(name)) {
            assertThat(in).as(name).isNotNull();
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void ruby() throws IOException {
        Twin.needs("/usr/bin/ruby");
        assertThat(twin.agree("/usr/bin/ruby", "-e", script("processes.rb")).output())
                .endsWith("bye\n");
    }

    @Test
    void perl() throws IOException {
        Twin.needs("/usr/bin/perl");
        assertThat(twin.agree("/usr/bin/perl", "-e", script("processes.pl")).output())
                .endsWith("end\n");
    }

    @Test
    void an_hour_of_virtual_time_with_a_child_each_minute() {
        Twin.needs("/usr/bin/python3");
        Instant begin = Instant.parse("2030-01-01T00:00:00Z");
        try (Shim shim = Shim.builder()
                .mount(Mount.overlay(Path.of("/"), "/"))
                .time(VirtualTime.from(begin))
                .boot()) {
            Outcome outcome = Program.of("/usr/bin/python3").args("-c", CRON).run(shim);
            assertThat(outcome.errorText()).isEmpty();
            double end = Double.parseDouble(outcome.text().strip());
            assertThat(end - begin.getEpochSecond())
                    .isBetween((double) Duration.ofHours(1).toSeconds(), (double)
                            Duration.ofHours(2).toSeconds());
            assertThat(shim.tasks().processes()).hasSize(1);
        }
    }
}
