package io.unishim.call;

/** How much of a call a handler serves. */
public enum SupportLevel {
    /** All of it: every flag and error of the man page that can arise. */
    FULL,
    /** The cases that the note names, or all but them; the rest answers an honest errno. */
    PARTIAL,
    /** A fixed answer, which the note names. */
    STUB
}
