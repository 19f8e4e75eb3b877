package io.unishim.vfscore.proc;

import static io.unishim.abi.Fcntl.O_CLOEXEC;
import static io.unishim.abi.StatModes.S_IFREG;

import io.unishim.file.Descriptors;
import io.unishim.file.OpenFileDescription;
import io.unishim.task.Process;
import io.unishim.task.Task;
import io.unishim.vfscore.pseudo.PseudoDirectory;
import io.unishim.vfscore.pseudo.PseudoFs;
import io.unishim.vfscore.pseudo.PseudoInode;
import io.unishim.vfscore.tree.InodeFile;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** /proc/PID/fdinfo: position, flags and locks of each descriptor. */
final class FdInfoDirectory extends PseudoDirectory {
    private final Process process;

    FdInfoDirectory(PseudoFs proc, Process process) {
        super(proc);
        this.process = process;
    }

    @Override
    protected @Nullable PseudoInode find(Task task, String name) {
        OpenFileDescription open = FdDirectory.open(process, name);
        return open == null
                ? null
                : adopt(name, new InspectedFile(pseudoFs(), process, 0444, reader -> text(reader, open, name)));
    }

    private String text(Task reader, OpenFileDescription open, String name) {
        Descriptors table = process.stateOrNull(Descriptors.KEY);
        boolean closes = table != null && table.closeOnExec(ProcRoot.number(name));
        int flags = open.flags() | (closes ? O_CLOEXEC : 0);
        int mount = open.file() instanceof InodeFile file ? file.path().mount().id() : 15;
        return "pos:\t" + open.position() + "\nflags:\t0" + Integer.toOctalString(flags) + "\nmnt_id:\t" + mount
                + "\nino:\t" + open.file().stat(reader).ino() + "\n"
                + LockText.of(reader, open, table)
                + open.file().info();
    }

    @Override
    protected List<Transient> transients(Task task) {
        return FdDirectory.descriptors(process, S_IFREG);
    }
}
