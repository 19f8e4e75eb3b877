package io.unishim.vfscore.proc;

import static io.unishim.abi.Errnos.ENOENT;

import io.unishim.task.Process;
import io.unishim.task.Task;
import io.unishim.vfscore.pseudo.PseudoFs;
import io.unishim.vfscore.tree.Found;
import io.unishim.vfscore.tree.PathText;
import io.unishim.vfscore.tree.VfsPath;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A link that leads to a place whatever its text says: /proc/PID/cwd. */
final class PlaceLink extends InspectedLink {
    private final Supplier<@Nullable VfsPath> place;

    PlaceLink(PseudoFs proc, Process process, Supplier<@Nullable VfsPath> place) {
        super(proc, process, 0777, reader -> {
            VfsPath now = place.get();
            return now == null ? null : PathText.of(now);
        });
        this.place = place;
    }

    @Override
    long lead(Task task, Found found) {
        VfsPath now = place.get();
        found.path = now;
        return now == null ? -ENOENT : 0;
    }
}
