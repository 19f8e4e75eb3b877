package io.unishim.elfloader.routes;

import io.unishim.file.FileOperations;
import io.unishim.file.OpenFileDescription;
import io.unishim.struct.Stat;
import io.unishim.task.Task;
import java.util.concurrent.atomic.AtomicInteger;

/** A file that counts the descriptions of it that are still open. */
final class CountedFile extends FileOperations {
    final AtomicInteger open = new AtomicInteger();
    private final Stat stat;

    CountedFile(Stat stat) {
        this.stat = stat;
    }

    OpenFileDescription open() {
        open.incrementAndGet();
        return new OpenFileDescription(this, 0);
    }

    @Override
    public Stat stat(Task task) {
        return stat;
    }

    @Override
    public String link() {
        return "counted:[1]";
    }

    @Override
    public void released(OpenFileDescription description) {
        open.decrementAndGet();
    }
}
