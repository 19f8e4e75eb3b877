package io.unishim.call;

/** What a result that is not an error means; the friendly view chooses its Java type by it. */
public enum Returns {
    /** 0; {@code void} in the friendly view. */
    NOTHING,
    /** A file descriptor; {@code int}. */
    FD,
    /** A small number: an id, a mask of permissions, a count of events; {@code int}. */
    INT,
    /** Bytes moved; {@code int}, for a Java buffer is never longer. */
    COUNT,
    /** A number of 64 bits: an offset; {@code long}. */
    LONG,
    /** An address; {@code long}, in hexadecimal in a trace. */
    ADDRESS
}
