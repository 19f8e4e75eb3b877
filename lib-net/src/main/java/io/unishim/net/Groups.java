package io.unishim.net;

import java.util.HashMap;
import java.util.Map;

/** The groups that a shim is a member of because its sockets are. Guarded by the lock of {@link InetStack}. */
final class Groups {
    private final Map<Group, Integer> members = new HashMap<>();

    Groups() {}

    void add(Group group) {
        members.merge(group, 1, Integer::sum);
    }

    void remove(Group group) {
        members.computeIfPresent(group, (same, count) -> count == 1 ? null : count - 1);
    }

    boolean has(Group group) {
        return group.everybodys() || members.containsKey(group);
    }
}
