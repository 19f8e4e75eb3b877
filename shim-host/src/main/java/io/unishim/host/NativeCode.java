package io.unishim.host;

import com.kenai.jffi.MemoryIO;
import com.kenai.jffi.NativeMethods;
import com.kenai.jffi.PageManager;
import io.unishim.abi.Mman;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Turns machine code into the bodies of native methods, with jffi's help. */
public final class NativeCode {
    private static final int PAGE = 4096;

    /** Null where jffi must be asked in the usual way. */
    private static final @Nullable DirectJffi DIRECT = DirectJffi.open();

    private NativeCode() {}

    /**
     * Puts code into a page of its own that stays for good and can only be read and executed.
     *
     * @param code position-independent
     * @return its address
     */
    static long install(byte[] code) {
        int count = (code.length + PAGE - 1) / PAGE;
        long address = DIRECT == null
                ? PageManager.getInstance().allocatePages(count, PageManager.PROT_READ | PageManager.PROT_WRITE)
                : DIRECT.map((long) count * PAGE);
        if (address == 0 || address == -1) {
            throw new IllegalStateException("the host gives no page for machine code");
        }
        if (DIRECT == null) {
            MemoryIO.getInstance().putByteArray(address, code, 0, code.length);
            PageManager.getInstance().protectPages(address, count, PageManager.PROT_READ | PageManager.PROT_EXEC);
        } else {
            DIRECT.put(address, code);
            DIRECT.protect(address, (long) count * PAGE, Mman.PROT_READ | Mman.PROT_EXEC);
        }
        return address;
    }

    /**
     * Makes code the body of native methods.
     *
     * @param type the class that declares them, {@code static native}
     * @param methods which
     * @throws RuntimeException if the JVM refuses
     */
    public static void register(Class<?> type, List<NativeMethod> methods) {
        if (DIRECT != null) {
            if (DIRECT.register(type, methods) != 0) {
                throw new IllegalStateException("the JVM does not take native methods for " + type);
            }
            return;
        }
        List<com.kenai.jffi.NativeMethod> natives = new ArrayList<>(methods.size());
        for (NativeMethod method : methods) {
            natives.add(new com.kenai.jffi.NativeMethod(method.address(), method.name(), method.signature()));
        }
        NativeMethods.register(type, natives);
    }
}
