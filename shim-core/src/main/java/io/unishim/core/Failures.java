package io.unishim.core;

import static io.unishim.abi.Errnos.EFAULT;
import static io.unishim.abi.Errnos.EIO;
import static io.unishim.abi.Errnos.ENOMEM;

import io.unishim.call.ErrnoException;
import io.unishim.memory.MemoryFault;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What a call answers when its handler throws. A bad address and a failed call of the handler's own are expected; all else
 * is a defect, which must not end a program's JVM: it is logged once for each call and answers {@code -EIO}.
 */
final class Failures {
    private final Set<String> reported = ConcurrentHashMap.newKeySet();

    long answer(Throwable thrown, String call) {
        if (thrown instanceof MemoryFault) {
            return -EFAULT;
        }
        if (thrown instanceof ErrnoException failed) {
            return -failed.number();
        }
        if (thrown instanceof OutOfMemoryError) {
            return -ENOMEM;
        }
        report(thrown, "the handler of " + call, " threw; it answers EIO");
        return -EIO;
    }

    /** A hook threw, which it must not: the call goes on. */
    void hook(Throwable thrown, String call) {
        report(thrown, "a hook of " + call, " threw; the call goes on");
    }

    @SuppressWarnings("EmptyCatch") // the stack may have overflowed: then there is no room to say so
    private void report(Throwable thrown, String who, String text) {
        try {
            if (reported.add(who)) {
                Log.error(who + text, thrown);
            }
        } catch (Throwable again) {
            // Nothing can be said now.
        }
    }
}
