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
    private static final boolean SEGMENTS = Runtime.version().feature() >= 22;

    private BufferAddress() {}

    static long of(ByteBuffer direct) {
        if (!direct.isDirect()) {
            throw new IllegalArgumentException("not a direct buffer");
        }
        return SEGMENTS ? BySegment.address(direct) : ByField.address(direct);
    }

    private static final class BySegment {
        private static final MethodHandle ADDRESS = find();

        private static MethodHandle find() {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            try {
                Class<?> segment = Class.forName("java.lang.foreign.MemorySegment");
                MethodHandle ofBuffer =
                        lookup.findStatic(segment, "ofBuffer", MethodType.methodType(segment, Buffer.class));
                MethodHandle address = lookup.findVirtual(segment, "address", MethodType.methodType(long.class));
                return MethodHandles.filterReturnValue(ofBuffer, address);
            } catch (ReflectiveOperationException e) {
                throw new ExceptionInInitializerError(e);
            }
        }

        static long address(Buffer direct) {
            try {
                return (long) ADDRESS.invokeExact(direct);
            } catch (RuntimeException | Error e) {
                throw e;
            } catch (Throwable e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /** Compiled against Unsafe: finding its methods by reflection takes 20 ms of a start. */
    @SuppressWarnings("removal") // not used on the JDKs that mean it
    private static final class ByField {
        private static final sun.misc.Unsafe UNSAFE = unsafe();
        private static final long OFFSET = offset();

        private static sun.misc.Unsafe unsafe() {
            try {
                Field instance = sun.misc.Unsafe.class.getDeclaredField("theUnsafe");
                instance.setAccessible(true);
                return (sun.misc.Unsafe) instance.get(null);
            } catch (ReflectiveOperationException e) {
                throw new ExceptionInInitializerError(e);
            }
        }

        private static long offset() {
            try {
                return UNSAFE.objectFieldOffset(Buffer.class.getDeclaredField("address"));
            } catch (ReflectiveOperationException e) {
                throw new ExceptionInInitializerError(e);
            }
        }

        static long address(Buffer direct) {
            return UNSAFE.getLong(direct, OFFSET);
        }
    }
}
