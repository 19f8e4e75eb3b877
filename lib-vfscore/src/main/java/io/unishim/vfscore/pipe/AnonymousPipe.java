package io.unishim.vfscore.pipe;

import static io.unishim.abi.StatModes.S_IFIFO;

import io.unishim.struct.Stat;
import io.unishim.struct.Timespec;
import io.unishim.task.Credentials;
import io.unishim.task.Task;

/** A pipe that {@code pipe(2)} made, as {@code fstat(2)} shows it. */
final class AnonymousPipe implements PipeEnd.Identity {
    private final long inode;
    private final int uid;
    private final int gid;
    private final Timespec made;

    AnonymousPipe(Pipes pipes, Task maker) {
        Credentials credentials = Credentials.of(maker);
        this.inode = pipes.nextInode();
        this.uid = credentials.fsuid();
        this.gid = credentials.fsgid();
        this.made = Timespec.ofNanos(pipes.time().realtimeNanos());
    }

    @Override
    public Stat stat(Task task) {
        return new Stat(
                Pipes.DEVICE, inode, S_IFIFO | 0600, 1, uid, gid, 0, 0, PipeRing.PAGE, 0, made, made, made);
    }

    @Override
    public String link() {
        return "pipe:[" + inode + "]";
    }
}
