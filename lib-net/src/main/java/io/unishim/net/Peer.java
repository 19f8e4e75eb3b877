package io.unishim.net;

import io.unishim.task.Credentials;
import io.unishim.task.Task;

/**
 * Who is at the other end of an AF_UNIX socket, as it was when the connection was made (man 7 unix).
 *
 * @param ids pid, uid, gid
 * @param groups the supplementary ones
 */
record Peer(int[] ids, int[] groups) {
    private static final int[] NOBODYS = {0, -1, -1};
    private static final int[] NO_GROUPS = {};

    /** What SO_PEERCRED tells where there is no other end. */
    static final Peer NOBODY = new Peer(NOBODYS, NO_GROUPS);

    static Peer of(Task task) {
        Credentials own = Credentials.of(task);
        int[] groups = new int[own.supplementaryCount()];
        for (int i = 0; i < groups.length; i++) {
            groups[i] = own.supplementary(i);
        }
        return new Peer(UnixMessage.own(task), groups);
    }

    boolean isNobody() {
        return ids == NOBODYS;
    }

    int pid() {
        return ids[0];
    }
}
