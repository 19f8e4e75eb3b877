package io.unishim.vfscore.host;

import static io.unishim.abi.Errnos.ENOENT;
import static io.unishim.abi.Errnos.EOPNOTSUPP;
import static io.unishim.abi.Ioctls.FS_IOC_GETFLAGS;
import static io.unishim.abi.Ioctls.FS_IOC_SETFLAGS;
import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.unishim.abi.Syscall;
import io.unishim.host.HostCalls;
import io.unishim.memory.OffHeap;
import io.unishim.task.Task;
import io.unishim.vfscore.tree.Found;

/**
 * Extended attributes and flags of the host's files. Attributes are asked for by the name below {@code /proc/self/fd} of the
 * directory, never following the last link: a file need not be opened for that.
 */
final class HostAttributes {
    private static final int LGETXATTR = Syscall.LGETXATTR.number();
    private static final int LSETXATTR = Syscall.LSETXATTR.number();
    private static final int LLISTXATTR = Syscall.LLISTXATTR.number();
    private static final int LREMOVEXATTR = Syscall.LREMOVEXATTR.number();
    private static final int IOCTL = Syscall.IOCTL.number();
    private static final int CLOSE = Syscall.CLOSE.number();
    private static final byte[] ITSELF = {'.'};

    /** Where the attribute's name stands in the buffer, after the path. */
    private static final int NAME = 1024;

    private static final int VALUE = 2048;
    private static final int LARGEST = 65536;

    private HostAttributes() {}

    /** A call about an attribute, once its names stand in a buffer. */
    private interface Question {
        long ask(long path, long name, long value);
    }

    private static long ask(Task task, HostInode inode, String name, byte[] value, Question question) {
        OffHeap scratch = HostBuffers.scratch(task);
        HostInode.HostName at = inode.link();
        HostDirectory place = at != null ? at.parent() : (HostDirectory) inode;
        HostDescriptor directory = place.enter(scratch);
        if (directory == null) {
            return -ENOENT;
        }
        try {
            OffHeap buffer = HostBuffers.transfer(task);
            byte[] path = ("/proc/self/fd/" + directory.fd() + '/').getBytes(ISO_8859_1);
            buffer.put(0, path, 0, path.length);
            HostBuffers.put(buffer, path.length, at != null ? at.name() : ITSELF);
            HostBuffers.put(buffer, NAME, name.getBytes(ISO_8859_1));
            buffer.put(VALUE, value, 0, value.length);
            return question.ask(buffer.address(), buffer.address() + NAME, buffer.address() + VALUE);
        } finally {
            directory.leave();
        }
    }

    private static long found(Task task, long length, Found found) {
        if (length < 0) {
            return length;
        }
        byte[] bytes = new byte[(int) length];
        HostBuffers.transfer(task).get(VALUE, bytes, 0, bytes.length);
        return found.bytes(bytes);
    }

    /** @return 0, {@code -ENODATA}, or {@code -EOPNOTSUPP} of a file system without */
    static long get(Task task, HostInode inode, String name, Found found) {
        long length = ask(
                task,
                inode,
                name,
                new byte[0],
                (path, attribute, value) -> HostCalls.call(LGETXATTR, path, attribute, value, LARGEST));
        return found(task, length, found);
    }

    static long list(Task task, HostInode inode, Found found) {
        long length = ask(
                task,
                inode,
                "",
                new byte[0],
                (path, attribute, value) -> HostCalls.call(LLISTXATTR, path, value, LARGEST));
        return length == -EOPNOTSUPP ? found.bytes(new byte[0]) : found(task, length, found);
    }

    static long set(Task task, HostInode inode, String name, byte[] bytes, int flags) {
        return ask(
                task,
                inode,
                name,
                bytes,
                (path, attribute, value) -> HostCalls.call(LSETXATTR, path, attribute, value, bytes.length, flags, 0));
    }

    static long remove(Task task, HostInode inode, String name) {
        return ask(
                task,
                inode,
                name,
                new byte[0],
                (path, attribute, value) -> HostCalls.call(LREMOVEXATTR, path, attribute, 0));
    }

    /** Closes the file. @param fd of the host's, or an errno @return the flags or a negative errno */
    static long flags(OffHeap scratch, long fd) {
        if (fd < 0) {
            return fd;
        }
        scratch.putLong(HostBuffers.STRUCT, 0);
        long result = HostCalls.call(IOCTL, fd, FS_IOC_GETFLAGS, scratch.address() + HostBuffers.STRUCT);
        HostCalls.call(CLOSE, fd, 0, 0);
        return result < 0 ? -EOPNOTSUPP : Integer.toUnsignedLong(scratch.getInt(HostBuffers.STRUCT));
    }

    /** Closes the file. @param fd of the host's, or an errno */
    static long setFlags(OffHeap scratch, long fd, int flags) {
        if (fd < 0) {
            return fd;
        }
        scratch.putLong(HostBuffers.STRUCT, Integer.toUnsignedLong(flags));
        long result = HostCalls.call(IOCTL, fd, FS_IOC_SETFLAGS, scratch.address() + HostBuffers.STRUCT);
        HostCalls.call(CLOSE, fd, 0, 0);
        return result;
    }
}
