package io.unishim.cli;

import java.util.ResourceBundle;
import org.jspecify.annotations.Nullable;

/**
 * Where the JVM's and the shim's log goes: warnings and errors to standard error, the rest nowhere. It spares the start of
 * java.util.logging, which takes longer than most programs.
 */
public final class Loggers extends System.LoggerFinder {
    /** For {@link java.util.ServiceLoader}. */
    public Loggers() {}

    @Override
    public System.Logger getLogger(String name, Module module) {
        return new ToMessages(name);
    }

    private record ToMessages(String name) implements System.Logger {
        @Override
        public String getName() {
            return name;
        }

        @Override
        public boolean isLoggable(Level level) {
            return level.getSeverity() >= Level.WARNING.getSeverity();
        }

        @Override
        public void log(Level level, @Nullable ResourceBundle bundle, String text, @Nullable Throwable thrown) {
            if (isLoggable(level)) {
                Messages.error(name + ": " + text + (thrown == null ? "" : ": " + thrown));
            }
        }

        @Override
        public void log(Level level, @Nullable ResourceBundle bundle, String format, @Nullable Object... parameters) {
            if (isLoggable(level)) {
                boolean plain = parameters == null || parameters.length == 0;
                log(level, bundle, plain ? format : java.text.MessageFormat.format(format, parameters), (Throwable)
                        null);
            }
        }
    }
}
