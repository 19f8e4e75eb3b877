package io.unishim.net;

/** A shim's network as the application sees it: a service of {@link NetLibrary}. */
public interface Network {
    /**
     * Tells where a published port is to be reached.
     *
     * @param guestPort the shim's
     * @return the port on the host's 127.0.0.1
     * @throws IllegalArgumentException if it was not published
     */
    int publishedPort(int guestPort);
}
