package io.unishim.mmap;

import static io.unishim.abi.Errnos.EFAULT;
import static io.unishim.abi.Errnos.ENOENT;
import static io.unishim.abi.Errnos.ENOMEM;
import static io.unishim.abi.Errnos.EOPNOTSUPP;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The policies of an address space's mappings: a mapping's traits say which of them it has. */
final class NodePolicies {
    /** More different ones than there is a use for. */
    private static final int MOST = 1 << 16;

    private final MemoryMap map;
    private final List<NodePolicy> all = new ArrayList<>(List.of(NodePolicy.DEFAULT));

    NodePolicies(MemoryMap map) {
        this.map = map;
    }

    void inherit(NodePolicies parent) {
        all.clear();
        all.addAll(parent.all);
    }

    private NodePolicy of(Mapped mapped) {
        return all.get(mapped.policy());
    }

    /** @return the policy at an address; null if nothing is mapped there */
    @Nullable
    NodePolicy at(long address) {
        NodePolicy[] found = new NodePolicy[1];
        map.locked(() -> {
            Mapped here = map.mappings.at(address);
            found[0] = here == null ? null : of(here);
            return 0;
        });
        return found[0];
    }

    /** {@code mbind(2)}. @return 0 or a negative errno */
    long bind(long address, long end, NodePolicy policy) {
        return map.locked(() -> {
            List<Mapped> parts = map.mappings.in(address, end);
            boolean none = policy.equals(NodePolicy.DEFAULT);
            if (parts.isEmpty() || !none && map.mappings.mappedUntil(address, end) != end) {
                return -EFAULT;
            }
            int index = all.indexOf(policy);
            if (index < 0) {
                index = all.size();
                if (index == MOST) {
                    return -ENOMEM;
                }
                all.add(policy);
            }
            for (Mapped part : parts) {
                if (part.policy() != index) {
                    part.backing().retain();
                    map.mappings.put(part.withPolicy(index));
                }
            }
            return 0;
        });
    }

    /** {@code set_mempolicy_home_node(2)}: there is but one. @return 0 or a negative errno */
    long home(long address, long end) {
        return map.locked(() -> {
            long result = -ENOENT;
            for (Mapped part : map.mappings.in(address, end)) {
                if (part.policy() != 0) {
                    if (!of(part).hasHome()) {
                        return -EOPNOTSUPP;
                    }
                    result = 0;
                }
            }
            return result;
        });
    }
}
