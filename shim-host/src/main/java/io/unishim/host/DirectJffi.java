package io.unishim.host;

import com.kenai.jffi.PageManager;
import io.unishim.abi.Mman;
import io.unishim.memory.OffHeap;
import java.io.File;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The four functions of jffi's library that this package wants, called past jffi's own start: its regular expressions,
 * formatters and loggers take longer than most programs. It takes the library from where {@code jffi.boot.library.path}
 * says, as jffi does; where that says nothing, jffi starts as usual.
 */
final class DirectJffi {
    private static final String LIBRARY = "libjffi-1.2.so";
    private static final int POINTER = 8;

    /** MAP_PRIVATE | MAP_ANONYMOUS; jffi numbers the second as Solaris does. */
    private static final int PRIVATE_ANONYMOUS = 0x2 | 0x100;

    private final Object foreign;
    private final Method mmap;
    private final Method mprotect;
    private final Method putByteArray;
    private final Method registerNatives;

    private DirectJffi(Class<?> type) throws ReflectiveOperationException {
        mmap = find(type, "mmap", long.class, long.class, int.class, int.class, int.class, long.class);
        mprotect = find(type, "mprotect", long.class, long.class, int.class);
        putByteArray = find(type, "putByteArray", long.class, byte[].class, int.class, int.class);
        registerNatives = find(type, "registerNatives", Class.class, long.class, int.class);
        Constructor<?> constructor = type.getDeclaredConstructor();
        constructor.setAccessible(true);
        foreign = constructor.newInstance();
        find(type, "init").invoke(foreign);
    }

    private static Method find(Class<?> type, String name, Class<?>... parameters) throws ReflectiveOperationException {
        Method method = type.getDeclaredMethod(name, parameters);
        method.setAccessible(true);
        return method;
    }

    /** @return the functions, or null if they can only be reached through jffi's own start */
    static @Nullable DirectJffi open() {
        // A library belongs to the class loader that loaded it.
        ClassLoader loader = DirectJffi.class.getClassLoader();
        File library = new File(System.getProperty("jffi.boot.library.path", ""), LIBRARY);
        if (PageManager.class.getClassLoader() != loader || !library.isAbsolute() || !library.exists()) {
            return null;
        }
        try {
            System.load(library.getPath());
            return new DirectJffi(Class.forName("com.kenai.jffi.Foreign", false, loader));
        } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
            // Another jffi than the one we know; it knows the way itself.
            return null;
        }
    }

    /** @return the address of fresh memory to be read and written, or -1 if there is none */
    long map(long size) {
        return (long) call(mmap, null, 0L, size, Mman.PROT_READ | Mman.PROT_WRITE, PRIVATE_ANONYMOUS, -1, 0L);
    }

    /** @return 0, or -1 */
    int protect(long address, long size, int protection) {
        return (int) call(mprotect, null, address, size, protection);
    }

    void put(long address, byte[] bytes) {
        call(putByteArray, null, address, bytes, 0, bytes.length);
    }

    /** @return 0 if the JVM agrees */
    int register(Class<?> type, List<NativeMethod> methods) {
        OffHeap table = OffHeap.allocate(3 * POINTER * methods.size());
        OffHeap[] texts = new OffHeap[2 * methods.size()];
        for (int i = 0; i < methods.size(); i++) {
            NativeMethod method = methods.get(i);
            texts[2 * i] = text(method.name());
            texts[2 * i + 1] = text(method.signature());
            table.putLong(3 * POINTER * i, texts[2 * i].address());
            table.putLong(3 * POINTER * i + POINTER, texts[2 * i + 1].address());
            table.putLong(3 * POINTER * i + 2 * POINTER, method.address());
        }
        int result = (int) call(registerNatives, foreign, type, table.address(), methods.size());
        java.lang.ref.Reference.reachabilityFence(table);
        java.lang.ref.Reference.reachabilityFence(texts);
        return result;
    }

    private static OffHeap text(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        OffHeap copy = OffHeap.allocate(bytes.length + 1);
        copy.put(0, bytes, 0, bytes.length);
        return copy;
    }

    private static Object call(Method method, @Nullable Object self, Object... arguments) {
        try {
            return method.invoke(self, arguments);
        } catch (InvocationTargetException e) {
            throw new IllegalStateException(e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
