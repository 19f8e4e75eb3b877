package io.unishim.host;

import io.unishim.abi.Auxv;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** The functions of the host's vDSO (man 7 vdso), by their names: they read the host's clocks without a call. */
public final class HostVdso {
    private static final int PROGRAM_HEADERS = 32;
    private static final int PROGRAM_HEADER_COUNT = 56;
    private static final int PROGRAM_HEADER = 56;
    private static final int PT_LOAD = 1;
    private static final int PT_DYNAMIC = 2;
    private static final int DT_STRTAB = 5;
    private static final int DT_SYMTAB = 6;
    private static final int SYMBOL = 24;
    private static final int MOST = 256;
    private static final int LONGEST_NAME = 64;

    private HostVdso() {}

    /** @return the address of a function, in every process that has this JVM's vDSO; 0 if there is none of that name */
    public static long function(String name) {
        return Found.FUNCTIONS.getOrDefault(name, 0L);
    }

    private static final class Found {
        static final Map<String, Long> FUNCTIONS = find(Host.auxiliary(Auxv.AT_SYSINFO_EHDR));
    }

    private static Map<String, Long> find(long image) {
        Map<String, Long> found = new HashMap<>();
        if (image == 0) {
            return found;
        }
        long first = -1;
        long dynamic = 0;
        long header = image + UserCopy.getLong(image + PROGRAM_HEADERS);
        int headers = UserCopy.getInt(image + PROGRAM_HEADER_COUNT) & 0xffff;
        for (int i = 0; i < headers; i++, header += PROGRAM_HEADER) {
            int type = UserCopy.getInt(header);
            if (type == PT_LOAD && first < 0) {
                first = UserCopy.getLong(header + 16) - UserCopy.getLong(header + 8);
            } else if (type == PT_DYNAMIC) {
                dynamic = image + UserCopy.getLong(header + 8);
            }
        }
        long base = image - Math.max(0, first);
        if (dynamic != 0) {
            symbols(found, base, value(dynamic, DT_SYMTAB, base), value(dynamic, DT_STRTAB, base));
        }
        return found;
    }

    private static long value(long dynamic, int tag, long base) {
        for (long at = dynamic; UserCopy.getLong(at) != 0; at += 16) {
            if (UserCopy.getLong(at) == tag) {
                return base + UserCopy.getLong(at + 8);
            }
        }
        return 0;
    }

    /** The names follow the symbols: where they begin is the end. */
    private static void symbols(Map<String, Long> found, long base, long symbols, long names) {
        if (symbols == 0 || names <= symbols || names - symbols > MOST * SYMBOL) {
            return;
        }
        for (long at = symbols + SYMBOL; at + SYMBOL <= names; at += SYMBOL) {
            long value = UserCopy.getLong(at + 8);
            if (value != 0) {
                found.put(name(names + UserCopy.getInt(at)), base + value);
            }
        }
    }

    private static String name(long at) {
        byte[] name = new byte[LONGEST_NAME];
        int length = 0;
        byte next = UserCopy.getByte(at);
        while (next != 0 && length < LONGEST_NAME) {
            name[length++] = next;
            next = UserCopy.getByte(at + length);
        }
        return new String(name, 0, length, StandardCharsets.US_ASCII);
    }
}
