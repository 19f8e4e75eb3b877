package io.unishim.elfloader.engine;

import io.unishim.memory.HostProcess;

/** An empty process of the host that is to run a program. The thread that has made it is in charge of it until then. */
public final class Place {
    private final HostChild child;

    Place(HostChild child) {
        this.child = child;
    }

    /**
     * Makes a process that is isolated, as all will be that the program in it makes.
     *
     * @param children what makes processes
     * @param limits of all those together
     * @throws IllegalStateException if this host cannot run programs, or not isolate them; says what is missing
     */
    public static Place isolated(HostChildren children, TenantLimits limits) {
        Engine.start();
        return new Place(children.isolated(limits));
    }

    /** @return where its memory is */
    public HostProcess host() {
        return child;
    }

    HostChild child() {
        return child;
    }

    /** @return where its thread runs */
    RemoteSeat seat() {
        return new RemoteSeat(child, child.first(), true);
    }

    /** Gives it up: no program is to run there. */
    public void close() {
        child.end();
    }
}
