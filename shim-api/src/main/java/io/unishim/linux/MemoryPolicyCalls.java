package io.unishim.linux;

import io.unishim.abi.Mempolicy;
import io.unishim.call.Address;
import io.unishim.call.Call;
import io.unishim.call.Calls;
import io.unishim.call.Flags;
import io.unishim.call.Unsigned;
import io.unishim.task.Task;

/**
 * On which nodes of the machine memory is to be. A shim has one node, 0: policies are kept and told, and all pages are where
 * they may be.
 *
 * <p>A set of nodes is an array of 64-bit words; {@code maxnode} is one more than the bits that count.
 */
@Calls("memory policies")
public interface MemoryPolicyCalls {
    /**
     * Sets the policy of a thread; its children have it, too, and what it executes (man 2 set_mempolicy).
     *
     * @param mode MPOL_*, with MPOL_F_*_NODES and MPOL_F_NUMA_BALANCING
     * @param nodemask the address of a set of nodes, or 0
     * @param maxnode bits of the set, and one more
     * @return 0; {@code -EINVAL} for an unknown mode, flags that exclude one another, nodes where the mode takes none, none
     *     of those there are where it takes some, {@code maxnode} of more than a page, or a bit past 1,023; {@code -EFAULT} if
     *     the set cannot be read
     */
    @Call
    long set_mempolicy(
            Task task,
            @Flags(value = Mempolicy.class, prefix = "MPOL_F_") int mode,
            @Address long nodemask,
            @Unsigned long maxnode);

    /**
     * Tells the policy of the thread, or of an address (man 2 get_mempolicy).
     *
     * @param mode the address of an int that becomes the policy, or the node; or 0
     * @param nodemask the address of a set of nodes that becomes those of the policy; or 0
     * @param maxnode bits of the set, and one more
     * @param addr with MPOL_F_ADDR an address of the caller's memory; else 0
     * @param flags MPOL_F_NODE, MPOL_F_ADDR, or MPOL_F_MEMS_ALLOWED alone
     * @return 0; {@code -EINVAL} for other flags, an address without MPOL_F_ADDR, MPOL_F_NODE alone without a policy by turns,
     *     or a set with no bit; {@code -EFAULT} if nothing is mapped at the address, or an answer cannot be written
     */
    @Call
    long get_mempolicy(
            Task task,
            @Address long mode,
            @Address long nodemask,
            @Unsigned long maxnode,
            @Address long addr,
            @Flags(value = Mempolicy.class, prefix = "MPOL_F_") long flags);

    /**
     * Sets the policy of pages (man 2 mbind).
     *
     * @param addr a multiple of 4,096
     * @param len bytes, rounded up to pages
     * @param mode as of {@link #set_mempolicy}
     * @param nodemask the address of a set of nodes, or 0
     * @param maxnode bits of the set, and one more
     * @param flags MPOL_MF_STRICT, MPOL_MF_MOVE, MPOL_MF_MOVE_ALL: all pages are where they may be
     * @return 0; {@code -EINVAL} as of {@link #set_mempolicy}, for other flags, an address that is no multiple of 4,096, or a
     *     range that wraps; {@code -EFAULT} if the set cannot be read, or a page is not mapped, which MPOL_DEFAULT overlooks if
     *     any is; {@code -EPERM} for MPOL_MF_MOVE_ALL without CAP_SYS_NICE; {@code -ENOMEM} for very many policies
     */
    @Call
    long mbind(
            Task task,
            @Address long addr,
            @Unsigned long len,
            @Flags(value = Mempolicy.class, prefix = "MPOL_F_") int mode,
            @Address long nodemask,
            @Unsigned long maxnode,
            @Flags(value = Mempolicy.class, prefix = "MPOL_MF_") int flags);

    /**
     * Says which of a policy's nodes comes first (man 2 set_mempolicy_home_node).
     *
     * @param start a multiple of 4,096
     * @param len bytes, rounded up to pages
     * @param home_node 0
     * @param flags 0
     * @return 0; {@code -EINVAL} for flags, another node, an address that is no multiple of 4,096, or a range that wraps;
     *     {@code -ENOENT} if no page has a policy; {@code -EOPNOTSUPP} if one's is neither MPOL_BIND nor MPOL_PREFERRED_MANY
     */
    @Call
    long set_mempolicy_home_node(
            Task task, @Address long start, @Unsigned long len, @Unsigned long home_node, @Unsigned long flags);

    /**
     * Moves the pages of a process from nodes to others (man 2 migrate_pages).
     *
     * @param pid of it, 0 for the caller's
     * @param maxnode of both sets
     * @param old_nodes the address of a set of nodes
     * @param new_nodes the same
     * @return 0, the pages that could not be moved; {@code -EINVAL} for sets as of {@link #set_mempolicy}, or no new node of
     *     those there are; {@code -EFAULT} if a set cannot be read; {@code -EPERM} if the process is not the caller's to look
     *     into, or for nodes there are not, without CAP_SYS_NICE; {@code -ESRCH} for no such process
     */
    @Call
    long migrate_pages(Task task, int pid, @Unsigned long maxnode, @Address long old_nodes, @Address long new_nodes);

    /**
     * Moves pages to nodes, or says where they are (man 2 move_pages).
     *
     * @param pid whose, 0 for the caller's
     * @param count of pages
     * @param pages the address of an array of addresses
     * @param nodes the address of an array of ints, to which node each is to go; 0 to move none
     * @param status the address of an array of ints: the node of each, or a negative errno: {@code -EFAULT} for what is not
     *     mapped, {@code -ENOENT} for what is not in memory
     * @param flags MPOL_MF_MOVE, MPOL_MF_MOVE_ALL
     * @return 0; {@code -EINVAL} for other flags, or a process without memory; {@code -ENODEV} for a node there is not;
     *     {@code -EFAULT} if an array cannot be accessed; {@code -EPERM} if the process is not the caller's to look into, or for
     *     MPOL_MF_MOVE_ALL without CAP_SYS_NICE; {@code -ESRCH} for no such process
     */
    @Call
    long move_pages(
            Task task,
            int pid,
            @Unsigned long count,
            @Address long pages,
            @Address long nodes,
            @Address long status,
            @Flags(value = Mempolicy.class, prefix = "MPOL_MF_") int flags);
}
