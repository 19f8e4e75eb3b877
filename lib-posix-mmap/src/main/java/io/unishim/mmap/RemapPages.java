package io.unishim.mmap;

import static io.unishim.abi.Errnos.EINVAL;
import static io.unishim.abi.Mman.MAP_NONBLOCK;

/** {@code remap_file_pages(2)}: the host does it, as it has mapped what stands behind the pages as one object. */
final class RemapPages {
    private final MemoryMap map;

    RemapPages(MemoryMap map) {
        this.map = map;
    }

    long remap(long address, long size, int protection, long page, int flags) {
        long start = Pages.down(address);
        long length = Pages.down(size);
        long pages = length / Pages.SIZE;
        if (protection != 0
                || Long.compareUnsigned(start + length, start) <= 0
                || Long.compareUnsigned(page + pages, page) < 0
                || page > Long.MAX_VALUE / Pages.SIZE - pages) {
            return -EINVAL;
        }
        return map.locked(() -> {
            Mapped here = map.mappings.at(start);
            if (here == null || !here.backing().shared() || here.backing().copied() || length > here.end() - start) {
                return -EINVAL;
            }
            long result = map.pages.remapFile(start, length, page, flags & MAP_NONBLOCK);
            if (result == 0) {
                here.backing().retain();
                map.mappings.put(new Mapped(
                        start, start + length, here.protection(), here.backing(), page * Pages.SIZE, here.traits()));
            }
            return result;
        });
    }
}
