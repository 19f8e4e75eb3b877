package io.unishim.vfscore.mqueue;

import static io.unishim.abi.StatModes.S_IFREG;

import io.unishim.task.Task;
import io.unishim.vfscore.pseudo.OwnedInode;
import io.unishim.vfscore.tree.Found;
import io.unishim.vfscore.tree.VfsPath;

/** A queue's place among the files. */
final class MqueueNode extends OwnedInode {
    /** What {@code st_size} shows of each (FILENT_SIZE). */
    private static final int SIZE = 80;

    private final String name;
    private final Mqueue queue;
    private final Runnable gone;
    private final Runnable unnamed;
    private int open;
    private boolean named = true;

    /**
     * @param gone called when it has no name, and nobody has it open any more
     * @param unnamed called when it loses its name
     */
    MqueueNode(
            MqueueFs queues, String name, int mode, Mqueue queue, int uid, int gid, Runnable gone, Runnable unnamed) {
        super(queues, S_IFREG | mode & 07777, uid, gid);
        this.name = name;
        this.queue = queue;
        this.gone = gone;
        this.unnamed = unnamed;
    }

    String name() {
        return name;
    }

    Mqueue queue() {
        return queue;
    }

    @Override
    protected long size() {
        return SIZE;
    }

    @Override
    protected long blockSize() {
        return 4096;
    }

    @Override
    protected synchronized long links() {
        return named ? 1 : 0;
    }

    @Override
    public long open(Task task, VfsPath path, int flags, Found found) {
        synchronized (this) {
            open++;
        }
        return found.file(new MqueueFile(this, path));
    }

    void closed() {
        boolean last;
        synchronized (this) {
            open--;
            last = open == 0 && !named;
        }
        if (last) {
            gone.run();
        }
    }

    void unlinked() {
        boolean last;
        synchronized (this) {
            named = false;
            last = open == 0;
        }
        unnamed.run();
        if (last) {
            gone.run();
        }
    }
}
