package io.unishim.net;

import static io.unishim.abi.Socket.AF_INET;
import static io.unishim.abi.Socket.AF_INET6;
import static io.unishim.abi.Socket.AF_UNIX;

import io.unishim.file.SocketNodes;
import io.unishim.library.Boot;
import io.unishim.library.MicroLibrary;
import io.unishim.linux.MessageCallsFamily;
import io.unishim.linux.SocketCallsFamily;
import io.unishim.task.Signalling;
import java.util.Map;
import java.util.Set;

/** The library {@code net}: sockets. Of the domains there are AF_UNIX, AF_INET and AF_INET6, within one shim. */
public final class NetLibrary implements MicroLibrary {
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
    public void boot(Boot boot) {
        BrokenPipe brokenPipe = new BrokenPipe(boot.serviceOrNull(Signalling.class));
        Inodes inodes = new Inodes();
        InetStack stack = new InetStack(boot.shim(), brokenPipe, inodes);
        UnixNames names = new UnixNames(boot.serviceOrNull(SocketNodes.class));
        Map<Integer, SocketFamily> families = Map.of(
                AF_UNIX,
                new UnixFamily(names, brokenPipe, inodes),
                AF_INET,
                new InetFamily(stack, AF_INET),
                AF_INET6,
                new InetFamily(stack, AF_INET6));
        boot.calls(SocketCallsFamily.FAMILY, new SocketHandlers(families));
        boot.calls(MessageCallsFamily.FAMILY, new MessageHandlers());
    }
}
