package io.unishim.net;

import static io.unishim.abi.Socket.AF_UNIX;

import io.unishim.file.SocketNodes;
import io.unishim.library.Boot;
import io.unishim.library.MicroLibrary;
import io.unishim.linux.MessageCallsFamily;
import io.unishim.linux.SocketCallsFamily;
import io.unishim.task.Signalling;
import java.util.Map;
import java.util.Set;

/** The library {@code net}: sockets. Of the domains there is AF_UNIX, within one shim. */
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
        Map<Integer, SocketFamily> families =
                Map.of(AF_UNIX, new UnixFamily(new UnixNames(boot.serviceOrNull(SocketNodes.class)), brokenPipe));
        boot.calls(SocketCallsFamily.FAMILY, new SocketHandlers(families));
        boot.calls(MessageCallsFamily.FAMILY, new MessageHandlers());
    }
}
