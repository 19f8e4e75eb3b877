package io.unishim.elfloader;

import static io.unishim.abi.Errnos.EINTR;
import static io.unishim.abi.Restart.ERESTARTSYS;

import io.unishim.abi.Ioctls;
import io.unishim.abi.Poll;
import io.unishim.abi.Syscall;
import io.unishim.file.FileOperations;
import io.unishim.file.OpenFileDescription;
import io.unishim.host.HostCalls;
import io.unishim.memory.OffHeap;
import io.unishim.memory.UserBuffer;
import io.unishim.struct.Stat;
import io.unishim.task.Task;
import java.lang.ref.Reference;

/** A descriptor of this JVM that was handed to a program: its terminal, a pipe, a file. The JVM's own stays open. */
final class HostStream extends FileOperations {
    private static final int CHUNK = 65_536;
    private static final int TERMIOS_SIZE = 64;

    private final int fd;

    private HostStream(int fd) {
        this.fd = fd;
    }

    static HostStream of(int fd) {
        return new HostStream(fd);
    }

    @Override
    public long read(Task task, OpenFileDescription open, UserBuffer buffer, long position) {
        int length = (int) Math.min(CHUNK, buffer.length());
        OffHeap bytes = OffHeap.allocate(Math.max(1, length));
        long count;
        do {
            if (task.interrupted()) {
                return -ERESTARTSYS;
            }
            count = HostCalls.call(Syscall.READ.number(), fd, bytes.address(), length);
        } while (count == -EINTR);
        return count <= 0 ? count : buffer.put(0, bytes, 0, (int) count);
    }

    @Override
    public long write(Task task, OpenFileDescription open, UserBuffer buffer, long position) {
        int length = (int) Math.min(CHUNK, buffer.length());
        OffHeap bytes = OffHeap.allocate(Math.max(1, length));
        int got = buffer.get(0, bytes, 0, length);
        long count;
        do {
            if (task.interrupted()) {
                return -ERESTARTSYS;
            }
            count = HostCalls.call(Syscall.WRITE.number(), fd, bytes.address(), got);
        } while (count == -EINTR);
        Reference.reachabilityFence(bytes);
        return count;
    }

    @Override
    public int readiness(OpenFileDescription open) {
        OffHeap poll = OffHeap.allocate(8);
        poll.putInt(0, fd);
        poll.putInt(4, Poll.POLLIN | Poll.POLLOUT);
        long result = HostCalls.call(Syscall.POLL.number(), poll.address(), 1, 0);
        return result < 0 ? Poll.POLLERR : poll.getInt(4) >>> 16;
    }

    @Override
    public long ioctl(Task task, OpenFileDescription open, int request, long argument) {
        // Only what asks or sets the state of a terminal is passed on, and no address of the program.
        int size = switch (request) {
            case Ioctls.TCGETS, Ioctls.TCSETS, Ioctls.TCSETSW, Ioctls.TCSETSF -> TERMIOS_SIZE;
            case Ioctls.TIOCGWINSZ -> 8;
            case Ioctls.FIONREAD, Ioctls.TIOCGPGRP -> 4;
            default -> 0;
        };
        if (size == 0) {
            return super.ioctl(task, open, request, argument);
        }
        OffHeap bytes = OffHeap.allocate(TERMIOS_SIZE);
        boolean sets = request == Ioctls.TCSETS || request == Ioctls.TCSETSW || request == Ioctls.TCSETSF;
        // The kernel's struct termios is 36 bytes.
        int used = size == TERMIOS_SIZE ? 36 : size;
        if (sets && task.memory().read(argument, bytes, 0, used) != used) {
            throw io.unishim.memory.MemoryFault.FAULT;
        }
        long result = HostCalls.call(Syscall.IOCTL.number(), fd, request, bytes.address());
        Reference.reachabilityFence(bytes);
        if (result >= 0 && !sets && task.memory().write(argument, bytes, 0, used) != used) {
            throw io.unishim.memory.MemoryFault.FAULT;
        }
        return result;
    }

    @Override
    public Stat stat(Task task) {
        OffHeap bytes = OffHeap.allocate(Stat.LAYOUT.size());
        long result = HostCalls.call(Syscall.FSTAT.number(), fd, bytes.address(), 0);
        return result < 0 ? StreamInput.pipe() : Stat.LAYOUT.decode(bytes.buffer(), 0);
    }

    @Override
    public FileOperations reopen(Task task, int flags) {
        return this;
    }

    @Override
    public String link() {
        return "/dev/tty";
    }
}
