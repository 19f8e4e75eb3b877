package io.unishim.samples.greeting;

import static io.unishim.abi.Errnos.ENAMETOOLONG;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.unishim.call.Support;
import io.unishim.call.SupportLevel;
import io.unishim.library.Boot;
import io.unishim.library.MicroLibrary;
import io.unishim.memory.UserBuffer;
import io.unishim.memory.UserString;
import io.unishim.task.Task;

/** Serves the calls of {@link GreetingCalls}, and answers one of Linux's calls itself. */
public final class GreetingLibrary implements MicroLibrary {
    /** Creates the library. */
    public GreetingLibrary() {}

    @Override
    public String name() {
        return "greeting";
    }

    @Override
    public void boot(Boot boot) {
        boot.calls(GreetingCallsFamily.FAMILY, new Handlers());
        // In the place of another library's handler, on purpose; previous is that handler.
        boot.replace("getppid", previous -> (task, a0, a1, a2, a3, a4, a5) -> {
            long parent = previous.handle(task, a0, a1, a2, a3, a4, a5);
            return parent + 1000;
        });
    }

    /** What serves the calls. A call returns its result or a negative errno. */
    private static final class Handlers implements GreetingCalls {
        private static final int LONGEST_NAME = 255;

        @Override
        @Support(SupportLevel.FULL)
        public long greet(Task task, UserString name, UserBuffer text) {
            byte[] bytes = new byte[LONGEST_NAME + 1];
            int length = name.copy(bytes);
            if (length < 0) {
                return -ENAMETOOLONG;
            }
            byte[] greeting = ("Hello, " + new String(bytes, 0, length, UTF_8) + "!").getBytes(UTF_8);
            return text.put(0, greeting, 0, (int) Math.min(greeting.length, text.length()));
        }
    }
}
