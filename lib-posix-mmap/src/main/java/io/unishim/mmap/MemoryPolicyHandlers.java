package io.unishim.mmap;

import static io.unishim.abi.Capabilities.CAP_SYS_NICE;
import static io.unishim.abi.Errnos.EFAULT;
import static io.unishim.abi.Errnos.EINVAL;
import static io.unishim.abi.Errnos.ENODEV;
import static io.unishim.abi.Errnos.ENOENT;
import static io.unishim.abi.Errnos.EPERM;
import static io.unishim.abi.Errnos.ESRCH;
import static io.unishim.abi.Mempolicy.MPOL_F_ADDR;
import static io.unishim.abi.Mempolicy.MPOL_F_MEMS_ALLOWED;
import static io.unishim.abi.Mempolicy.MPOL_F_NODE;
import static io.unishim.abi.Mempolicy.MPOL_MF_MOVE;
import static io.unishim.abi.Mempolicy.MPOL_MF_MOVE_ALL;
import static io.unishim.abi.Mempolicy.MPOL_MF_STRICT;
import static io.unishim.call.SupportLevel.FULL;
import static io.unishim.call.SupportLevel.PARTIAL;

import io.unishim.call.Support;
import io.unishim.library.Lifecycle;
import io.unishim.linux.MemoryPolicyCalls;
import io.unishim.memory.UserMemory;
import io.unishim.task.Credentials;
import io.unishim.task.StateKey;
import io.unishim.task.Task;
import io.unishim.task.TaskAttributes;
import org.jspecify.annotations.Nullable;

/** Serves {@link MemoryPolicyCalls}: policies are told as they were set, and the one node has all pages. */
final class MemoryPolicyHandlers implements MemoryPolicyCalls, Lifecycle {
    private static final StateKey<NodePolicy> OWN = StateKey.of("memory policy of a task");

    @Override
    public long taskCloned(Task parent, Task child, long flags) {
        NodePolicy inherited = parent.stateOrNull(OWN);
        if (inherited != null) {
            child.put(OWN, inherited);
        }
        return 0;
    }

    private static @Nullable MappedAddressSpace space(Task task) {
        return task.memory() instanceof MappedAddressSpace space ? space : null;
    }

    @Override
    @Support(FULL)
    public long set_mempolicy(Task task, int mode, long nodemask, long maxnode) {
        NodeSet nodes = NodePolicy.known(mode) ? NodeSet.read(task.memory(), nodemask, maxnode) : null;
        NodePolicy policy = nodes == null ? null : NodePolicy.of(mode, nodes);
        if (policy == null) {
            return -EINVAL;
        }
        task.put(OWN, policy);
        return 0;
    }

    @Override
    @Support(FULL)
    public long get_mempolicy(Task task, long mode, long nodemask, long maxnode, long addr, long flags) {
        if (nodemask != 0 && maxnode == 0) {
            return -EINVAL;
        }
        if (flags == MPOL_F_MEMS_ALLOWED) {
            return tell(task, mode, 0, nodemask, maxnode, 1);
        }
        if ((flags & ~(MPOL_F_NODE | MPOL_F_ADDR)) != 0) {
            return -EINVAL;
        }
        NodePolicy policy;
        boolean node = (flags & MPOL_F_NODE) != 0;
        if ((flags & MPOL_F_ADDR) != 0) {
            MappedAddressSpace space = space(task);
            policy = space == null ? null : space.map.policies.at(addr);
            if (policy == null) {
                return -EFAULT;
            }
            if (node) {
                task.memory().getByte(addr);
            }
        } else {
            NodePolicy own = task.stateOrNull(OWN);
            policy = own == null ? NodePolicy.DEFAULT : own;
            if (addr != 0 || node && !policy.byTurns()) {
                return -EINVAL;
            }
        }
        return tell(task, mode, node ? 0 : policy.mode(), nodemask, maxnode, policy.nodes());
    }

