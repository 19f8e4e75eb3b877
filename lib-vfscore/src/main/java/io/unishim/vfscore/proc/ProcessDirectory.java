package io.unishim.vfscore.proc;

import static io.unishim.abi.StatModes.S_IFDIR;

import io.unishim.file.NetworkFiles;
import io.unishim.task.CommandLine;
import io.unishim.task.Credentials;
import io.unishim.task.Process;
import io.unishim.task.Task;
import io.unishim.vfscore.pseudo.PseudoDirectory;
import io.unishim.vfscore.pseudo.PseudoFile;
import io.unishim.vfscore.pseudo.PseudoFs;
import io.unishim.vfscore.pseudo.PseudoInode;
import io.unishim.vfscore.pseudo.PseudoLink;
import io.unishim.vfscore.tree.FsContext;
import io.unishim.vfscore.tree.VfsMount;
import io.unishim.vfscore.tree.VfsPath;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** /proc/PID. */
final class ProcessDirectory extends PseudoDirectory {
    private final Process process;

    ProcessDirectory(PseudoFs proc, Process process, VfsMount detached) {
        super(proc);
        this.process = process;
        ProcessText text = new ProcessText(process);
        MountText mounts = new MountText(proc.vfs());
        add("task", new Threads(proc, process));
        add("fd", new FdDirectory(proc, process, detached));
        add("fdinfo", new FdInfoDirectory(proc, process));
        add("cwd", placeLink(FsContext::cwd));
        add("root", placeLink(FsContext::root));
        add("exe", new PseudoLink(proc, reader -> executable()));
        add("environ", new PseudoFile(proc, 0400, reader -> StartTexts.environment(process), null));
        TaskFiles first = new TaskFiles(process, process.pid());
        first.plant(proc, this);
        add("timerslack_ns", new PseudoFile(proc, 0666, first::slack, first::slack));
        file("cmdline", reader -> StartTexts.commandLine(process));
        file("limits", text::limits);
        file("maps", text::maps);
        file("smaps", text::smaps);
        file("mountinfo", mounts::mountinfo);
        file("mounts", mounts::mounts);
        file("stat", reader -> text.stat(reader, process.pid()));
        file("statm", text::statm);
        file("status", reader -> text.status(reader, process.pid()));
        NetworkFiles network = proc.vfs().shim().serviceOrNull(NetworkFiles.class);
        if (network != null) {
            add(
                    "net",
                    new PseudoDirectory(proc)
                            .later(net -> network.tables().forEach((name, table) -> net.file(name, table::text))));
        }
        file("cgroup", reader -> "0::/\n");
    }

    private PseudoLink placeLink(Function<FsContext, VfsPath> place) {
        return new PlaceLink(pseudoFs(), 0777, () -> {
            FsContext context = process.stateOrNull(FsContext.KEY);
            return context == null ? null : place.apply(context);
        });
    }

    private @Nullable String executable() {
        CommandLine line = process.stateOrNull(CommandLine.KEY);
        return line == null ? null : line.executable();
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

        Threads(PseudoFs proc, Process process) {
            super(proc);
            this.process = process;
        }

        @Override
        protected @Nullable PseudoInode find(Task task, String name) {
            int tid = ProcRoot.number(name);
            for (Task each : process.tasks()) {
                if (each.tid() == tid) {
                    return adopt(name, thread(tid));
                }
            }
            return null;
        }

        private PseudoDirectory thread(int tid) {
            ProcessText text = new ProcessText(process);
            PseudoDirectory thread = new PseudoDirectory(pseudoFs());
            new TaskFiles(process, tid).plant(pseudoFs(), thread);
            thread.file("stat", reader -> text.stat(reader, tid));
            thread.file("status", reader -> text.status(reader, tid));
            thread.file("cmdline", reader -> StartTexts.commandLine(process));
            return thread;
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
}
