package io.unishim.task;

/**
 * The terminal of a process's session, which hangs on each process that has one. A process inherits it, and loses it at
 * {@code setsid(2)}.
 */
public interface ControllingTerminal {
    /** Where a process keeps it. */
    StateKey<ControllingTerminal> KEY = StateKey.of("controlling terminal");

    /** @return its device number, as {@code makedev(3)} packs it: what {@code /proc/PID/stat} shows as tty_nr */
    long device();

    /** @return the group in the foreground, or 0 */
    int foreground();
}
