package io.unishim.elfloader.image;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Says of a file that is no program for this machine what it is instead (man 5 elf). */
final class ForeignFile {
    private static final byte[] MAGIC = {0x7f, 'E', 'L', 'F'};
    private static final int ELFCLASS32 = 1;
    private static final int ET_REL = 1;
    private static final int ET_CORE = 4;
    private static final int EM_X86_64 = 62;

    private ForeignFile() {}

    /** @return half a sentence */
    static String of(ExecutableFile file) {
        byte[] bytes = new byte[ElfHeader.SIZE];
        int length = file.readSome(0, bytes);
        if (length == 0) {
            return "the file is empty";
        }
        if (!Arrays.equals(bytes, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
            return "it is neither an ELF image nor a script that names its interpreter after #!";
        }
        if (length < bytes.length) {
            return "its ELF header is cut off";
        }
        ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        if (in.getShort(18) != EM_X86_64) {
            return "it is for " + machine(in.getShort(18)) + ", not for x86-64";
        }
        if (in.get(4) == ELFCLASS32) {
            return "it is a 32-bit program (x32)";
        }
        return switch (in.getShort(16)) {
            case ET_REL -> "it is an object file that has not been linked";
            case ET_CORE -> "it is a core dump";
            default -> "its ELF header is damaged";
        };
    }

    private static String machine(short number) {
        return switch (number) {
            case 3 -> "32-bit x86";
            case 40 -> "32-bit ARM";
            case 183 -> "AArch64";
            case 243 -> "RISC-V";
            case 258 -> "LoongArch";
            case 21 -> "PowerPC";
            case 22 -> "s390";
            case 8 -> "MIPS";
            default -> "machine " + Short.toUnsignedInt(number) + " of ELF";
        };
    }
}
