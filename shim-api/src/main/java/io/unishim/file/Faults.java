package io.unishim.file;

import static io.unishim.abi.Errnos.EIO;

import io.unishim.abi.Errno;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Faults on purpose, and the disk they happen to: what a mount in memory answers, and what of it outlives a power cut.
 *
 * <pre>{@code
 * Faults faults = new Faults(42);
 * try (Shim shim = Shim.builder().mount(Mount.memory("/data").faults(faults)).boot()) {
 *     faults.failNth(Faults.Operation.SYNC, 3, Errno.EIO);
 *     faults.cutAt(100);
 *     // ... what is under test
 * }
 * try (Shim shim = Shim.builder().mount(Mount.memory("/data").faults(faults)).boot()) {
 *     // ... what the disk holds now
 * }
 * }</pre>
 *
 * <p>Durable is what {@code fsync(2)}, {@code fdatasync(2)}, O_SYNC, O_DSYNC, {@code syncfs(2)} or {@code sync(2)} was asked
 * to bring to the medium: for a file its content, size and attributes; for a directory its names, so that a new file is
 * there after a cut only if its directory was synced. Of renames that nobody synced the first few have happened, how many is
 * drawn. A shim that closes without a cut loses nothing. All draws are by the seed. Usable by many threads.
 */
public final class Faults {
    /** What can fail. */
    public enum Operation {
        /** A read of a file or a directory. */
        READ,
        /** A write, a change of the size, a reservation of room. */
        WRITE,
        /** Bringing something to the medium. */
        SYNC,
        /** Making, removing or changing a name. */
        NAME
    }

    /** The file system that these faults are of; for libraries. */
    public interface Medium {
        /**
         * Power is gone: nothing more becomes durable.
         *
         * @param random draws which renames have happened
         * @return what is durable, for {@link #attach} of the next one
         */
        Object cut(RandomGenerator random);

        /** Power is back: shows what is durable, without what was open. */
        void powerOn();
    }

    private final RandomGenerator random;
    private final List<Rule> rules = new ArrayList<>();
    private final Map<Operation, Long> counts = new EnumMap<>(Operation.class);
    private double shortening;
    private long changes;
    private long cutAt = -1;
    private boolean off;
    private @Nullable Medium medium;
    private @Nullable Object durable;

    private static final class Rule {
        final Operation operation;
        final double probability;
        final Errno errno;
        /** How many come before the one that fails; of no meaning where there is a probability. */
        long left;

        Rule(Operation operation, double probability, long left, Errno errno) {
            this.operation = operation;
            this.probability = probability;
            this.left = left;
            this.errno = errno;
        }
    }

    /** Makes an empty disk that works. @param seed of everything that is drawn */
    public Faults(long seed) {
        random = new SplittableRandom(seed);
    }

    /** Fails one operation. @param nth 1 for the next one, 2 for the one after */
    public synchronized Faults failNth(Operation operation, long nth, Errno errno) {
        rules.add(new Rule(operation, 0, nth - 1, errno));
        return this;
    }

    /** Fails operations by chance. @param probability 0 to 1 */
    public synchronized Faults failRandomly(Operation operation, double probability, Errno errno) {
        rules.add(new Rule(operation, probability, 0, errno));
        return this;
    }

    /** Lets reads and writes of more than a byte move fewer bytes than they could, by chance. @param probability 0 to 1 */
    public synchronized Faults shortTransfers(double probability) {
        shortening = probability;
        return this;
    }

    /** Takes back every fault that was ordered, a cut to come too. */
    public synchronized Faults heal() {
        rules.clear();
        shortening = 0;
        cutAt = -1;
        return this;
    }

    /** Cuts the power at a change to come, which does not happen. @param nth 1 for the next one; reads do not count */
    public synchronized Faults cutAt(long nth) {
        cutAt = changes + nth;
        return this;
    }

    /** Cuts the power now: what is not durable is lost, and every operation answers EIO. */
    public synchronized void cut() {
        if (!off && medium != null) {
            off = true;
            durable = medium.cut(random);
        }
    }

    /** Switches the power on again for the same shim; what was open before a cut stays broken. */
    public synchronized void powerOn() {
        if (off && medium != null) {
            medium.powerOn();
            off = false;
            cutAt = -1;
        }
    }

    /** @return whether the power is cut */
    public synchronized boolean isOff() {
        return off;
    }

    /** @return how many operations there were */
    public synchronized long count(Operation operation) {
        return counts.getOrDefault(operation, 0L);
    }

    /** @return how many changes there were, as {@link #cutAt} counts them: all operations but reads */
    public synchronized long changes() {
        return changes;
    }

    // For file systems.

    /**
     * Begins to be the disk of a file system, with power on.
     *
     * @return what was durable of the one before, or null if there was none
     * @throws IllegalStateException if another one is mounted that was not cut
     */
    public synchronized @Nullable Object attach(Medium newMedium) {
        if (medium != null && !off) {
            throw new IllegalStateException("these faults belong to a file system that is mounted");
        }
        medium = newMedium;
        off = false;
        cutAt = -1;
        return durable;
    }

    /** Ends being the disk of a file system, unless another one took its place or it was cut. */
    public synchronized void detach(Medium oldMedium, Object everything) {
        if (medium == oldMedium) {
            if (!off) {
                durable = everything;
            }
            medium = null;
            off = false;
        }
    }

    /** Counts an operation. @return 0 if it is to be done, or what it answers instead */
    public synchronized long before(Operation operation) {
        counts.merge(operation, 1L, Long::sum);
        if (operation != Operation.READ && ++changes == cutAt) {
            cut();
        }
        if (off) {
            return -EIO;
        }
        for (Rule rule : rules) {
            if (rule.operation == operation && (rule.probability > 0 ? draw(rule.probability) : rule.left-- == 0)) {
                return -rule.errno.number();
            }
        }
        return 0;
    }

    /** @return how many bytes of a read or write to move, at least 1 */
    public synchronized long shorten(long length) {
        return length > 1 && shortening > 0 && draw(shortening) ? 1 + random.nextLong(length - 1) : length;
    }

    private boolean draw(double probability) {
        return random.nextDouble() < probability;
    }
}
