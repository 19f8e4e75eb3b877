package io.unishim.vfscore.proc;

import static io.unishim.abi.StatModes.S_IFDIR;

import io.unishim.task.Process;
import io.unishim.task.Task;
import io.unishim.task.Tasks;
import io.unishim.vfscore.pseudo.PseudoDirectory;
import io.unishim.vfscore.pseudo.PseudoFs;
import io.unishim.vfscore.pseudo.PseudoInode;
import io.unishim.vfscore.pseudo.PseudoLink;
import io.unishim.vfscore.tree.Vfs;
import io.unishim.vfscore.tree.VfsMount;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;
import org.jspecify.annotations.Nullable;

/** The root of /proc: a directory for each process, and files about the system. */
final class ProcRoot extends PseudoDirectory {
    private final Tasks tasks;
    private final VfsMount detached;

    /** Their directories, so that the same process has the same inode as long as it lives. */
    private final Map<Process, ProcessDirectory> processes = new WeakHashMap<>();

    ProcRoot(PseudoFs proc, Vfs vfs, OthersFiles others, long booted) {
        super(proc);
        this.tasks = vfs.shim().tasks();
        this.detached = vfs.mounts().ofKernel(proc, "none");
        PseudoDirectory unused = later(root -> plant(proc, vfs, others, booted));
    }

    private void plant(PseudoFs proc, Vfs vfs, OthersFiles others, long booted) {
        SystemText system = new SystemText();
        ActivityText activity = new ActivityText(booted);
        MountText mounts = new MountText(vfs);
        add("self", new PseudoLink(proc, reader -> "" + reader.process().pid()));
        add("thread-self", new PseudoLink(proc, reader -> reader.process().pid() + "/task/" + reader.tid()));
        add("net", new PseudoLink(proc, reader -> "self/net"));
        add("mounts", new PseudoLink(proc, reader -> "self/mounts"));
        file("cmdline", reader -> "\n");
        file("cpuinfo", system::cpuinfo);
        file("filesystems", mounts::filesystems);
        file("loadavg", activity::loadavg);
        file("locks", LockText::all);
        file("meminfo", system::meminfo);
        file("stat", activity::stat);
        file("uptime", activity::uptime);
        file("version", system::version);
        file("vmstat", system::vmstat);
        Hardware.plant(proc, this);
        SysctlTree.plant(proc, directory("sys"));
        others.plant(proc, this);
    }

    @Override
    protected @Nullable PseudoInode find(Task task, String name) {
        int pid = number(name);
        if (pid < 0) {
            return null;
        }
        Process process = tasks.process(pid);
        if (process == null) {
            Task thread = tasks.task(pid); // a thread can be looked up, though it is not listed
            process = thread == null ? null : thread.process();
        }
        return process == null ? null : directory(process);
    }

    private synchronized ProcessDirectory directory(Process process) {
        ProcessDirectory found = processes.get(process);
        if (found == null) {
            found = adopt("" + process.pid(), new ProcessDirectory(pseudoFs(), process, detached));
            processes.put(process, found);
        }
        return found;
    }

    /** @return a name's value if it is a number as the kernel writes it, else -1 */
    static int number(String name) {
        if (name.isEmpty() || name.length() > 9 || name.length() > 1 && name.charAt(0) == '0') {
            return -1;
        }
        for (int i = 0; i < name.length(); i++) {
            if (name.charAt(i) < '0' || name.charAt(i) > '9') {
                return -1;
            }
        }
        return Integer.parseInt(name);
    }

    @Override
    protected List<Transient> transients(Task task) {
        List<Transient> all = new ArrayList<>();
        for (Process each : tasks.processes()) {
            all.add(new Transient(each.pid(), "" + each.pid(), S_IFDIR));
        }
        all.sort(Comparator.comparingLong(Transient::key));
        return all;
    }
}
