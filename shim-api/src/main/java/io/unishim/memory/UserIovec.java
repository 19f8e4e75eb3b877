package io.unishim.memory;

import static io.unishim.abi.Errnos.EFAULT;
import static io.unishim.abi.Errnos.EINVAL;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * The buffers of {@code readv(2)} and its kin as one {@link UserBuffer}. Call {@link #load} first: it reads the array
 * of {@code struct iovec} once, so that what was checked is what is used.
 */
public abstract class UserIovec extends UserBuffer {
    /** The kernel's UIO_MAXIOV. */
    public static final int MAX_SEGMENTS = 1024;

    private static final long MAX_TRANSFER = 0x7fff_f000L;

    /** The end of what a program can name: the kernel's TASK_SIZE_MAX with four levels of page tables. */
    private static final long USER_END = 0x7fff_ffff_f000L;

    private UserBuffer[] segments = {};
    private long total;

    protected UserIovec() {}

    /** @return Java buffers in a row */
    public static UserIovec of(UserBuffer... buffers) {
        return new JavaIovec(buffers);
    }

    /** @return the bytes from each NIO buffer's position to its limit, in a row; the positions do not move */
    public static UserIovec of(ByteBuffer... buffers) {
        UserBuffer[] wrapped = new UserBuffer[buffers.length];
        Arrays.setAll(wrapped, i -> UserBuffer.of(buffers[i]));
        return new JavaIovec(wrapped);
    }

    /** @return no buffers */
    public static UserIovec of() {
        return new JavaIovec(new UserBuffer[0]);
    }

    /**
     * Reads and checks the array.
     *
     * @return the sum of the lengths, cut to 0x7ffff000 as the kernel does; {@code -EINVAL} if there are more than 1,024
     *     segments or a length is negative (the cut sum never overflows); {@code -EFAULT} if the array cannot be read
     */
    public abstract long load();

    /** @return the address and number of elements of the array, for the route of six longs */
    public abstract long count();

    final long use(UserBuffer[] buffers) {
        long sum = 0;
        for (UserBuffer buffer : buffers) {
            if (buffer.length() < 0) {
                return -EINVAL;
            }
            sum = Math.min(MAX_TRANSFER, sum + Math.min(buffer.length(), MAX_TRANSFER));
        }
        segments = buffers;
        total = sum;
        return sum;
    }

    @Override
    public final long length() {
        return total;
    }

    /** @return the number of buffers, after {@link #load} */
    public final int segments() {
        return segments.length;
    }

    /** @return the i-th buffer, after {@link #load} */
    public final UserBuffer segment(int i) {
        return segments[i];
    }

    private interface Step {
        int move(UserBuffer segment, long at, int done, int count);
    }

    private int walk(long at, int length, Step step) {
        int done = 0;
        long skip = at;
        for (UserBuffer segment : segments) {
            long size = segment.length();
            if (skip >= size) {
                skip -= size;
                continue;
            }
            int count = (int) Math.min(size - skip, length - done);
            if (count > 0) {
                int moved;
                try {
                    moved = step.move(segment, skip, done, count);
                } catch (MemoryFault fault) {
                    moved = 0;
                }
                done += moved;
                if (moved < count) {
                    return orFault(done, length);
                }
            }
            skip = 0;
            if (done == length) {
                break;
            }
        }
        return done;
    }

    @Override
    public final long hostAddress(long at, long count) {
        long skip = at;
        for (UserBuffer segment : segments) {
            long size = segment.length();
            if (skip < size) {
                return count <= size - skip ? segment.hostAddress(skip, count) : 0;
            }
            skip -= size;
        }
        return 0;
    }

    @Override
    public final boolean anyThread() {
        for (UserBuffer segment : segments) {
            if (!segment.anyThread()) {
                return false;
            }
        }
        return true;
    }

    @Override
    public final int put(long at, byte[] source, int from, int length) {
        return walk(at, length, (segment, skip, done, count) -> segment.put(skip, source, from + done, count));
    }

    @Override
    public final int put(long at, OffHeap source, int from, int length) {
        return walk(at, length, (segment, skip, done, count) -> segment.put(skip, source, from + done, count));
    }

    @Override
    public final int get(long at, byte[] target, int to, int length) {
        return walk(at, length, (segment, skip, done, count) -> segment.get(skip, target, to + done, count));
    }

    @Override
    public final int get(long at, OffHeap target, int to, int length) {
        return walk(at, length, (segment, skip, done, count) -> segment.get(skip, target, to + done, count));
    }

    /** An array of struct iovec in a program's memory. */
    static final class InMemory extends UserIovec {
        private final Arguments owner;
        private long address;
        private long count;

        InMemory(Arguments owner) {
            this.owner = owner;
        }

        InMemory set(long newAddress, long newCount) {
            address = newAddress;
            count = newCount;
            use(new UserBuffer[0]);
            return this;
        }

        @Override
        public long load() {
            if (count < 0 || count > MAX_SEGMENTS) {
                return -EINVAL;
            }
            UserBuffer[] buffers = new UserBuffer[(int) count];
            UserMemory memory = owner.memory();
            try {
                for (int i = 0; i < buffers.length; i++) {
                    long base = memory.getLong(address + 16L * i);
                    long length = memory.getLong(address + 16L * i + 8);
                    if (length > 0 && base > USER_END - length) {
                        // The kernel looks at addresses before anything is moved. (Lent objects lie below 0.)
                        return -EFAULT;
                    }
                    buffers[i] = new UserRange(owner).set(base, length);
                }
            } catch (MemoryFault fault) {
                return -EFAULT;
            }
            return use(buffers);
        }

        @Override
        public long count() {
            return count;
        }

        @Override
        public long addressIn(UserMemory memory) {
            return address;
        }
    }

    /** Java buffers; lent as an array of struct iovec whose members are lent too. */
    private static final class JavaIovec extends UserIovec {
        private final UserBuffer[] buffers;

        JavaIovec(UserBuffer[] buffers) {
            this.buffers = buffers.clone();
        }

        @Override
        public long load() {
            return buffers.length > MAX_SEGMENTS ? -EINVAL : use(buffers);
        }

        @Override
        public long count() {
            return buffers.length;
        }

        @Override
        public long addressIn(UserMemory memory) {
            return memory.lend(new LentArray(buffers, memory));
        }
    }

    /** A struct iovec array made for one loan; ends its members' loans with its own. */
    private static final class LentArray implements LentObject {
        private final java.nio.ByteBuffer array;

        LentArray(UserBuffer[] buffers, UserMemory memory) {
            array = java.nio.ByteBuffer.allocate(16 * buffers.length).order(java.nio.ByteOrder.LITTLE_ENDIAN);
            for (UserBuffer buffer : buffers) {
                array.putLong(buffer.addressIn(memory)).putLong(buffer.length());
            }
        }

        @Override
        public int lentSize() {
            return array.capacity();
        }

        @Override
        public void lentRead(int at, byte[] target, int offset, int length) {
            array.get(at, target, offset, length);
        }

        @Override
        public void lentWrite(int at, byte[] source, int offset, int length) {
            // readv(2) never writes to the array; a handler that does changes nothing the caller sees.
        }

        @Override
        public void reclaimed(UserMemory memory) {
            for (int at = 0; at < array.capacity(); at += 16) {
                memory.reclaim(array.getLong(at));
            }
        }
    }
}
