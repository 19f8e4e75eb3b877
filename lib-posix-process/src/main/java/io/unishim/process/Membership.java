package io.unishim.process;

import io.unishim.task.Process;
import io.unishim.task.StateKey;

/** To which process group and session a process belongs (man 7 credentials). */
final class Membership {
    static final StateKey<Membership> KEY = StateKey.of("process group");

    volatile int group;
    volatile int session;

    /** Whether it has called {@code execve(2)}: its parent then leaves its group alone. */
    volatile boolean executed;

    Membership(int group, int session) {
        this.group = group;
        this.session = session;
    }

    static Membership of(Process process) {
        return process.state(KEY);
    }

    /**
     * Whether nobody outside a process's group, but in its session, is the parent of a member: then nobody is left who
     * would let it go on after a stop.
     */
    static boolean orphaned(Process process) {
        Membership ours = of(process);
        for (Process each : process.shim().tasks().processes()) {
            Process parent = each.parent();
            if (parent == null || each.status() != Process.RUNNING || of(each).group != ours.group) {
                continue;
            }
            Membership above = of(parent);
            if (above.group != ours.group && above.session == ours.session) {
                return false;
            }
        }
        return true;
    }
}
