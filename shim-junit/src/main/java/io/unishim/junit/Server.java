package io.unishim.junit;

import io.unishim.Shim;
import io.unishim.elfloader.RunningProgram;
import io.unishim.net.Network;

/** A server that is ready, on a shim of its own. */
record Server(String name, Shim shim, RunningProgram running) implements AutoCloseable {
    int port(int guestPort) {
        return shim.service(Network.class).publishedPort(guestPort);
    }

    String log() {
        return running.text() + running.errorText();
    }

    ServerLog shownLog() {
        return new ServerLog(name, log());
    }

    @Override
    public void close() {
        running.close();
        shim.close();
    }
}
