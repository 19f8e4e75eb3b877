package io.unishim.control;

import io.unishim.call.CallDeclaration;
import io.unishim.call.SyscallHandler;
import io.unishim.library.Replacement;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The calls of a shim: who serves them, and a stack of things put around each. Both Java routes and programs see a change
 * at once. A call that nothing was put around costs nothing more.
 *
 * <p>Calls are named as Linux names them; an unknown name throws {@link IllegalArgumentException}. A call that exists but
 * that nobody registered can be wrapped, replaced, traced and given a policy too.
 */
public interface CallTable {
    /** @return the registered calls in the order of their x86-64 numbers */
    List<CallEntry> calls();

    /** @return the registered call of that name, or null */
    @Nullable
    CallEntry call(String name);

    /** @return the row of the call that is registered with an x86-64 number, or null */
    @Nullable
    CallDeclaration declaration(int number);

    /** @return what answers an x86-64 number now */
    SyscallHandler current(int number);

    /** @return whether something was put around a call, or in the place of what its library registered */
    boolean isChanged(String call);

    /**
     * Puts a handler around or in the place of what answers a call now.
     *
     * @param call Linux's name
     * @param replacement gives the handler to use
     * @return what takes it away again, wherever it stands in the stack by then
     */
    Registration replace(String call, Replacement replacement);

    /**
     * Applies a policy to calls.
     *
     * @param policy what to do instead of, or before, serving the call
     * @param calls Linux's names; none for every call
     * @return what takes it away again
     */
    Registration apply(Policy policy, String... calls);

    /**
     * Hears of calls on entry and return, and of every task's signals and end.
     *
     * @param hook called on the caller's thread
     * @param calls Linux's names; none for every call, registered or not
     * @return what takes it away again
     */
    Registration hook(CallHook hook, String... calls);

    /**
     * Traces calls in strace's format with decoded arguments, a line each; calls that can wait are shown on entry too.
     * Lines of their own show the signals that programs take, and the end of each task that was seen.
     *
     * @param lines called on the caller's thread with a line without its end
     * @param calls Linux's names; none for every call, registered or not
     * @return what takes it away again
     */
    Registration trace(Consumer<String> lines, String... calls);

    /**
     * Counts calls, their errors and their time.
     *
     * @param calls Linux's names; none for every call, registered or not
     * @return the counters, to be read while they count, and closed to end it
     */
    Statistics count(String... calls);

    /**
     * Makes JDK Flight Recorder events of calls, {@code io.unishim.Syscall}, while a recording wants them.
     *
     * @param calls Linux's names; none for every call, registered or not
     * @return what takes it away again
     * @throws IllegalStateException if this JVM has no jdk.jfr
     */
    Registration record(String... calls);

    /**
     * Which calls nobody serves were made; such calls are always counted.
     *
     * @return how often each was made, by name; numbers below 0 and above 4,095 are counted together as {@code
     *     out_of_range}
     */
    Map<String, Long> missing();

    /**
     * One registered call.
     *
     * @param declaration its row
     * @param library who registered it
     * @param support what it serves, or null if its handler does not say
     * @param note what is missing
     */
    record CallEntry(
            CallDeclaration declaration, String library, io.unishim.call.@Nullable SupportLevel support, String note) {}

    /** Something that was put around calls. */
    interface Registration extends AutoCloseable {
        /** Takes it away; a second time does nothing. */
        @Override
        void close();
    }
}
