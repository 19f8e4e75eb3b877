package io.unishim.call;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the processor derives from an interface that carries {@link Calls}. The parameters of a call, after the {@link
 * io.unishim.task.Task}, are of these types:
 *
 * <table>
 * <caption>Parameter types</caption>
 * <tr><th>type</th><th>registers</th><th>in the friendly view</th></tr>
 * <tr><td>{@code int}, {@code long}</td><td>1</td><td>the same</td></tr>
 * <tr><td>{@link io.unishim.memory.UserString}</td><td>1</td><td>{@code String}</td></tr>
 * <tr><td>{@link io.unishim.memory.UserBuffer}</td><td>2: address, bytes</td><td>{@code byte[]} or {@code
 * ByteBuffer}</td></tr>
 * <tr><td>{@link io.unishim.memory.UserIovec}</td><td>2: address, elements</td><td>{@code ByteBuffer[]}</td></tr>
 * <tr><td>{@link io.unishim.memory.UserRef}{@code <T>}</td><td>1</td><td>the record, null for NULL; {@link Out}: the
 * result</td></tr>
 * <tr><td>{@link io.unishim.memory.UserArray}{@code <T>}</td><td>2: address, elements</td><td>{@code List<T>}</td></tr>
 * <tr><td>{@link io.unishim.memory.UserInt}, {@link io.unishim.memory.UserLong}</td><td>1</td><td>{@code int[]}, {@code
 * long[]}, null for NULL</td></tr>
 * </table>
 *
 * <p>What a call fills is the friendly view's result where the call's own says no more than that it went well: a structure
 * that is {@link Out} if the call returns {@link Returns#NOTHING}, a list if it returns the number of elements in an array
 * that is {@link Out} ({@link Returns#INT}; the caller says how many there may be). This holds for the last parameter, or
 * for the only one of its kind, unless it is {@link Optional}. Any other structure or array to be filled stays a {@code
 * UserRef} or {@code UserArray}, made by {@code room}. Where a parameter is both read and filled, the view shows what is
 * read; a call that is of no use without the rest is {@link Call#plainViewOnly}.
 *
 * @param <C> the interface
 */
public abstract class CallFamily<C> {
    private final String name;
    private final Class<C> type;

    /**
     * @param name as messages and the compatibility page show it
     * @param type the interface
     */
    protected CallFamily(String name, Class<C> type) {
        this.name = name;
        this.type = type;
    }

    /** @return the family's name */
    public final String name() {
        return name;
    }

    /** @return the interface */
    public final Class<C> type() {
        return type;
    }

    /** @return one row for each call, in the order of the interface */
    public abstract List<CallDeclaration> declarations();

    /**
     * The way from six longs to one call of an implementation.
     *
     * @param implementation what serves the family
     * @param index of the call in {@link #declarations()}
     * @return a handler that decodes, calls, and turns a bad address into {@code -EFAULT}
     */
    public abstract SyscallHandler adapter(C implementation, int index);

    /**
     * The direct route: calls the implementation where nothing was put before it, and goes through the table where a call
     * is hooked, wrapped or replaced.
     *
     * @param implementation what serves the family, or null if nothing does: then every call goes through the table
     * @param adapters what {@link #adapter} gave for each index, as registered; empty if nothing serves the family
     * @param route the table
     * @return the family as applications call it
     */
    public abstract C direct(@Nullable C implementation, SyscallHandler[] adapters, CallRoute route);

    @Override
    public final String toString() {
        return name;
    }
}
