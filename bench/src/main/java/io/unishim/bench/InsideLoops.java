package io.unishim.bench;

import static io.unishim.abi.Fcntl.O_CREAT;
import static io.unishim.abi.Fcntl.O_WRONLY;

import io.unishim.Shim;
import io.unishim.elfloader.Outcome;
import io.unishim.elfloader.Program;
import io.unishim.linux.Linux;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** The JVM that runs {@code call-loops} on a shim, in turn with runs on the host, and prints the times of both. */
final class InsideLoops {
    static final String INSIDE = "inside";
    static final String NATIVE = "native";

    /** Where programs run: an argument. */
    static final String IN_PROCESS = "in-process";

    static final String ISOLATED = "isolated";

    /** Runs for the JIT. */
    private static final int WARM_UP = 4;

    private InsideLoops() {}

    /**
     * Starts.
     *
     * @param arguments the binary, the number of rounds, where to run it, and the loops to run
     */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        CallLoops loops = new CallLoops(Path.of(arguments[0]));
        boolean isolated = arguments[2].equals(ISOLATED);
        String[] names = Arrays.copyOfRange(arguments, 3, arguments.length);
        try (Shim shim = Shim.boot()) {
            install(shim.linux(), loops.binary());
            for (int warmUp = 0; warmUp < WARM_UP; warmUp++) {
                inside(shim, isolated, names);
            }
            for (int round = Integer.parseInt(arguments[1]); round > 0; round--) {
                print(NATIVE, loops.natively(names));
                print(INSIDE, inside(shim, isolated, names));
            }
        }
    }

    private static void install(Linux linux, Path binary) throws IOException {
        linux.mkdir("/memory", 0755);
        int file = linux.open("/memory/call-loops", O_WRONLY | O_CREAT, 0755);
        byte[] bytes = Files.readAllBytes(binary);
        int done = 0;
        while (done < bytes.length) {
            done += linux.write(file, Arrays.copyOfRange(bytes, done, bytes.length));
        }
        linux.close(file);
    }

    private static Map<String, List<Double>> inside(Shim shim, boolean isolated, String[] names) {
        Program program = Program.of("/memory/call-loops").args("/memory").args(names);
        Outcome outcome = (isolated ? program.isolated() : program).run(shim);
        System.err.print(outcome.errorText());
        if (outcome.exitCode() != 0) {
            throw new IllegalStateException("call-loops exited with " + outcome.exitCode());
        }
        return CallLoops.parse(outcome.text());
    }

    private static void print(String where, Map<String, List<Double>> times) {
        times.forEach((name, all) -> all.forEach(nanos -> System.out.println(where + "/" + name + " " + nanos)));
    }
}
