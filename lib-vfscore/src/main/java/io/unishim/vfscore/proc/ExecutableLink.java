package io.unishim.vfscore.proc;

import io.unishim.file.ExecutedFile;
import io.unishim.file.FileOperations;
import io.unishim.task.CommandLine;
import io.unishim.task.Process;
import io.unishim.task.Task;
import io.unishim.vfscore.pseudo.PseudoFs;
import io.unishim.vfscore.tree.Found;
import io.unishim.vfscore.tree.InodeFile;
import org.jspecify.annotations.Nullable;

/** /proc/PID/exe: leads to what is executed, also once it has another name or none. */
final class ExecutableLink extends InspectedLink {
    private final Process process;

    ExecutableLink(PseudoFs proc, Process process) {
        super(proc, process, 0777, reader -> text(process));
        this.process = process;
    }

    private static @Nullable String text(Process process) {
        FileOperations file = process.stateOrNull(ExecutedFile.KEY);
        if (file != null) {
            return file.link();
        }
        CommandLine line = process.stateOrNull(CommandLine.KEY);
        return line == null ? null : line.executable();
    }

    @Override
    long lead(Task task, Found found) {
        if (process.stateOrNull(ExecutedFile.KEY) instanceof InodeFile file) {
            found.path = file.path();
            return 0;
        }
        return super.lead(task, found);
    }
}
