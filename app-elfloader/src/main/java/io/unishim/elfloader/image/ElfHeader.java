package io.unishim.elfloader.image;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an ELF file says of itself that matters to a loader (man 5 elf).
 *
 * @param relocatable whether it may lie anywhere (ET_DYN)
 * @param entry where it begins, relative to its base if it is relocatable
 * @param headersOffset where the program headers lie in the file
 * @param segments its program headers
 */
record ElfHeader(boolean relocatable, long entry, long headersOffset, List<Segment> segments) {
    static final int SIZE = 64;
    static final int SEGMENT_SIZE = 56;
    static final int PT_LOAD = 1;
    static final int PT_INTERP = 3;
    static final int PT_PHDR = 6;
    static final int PT_GNU_STACK = 0x6474_e551;
    static final int PF_X = 1;
    static final int PF_W = 2;
    static final int PF_R = 4;

    private static final int MAGIC = 0x464c_457f;
    private static final int CLASS_64_LITTLE_ENDIAN = 0x0102;
    private static final int ET_EXEC = 2;
    private static final int ET_DYN = 3;
    private static final int EM_X86_64 = 62;
    private static final int MOST_SEGMENTS = 65_536 / SEGMENT_SIZE;

    /**
     * A program header.
     *
     * @param type PT_LOAD and its kin
     * @param flags PF_R, PF_W, PF_X
     * @param offset in the file
     * @param address in memory, relative to the base if relocatable
     * @param fileSize bytes in the file
     * @param memorySize bytes in memory; what the file lacks is 0
     */
    record Segment(int type, int flags, long offset, long address, long fileSize, long memorySize) {}

    /** How the rest of the file is read: fills the array from an offset. */
    interface Reader {
        /** @return whether all of it was there */
        boolean read(long offset, byte[] target);
    }

    /** @return what the file says, or null if it is no ELF file that an x86-64 Linux executes */
    static @Nullable ElfHeader parse(Reader file) {
        byte[] bytes = new byte[SIZE];
        if (!file.read(0, bytes)) {
            return null;
        }
        ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        int type = in.getShort(16);
        int count = Short.toUnsignedInt(in.getShort(56));
        boolean known = in.getInt(0) == MAGIC
                && in.getShort(4) == CLASS_64_LITTLE_ENDIAN
                && (type == ET_EXEC || type == ET_DYN)
                && in.getShort(18) == EM_X86_64
                && in.getShort(54) == SEGMENT_SIZE
                && count >= 1
                && count <= MOST_SEGMENTS;
        if (!known) {
            return null;
        }
        long headers = in.getLong(32);
        byte[] table = new byte[count * SEGMENT_SIZE];
        if (headers < 0 || !file.read(headers, table)) {
            return null;
        }
        return new ElfHeader(type == ET_DYN, in.getLong(24), headers, segments(table, count));
    }

    private static List<Segment> segments(byte[] table, int count) {
        ByteBuffer in = ByteBuffer.wrap(table).order(ByteOrder.LITTLE_ENDIAN);
        List<Segment> segments = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            int at = i * SEGMENT_SIZE;
            segments.add(new Segment(
                    in.getInt(at),
                    in.getInt(at + 4),
                    in.getLong(at + 8),
                    in.getLong(at + 16),
                    in.getLong(at + 32),
                    in.getLong(at + 40)));
        }
        return segments;
    }

    /** @return the first segment of that type, or null */
    @Nullable
    Segment segment(int type) {
        for (Segment segment : segments) {
            if (segment.type == type) {
                return segment;
            }
        }
        return null;
    }
}
