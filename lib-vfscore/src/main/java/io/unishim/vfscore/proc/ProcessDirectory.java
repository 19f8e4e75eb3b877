package io.unishim.vfscore.proc;

import static io.unishim.abi.StatModes.S_IFDIR;

import io.unishim.task.Credentials;
import io.unishim.task.Process;
import io.unishim.task.Task;
import io.unishim.vfscore.pseudo.PseudoDirectory;
import io.unishim.vfscore.pseudo.PseudoFile;
import io.unishim.vfscore.pseudo.PseudoFs;
import io.unishim.vfscore.pseudo.PseudoInode;
import io.unishim.vfscore.tree.VfsMount;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** /proc/PID. */
final class ProcessDirectory extends PseudoDirectory {
    private final Process process;

    ProcessDirectory(PseudoFs proc, Process process, VfsMount detached) {
        super(proc);
        this.process = process;
        ProcessFiles files = new ProcessFiles(proc, process, detached);
        files.plant(this, process.pid());
        add("task", new Threads(proc, process, files));
        TaskFiles first = new TaskFiles(process, process.pid());
        add("timerslack_ns", new PseudoFile(proc, 0666, first::slack, first::slack));
        file("mountstats", new MountText(proc.vfs())::statistics);
    }

    @Override
    public int uid() {
        return owner().euid();
    }

    @Override
    public int gid() {
        return owner().egid();
    }

    private Credentials owner() {
        for (Task each : process.tasks()) {
            return Credentials.of(each);
        }
        return Credentials.ROOT;
    }

    /** /proc/PID/task. */
    private static final class Threads extends PseudoDirectory {
        private final Process process;
        private final ProcessFiles files;

        Threads(PseudoFs proc, Process process, ProcessFiles files) {
            super(proc);
            this.process = process;
            this.files = files;
        }

        @Override
        protected @Nullable PseudoInode find(Task task, String name) {
            int tid = ProcRoot.number(name);
            if (TaskFiles.find(process, tid) == null) {
                return null;
            }
            PseudoDirectory thread = new PseudoDirectory(pseudoFs());
            files.plant(thread, tid);
            thread.file("children", reader -> children(reader, tid));
            return adopt(name, thread);
        }

        /** All are told of the first thread, whichever made them. */
        private String children(Task reader, int tid) {
            StringBuilder text = new StringBuilder();
            for (Process each : reader.shim().tasks().processes()) {
                if (tid == process.pid() && each.parentPid() == tid) {
                    text.append(each.pid()).append(' ');
                }
            }
            return text.toString();
        }

        @Override
        protected List<Transient> transients(Task task) {
            List<Transient> all = new ArrayList<>();
            for (Task each : process.tasks()) {
                all.add(new Transient(each.tid(), "" + each.tid(), S_IFDIR));
            }
            all.sort(Comparator.comparingLong(Transient::key));
            return all;
        }
    }

    @Override
    public Process process() {
        return process;
    }
}
