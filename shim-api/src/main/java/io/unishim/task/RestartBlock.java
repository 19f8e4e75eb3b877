package io.unishim.task;

/**
 * How a call goes on that a signal without a handler cut short: its arguments would be wrong the second time. A handler that
 * answers {@code -ERESTART_RESTARTBLOCK} hangs one on its task; {@code restart_syscall(2)} calls it.
 */
@FunctionalInterface
public interface RestartBlock {
    /** Where a task keeps the one that it left last. */
    StateKey<RestartBlock> KEY = StateKey.of("restart block");

    /** Goes on. @return as the call that was cut short */
    long restart(Task task);
}
