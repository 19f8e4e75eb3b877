package io.unishim.cli;

import io.unishim.file.Mount;
import io.unishim.net.Permitted;
import io.unishim.net.Published;
import io.unishim.task.VirtualTime;
import io.unishim.user.User;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What {@code unishim run} is to do. */
final class RunRequest {
    /** The program and its arguments; not empty. */
    final List<String> command;

    /** The host's directory or archive under the root, or null for the host's own root. */
    @Nullable
    Path root;

    /** The working directory, or null for the default. */
    @Nullable
    String directory;

    @Nullable
    String hostname;

    @Nullable
    User user;

    /** The clocks, or null for the host's. */
    @Nullable
    VirtualTime time;

    final List<Mount> mounts = new ArrayList<>();
    /** The place in a virtual network, or null for none. */
    @Nullable
    NetworkPlace network;

    final List<Published> published = new ArrayList<>();
    final List<Permitted> permitted = new ArrayList<>();
    final Map<String, String> environment = new LinkedHashMap<>();

    /** The calls to trace, none for all; null for no trace. */
    @Nullable
    List<String> traced;

    boolean count;
    boolean isolated;
    final List<CallPolicy> policies = new ArrayList<>();

    RunRequest(List<String> command) {
        this.command = command;
    }
}
