package io.unishim.elfloader;

import io.unishim.abi.Signals;
import io.unishim.abi.Wait;
import io.unishim.struct.SigInfo;
import io.unishim.task.Process;
import io.unishim.task.Signalling;
import io.unishim.task.Task;
import java.io.ByteArrayOutputStream;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A program that was started. Closing it ends it by SIGKILL if it still runs. */
public final class RunningProgram implements AutoCloseable {
    private final Process process;
    private final CountDownLatch ended;
    private final @Nullable ByteArrayOutputStream output;
    private final @Nullable ByteArrayOutputStream errors;

    RunningProgram(
            Process process,
            CountDownLatch ended,
            @Nullable ByteArrayOutputStream output,
            @Nullable ByteArrayOutputStream errors) {
        this.process = process;
        this.ended = ended;
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

    private static byte[] bytes(@Nullable ByteArrayOutputStream stream) {
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
