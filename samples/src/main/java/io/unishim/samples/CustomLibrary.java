package io.unishim.samples;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.unishim.Shim;
import io.unishim.abi.Wait;
import io.unishim.elfloader.Outcome;
import io.unishim.elfloader.Program;
import io.unishim.file.Mount;
import io.unishim.memory.JavaMemory;
import io.unishim.samples.greeting.GreetingCallsView;
import io.unishim.samples.greeting.GreetingLibrary;
import io.unishim.task.Task;
import java.nio.file.Path;

/** A library with a call of its own, number 2000, and a replaced one, called by all three routes. */
public final class CustomLibrary {
    private static final int GREET = 2000;

    /** Perl's syscall takes a number and the arguments; a string is passed by its address. */
    private static final String SCRIPT = """
            my ($name, $text) = ("Perl", "\\0" x 64);
            my $length = syscall(2000, $name, $text, 64);
            print substr($text, 0, $length), " My parent is ", getppid, ".\\n";
            """;

    private CustomLibrary() {}

    /** Runs the sample; it wants perl. */
    public static void main(String... arguments) {
        try (Shim shim = Shim.builder()
                .library(new GreetingLibrary())
                .mount(Mount.overlay(Path.of("/"), "/"))
                .boot()) {
            typed(shim);
            byNumber(shim);
            fromProgram(shim);
        }
    }

    private static void typed(Shim shim) {
        GreetingCallsView greeting = GreetingCallsView.of(shim, shim.linux().task());
        byte[] text = new byte[64];
        long length = greeting.greet("Java", text);
        System.out.println("typed: " + new String(text, 0, (int) length, UTF_8));
    }

    private static void byNumber(Shim shim) {
        Task task = shim.newProcess("by-number");
        JavaMemory memory = (JavaMemory) task.memory();
        long text = memory.allocate(64);
        long length = shim.dispatch(task, GREET, memory.allocateString("2000"), text, 64, 0, 0, 0);
        byte[] bytes = new byte[(int) length];
        memory.readFully(text, bytes);
        System.out.println("by number: " + new String(bytes, UTF_8));
        shim.tasks().exited(task, Wait.exited(0));
    }

    private static void fromProgram(Shim shim) {
        Outcome outcome = Program.of("perl").args("-e", SCRIPT).run(shim);
        System.out.print("from a program: " + outcome.text() + outcome.errorText());
    }
}
