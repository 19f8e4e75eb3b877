package io.unishim.vfscore.proc;

import io.unishim.file.OpenFileDescription;
import io.unishim.task.Process;
import io.unishim.task.Task;
import io.unishim.vfscore.pseudo.PseudoFs;
import io.unishim.vfscore.tree.Found;
import io.unishim.vfscore.tree.InodeFile;
import io.unishim.vfscore.tree.VfsMount;
import io.unishim.vfscore.tree.VfsPath;

/** /proc/PID/fd/N: leads to what is open, whatever the text says. */
final class FdLink extends InspectedLink {
    private static final int ALWAYS = 0100;

    private final OpenFileDescription open;
    private final VfsMount detached;

    FdLink(PseudoFs proc, Process process, OpenFileDescription open, VfsMount detached) {
        super(proc, process, permissions(open), reader -> open.file().link());
        this.open = open;
        this.detached = detached;
    }

    private static int permissions(OpenFileDescription open) {
        return ALWAYS | (open.readable() ? 0400 : 0) | (open.writable() ? 0200 : 0);
    }

    @Override
    protected long size() {
        return 64;
    }

    @Override
    long lead(Task task, Found found) {
        found.path = open.file() instanceof InodeFile file
                ? file.path()
                : new VfsPath(detached, new OpenObject(pseudoFs(), open, task));
        return 0;
    }
}
