package org.example.dice;

import io.unishim.Shim;
import io.unishim.elfloader.Program;
import io.unishim.file.Mount;
import java.nio.file.Path;

public final class Main {
    public static void main(String[] arguments) {
        try (Shim shim = Shim.builder().mount(Mount.overlay(Path.of("/"), "/")).boot()) {
            System.out.println("typed: "
                    + DiceCallsView.of(shim, shim.linux().task()).roll(6));
            System.out.println("by number: " + shim.dispatch(shim.linux().task(), 3000, 20, 0, 0, 0, 0, 0));
            System.out.println("from a program: "
                    + Program.of("perl")
                            .args("-e", "print syscall(3000, 100)")
                            .run(shim)
                            .text());
        }
    }
}
