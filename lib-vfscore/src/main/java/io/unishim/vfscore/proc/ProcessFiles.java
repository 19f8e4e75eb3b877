package io.unishim.vfscore.proc;

import io.unishim.file.NetworkFiles;
import io.unishim.task.Process;
import io.unishim.vfscore.pseudo.PseudoDirectory;
import io.unishim.vfscore.pseudo.PseudoFile.Content;
import io.unishim.vfscore.pseudo.PseudoFs;
import io.unishim.vfscore.tree.FsContext;
import io.unishim.vfscore.tree.VfsMount;
import io.unishim.vfscore.tree.VfsPath;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What /proc/PID and /proc/PID/task/TID have alike: files about the process (man 5 proc). */
final class ProcessFiles {
    private static final String EVERY_ID = String.format("%10d %10d %10d\n", 0, 0, 0xffffffffL);
    private static final String NOBODY = "4294967295";

    private final PseudoFs proc;
    private final Process process;
    private final VfsMount detached;

    ProcessFiles(PseudoFs proc, Process process, VfsMount detached) {
        this.proc = proc;
        this.process = process;
        this.detached = detached;
    }

    /** Adds the files. */
    void plant(PseudoDirectory directory, int tid) {
        new TaskFiles(process, tid).plant(proc, directory);
        ProcessText text = new ProcessText(process);
        MemoryText memory = new MemoryText(process);
        MountText mounts = new MountText(proc.vfs());
        directory.add("fd", new FdDirectory(proc, process, detached));
        directory.add("fdinfo", new FdInfoDirectory(proc, process));
        directory.add("ns", new NamespaceDirectory(proc, process, detached));
        directory.add("cwd", new PlaceLink(proc, process, () -> place(FsContext::cwd)));
        directory.add("root", new PlaceLink(proc, process, () -> place(FsContext::root)));
        directory.add("exe", new ExecutableLink(proc, process));
        directory.add("mem", new MemoryFile(proc, process));
        inspected(directory, "auxv", 0400, reader -> StartTexts.auxiliary(process));
        inspected(directory, "environ", 0400, reader -> StartTexts.environment(process));
        inspected(directory, "io", 0400, reader -> text.io(tid));
        inspected(directory, "maps", 0444, memory::maps);
        inspected(directory, "smaps", 0444, memory::smaps);
        inspected(directory, "smaps_rollup", 0444, memory::rollup);
        inspected(directory, "stack", 0400, reader -> "");
        directory.file("cgroup", reader -> "0::/\n");
        directory.file("cmdline", reader -> StartTexts.commandLine(process));
        directory.file("cpuset", reader -> "/\n");
        directory.file("gid_map", reader -> EVERY_ID);
        directory.file("limits", text::limits);
        directory.file("loginuid", reader -> NOBODY);
        directory.file("mountinfo", mounts::mountinfo);
        directory.file("mounts", mounts::mounts);
        directory.file("projid_map", reader -> EVERY_ID);
        directory.file("sessionid", reader -> NOBODY);
        directory.file("setgroups", reader -> "allow\n");
        directory.file("stat", reader -> text.stat(reader, tid));
        directory.file("statm", memory::statm);
        directory.file("status", reader -> text.status(reader, tid));
        directory.file("uid_map", reader -> EVERY_ID);
        NetworkFiles network = proc.vfs().shim().serviceOrNull(NetworkFiles.class);
        if (network != null) {
            PseudoDirectory net = new PseudoDirectory(proc);
            directory.add(
                    "net", net.later(made -> network.tables().forEach((name, table) -> made.file(name, table::text))));
        }
    }

    private void inspected(PseudoDirectory directory, String name, int permissions, Content content) {
        directory.add(name, new InspectedFile(proc, process, permissions, content));
    }

    private @Nullable VfsPath place(Function<FsContext, VfsPath> which) {
        FsContext context = process.stateOrNull(FsContext.KEY);
        return context == null ? null : which.apply(context);
    }
}
