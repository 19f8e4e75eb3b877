package io.unishim.vfscore;

import static io.unishim.abi.Errnos.EADDRINUSE;
import static io.unishim.abi.Errnos.ECONNREFUSED;
import static io.unishim.abi.Errnos.EEXIST;
import static io.unishim.abi.Fcntl.AT_FDCWD;
import static io.unishim.abi.Fcntl.W_OK;
import static io.unishim.abi.StatModes.S_IFSOCK;

import io.unishim.file.SocketNodes;
import io.unishim.memory.UserString;
import io.unishim.task.Credentials;
import io.unishim.task.Task;
import io.unishim.vfscore.tree.Attachments;
import io.unishim.vfscore.tree.Inode;
import io.unishim.vfscore.tree.Walk;

/** Hangs sockets on the nodes that name them. */
final class NodesOfSockets implements SocketNodes {
    private static final int MODE = S_IFSOCK | 0777;

    @Override
    public long bind(Task task, byte[] path, Object socket) {
        long result = Creation.at(task, AT_FDCWD, UserString.of(path), 0, false, (by, directory, name, found) -> {
            long made = directory.createSocket(by, name, Creation.fileMode(by, directory, MODE), socket, found);
            if (made == 0) {
                found.inode().attachments().endpoint(socket);
            }
            return made;
        });
        return result == -EEXIST ? -EADDRINUSE : result;
    }

    @Override
    public long find(Task task, byte[] path, Bound bound) {
        Walk walk = Walk.of(task, 0);
        long result = walk.resolve(task, AT_FDCWD, UserString.of(path), Walk.FOLLOW);
        if (result != 0) {
            return result;
        }
        Inode inode = walk.inode();
        result = inode.permission(task, Credentials.of(task), W_OK);
        if (result != 0) {
            return result;
        }
        if (inode.type() != S_IFSOCK) {
            return -ECONNREFUSED;
        }
        Attachments attachments = inode.attachmentsOrNull();
        bound.socket = attachments == null ? null : attachments.endpoint();
        long ofHost = inode.socketOfHost(task);
        bound.ofHost = (int) Math.max(ofHost, -1);
        return bound.socket == null && ofHost < 0 ? ofHost : 0;
    }
}
