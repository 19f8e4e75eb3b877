package io.unishim.elfloader.image;

import io.unishim.host.Assembler;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Builds a shared object of one page as C libraries and Go's run-time look for it: with a table of symbols, a hash table over
 * them (of one chain, for there are few), and all of them of the version LINUX_2.6.
 */
final class VdsoImage {
    private static final int PAGE = 4096;
    private static final int EHDR = 64;
    private static final int PHDR = 56;
    private static final int SYM = 24;
    private static final int CODE = 0x800;
    private static final String SONAME = "linux-vdso.so.1";
    private static final String VERSION = "LINUX_2.6";
    private static final int PT_DYNAMIC = 2;
    private static final int DT_HASH = 4;
    private static final int DT_STRTAB = 5;
    private static final int DT_SYMTAB = 6;
    private static final int DT_STRSZ = 10;
    private static final int DT_SYMENT = 11;
    private static final int DT_SONAME = 14;
    private static final int DT_VERSYM = 0x6fff_fff0;
    private static final int DT_VERDEF = 0x6fff_fffc;
    private static final int DT_VERDEFNUM = 0x6fff_fffd;
    private static final int GLOBAL_FUNCTION = 1 << 4 | 2;
    private static final int WEAK_FUNCTION = 2 << 4 | 2;

    private final Assembler code = new Assembler();
    private final ByteArrayOutputStream strings = new ByteArrayOutputStream();
    private final List<long[]> symbols = new ArrayList<>();
    private final ByteBuffer out = ByteBuffer.allocate(PAGE).order(ByteOrder.LITTLE_ENDIAN);

    VdsoImage() {
        strings.write(0);
    }

    /** Begins a function, known as {@code __vdso_NAME} and weakly as {@code NAME}. @return where its code is written */
    Assembler function(String name) {
        while (code.offset() % 16 != 0) {
            code.bytes(0x90);
        }
        symbols.add(new long[] {string("__vdso_" + name), GLOBAL_FUNCTION, code.offset()});
        symbols.add(new long[] {string(name), WEAK_FUNCTION, code.offset()});
        return code;
    }

    private int string(String text) {
        int at = strings.size();
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        strings.write(bytes, 0, bytes.length);
        strings.write(0);
        return at;
    }

    /** The hash of System V's ABI. */
    private static int hash(String name) {
        int hash = 0;
        for (int i = 0; i < name.length(); i++) {
            hash = (hash << 4) + name.charAt(i);
            int high = hash & 0xf000_0000;
            hash = (hash ^ high >>> 24) & ~high;
        }
        return hash;
    }

    /** @return the page */
    byte[] bytes() {
        int soname = string(SONAME);
        int version = string(VERSION);
        out.position(EHDR + 2 * PHDR);
        int symtab = symbols();
        int strtab = out.position();
        out.put(strings.toByteArray());
        int hash = align(8);
        hashTable();
        int versym = align(8);
        out.putShort((short) 0);
        symbols.forEach(each -> out.putShort((short) 2));
        int verdef = align(8);
        definition(1, 1, SONAME, soname, true);
        definition(0, 2, VERSION, version, false);
        int dynamic = align(8);
        long[][] entries = {
            {DT_SONAME, soname},
            {DT_HASH, hash},
            {DT_STRTAB, strtab},
            {DT_SYMTAB, symtab},
            {DT_STRSZ, strings.size()},
            {DT_SYMENT, SYM},
            {DT_VERSYM, versym},
            {DT_VERDEF, verdef},
            {DT_VERDEFNUM, 2},
            {0, 0}
        };
        for (long[] each : entries) {
            out.putLong(each[0]).putLong(each[1]);
        }
        int dynamicSize = out.position() - dynamic;
        if (out.position() > CODE || CODE + code.offset() > PAGE) {
            throw new IllegalStateException("the vDSO outgrew its page");
        }
        out.position(CODE);
        out.put(code.code());
        headers(dynamic, dynamicSize);
        return out.array();
    }

    private int align(int to) {
        out.position((out.position() + to - 1) & -to);
        return out.position();
    }

    private int symbols() {
        int at = align(8);
        out.position(at + SYM);
        for (long[] each : symbols) {
            out.putInt((int) each[0]).put((byte) each[1]).put((byte) 0).putShort((short) 1);
            out.putLong(CODE + each[2]).putLong(1);
        }
        return at;
    }

    /** One bucket, that all are in. */
    private void hashTable() {
        int count = symbols.size() + 1;
        out.putInt(1).putInt(count).putInt(1).putInt(0);
        for (int i = 1; i < count; i++) {
            out.putInt(i + 1 < count ? i + 1 : 0);
        }
    }

    /** An Elf64_Verdef and its one Elf64_Verdaux. */
    private void definition(int flags, int index, String name, int text, boolean more) {
        out.putShort((short) 1).putShort((short) flags).putShort((short) index).putShort((short) 1);
        out.putInt(hash(name)).putInt(20).putInt(more ? 28 : 0);
        out.putInt(text).putInt(0);
    }

    private void headers(int dynamic, int dynamicSize) {
        out.position(0);
        out.put(new byte[] {0x7f, 'E', 'L', 'F', 2, 1, 1, 0}).putLong(0);
        out.putShort((short) 3).putShort((short) 62).putInt(1);
        out.putLong(CODE).putLong(EHDR).putLong(0).putInt(0);
        out.putShort((short) EHDR).putShort((short) PHDR).putShort((short) 2);
        out.putShort((short) 64).putShort((short) 0).putShort((short) 0);
        segment(ElfHeader.PT_LOAD, ElfHeader.PF_R | ElfHeader.PF_X, 0, PAGE, PAGE);
        segment(PT_DYNAMIC, ElfHeader.PF_R, dynamic, dynamicSize, 8);
    }

    private void segment(int type, int flags, long at, long size, long alignment) {
        out.putInt(type).putInt(flags).putLong(at).putLong(at).putLong(at);
        out.putLong(size).putLong(size).putLong(alignment);
    }
}
