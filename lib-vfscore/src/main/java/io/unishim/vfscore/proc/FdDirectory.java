package io.unishim.vfscore.proc;

import static io.unishim.abi.StatModes.S_IFLNK;

import io.unishim.file.Descriptors;
import io.unishim.file.OpenFileDescription;
import io.unishim.task.Process;
import io.unishim.task.Task;
import io.unishim.vfscore.pseudo.PseudoDirectory;
import io.unishim.vfscore.pseudo.PseudoFs;
import io.unishim.vfscore.pseudo.PseudoInode;
import io.unishim.vfscore.tree.VfsMount;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** /proc/PID/fd: a link for each descriptor, to what is open. */
final class FdDirectory extends PseudoDirectory {
    private final Process process;
    private final VfsMount detached;

    FdDirectory(PseudoFs proc, Process process, VfsMount detached) {
        super(proc, 0500);
        this.process = process;
        this.detached = detached;
    }

    static @Nullable OpenFileDescription open(Process process, String name) {
        return Descriptors.get(process, ProcRoot.number(name));
    }

    /** @return an entry of the given type for each descriptor of a process */
    static List<Transient> descriptors(Process process, int type) {
        List<Transient> all = new ArrayList<>();
        Descriptors table = process.stateOrNull(Descriptors.KEY);
        for (int fd = table == null ? -1 : table.next(0); table != null && fd >= 0; fd = table.next(fd + 1)) {
            all.add(new Transient(fd, "" + fd, type));
        }
        return all;
    }

    @Override
    protected @Nullable PseudoInode find(Task task, String name) {
        OpenFileDescription open = open(process, name);
        return open == null ? null : adopt(name, new FdLink(pseudoFs(), process, open, detached));
    }

    @Override
    protected List<Transient> transients(Task task) {
        return descriptors(process, S_IFLNK);
    }
}
