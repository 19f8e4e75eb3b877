package io.unishim.vfscore.proc;

import static io.unishim.abi.Errnos.EINVAL;
import static io.unishim.abi.Errnos.EIO;
import static io.unishim.abi.Fcntl.SEEK_CUR;
import static io.unishim.abi.Fcntl.SEEK_SET;
import static io.unishim.abi.StatModes.S_IFREG;

import io.unishim.file.OpenFileDescription;
import io.unishim.memory.MemoryFault;
import io.unishim.memory.UserBuffer;
import io.unishim.task.Process;
import io.unishim.task.Task;
import io.unishim.vfscore.pseudo.PseudoFs;
import io.unishim.vfscore.pseudo.PseudoInode;
import io.unishim.vfscore.tree.Found;
import io.unishim.vfscore.tree.InodeFile;
import io.unishim.vfscore.tree.VfsPath;

/** /proc/PID/mem: the memory of a process, a byte's address its position (man 5 proc_pid_mem). */
final class MemoryFile extends PseudoInode {
    private static final int STEP = 4096;

    private final Process process;

    MemoryFile(PseudoFs proc, Process process) {
        super(proc, S_IFREG | 0600);
        this.process = process;
    }

    @Override
    public long open(Task task, VfsPath path, int flags, Found found) {
        long refused = Inspection.check(task, process);
        return refused != 0 ? refused : found.file(new Open(path, process));
    }

    private static final class Open extends InodeFile {
        private final Process process;

        Open(VfsPath path, Process process) {
            super(path);
            this.process = process;
        }

        private boolean gone() {
            return process.status() != Process.RUNNING;
        }

        @Override
        public long read(Task task, OpenFileDescription open, UserBuffer buffer, long position) {
            byte[] bytes = new byte[(int) Math.min(STEP, buffer.length())];
            long done = 0;
            while (done < buffer.length() && !gone()) {
                int wanted = (int) Math.min(bytes.length, buffer.length() - done);
                int got = process.memory().read(position + done, bytes, 0, wanted);
                int put = got <= 0 ? 0 : buffer.put(done, bytes, 0, got);
                done += put;
                if (put < got) {
                    return faulted(done);
                }
                if (got < wanted) {
                    return done == 0 ? -EIO : done;
                }
            }
            return done;
        }

        @Override
        public long write(Task task, OpenFileDescription open, UserBuffer buffer, long position) {
            byte[] bytes = new byte[(int) Math.min(STEP, buffer.length())];
            long done = 0;
            while (done < buffer.length() && !gone()) {
                int wanted = (int) Math.min(bytes.length, buffer.length() - done);
                int got = buffer.get(done, bytes, 0, wanted);
                int put = got <= 0 ? 0 : process.memory().write(position + done, bytes, 0, got);
                done += Math.max(0, put);
                if (put < got) {
                    return done == 0 ? -EIO : done;
                }
                if (got < wanted) {
                    return faulted(done);
                }
            }
            return done;
        }

        private static long faulted(long done) {
            if (done == 0) {
                throw MemoryFault.FAULT;
            }
            return done;
        }

        @Override
        public boolean seekable() {
            return true;
        }

        /** Addresses are unsigned: the upper half is negative here (the kernel's mem_lseek). */
        @Override
        public long seek(Task task, OpenFileDescription open, long offset, int whence) {
            return switch (whence) {
                case SEEK_SET -> offset;
                case SEEK_CUR -> open.position() + offset;
                default -> -EINVAL;
            };
        }
    }
}
