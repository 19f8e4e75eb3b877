package io.unishim.memory;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Field;
import java.nio.Buffer;
import java.nio.ByteBuffer;

/**
 * The address of a direct buffer's first byte: by {@code MemorySegment.ofBuffer(b).address()} where the JDK has it (22
 * on), by the field that holds it before.
 */
final class BufferAddress {
    private static final MethodHandle ADDRESS = find();

    private BufferAddress() {}

    static long of(ByteBuffer direct) {
        if (!direct.isDirect()) {
            throw new IllegalArgumentException("not a direct buffer");
        }
        try {
            return (long) ADDRESS.invokeExact((Buffer) direct);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    private static MethodHandle find() {
        MethodHandles.Lookup lookup = MethodHandles.lookup();
        try {
            return Runtime.version().feature() >= 22 ? bySegment(lookup) : byField(lookup);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private static MethodHandle bySegment(MethodHandles.Lookup lookup) throws ReflectiveOperationException {
        Class<?> segment = Class.forName("java.lang.foreign.MemorySegment");
        MethodHandle ofBuffer = lookup.findStatic(segment, "ofBuffer", MethodType.methodType(segment, Buffer.class));
        MethodHandle address = lookup.findVirtual(segment, "address", MethodType.methodType(long.class));
        return MethodHandles.filterReturnValue(ofBuffer, address);
    }

    private static MethodHandle byField(MethodHandles.Lookup lookup) throws ReflectiveOperationException {
        Class<?> type = Class.forName("sun.misc.Unsafe");
        Field instance = type.getDeclaredField("theUnsafe");
        instance.setAccessible(true);
        Object unsafe = instance.get(null);
        long offset = (long) type.getMethod("objectFieldOffset", Field.class)
                .invoke(unsafe, Buffer.class.getDeclaredField("address"));
        MethodHandle getLong =
                lookup.findVirtual(type, "getLong", MethodType.methodType(long.class, Object.class, long.class));
        return MethodHandles.insertArguments(getLong.bindTo(unsafe), 1, offset)
                .asType(MethodType.methodType(long.class, Buffer.class));
    }
}
