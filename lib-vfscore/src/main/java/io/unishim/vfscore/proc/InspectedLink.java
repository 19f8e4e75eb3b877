package io.unishim.vfscore.proc;

import io.unishim.task.Process;
import io.unishim.task.Task;
import io.unishim.vfscore.pseudo.PseudoFs;
import io.unishim.vfscore.pseudo.PseudoLink;
import io.unishim.vfscore.tree.Found;

/** A link to what a process has: only who may look into it is told of that, or led there. */
class InspectedLink extends PseudoLink {
    private final Process process;

    InspectedLink(PseudoFs proc, Process process, int permissions, Target target) {
        super(proc, permissions, target);
        this.process = process;
    }

    @Override
    public final long readlink(Task task, Found found) {
        long refused = Inspection.check(task, process);
        return refused != 0 ? refused : super.readlink(task, found);
    }

    @Override
    public final long follow(Task task, Found found) {
        long refused = Inspection.check(task, process);
        return refused != 0 ? refused : lead(task, found);
    }

    /** Leads somewhere whatever the text says, if a subclass does; else as {@link #follow}. */
    long lead(Task task, Found found) {
        return super.follow(task, found);
    }
}
