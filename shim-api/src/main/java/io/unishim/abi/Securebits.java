package io.unishim.abi;

/** How user id 0 and capabilities hang together. See {@code capabilities(7)}, {@code PR_SET_SECUREBITS} of {@code prctl(2)}. */
public final class Securebits {
    /** exec gives user id 0 no capabilities. */
    public static final int SECBIT_NOROOT = 0x1;
    /** {@link #SECBIT_NOROOT} cannot be changed. */
    public static final int SECBIT_NOROOT_LOCKED = 0x2;
    /** Changes of user ids leave the capabilities alone. */
    public static final int SECBIT_NO_SETUID_FIXUP = 0x4;
    /** {@link #SECBIT_NO_SETUID_FIXUP} cannot be changed. */
    public static final int SECBIT_NO_SETUID_FIXUP_LOCKED = 0x8;
    /** The permitted capabilities stay when the last user id 0 goes; cleared by exec. */
    public static final int SECBIT_KEEP_CAPS = 0x10;
    /** {@link #SECBIT_KEEP_CAPS} cannot be changed. */
    public static final int SECBIT_KEEP_CAPS_LOCKED = 0x20;
    /** Ambient capabilities cannot be raised. */
    public static final int SECBIT_NO_CAP_AMBIENT_RAISE = 0x40;
    /** {@link #SECBIT_NO_CAP_AMBIENT_RAISE} cannot be changed. */
    public static final int SECBIT_NO_CAP_AMBIENT_RAISE_LOCKED = 0x80;

    private Securebits() {}
}
