package io.unishim.vfscore.dev;

import static io.unishim.abi.Errnos.ENOSPC;

import io.unishim.memory.MemoryFault;
import io.unishim.memory.UserBuffer;
import io.unishim.task.RandomSource;
import io.unishim.task.Task;

/** The memory devices (man 4 null, man 4 full, man 4 random). */
final class Devices {
    private static final byte[] ZEROS = new byte[4096];

    static final DeviceFile.Device NULL = new DeviceFile.Device() {
        @Override
        public long read(Task task, UserBuffer buffer) {
            return 0;
        }

        @Override
        public long write(Task task, UserBuffer buffer) {
            return buffer.length();
        }
    };

    static final DeviceFile.Device ZERO = new DeviceFile.Device() {
        @Override
        public long read(Task task, UserBuffer buffer) {
            return zeros(buffer);
        }

        @Override
        public long write(Task task, UserBuffer buffer) {
            return buffer.length();
        }

        @Override
        public boolean mapsZeros() {
            return true;
        }
    };

    static final DeviceFile.Device FULL = new DeviceFile.Device() {
        @Override
        public long read(Task task, UserBuffer buffer) {
            return zeros(buffer);
        }

        @Override
        public long write(Task task, UserBuffer buffer) {
            return -ENOSPC;
        }
    };

    private Devices() {}

    private static long zeros(UserBuffer buffer) {
        return fill(buffer, null);
    }

    /** @param source where the bytes come from, or null for zeros */
    private static long fill(UserBuffer buffer, @org.jspecify.annotations.Nullable RandomSource source) {
        long wanted = buffer.length();
        byte[] block = source == null ? ZEROS : new byte[(int) Math.min(ZEROS.length, wanted)];
        long done = 0;
        while (done < wanted) {
            int step = (int) Math.min(block.length, wanted - done);
            if (source != null) {
                source.nextBytes(block);
            }
            int put;
            try {
                put = buffer.put(done, block, 0, step);
            } catch (MemoryFault fault) {
                if (done == 0) {
                    throw fault;
                }
                return done;
            }
            done += put;
            if (put < step) {
                break;
            }
        }
        return done;
    }

    /** @return /dev/random and /dev/urandom, which are the same since Linux 5.6 */
    static DeviceFile.Device random(RandomSource source) {
        return new DeviceFile.Device() {
            @Override
            public long read(Task task, UserBuffer buffer) {
                return fill(buffer, source);
            }

            @Override
            public long write(Task task, UserBuffer buffer) {
                return buffer.length(); // entropy that is not needed
            }
        };
    }
}
