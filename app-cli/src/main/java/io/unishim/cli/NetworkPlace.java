package io.unishim.cli;

import io.unishim.net.NetworkMember;
import io.unishim.net.VirtualNetwork;
import io.unishim.task.VirtualTime;
import org.jspecify.annotations.Nullable;

/**
 * What {@code --net} says.
 *
 * @param network its name
 * @param name that of the program's shim there
 */
record NetworkPlace(String network, String name) {
    static NetworkPlace of(String text) {
        String[] parts = text.split(":", -1);
        String name = parts.length == 2 ? parts[1] : "shim";
        if (parts.length > 2
                || !parts[0].matches("[A-Za-z0-9_-]{1,63}")
                || !name.matches("[A-Za-z][A-Za-z0-9-]{0,62}")) {
            throw new UsageException("--net wants NETWORK or NETWORK:NAME in letters and digits, not " + text);
        }
        return new NetworkPlace(parts[0], name);
    }

    /** @param time the shim's clocks, or null for the host's. @return the place in the network, to be closed by its network */
    NetworkMember open(@Nullable VirtualTime time) {
        VirtualNetwork.Builder builder = VirtualNetwork.named(network);
        return (time == null ? builder : builder.time(time)).open().member(name);
    }
}
