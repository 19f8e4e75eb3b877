package io.unishim.file;

import static io.unishim.abi.Errnos.EBADF;
import static io.unishim.abi.Errnos.EINVAL;
import static io.unishim.abi.Errnos.ENODEV;
import static io.unishim.abi.Errnos.ENOTTY;
import static io.unishim.abi.Errnos.ESPIPE;
import static io.unishim.abi.Fcntl.F_GETPIPE_SZ;
import static io.unishim.abi.Fcntl.F_SETPIPE_SZ;

import io.unishim.abi.Poll;
import io.unishim.memory.UserBuffer;
import io.unishim.struct.Stat;
import io.unishim.task.ReadAhead;
import io.unishim.task.Task;
import io.unishim.task.WaitQueue;
import org.jspecify.annotations.Nullable;

/**
 * An open object and what can be done with it: the kernel's {@code struct file_operations} and the state behind it. Files,
 * pipes, sockets, terminals and event counters are drivers under this class; one instance may stand behind several
 * descriptions.
 *
 * <p>Methods answer as handlers do: a value or a negative errno. They are called by many threads at once. The access mode
 * of the description has been checked before {@link #read} and {@link #write}.
 */
public abstract class FileOperations {
    protected FileOperations() {}

    /**
     * Reads.
     *
     * @param buffer what to fill; its length is cut to 0x7ffff000 and is not negative
     * @param position where to read, for a {@link #seekable} file; 0 otherwise
     * @return the bytes read, 0 at the end; {@code -EINVAL} if it cannot be read
     */
    public long read(Task task, OpenFileDescription open, UserBuffer buffer, long position) {
        return -EINVAL;
    }

    /**
     * Writes.
     *
     * @param buffer what to write; its length is cut to 0x7ffff000 and is not negative
     * @param position where to write, for a {@link #seekable} file; 0 otherwise. With O_APPEND the file writes at its end
     *     instead, whatever the position, and calls {@link OpenFileDescription#position(long)} with where that write began
     *     so that the caller can go on from there
     * @return the bytes written; {@code -EINVAL} if it cannot be written
     */
    public long write(Task task, OpenFileDescription open, UserBuffer buffer, long position) {
        return -EINVAL;
    }

    /** @return whether it has positions; if not, {@code pread(2)} and {@code lseek(2)} answer {@code -ESPIPE} */
    public boolean seekable() {
        return false;
    }

    /**
     * Moves the position; called with the description's position locked.
     *
     * @param whence SEEK_SET and its kin
     * @return the new position, which the caller stores
     */
    public long seek(Task task, OpenFileDescription open, long offset, int whence) {
        return -ESPIPE;
    }

    /** @return what could be done without waiting, as {@code poll(2)} names it; an ordinary file is always ready */
    public int readiness(OpenFileDescription open) {
        return Poll.POLLIN | Poll.POLLOUT | Poll.POLLRDNORM | Poll.POLLWRNORM;
    }

    /**
     * Lays out what a task is likely to read next: it has just been told that there is something.
     *
     * @param fd the descriptor that it was told of
     */
    public void readAhead(Task task, OpenFileDescription open, int fd, ReadAhead ahead) {}

    /** @return those who wait for {@link #readiness} to change, or null if it never does */
    public @Nullable WaitQueue waitQueue() {
        return null;
    }

    /** @return {@link #readiness(OpenFileDescription)} as a task sees it: a signalfd shows everyone their own signals */
    public int readiness(Task task, OpenFileDescription open) {
        return readiness(open);
    }

    /** @return those who wait for {@link #readiness(Task, OpenFileDescription)} to change, or null if it never does */
    public @Nullable WaitQueue waitQueue(Task task) {
        return waitQueue();
    }

    /**
     * Those who are told by signals, with O_ASYNC. A wake-up with POLLRDNORM says that input came, with POLLWRBAND and
     * without POLLOUT that there is room for output, with POLLHUP that the other side is gone; others mean nothing here.
     *
     * @return them, or null if O_ASYNC has no effect on such files
     */
    public @Nullable WaitQueue signalQueue() {
        return null;
    }

    /** @return the process group that O_ASYNC tells if nobody was named by F_SETOWN, or 0 for nobody: as terminals have it */
    public int signalGroup() {
        return 0;
    }

    /** @return whether O_ASYNC names the caller as who is told, if nobody was named before: as terminals have it */
    public boolean signalsCaller() {
        return false;
    }

