package io.unishim.host;

/**
 * The net under {@link UserCopy}: access of Java code to a program's memory on any other way is a bug, and at a bad address
 * would end the JVM. In a watched range it is let through on a page without content, and counted.
 */
public final class StrayAccess {
    static {
        FaultHandler.install();
    }

    private StrayAccess() {}

    /**
     * Watches a range that belongs to a program, whatever is mapped there.
     *
     * @param start first address
     * @param end first address past it
     */
    public static void watch(long start, long end) {
        HostCode.get().net().add(start, end);
    }

    /** Ends {@link #watch}. @param start as it was given */
    public static void forget(long start) {
        HostCode.get().net().remove(start);
    }

    /** @return how often the net caught something since the JVM started; every time was a bug */
    public static long count() {
        return HostCode.get().net().count();
    }

    /** @return the last address caught; the page there has rights that the program did not give it */
    public static long lastAddress() {
        return HostCode.get().net().last();
    }
}
