package io.unishim.net;

import static io.unishim.abi.Errnos.EADDRINUSE;
import static io.unishim.abi.Errnos.EADDRNOTAVAIL;
import static io.unishim.abi.Errnos.EINVAL;
import static io.unishim.abi.Errnos.ENOBUFS;
import static io.unishim.abi.Errnos.ENODEV;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The groups that one socket is a member of, and from whom it hears what is said there (man 7 ip, ipv6; RFC 3376). Guarded by
 * the lock of the stack.
 */
final class Memberships {
    /** Linux's net.ipv4.igmp_max_memberships and igmp_max_msf. */
    private static final int MOST = 20;

    private static final int MOST_SOURCES = 10;

    /** From whom: from all but some, or from some only. */
    private static final class Filter {
        boolean only;
        final Set<Ip> sources = new HashSet<>();
    }

    private final InetStack stack;
    private final Map<Group, Filter> joined = new HashMap<>();

    Memberships(InetStack stack) {
        this.stack = stack;
    }

    /**
     * Becomes a member.
     *
     * @param index the interface's, 0 for the one by which the group is reached
     */
    long join(Ip group, int index) {
        return join(group, index, new Filter());
    }

    private long join(Ip group, int index, Filter filter) {
        if (!group.isMulticast()) {
            return -EINVAL;
        }
        Interface by = stack.interfaceFor(index);
        if (by == null) {
            return -ENODEV;
        }
        Group key = new Group(group, by.index());
        if (joined.containsKey(key)) {
            return -EADDRINUSE;
        }
        if (group.isV4() && joined.size() >= MOST) {
            return -ENOBUFS;
        }
        joined.put(key, filter);
        stack.groups().add(key);
        return 0;
    }

    long leave(Ip group, int index) {
        if (!group.isV4() && !group.isMulticast()) {
            return -EINVAL;
        }
        if (index == 0 && group.isV4() && stack.interfaceFor(0) == null) {
            return -ENODEV;
        }
        Group key = find(group, index);
        if (key == null) {
            return -EADDRNOTAVAIL;
        }
        joined.remove(key);
        stack.groups().remove(key);
        return 0;
    }

    private @Nullable Group find(Ip group, int index) {
        for (Group each : joined.keySet()) {
            if (each.ip().equals(group) && (index == 0 || each.index() == index)) {
                return each;
            }
        }
        return null;
    }

    /** Hears a source that it joins for, or no more. As Linux's ip_mc_source. */
    long source(Ip group, int index, Ip source, boolean only, boolean add) {
        if (!group.isMulticast()) {
            return -EINVAL;
        }
        if (only && add) {
            Filter fresh = new Filter();
            fresh.only = true;
            long result = join(group, index, fresh);
            if (result != 0 && result != -EADDRINUSE) {
                return result;
            }
        }
        if (stack.interfaceFor(index) == null) {
            return -ENODEV;
        }
        Group key = find(group, index);
        Filter filter = key == null ? null : joined.get(key);
        if (filter == null) {
            return -EINVAL;
        }
        if (filter.only != only) {
            if (!filter.sources.isEmpty()) {
                return -EINVAL;
            }
            filter.only = only;
        }
        if (!add) {
            if (!filter.sources.contains(source)) {
                return -EADDRNOTAVAIL;
            }
            if (only && filter.sources.size() == 1) {
                return leave(group, index);
            }
            filter.sources.remove(source);
            return 0;
        }
        if (filter.sources.contains(source)) {
            return -EADDRNOTAVAIL;
        }
        if (filter.sources.size() >= MOST_SOURCES) {
            return -ENOBUFS;
        }
        filter.sources.add(source);
        return 0;
    }

    /** @param all what a socket hears of groups that others joined. @return whether it hears the source in the group */
    boolean hears(Group group, Ip source, boolean all) {
        Filter filter = joined.get(group);
        return filter == null ? all : filter.only == filter.sources.contains(source);
    }

    void leaveAll() {
        joined.keySet().forEach(stack.groups()::remove);
        joined.clear();
    }
}
