package io.unishim.task;

import java.io.FileInputStream;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * The host's randomness, from {@code urandom(4)}. {@link SecureRandom} reads the same device, but looking up its provider
 * takes longer than many a program; it steps in where the device is missing.
 */
final class HostRandom implements RandomSource {
    /** Opened at first use and kept, as the JDK keeps its own: one descriptor a JVM. */
    private static final class Device {
        static final @Nullable FileInputStream STREAM = open();

        private static @Nullable FileInputStream open() {
            try {
                return new FileInputStream("/dev/urandom");
            } catch (IOException e) {
                return null;
            }
        }
    }

    private static final class Fallback {
        static final Random RANDOM = new SecureRandom();
    }

    @Override
    public void nextBytes(byte[] target) {
        FileInputStream device = Device.STREAM;
        try {
            if (device != null && device.readNBytes(target, 0, target.length) == target.length) {
                return;
            }
        } catch (IOException e) {
            // Then as if there were no device.
        }
        Fallback.RANDOM.nextBytes(target);
    }
}
