package io.unishim.vfscore.host;

import static io.unishim.abi.Errnos.EINVAL;
import static io.unishim.abi.Errnos.ENOENT;

import io.unishim.abi.Syscall;
import io.unishim.host.HostCalls;
import io.unishim.memory.OffHeap;
import io.unishim.struct.Stat;
import io.unishim.task.Task;
import io.unishim.vfscore.tree.Found;

/** A symbolic link of the host: read, never followed by the host. */
final class HostSymlink extends HostInode {
    private static final int READLINKAT = Syscall.READLINKAT.number();
    private static final int LONGEST = 3072; // what the scratch has room for behind the name

    HostSymlink(HostFs hostFs, Stat seen, long hostDevice) {
        super(hostFs, seen, hostDevice);
    }

    @Override
    public long readlink(Task task, Found found) {
        OffHeap scratch = HostBuffers.scratch(task);
        HostName at = link();
        HostDescriptor directory = at == null ? null : at.parent().enter(scratch);
        if (directory == null || at == null) {
            return -ENOENT;
        }
        try {
            long length = HostCalls.call(
                    READLINKAT,
                    directory.fd(),
                    HostBuffers.put(scratch, 0, at.name()),
                    scratch.address() + HostBuffers.STRUCT,
                    LONGEST);
            if (length < 0) {
                return length == -EINVAL ? -ENOENT : length; // the host has put something else at the name
            }
            byte[] text = new byte[(int) length];
            scratch.get(HostBuffers.STRUCT, text, 0, text.length);
            return found.bytes(text);
        } finally {
            directory.leave();
        }
    }
}
