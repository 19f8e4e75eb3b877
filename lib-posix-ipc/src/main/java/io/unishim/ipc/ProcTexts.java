package io.unishim.ipc;

import static io.unishim.abi.Errnos.EINVAL;

import io.unishim.file.ProcFiles;
import io.unishim.struct.IpcPerm;
import io.unishim.struct.MsqidDs;
import io.unishim.struct.SemidDs;
import io.unishim.struct.ShmidDs;
import io.unishim.task.Task;
import java.util.Locale;
import java.util.function.Function;

/** {@code /proc/sysvipc} and the limits in {@code /proc/sys/kernel} (man 5 proc_sysvipc). */
final class ProcTexts implements ProcFiles.Filler {
    private final IpcState state;

    ProcTexts(IpcState state) {
        this.state = state;
    }

    @Override
    public void fill(ProcFiles.Tree proc) {
        proc.file("sysvipc/shm", reader -> text(state.segments().ids(), SHM_HEADER, ProcTexts::shm));
        proc.file("sysvipc/sem", reader -> text(state.semaphores().ids(), SEM_HEADER, ProcTexts::sem));
        proc.file("sysvipc/msg", reader -> text(state.messages().ids(), MSG_HEADER, ProcTexts::msg));
        fixed(proc, "shmmax", Long.toUnsignedString(Segments.SHMMAX));
        fixed(proc, "shmall", Long.toUnsignedString(Segments.SHMALL));
        fixed(proc, "shmmni", "" + Segments.SHMMNI);
        fixed(proc, "shm_rmid_forced", "0");
        fixed(
                proc,
                "sem",
                SemaphoreSets.SEMMSL + "\t" + SemaphoreSets.SEMMNS + "\t" + SemaphoreSets.SEMOPM + "\t"
                        + SemaphoreSets.SEMMNI);
        fixed(proc, "msgmax", "" + MessageQueues.MSGMAX);
        fixed(proc, "msgmnb", "" + MessageQueues.MSGMNB);
        fixed(proc, "msgmni", "" + MessageQueues.MSGMNI);
    }

    private static final String SHM_HEADER =
            "       key      shmid perms                  size  cpid  lpid nattch   uid"
                    + "   gid  cuid  cgid      atime      dtime      ctime                   rss                  swap\n";
    private static final String SEM_HEADER =
            "       key      semid perms      nsems   uid   gid  cuid  cgid      otime      ctime\n";
    private static final String MSG_HEADER =
            "       key      msqid perms      cbytes       qnum lspid lrpid   uid   gid"
                    + "  cuid  cgid      stime      rtime      ctime\n";

    /** Nobody can change them. */
    private static void fixed(ProcFiles.Tree proc, String name, String value) {
        proc.setting("sys/kernel/" + name, reader -> value + "\n", ProcTexts::refuse);
    }

    private static long refuse(Task writer, String text) {
        return -EINVAL;
    }

    private static <T extends IpcObject> String text(IpcIds<T> ids, String header, Function<T, String> line) {
        StringBuilder text = new StringBuilder(header);
        for (T each : ids.all()) {
            each.lock.lock();
            try {
                text.append(line.apply(each));
            } finally {
                each.lock.unlock();
            }
        }
        return text.toString();
    }

    private static String unsigned(int id) {
        return Integer.toUnsignedString(id);
    }

    private static String shm(Segment segment) {
        ShmidDs told = segment.told();
        IpcPerm perm = told.perm();
        return String.format(
                Locale.ROOT,
                "%10d %10d  %4o %21d %5d %5d  %5d %5s %5s %5s %5s %10d %10d %10d %21d %21d\n",
                perm.key(),
                segment.id(),
                perm.mode(),
                told.size(),
                told.cpid(),
                told.lpid(),
                told.nattch(),
                unsigned(perm.uid()),
                unsigned(perm.gid()),
                unsigned(perm.cuid()),
                unsigned(perm.cgid()),
                told.atime(),
                told.dtime(),
                told.ctime(),
                segment.residentPages() * Segment.PAGE,
                0);
    }

    private static String sem(SemaphoreSet set) {
        SemidDs told = set.told();
        IpcPerm perm = told.perm();
        return String.format(
                Locale.ROOT,
                "%10d %10d  %4o %10d %5s %5s %5s %5s %10d %10d\n",
                perm.key(),
                set.id(),
                perm.mode(),
                told.nsems(),
                unsigned(perm.uid()),
                unsigned(perm.gid()),
                unsigned(perm.cuid()),
                unsigned(perm.cgid()),
                told.otime(),
                told.ctime());
    }

    private static String msg(MessageQueue queue) {
        MsqidDs told = queue.told();
        IpcPerm perm = told.perm();
        return String.format(
                Locale.ROOT,
                "%10d %10d  %4o  %10d %10d %5d %5d %5s %5s %5s %5s %10d %10d %10d\n",
                perm.key(),
                queue.id(),
                perm.mode(),
                told.cbytes(),
                told.qnum(),
                told.lspid(),
                told.lrpid(),
                unsigned(perm.uid()),
                unsigned(perm.gid()),
                unsigned(perm.cuid()),
                unsigned(perm.cgid()),
                told.stime(),
                told.rtime(),
                told.ctime());
    }
}
