package io.unishim.elfloader.engine;

import io.unishim.memory.AddressSpace;
import io.unishim.memory.AddressSpace.Range;
import io.unishim.memory.HostProcess;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The memory of a program, and what was patched in it; several processes may share it (CLONE_VM). */
final class ProgramSpace {
    private final AddressSpace memory;
    private final SitePatcher patcher;
    private final @Nullable HostChild host;
    private int users = 1;

    /** @param host the process of the host that holds it, or null for the JVM's own */
    ProgramSpace(AddressSpace memory, SitePatcher patcher, @Nullable HostChild host) {
        this.memory = memory;
        this.patcher = patcher;
        this.host = host;
    }

    /** @return that of a program in the JVM's own process */
    static ProgramSpace here(AddressSpace memory) {
        return new ProgramSpace(memory, new SitePatcher(memory, new LocalPatches()), null);
    }

    /** @return that of a program which begins in a process of the host */
    static ProgramSpace of(AddressSpace memory, HostChild host) {
        return new ProgramSpace(memory, new SitePatcher(memory, RemotePatches.none(host)), host);
    }

    AddressSpace memory() {
        return memory;
    }

    SitePatcher patcher() {
        return patcher;
    }

    @Nullable
    HostChild host() {
        return host;
    }

    /** @return what a copy of the JVM's process must keep for it */
    List<Range> needs(List<Range> ranges) {
        List<Range> all = new ArrayList<>(ranges);
        all.addAll(patcher.ranges());
        return all;
    }

    /** @return a copy in another process of the host, which was given for the ranges that it needs; null if there is none */
    @Nullable
    ProgramSpace copy(AddressSpace.Birth birth) {
        HostProcess[] made = new HostProcess[1];
        AddressSpace copy = memory.fork(ranges -> made[0] = birth.give(ranges));
        return copy != null && made[0] instanceof HostChild child
                ? new ProgramSpace(copy, patcher.copy(copy, child), child)
                : null;
    }

    synchronized void share() {
        users++;
    }

    synchronized boolean isShared() {
        return users > 1;
    }

    /** A process uses it no more; the last one takes it along. */
    void release() {
        synchronized (this) {
            users--;
            if (users > 0) {
                return;
            }
        }
        patcher.close();
        memory.close();
        if (host != null) {
            host.end();
        }
    }
}
