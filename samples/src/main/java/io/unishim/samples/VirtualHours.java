package io.unishim.samples;

import io.unishim.Shim;
import io.unishim.elfloader.Program;
import io.unishim.file.Mount;
import io.unishim.struct.Timespec;
import io.unishim.task.VirtualTime;
import java.nio.file.Path;
import java.time.Instant;

/** Hours of waiting in no time: the clocks of this shim jump ahead when everybody in it waits. */
public final class VirtualHours {
    private VirtualHours() {}

    /** Runs the sample. */
    public static void main(String... arguments) {
        VirtualTime time = VirtualTime.from(Instant.parse("2030-01-01T08:00:00Z"));
        try (Shim shim = Shim.builder()
                .mount(Mount.overlay(Path.of("/"), "/"))
                .time(time)
                .boot()) {
            say(shim, "at first");

            Program.of("/bin/sleep").args("3600").run(shim);
            say(shim, "when a program has slept for an hour");

            shim.linux().nanosleep(new Timespec(86_400, 0));
            say(shim, "when a task of Java has slept for a day");
        }
    }

    private static void say(Shim shim, String when) {
        String clock = Program.of("/bin/date").args("-u", "+%d, %T").run(shim).text();
        System.out.println("January " + clock.strip() + " " + when);
    }
}
