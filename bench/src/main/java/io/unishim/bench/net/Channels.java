package io.unishim.bench.net;

import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * What is measured of channels: a byte to a thread that waits for it and back, 16 KiB to a thread that reads as much as there
 * is, and what a server's thread does for a request, without a second thread. A subclass says whose channels.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public abstract class Channels {
    /** Bytes that are sent at a time where much is sent. */
    static final int BULK = 16_384;

    /** The kinds of channels. */
    enum Kind {
        PIPE,
        UNIX,
        TCP
    }

    /** One end of a channel both ways: descriptors, and whose they are. */
    interface End {
        /** @return the bytes read, of {@code count} at most; 0 at the end */
        long read(int count);

        /** @return the bytes written */
        long write(int count);
    }

    /** A connection, and an epoll instance that watches its server's end. */
    interface Served {
        /** @return the client's end */
        End client();

        /** @return the server's end */
        End server();

        /** @return the number of events */
        long await();
    }

    private @Nullable End used;
    private @Nullable Served served;

    Channels() {}

    /**
     * Makes a channel.
     *
     * @param other run with the other end on a thread of its own, which ends with the state
     * @return the end of the current thread
     */
    abstract End open(Kind kind, Consumer<End> other);

    abstract Served serve();

    /** Ends the threads and closes what is open. */
    @TearDown
    public abstract void close();

    private static long checked(long result) {
        if (result <= 0) {
            throw new IllegalStateException("errno " + -result);
        }
        return result;
    }

    private long echoed(Kind kind) {
        End own = used;
        if (own == null) {
            own = open(kind, other -> {
                while (other.read(1) == 1 && other.write(1) == 1) {
                    // as long as there is something
                }
            });
            used = own;
        }
        checked(own.write(1));
        return checked(own.read(1));
    }

    private long sent(Kind kind) {
        End own = used;
        if (own == null) {
            own = open(kind, other -> {
                while (other.read(BULK) > 0) {
                    // as long as there is something
                }
            });
            used = own;
        }
        return checked(own.write(BULK));
    }

    @Benchmark
    public long pipeRoundTrip() {
        return echoed(Kind.PIPE);
    }

    @Benchmark
    public long unixRoundTrip() {
        return echoed(Kind.UNIX);
    }

    @Benchmark
    public long tcpRoundTrip() {
        return echoed(Kind.TCP);
    }

    @Benchmark
    public long pipeBulk() {
        return sent(Kind.PIPE);
    }

    @Benchmark
    public long unixBulk() {
        return sent(Kind.UNIX);
    }

    @Benchmark
    public long tcpBulk() {
        return sent(Kind.TCP);
    }

    /** A request of a byte and its answer over TCP, both ends on this thread. */
    @Benchmark
    public long epollRequest() {
        Served now = served;
        if (now == null) {
            now = serve();
            served = now;
        }
        checked(now.client().write(1));
        checked(now.await());
        checked(now.server().read(1));
        checked(now.server().write(1));
        return checked(now.client().read(1));
    }
}
