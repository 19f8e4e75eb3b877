package io.unishim.vfscore.proc;

import io.unishim.task.Process;
import io.unishim.task.Task;
import io.unishim.vfscore.pseudo.PseudoFile;
import io.unishim.vfscore.pseudo.PseudoFs;
import io.unishim.vfscore.tree.Found;
import io.unishim.vfscore.tree.VfsPath;

/** A file of what is in a process: only who may look into it opens it. */
final class InspectedFile extends PseudoFile {
    private final Process process;

    InspectedFile(PseudoFs proc, Process process, int permissions, Content content) {
        super(proc, permissions, content, null);
        this.process = process;
    }

    @Override
    public long open(Task task, VfsPath path, int flags, Found found) {
        long refused = Inspection.check(task, process);
        return refused != 0 ? refused : super.open(task, path, flags, found);
    }
}
