package io.unishim.core;

/** Where the core speaks to whoever runs the JVM. Looked up when first used: most shims never say a word. */
final class Log {
    private Log() {}

    private static final class Lazy {
        static final System.Logger LOGGER = System.getLogger("io.unishim");
    }

    static void info(String text) {
        Lazy.LOGGER.log(System.Logger.Level.INFO, text);
    }

    static void error(String text, Throwable cause) {
        Lazy.LOGGER.log(System.Logger.Level.ERROR, text, cause);
    }
}
