package io.unishim.user;

import io.unishim.task.Credentials;
import java.util.List;

/**
 * Who the first process is, and every process that inherits from none.
 *
 * @param uid user id, unsigned; 0 has every capability, others none
 * @param gid group id, unsigned
 * @param groups supplementary groups
 */
public record User(int uid, int gid, List<Integer> groups) {
    /** User and group 0, with every capability. */
    public static final User ROOT = new User(0, 0, List.of());

    public User {
        groups = List.copyOf(groups);
    }

    Credentials credentials() {
        int[] all = new int[groups.size()];
        for (int i = 0; i < all.length; i++) {
            all[i] = groups.get(i);
        }
        return Credentials.ofUser(uid, gid, all);
    }
}
