package io.unishim.host;

/**
 * A {@code static native} method and the machine code that is its body. The code is entered as JNI says: {@code rdi} holds
 * the JNIEnv, {@code rsi} the class, the arguments follow in {@code rdx, rcx, r8, r9} and from {@code [rsp + 8]}.
 *
 * @param name of the method
 * @param signature as JNI writes it, of longs only: {@code "(JJ)J"}
 * @param address of the code
 */
public record NativeMethod(String name, String signature, long address) {
    /** @return a method of {@code arguments} longs that returns a long */
    public static NativeMethod ofLongs(String name, int arguments, long address) {
        return new NativeMethod(name, "(" + "J".repeat(arguments) + ")J", address);
    }
}
