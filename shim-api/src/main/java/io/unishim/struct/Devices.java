package io.unishim.struct;

/** Device numbers as {@code st_dev} and {@code st_rdev} have them (man 3 makedev). */
public final class Devices {
    private Devices() {}

    /** @return the number of a device from its two halves */
    public static long of(long major, long minor) {
        return minor & 0xff | (major & 0xfff) << 8 | (minor & ~0xffL) << 12 | (major & ~0xfffL) << 32;
    }

    /** @return which driver or, with 0, that it is a file system without a device */
    public static long major(long device) {
        return device >>> 8 & 0xfff | device >>> 32 & ~0xfffL;
    }

    /** @return which of the driver's devices */
    public static long minor(long device) {
        return device & 0xff | device >>> 12 & 0xffffff00L;
    }
}