    /**
     * Does what only this kind of file can, by {@code ioctl(2)}.
     *
     * @param argument an address or a number, as the request says
     * @return {@code -ENOTTY} for a request it does not know
     */
    public long ioctl(Task task, OpenFileDescription open, int request, long argument) {
        return -ENOTTY;
    }

    /**
     * Does what only this kind of file can, by {@code fcntl(2)}: F_GETPIPE_SZ, F_ADD_SEALS. Commands that concern
     * descriptors, status flags and locks do not come here.
     *
     * @param argument an address or a number, as the command says
     * @return {@code -EBADF} for the size of a pipe that is none, {@code -EINVAL} for another command it does not know
     */
    public long fcntl(Task task, OpenFileDescription open, int command, long argument) {
        return command == F_GETPIPE_SZ || command == F_SETPIPE_SZ ? -EBADF : -EINVAL;
    }

    /** @return who owns an object without a name, or null for those that share one inode: {@code -EOPNOTSUPP} to change it */
    public @Nullable Ownership ownership() {
        return null;
    }

    /** @return what {@code flock(2)} locks: the same for all files that show one object without a name */
    public Object lockIdentity() {
        return this;
    }

    /** @return what {@code fstat(2)} tells */
    public abstract Stat stat(Task task);

    /** @return the text behind {@code /proc/PID/fd/N}: a path, or {@code "pipe:[7]"} */
    public abstract String link();

    /** @return the lines of {@code /proc/PID/fdinfo/N} that only its kind of file has, each ended (man 5 proc_pid_fdinfo) */
    public String info() {
        return "";
    }

    /**
     * Opens the same object once more, as {@code open("/proc/self/fd/1")} does for an object that has no path: pipes,
     * terminals.
     *
     * @param flags of {@code open(2)}
     * @return what stands behind the new description, possibly this; null if it cannot be: {@code -ENXIO}, as for sockets
     */
    public @Nullable FileOperations reopen(Task task, int flags) {
        return null;
    }

    /** @return whether its readiness is the host's, or may come to be: {@link HostEvents} tells it then */
    public boolean ofHost() {
        return false;
    }

    /** Flushes what {@code fsync(2)} promises. */
    public long sync(boolean dataOnly) {
        return -EINVAL;
    }

    /** Changes the size, by {@code ftruncate(2)}. */
    public long truncate(Task task, long length) {
        return -EINVAL;
    }

    /**
     * Whether the host can map the file itself.
     *
     * @return a descriptor of the host's that stays open as long as this file, or -1 if the content is not the host's
     */
    public int hostDescriptor() {
        return -1;
    }

    /** @return whether its content may be executed; if not, {@code mmap(2)} with PROT_EXEC answers {@code -EPERM} */
    public boolean executable() {
        return true;
    }

    /**
     * Whether {@code mmap(2)} may map it; where there is no {@link #hostDescriptor()}, the content is read by {@link #read}.
     *
     * @param shared whether as MAP_SHARED
     * @param writable whether with PROT_WRITE
     * @return 0 or the errno
     */
    public long mappable(boolean shared, boolean writable) {
        return -ENODEV;
    }

    /** @return whether {@code mmap(2)} maps zeros of the program's own, or shared ones, in its place: of /dev/zero */
    public boolean mapsZeros() {
        return false;
    }

    /** Mappings of it came or went; those that are shared and write are told to {@link #mappedToWrite}, too. @param more how many, less than 0 if they went */
    public void mapped(int more) {}

    /** Mappings that write to it, or may after {@code mprotect(2)}, came or went. @param more how many, less than 0 if they went */
    public void mappedToWrite(int more) {}

    /**
     * Somebody begins to execute it: nobody opens it for writing, or changes its size, until {@link #allowWriting()}.
     *
     * @return 0, or {@code -ETXTBSY} if it is open for writing
     */
    public long denyWriting() {
        return 0;
    }

    /** Takes back one {@link #denyWriting()} that answered 0. */
    public void allowWriting() {}

    /** Status flags were changed by {@code fcntl(F_SETFL)}, or FIONBIO, FIOASYNC. */
    public void flagsChanged(OpenFileDescription open) {}

    /** A descriptor of it was closed by {@code close(2)}; others may remain. */
    public void descriptorClosed(Task task, OpenFileDescription open) {}

    /** The description's last descriptor is gone. Calls under way on other threads may still come to their end. */
    public void released(OpenFileDescription open) {}
}