    /** The kernel's copy_nodes_to_user: whole words, those past the nodes there can be zeroed. */
    private static long tell(Task task, long mode, int told, long nodemask, long maxnode, long nodes) {
        UserMemory memory = task.memory();
        if (mode != 0) {
            memory.putInt(mode, told);
        }
        long words = (maxnode - 1 + Long.SIZE - 1) / Long.SIZE;
        if (nodemask == 0 || words == 0) {
            return 0;
        }
        if (words < 0 || words * Long.BYTES > Pages.SIZE) {
            return -EINVAL;
        }
        byte[] set = new byte[(int) words * Long.BYTES];
        for (int i = 0; i < Long.BYTES; i++) {
            set[i] = (byte) (nodes >>> i * Byte.SIZE);
        }
        memory.writeFully(nodemask, set);
        return 0;
    }

    @Override
    @Support(FULL)
    public long mbind(Task task, long addr, long len, int mode, long nodemask, long maxnode, int flags) {
        NodeSet nodes = NodePolicy.known(mode) ? NodeSet.read(task.memory(), nodemask, maxnode) : null;
        if (nodes == null || (flags & ~(MPOL_MF_STRICT | MPOL_MF_MOVE | MPOL_MF_MOVE_ALL)) != 0) {
            return -EINVAL;
        }
        if ((flags & MPOL_MF_MOVE_ALL) != 0 && !Credentials.of(task).hasCapability(CAP_SYS_NICE)) {
            return -EPERM;
        }
        long end = addr + Pages.up(len);
        if (!Pages.aligned(addr) || Long.compareUnsigned(end, addr) < 0) {
            return -EINVAL;
        }
        if (end == addr) {
            return 0;
        }
        NodePolicy policy = NodePolicy.of(mode, nodes);
        MappedAddressSpace space = space(task);
        return policy == null ? -EINVAL : space == null ? -EFAULT : space.map.policies.bind(addr, end, policy);
    }

    @Override
    @Support(FULL)
    public long set_mempolicy_home_node(Task task, long start, long len, long home_node, long flags) {
        long end = start + Pages.up(len);
        if (flags != 0 || home_node != 0 || !Pages.aligned(start) || Long.compareUnsigned(end, start) < 0) {
            return -EINVAL;
        }
        MappedAddressSpace space = space(task);
        return end == start ? 0 : space == null ? -ENOENT : space.map.policies.home(start, end);
    }

    @Override
    @Support(FULL)
    public long migrate_pages(Task task, int pid, long maxnode, long old_nodes, long new_nodes) {
        NodeSet from = NodeSet.read(task.memory(), old_nodes, maxnode);
        NodeSet to = from == null ? null : NodeSet.read(task.memory(), new_nodes, maxnode);
        if (to == null) {
            return -EINVAL;
        }
        Task target = target(task, pid);
        if (target == null) {
            return -ESRCH;
        }
        boolean elsewhere = to.any() && !to.equals(new NodeSet(1, true));
        if (!TaskAttributes.mayLookInto(task, target)
                || elsewhere && !Credentials.of(task).hasCapability(CAP_SYS_NICE)) {
            return -EPERM;
        }
        return to.here() && space(target) != null ? 0 : -EINVAL;
    }

    private static @Nullable Task target(Task task, int pid) {
        return pid == 0 ? task : task.shim().tasks().task(pid);
    }

    @Override
    @Support(
            value = PARTIAL,
            note = "of isolated programs and children every page that is mapped is said to be in memory")
    public long move_pages(Task task, int pid, long count, long pages, long nodes, long status, int flags) {
        if ((flags & ~(MPOL_MF_MOVE | MPOL_MF_MOVE_ALL)) != 0) {
            return -EINVAL;
        }
        if ((flags & MPOL_MF_MOVE_ALL) != 0 && !Credentials.of(task).hasCapability(CAP_SYS_NICE)) {
            return -EPERM;
        }
        Task target = target(task, pid);
        if (target == null) {
            return -ESRCH;
        }
        if (!TaskAttributes.mayLookInto(task, target)) {
            return -EPERM;
        }
        MappedAddressSpace space = space(target);
        if (space == null) {
            return -EINVAL;
        }
        UserMemory memory = task.memory();
        for (long i = 0; Long.compareUnsigned(i, count) < 0; i++) {
            long page = memory.getLong(pages + i * Long.BYTES);
            if (nodes != 0 && memory.getInt(nodes + i * Integer.BYTES) != 0) {
                return -ENODEV;
            }
            memory.putInt(status + i * Integer.BYTES, space.residentAt(Pages.down(page)));
            if ((task.work() & Task.EXIT) != 0) {
                break; // of however many addresses
            }
        }
        return 0;
    }
}
