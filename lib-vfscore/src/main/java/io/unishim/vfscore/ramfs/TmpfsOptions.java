package io.unishim.vfscore.ramfs;

import io.unishim.file.Mount;
import io.unishim.vfscore.tree.MountOptions;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The options of tmpfs (man 5 tmpfs).
 *
 * @param pages the most pages, 0 for no limit
 * @param inodes the most inodes, 0 for no limit
 * @param mode permission bits of the root
 * @param uid owner of the root
 * @param gid group of the root
 */
record TmpfsOptions(long pages, long inodes, int mode, int uid, int gid) {
    private static final int USUAL_MODE = 01777;
    private static final long USUAL_PAGES = Runtime.getRuntime().maxMemory() / PagePool.PAGE;

    /** What 100% are: the usual limit is the half, as in Linux. */
    private static final long ALL_MEMORY = 2 * USUAL_PAGES * PagePool.PAGE;

    /** An inode is counted as 2^10 bytes. */
    private static final int INODE_BITS = 10;

    /** What changes nothing here: how the host's memory is used is not the shim's business. */
    private static final Set<String> HINTS = Set.of("huge=never", "inode32", "inode64", "noswap");

    static TmpfsOptions usual() {
        return new TmpfsOptions(USUAL_PAGES, USUAL_PAGES, USUAL_MODE, 0, 0);
    }

    static TmpfsOptions of(Mount.Memory mount) {
        long pages = mount.size() < 0 ? USUAL_PAGES : pagesOf(mount.size());
        long inodes = mount.inodes() < 0 ? USUAL_PAGES : mount.inodes();
        return new TmpfsOptions(pages, inodes, mount.mode(), mount.uid(), mount.gid());
    }

    TmpfsOptions withLimits(long newPages, long newInodes) {
        return new TmpfsOptions(newPages, newInodes, mode, uid, gid);
    }

    TmpfsOptions withMode(int newMode) {
        return new TmpfsOptions(pages, inodes, newMode, uid, gid);
    }

    TmpfsOptions withOwner(int newUid, int newGid) {
        return new TmpfsOptions(pages, inodes, mode, newUid, newGid);
    }

    /** @return the options with changes, or null if one is unknown or its value is bad */
    static @Nullable TmpfsOptions parse(MountOptions changes, TmpfsOptions base) {
        TmpfsOptions now = base;
        for (MountOptions.Option each : changes.own()) {
            String value = each.value();
            boolean hint = HINTS.contains(value == null ? each.name() : each.name() + "=" + value);
            if (!hint) {
                now = value == null || value.isEmpty() ? null : now.with(each.name(), value);
            }
            if (now == null) {
                return null;
            }
        }
        return now;
    }

    private @Nullable TmpfsOptions with(String name, String value) {
        return switch (name) {
            case "size" -> {
                Long size = OptionNumber.size(value, ALL_MEMORY);
                yield size == null ? null : withLimits(pagesOf(size), inodes);
            }
            case "nr_blocks" -> {
                Long count = OptionNumber.size(value, 0);
                yield count == null || count < 0 ? null : withLimits(count, inodes);
            }
            case "nr_inodes" -> {
                Long count = OptionNumber.size(value, 0);
                yield count == null || count >>> (Long.SIZE - INODE_BITS) != 0 ? null : withLimits(pages, count);
            }
            case "mode" -> {
                Integer bits = OptionNumber.unsigned(value, 8);
                yield bits == null ? null : withMode(bits & 07777);
            }
            case "uid" -> {
                Integer id = OptionNumber.unsigned(value, 0);
                yield id == null || id == -1 ? null : withOwner(id, gid);
            }
            case "gid" -> {
                Integer id = OptionNumber.unsigned(value, 0);
                yield id == null || id == -1 ? null : withOwner(uid, id);
            }
            default -> null;
        };
    }

    /** @return the pages that a number of bytes, unsigned, takes */
    private static long pagesOf(long size) {
        long rest = Long.remainderUnsigned(size, PagePool.PAGE);
        return Long.divideUnsigned(size, PagePool.PAGE) + (rest == 0 ? 0 : 1);
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        if (pages != USUAL_PAGES) {
            text.append(",size=").append(pages * (PagePool.PAGE / 1024)).append('k');
        }
        if (inodes != USUAL_PAGES) {
            text.append(",nr_inodes=").append(inodes);
        }
        if (mode != USUAL_MODE) {
            text.append(",mode=").append(String.format("%03o", mode));
        }
        if (uid != 0) {
            text.append(",uid=").append(Integer.toUnsignedString(uid));
        }
        if (gid != 0) {
            text.append(",gid=").append(Integer.toUnsignedString(gid));
        }
        return text.toString();
    }
}
