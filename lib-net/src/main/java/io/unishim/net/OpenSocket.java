package io.unishim.net;

import io.unishim.Shim;
import io.unishim.file.Descriptors;
import io.unishim.file.OpenFileDescription;
import io.unishim.task.Process;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A socket that tools are told of.
 *
 * @param named whether a descriptor means it; else it waits to be accepted, or was closed before its connection ended
 */
record OpenSocket(Socket socket, boolean named) {
    /** @return those that processes have, and connections, by their inodes */
    static Collection<OpenSocket> all(Shim shim, InetStack stack) {
        Map<Long, OpenSocket> found = new TreeMap<>();
        for (Process process : shim.tasks().processes()) {
            Descriptors table = process.stateOrNull(Descriptors.KEY);
            for (int fd = next(table, 0); table != null && fd >= 0; fd = next(table, fd + 1)) {
                OpenFileDescription open = table.get(fd);
                if (open != null && open.file() instanceof Socket socket) {
                    found.put(socket.inode(), new OpenSocket(socket, true));
                }
            }
        }
        stack.lock().lock();
        try {
            stack.connections().forEach(each -> found.putIfAbsent(each.inode(), new OpenSocket(each, false)));
        } finally {
            stack.lock().unlock();
        }
        return found.values();
    }

    private static int next(@Nullable Descriptors table, int from) {
        return table == null ? -1 : table.next(from);
    }

    /** @return the inode of its file, 0 if there is none */
    long inode() {
        return named ? socket.inode() : 0;
    }

    int uid() {
        return named ? socket.ownership().uid() : 0;
    }
}
