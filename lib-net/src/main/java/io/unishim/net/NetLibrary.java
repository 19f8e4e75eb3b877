package io.unishim.net;

import static io.unishim.abi.Socket.AF_INET;
import static io.unishim.abi.Socket.AF_INET6;
import static io.unishim.abi.Socket.AF_NETLINK;
import static io.unishim.abi.Socket.AF_UNIX;

import io.unishim.file.HostEvents;
import io.unishim.file.Mount;
import io.unishim.file.NetworkFiles;
import io.unishim.file.SocketNodes;
import io.unishim.library.Boot;
import io.unishim.library.MicroLibrary;
import io.unishim.library.Option;
import io.unishim.linux.MessageCallsFamily;
import io.unishim.linux.SocketCallsFamily;
import io.unishim.task.Signalling;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The library {@code net}: sockets. Of the domains there are AF_UNIX, AF_INET, AF_INET6 and AF_NETLINK, within one shim. */
public final class NetLibrary implements MicroLibrary {
    /** Ports of the host that programs serve. */
    public static final Option<List<Published>> PUBLISHED = new Option<>("published ports", List.of());

    /** Where programs may connect to over the host's network. */
    public static final Option<List<Permitted>> PERMITTED = new Option<>("permitted destinations", List.of());

    /** The virtual networks that the shim is in. */
    public static final Option<List<NetworkMember>> NETWORKS = new Option<>("virtual networks", List.of());

    /** Creates the library. */
    public NetLibrary() {}

    @Override
    public String name() {
        return "net";
    }

    @Override
    public Set<Class<?>> uses() {
        return Set.of(Signalling.class, SocketNodes.class);
    }

    @Override
    public Set<Class<?>> provides() {
        return Set.of(Network.class, NetworkFiles.class, HostEvents.class);
    }

    private static @Nullable HostNet host(Boot boot) {
        List<Published> published = boot.option(PUBLISHED);
        List<Permitted> permitted = boot.option(PERMITTED);
        if (published.isEmpty() && permitted.isEmpty() && !namesSockets(boot)) {
            return null;
        }
        HostNet host = new HostNet(published, permitted);
        boot.onClose(host::close);
        boot.provide(HostEvents.class, host);
        return host;
    }

    /** @return whether files of the host may name sockets of programs: where they may write */
    private static boolean namesSockets(Boot boot) {
        return boot.option(Mount.MOUNTS).stream().anyMatch(each -> each instanceof Mount.Host host && host.writable());
    }

    @Override
    public void boot(Boot boot) {
        BrokenPipe brokenPipe = new BrokenPipe(boot.serviceOrNull(Signalling.class));
        Inodes inodes = new Inodes();
        NetSettings settings = new NetSettings();
        HostNet host = host(boot);
        List<NetworkMember> networks = boot.option(NETWORKS);
        InetStack stack = new InetStack(boot.shim(), settings, brokenPipe, inodes, host, networks);
        boot.onClose(stack.timers()::close);
        if (!networks.isEmpty()) {
            Attachment.boot(boot, stack, networks);
        }
        boot.provide(Network.class, new ShimNetwork(boot.shim(), stack));
        boot.provide(NetworkFiles.class, new NetTables(boot.shim(), stack));
        UnixNames names = new UnixNames(boot.serviceOrNull(SocketNodes.class), settings);
        Map<Integer, SocketFamily> families = Map.of(
                AF_UNIX,
                new UnixFamily(
                        names, brokenPipe, inodes, stack.requests(), boot.shim().time(), host),
                AF_INET,
                new InetFamily(stack, AF_INET),
                AF_INET6,
                new InetFamily(stack, AF_INET6),
                AF_NETLINK,
                new NetlinkFamily(boot.shim(), stack));
        boot.calls(SocketCallsFamily.FAMILY, new SocketHandlers(families, settings));
        boot.calls(MessageCallsFamily.FAMILY, new MessageHandlers());
    }
}
