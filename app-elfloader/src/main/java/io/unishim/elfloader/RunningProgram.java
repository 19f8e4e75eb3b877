package io.unishim.elfloader;

import io.unishim.abi.Signals;
import io.unishim.abi.Wait;
import io.unishim.struct.SigInfo;
import io.unishim.task.Process;
import io.unishim.task.Signalling;
import io.unishim.task.Task;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A program that was started. Closing it ends it by SIGKILL if it still runs. */
public final class RunningProgram implements AutoCloseable {
    private final Process process;
    private final CountDownLatch ended;
    private final Capture capture;
    private final @Nullable CapturedStream output;
    private final @Nullable CapturedStream errors;

    RunningProgram(
            Process process,
            CountDownLatch ended,
            Capture capture,
            @Nullable CapturedStream output,
            @Nullable CapturedStream errors) {
        this.process = process;
        this.ended = ended;
        this.capture = capture;
        this.output = output;
        this.errors = errors;
    }

    /** @return its process */
    public Process process() {
        return process;
    }

    /** @return whether it has not ended yet */
    public boolean isRunning() {
        return ended.getCount() != 0;
    }

    /** Sends it a signal, as {@code kill(2)} does. @param signal 1 to 64 */
    public void signal(int signal) {
        if (!isRunning()) {
            return;
        }
        Signalling signalling = process.shim().serviceOrNull(Signalling.class);
        if (signalling != null) {
            signalling.send(process, signal, SigInfo.from(signal, Signals.SI_USER, 0, 0));
        } else {
            for (Task task : process.tasks()) {
                task.exit(Wait.signaled(signal, false));
            }
        }
    }

    /**
     * Waits for its end.
     *
     * @return how it ended
     * @throws InterruptedException if this thread is interrupted; the program goes on
     */
    public Outcome waitFor() throws InterruptedException {
        ended.await();
        return outcome();
    }

    /**
     * Waits for its end, for some time.
     *
     * @return whether it has ended
     * @throws InterruptedException if this thread is interrupted; the program goes on
     */
    public boolean waitFor(long time, TimeUnit unit) throws InterruptedException {
        return ended.await(time, unit);
    }

    /** @return how it ended. @throws IllegalStateException if it still runs */
    public Outcome outcome() {
        if (isRunning()) {
            throw new IllegalStateException(process + " still runs");
        }
        return new Outcome(process.status(), bytes(output), bytes(errors));
    }

    /** @return what it and its children have written to its standard output so far, as UTF-8, if that is captured */
    public String text() {
        return new String(bytes(output), StandardCharsets.UTF_8);
    }

    /** @return what it and its children have written to its standard error so far, as UTF-8, if that is captured */
    public String errorText() {
        return new String(bytes(errors), StandardCharsets.UTF_8);
    }

    /**
     * Waits until it has written something to its standard output or error that are captured: a server that it is ready.
     *
     * @param part of one of them
     * @param patience how long, in the host's time
     * @return whether it has; false also if it ended without
     * @throws InterruptedException if this thread is interrupted; the program goes on
     */
    public boolean awaitText(String part, Duration patience) throws InterruptedException {
        CapturedStream[] captured =
                Stream.of(output, errors).filter(Objects::nonNull).toArray(CapturedStream[]::new);
        return capture.await(part.getBytes(StandardCharsets.UTF_8), patience.toNanos(), captured);
    }

    /**
     * Asks it to end, by SIGTERM, and ends it by SIGKILL if it does not.
     *
     * @param patience how long it may take over it, in the host's time
     * @return how it ended
     * @throws InterruptedException if this thread is interrupted; the program may go on
     */
    public Outcome stop(Duration patience) throws InterruptedException {
        signal(Signals.SIGTERM);
        if (!waitFor(patience.toNanos(), TimeUnit.NANOSECONDS)) {
            signal(Signals.SIGKILL);
        }
        return waitFor();
    }

    /** @return what it wrote, for a message; empty if that is nothing */
    String written() {
        String all = text() + errorText();
        return all.isEmpty() ? "" : "; it wrote:\n" + all;
    }

    private static byte[] bytes(@Nullable CapturedStream stream) {
        return stream == null ? new byte[0] : stream.toByteArray();
    }

    @Override
    public void close() {
        signal(Signals.SIGKILL);
        boolean interrupted = false;
        while (isRunning()) {
            try {
                ended.await();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
