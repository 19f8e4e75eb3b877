package io.unishim.vfscore.tree;

import static io.unishim.abi.Errnos.EINVAL;
import static io.unishim.abi.Mounts.MS_SHARED;
import static io.unishim.abi.Mounts.MS_SLAVE;
import static io.unishim.abi.Mounts.MS_UNBINDABLE;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** How mounts and unmounts reach other mounts (the kernel's pnode.c). Guarded by the trees. */
final class PropagationGroups {
    /** What a copy of a mount is to those that it was copied from. */
    enum Copy {
        /** Of the same group and with the same master: what MS_BIND makes. */
        PEER,
        /** A slave of the group. */
        SLAVE,
        /** A slave of the group, with a group of its own. */
        SHARED_SLAVE
    }

    private final MountTrees trees;
    private int lastGroup;

    PropagationGroups(MountTrees trees) {
        this.trees = trees;
    }

    private int newGroup() {
        return ++lastGroup;
    }

    /** Changes what mounts pass on. @param type MS_SHARED and its kin */
    void change(List<VfsMount> mounts, int type) {
        for (VfsMount mount : mounts) {
            Propagation own = mount.propagation;
            if (type == MS_SHARED) {
                own.set(own.shared() ? own.group : newGroup(), own.master, false);
                continue;
            }
            int master = own.master;
            if (own.shared()) {
                int left = own.group;
                own.group = 0;
                master = trees.everywhere().anyMatch(each -> each.propagation.group == left) ? left : master;
                handOver(left, master);
            }
            if (type == MS_SLAVE) {
                own.set(0, master, own.unbindable);
            } else {
                own.set(0, 0, type == MS_UNBINDABLE);
            }
        }
    }

    /** Has a private mount pass on and receive what another one of the file system does (the kernel's do_set_group). */
    long join(VfsPath from, VfsPath to) {
        VfsMount model = from.mount();
        VfsMount mount = to.mount();
        Propagation own = mount.propagation;
        Propagation wanted = model.propagation;
        boolean roots = from.isMountRoot() && to.isMountRoot();
        boolean placed = MountRules.placed(model) && MountRules.placed(mount);
        if (!roots || !placed || !model.of(mount.fileSystem()) || !Link.leads(mount.root(), model.root())) {
            return -EINVAL;
        }
        if (own.shared() || own.master != 0 || !wanted.shared() && wanted.master == 0) {
            return -EINVAL;
        }
        own.set(wanted.group, wanted.master, own.unbindable);
        return 0;
    }

    /** @return the nearest group that a mount receives from and that has a mount below a root, or 0 */
    int dominating(VfsMount mount, VfsPath root) {
        int group = mount.propagation.master;
        while (group != 0) {
            int next = 0;
            for (VfsMount each : trees.attached()) {
                if (each.propagation.group == group) {
                    if (PathText.bytes(new VfsPath(each, each.root()), root) != null) {
                        return group;
                    }
                    next = each.propagation.master;
                }
            }
            group = next;
        }
        return 0;
    }

    /** The slaves of a group that nobody is in any more become those of its master. */
    private void handOver(int group, int master) {
        if (group != master) {
            trees.everywhere()
                    .filter(each -> each.propagation.master == group)
                    .forEach(each -> each.propagation.master = master);
        }
    }

    /**
     * Copies a mount, and what is mounted below an inode in it if {@code all}.
     *
     * @param made takes the copies, the top first
     * @param points takes where all but the top belong
     */
    void copy(VfsMount top, Inode root, boolean all, Copy how, List<VfsMount> made, List<VfsPath> points) {
        made.add(copy(top, root, how));
        if (!all) {
            return;
        }
        List<VfsMount> originals = new ArrayList<>(List.of(top));
        for (int i = 0; i < originals.size(); i++) {
            VfsMount parent = originals.get(i);
            for (VfsMount each : trees.neighbours(top)) {
                VfsPath point = each.point();
                if (point != null
                        && point.mount() == parent
                        && (i > 0 || Link.leads(point.inode(), root))
                        && !each.propagation.unbindable) {
                    originals.add(each);
                    made.add(copy(each, each.root(), how));
                    points.add(new VfsPath(made.get(i), point.inode()));
                }
            }
        }
    }

    private VfsMount copy(VfsMount original, Inode root, Copy how) {
        VfsMount copy = trees.make(original.fileSystem(), root, original.flags(), original.source());
        Propagation of = original.propagation;
        switch (how) {
            case PEER -> copy.propagation.set(of.group, of.master, false);
            case SLAVE -> copy.propagation.set(0, of.group, false);
            case SHARED_SLAVE -> copy.propagation.set(newGroup(), of.group, false);
        }
        return copy;
    }

    /** @return the other mounts that receive what happens in one */
    private List<VfsMount> receivers(VfsMount from) {
        List<VfsMount> found = new ArrayList<>();
        Set<Integer> known = new HashSet<>();
        ArrayDeque<Integer> next = new ArrayDeque<>();
        next.add(from.propagation.group);
        while (!next.isEmpty()) {
            int group = next.remove();
            if (group == 0 || !known.add(group)) {
                continue;
            }
            for (VfsMount each : trees.attached()) {
                Propagation own = each.propagation;
                if (own.group == group || own.master == group) {
                    if (each != from && !found.contains(each)) {
                        found.add(each);
                    }
                    next.add(own.group);
                }
            }
        }
        return found;
    }

    /** A tree of mounts came to a place: what is in a shared mount is shared, and comes to the others too. */
    void attached(VfsMount top, VfsPath point) {
        VfsMount parent = point.mount();
        if (!parent.propagation.shared()) {
            return;
        }
        List<VfsMount> tree = trees.tree(top);
        change(tree, MS_SHARED);
        for (VfsMount receiver : receivers(parent)) {
            if (tree.contains(receiver) || !Link.leads(point.inode(), receiver.root())) {
                continue;
            }
            Propagation own = receiver.propagation;
            Copy how =
                    own.group == parent.propagation.group ? Copy.PEER : own.shared() ? Copy.SHARED_SLAVE : Copy.SLAVE;
            List<VfsMount> made = new ArrayList<>();
            List<VfsPath> points = new ArrayList<>();
            copy(top, top.root(), true, how, made, points);
            trees.tuck(made.get(0), new VfsPath(receiver, point.inode()));
            trees.placeBelow(made, points);
        }
    }

    /** @return the mounts that others received with one, and lose with it */
    List<VfsMount> received(VfsMount mount) {
        List<VfsMount> found = new ArrayList<>();
        VfsPath point = mount.point();
        if (point != null && point.mount().propagation.shared()) {
            for (VfsMount receiver : receivers(point.mount())) {
                VfsMount child = Vfs.covering(receiver, point.inode());
                if (child != null) {
                    found.add(child);
                }
            }
        }
        return found;
    }
}
