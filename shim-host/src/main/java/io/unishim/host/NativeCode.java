package io.unishim.host;

import com.kenai.jffi.MemoryIO;
import com.kenai.jffi.NativeMethods;
import com.kenai.jffi.PageManager;
import java.util.ArrayList;
import java.util.List;

/** Turns machine code into the bodies of native methods, with jffi's help. */
public final class NativeCode {
    private NativeCode() {}

    /**
     * Puts code into a page of its own that stays for good and can only be read and executed.
     *
     * @param code position-independent, or made for {@link #reserve}
     * @return its address
     */
    static long install(byte[] code) {
        PageManager pages = PageManager.getInstance();
        int count = (int) ((code.length + pages.pageSize() - 1) / pages.pageSize());
        long address = pages.allocatePages(count, PageManager.PROT_READ | PageManager.PROT_WRITE);
        if (address == 0 || address == -1) {
            throw new IllegalStateException("the host gives no page for machine code");
        }
        MemoryIO.getInstance().putByteArray(address, code, 0, code.length);
        pages.protectPages(address, count, PageManager.PROT_READ | PageManager.PROT_EXEC);
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
        List<com.kenai.jffi.NativeMethod> natives = new ArrayList<>(methods.size());
        for (NativeMethod method : methods) {
            natives.add(new com.kenai.jffi.NativeMethod(method.address(), method.name(), method.signature()));
        }
        NativeMethods.register(type, natives);
    }
}
