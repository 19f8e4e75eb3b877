package io.unishim.library;

import io.unishim.Shim;
import io.unishim.call.CallDeclaration;
import io.unishim.call.CallFamily;
import io.unishim.call.SyscallHandler;
import org.jspecify.annotations.Nullable;

/** What a micro-library registers with while its shim boots. */
public interface Boot {
    /** @return the shim; calls can be made once all libraries have booted */
    Shim shim();

    /**
     * Registers a family of calls.
     *
     * @param family what the processor derived from the interface
     * @param implementation what serves it
     * @throws IllegalStateException if a call was registered before; the message names both libraries
     */
    <C> void calls(CallFamily<C> family, C implementation);

    /**
     * Registers one call by hand.
     *
     * @param declaration its row
     * @param handler what serves it
     * @throws IllegalStateException if the call was registered before; the message names both libraries
     */
    void call(CallDeclaration declaration, SyscallHandler handler);

    /**
     * Puts a handler in the place of another library's, on purpose.
     *
     * @param name the call's, registered by a library that booted before, or to be registered by one that boots later
     * @param replacement gives the handler to use
     */
    void replace(String name, Replacement replacement);

    /** Offers a service to libraries that boot later and to the application. */
    <S> void provide(Class<S> type, S service);

    /** @return a service. @throws IllegalStateException if no library provided it */
    <S> S service(Class<S> type);

    /** @return a service, or null if no library provided it */
    <S> @Nullable S serviceOrNull(Class<S> type);

    /** @return what the builder was given under that option, or its default */
    <O> O option(Option<O> option);

    /** Hears of processes and tasks from now on. */
    void lifecycle(Lifecycle lifecycle);

    /** Does something when the shim closes or its boot fails; last said, first done. */
    void onClose(Runnable undo);
}
