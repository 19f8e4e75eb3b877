package io.unishim.elfloader;

import io.unishim.file.ExecutedFile;
import io.unishim.file.FileOperations;
import io.unishim.library.Lifecycle;
import io.unishim.task.Process;
import io.unishim.task.Task;
import org.jspecify.annotations.Nullable;

/** What each process executes: nobody writes to that (ETXTBSY in man 2 open, the kernel's exe_file of an mm). */
final class ExecutedFiles implements Lifecycle {
    ExecutedFiles() {}

    /** A process executes another file, that has been denied to writers. */
    static void replace(Process process, @Nullable FileOperations file) {
        FileOperations old;
        synchronized (process) {
            old = process.stateOrNull(ExecutedFile.KEY);
            process.put(ExecutedFile.KEY, file);
        }
        if (old != null) {
            old.allowWriting();
        }
    }

    @Override
    public void processCreated(Process process, @Nullable Process parent) {
        FileOperations file = parent == null ? null : parent.stateOrNull(ExecutedFile.KEY);
        if (file != null && file.denyWriting() == 0) {
            process.put(ExecutedFile.KEY, file);
        }
    }

    /** The last one of a process lets go before the end of the process, and that of its descriptors, is seen by anybody. */
    @Override
    public void taskExited(Task task) {
        if (task.process().tasks().size() == 1) {
            replace(task.process(), null);
        }
    }

    @Override
    public void processExited(Process process) {
        replace(process, null);
    }
}
