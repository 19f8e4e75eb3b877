package io.unishim.vfscore.overlay;

import static io.unishim.abi.Errnos.ENOENT;
import static io.unishim.abi.StatModes.S_IFDIR;

import io.unishim.file.OpenFileDescription;
import io.unishim.task.Task;
import io.unishim.vfscore.tree.DirectorySink;
import io.unishim.vfscore.tree.OpenDirectory;
import io.unishim.vfscore.tree.VfsPath;
import java.util.List;

/**
 * An open directory. It lists what was there when the listing was begun, so that positions stay valid; rewinding begins anew.
 * Used under the description's position lock.
 */
final class OverlayOpenDirectory extends OpenDirectory {
    private static final byte[] DOT = {'.'};
    private static final byte[] DOT_DOT = {'.', '.'};
    private static final int FIRST = 2;

    private final OverlayDirectory directory;
    private List<MergedListing.Entry> entries = List.of();

    OverlayOpenDirectory(OverlayDirectory directory, VfsPath path) {
        super(path);
        this.directory = directory;
    }

    @Override
    public long readdir(Task task, OpenFileDescription open, DirectorySink sink) {
        if (directory.removed()) {
            return -ENOENT;
        }
        long position = open.position();
        if (position == 0) {
            entries = MergedListing.of(task, directory);
        }
        if (position < 1 && !sink.add(DOT, directory.number(), S_IFDIR, 1)) {
            return 0;
        }
        if (position < FIRST && !sink.add(DOT_DOT, directory.parentNumber(), S_IFDIR, FIRST)) {
            return 0;
        }
        for (long i = Math.max(0, position - FIRST); i < entries.size(); i++) {
            MergedListing.Entry each = entries.get((int) i);
            if (!sink.add(each.name(), each.inode(), each.type(), i + FIRST + 1)) {
                break;
            }
        }
        return 0;
    }

    @Override
    public long sync(boolean dataOnly) {
        return 0;
    }
}
