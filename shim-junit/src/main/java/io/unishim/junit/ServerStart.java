package io.unishim.junit;

import io.unishim.Shim;
import io.unishim.elfloader.Program;
import io.unishim.elfloader.RunningProgram;
import io.unishim.net.NetLibrary;
import io.unishim.net.Network;
import io.unishim.net.Published;
import io.unishim.nio.ShimFileSystem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * What is to happen until a server is ready.
 *
 * @param ports of TCP that it is to listen to
 * @param ready what it is to write, or null
 */
record ServerStart(
        Program program,
        Set<Integer> ports,
        Map<String, String> files,
        List<Program> before,
        @Nullable String ready,
        Duration patience) {
    /** How often it is looked whether a server that does not listen has ended. */
    private static final Duration LOOK_AGAIN = Duration.ofMillis(50);

    /** @param builder of the shim, but for its ports. @throws IllegalStateException if it does not get ready */
    Server on(Shim.Builder builder) throws InterruptedException {
        List<Published> published =
                ports.stream().map(port -> new Published(0, port)).toList();
        Shim shim = builder.option(NetLibrary.PUBLISHED, published).boot();
        boolean done = false;
        try {
            write(shim);
            for (Program each : before) {
                run(each, shim);
            }
            Server server = new Server(program.toString(), shim, program.start(shim));
            await(server);
            done = true;
            return server;
        } finally {
            if (!done) {
                shim.close();
            }
        }
    }

    private void write(Shim shim) {
        if (files.isEmpty()) {
            return;
        }
        try (ShimFileSystem system = ShimFileSystem.of(shim)) {
            for (Map.Entry<String, String> each : files.entrySet()) {
                Path file = system.getPath(each.getKey());
                Path directory = file.getParent();
                if (directory != null) {
                    Files.createDirectories(directory);
                }
                Files.writeString(file, each.getValue());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void run(Program preparation, Shim shim) {
        try {
            preparation.run(shim, patience).orThrow();
        } catch (IllegalStateException | TimeoutException e) {
            throw new IllegalStateException(preparation + " was to prepare " + program + ": " + e.getMessage(), e);
        }
    }

    private void await(Server server) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        String wanted = ready;
        if (wanted != null && !server.running().awaitText(wanted, patience)) {
            throw notReady(server, "wrote no \"" + wanted + "\"");
        }
        Network network = server.shim().service(Network.class);
        for (int port : ports) {
            while (!network.awaitListener(port, LOOK_AGAIN)) {
                if (System.nanoTime() - deadline > 0 || hasFailed(server.running())) {
                    throw notReady(server, "did not listen to port " + port);
                }
            }
        }
    }

    /** Who ended well may have left the work to a child. */
    private static boolean hasFailed(RunningProgram running) {
        return !running.isRunning() && running.outcome().status() != 0;
    }

    private IllegalStateException notReady(Server server, String what) {
        RunningProgram running = server.running();
        String how = running.isRunning()
                ? " in " + patience.toSeconds() + " s"
                : " and ended with exit code " + running.outcome().exitCode();
        IllegalStateException failure = new IllegalStateException(server.name() + " " + what + how);
        failure.addSuppressed(server.shownLog());
        return failure;
    }
}
