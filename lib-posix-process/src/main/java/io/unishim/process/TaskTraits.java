package io.unishim.process;

import static io.unishim.abi.Limits.TASK_COMM_LENGTH;
import static io.unishim.abi.Personality.ADDR_COMPAT_LAYOUT;
import static io.unishim.abi.Personality.ADDR_NO_RANDOMIZE;
import static io.unishim.abi.Personality.MMAP_PAGE_ZERO;
import static io.unishim.abi.Personality.READ_IMPLIES_EXEC;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.unishim.task.Process;
import io.unishim.task.Task;
import io.unishim.task.TaskAttributes;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** What {@code prctl(2)} keeps for a task. */
final class TaskTraits implements TaskAttributes {
    private static final long DEFAULT_SLACK = 50_000;

    /** What a program with more rights than its caller must not begin with (man 2 personality). */
    private static final int DANGEROUS = READ_IMPLIES_EXEC | ADDR_NO_RANDOMIZE | ADDR_COMPAT_LAYOUT | MMAP_PAGE_ZERO;

    private final Task task;

    /** Its name if it was given one; that of the first task is its process's. */
    private volatile byte @Nullable [] name;

    volatile boolean noNewPrivileges;
    volatile long slack;
    volatile int personality;

    /** What a slack of 0 sets: that of the parent when the task was made. */
    private final long usualSlack;

    private TaskTraits(Task task, long usualSlack) {
        this.task = task;
        this.usualSlack = usualSlack;
        this.slack = usualSlack;
    }

    static TaskTraits of(Task task) {
        return (TaskTraits) task.state(TaskAttributes.KEY);
    }

    /** Gives a new task its own. @param parent whose it inherits, or null */
    static void begin(Task task, @Nullable Task parent) {
        TaskTraits above = parent == null ? null : of(parent);
        TaskTraits own = new TaskTraits(task, above == null ? DEFAULT_SLACK : above.slack);
        if (above != null) {
            own.name(above.name());
            own.noNewPrivileges = above.noNewPrivileges;
            own.personality = above.personality;
        }
        task.put(TaskAttributes.KEY, own);
    }

    /** {@code execve(2)}: the process has the new program's name. @param clears as a {@code Promotion} says */
    void executed(boolean clears) {
        name = null;
        personality &= ~(clears ? DANGEROUS : 0);
        // Only what was not linked for it is executable where it can be read (man 2 personality).
        personality &= ~READ_IMPLIES_EXEC;
    }

    @Override
    public byte[] name() {
        byte[] own = name;
        return own == null ? task.process().name().getBytes(UTF_8) : own;
    }

    @Override
    public void name(byte[] newName) {
        byte[] own = Arrays.copyOf(newName, Math.min(newName.length, TASK_COMM_LENGTH - 1));
        name = own;
        Process process = task.process();
        if (task.tid() == process.pid()) {
            process.name(new String(own, UTF_8));
        }
    }

    @Override
    public void promoted() {
        Attributes own = Attributes.of(task.process());
        own.dumpable = false;
        own.deathSignal = 0;
    }

    @Override
    public boolean noNewPrivileges() {
        return noNewPrivileges;
    }

    @Override
    public boolean dumpable() {
        return Attributes.of(task.process()).dumpable;
    }

    @Override
    public boolean deniesWriteExec() {
        return Attributes.of(task.process()).writeExec != 0;
    }

    @Override
    public void keepPrivileges() {
        noNewPrivileges = true;
    }

    @Override
    public long timerSlack() {
        return slack;
    }

    @Override
    public void timerSlack(long nanos) {
        slack = nanos == 0 ? usualSlack : nanos;
    }

    @Override
    public int personality() {
        return personality;
    }
}
