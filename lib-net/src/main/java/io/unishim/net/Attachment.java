package io.unishim.net;

import static io.unishim.abi.Fcntl.O_CREAT;
import static io.unishim.abi.Fcntl.O_TRUNC;
import static io.unishim.abi.Fcntl.O_WRONLY;

import io.unishim.Shim;
import io.unishim.call.ErrnoException;
import io.unishim.library.Boot;
import io.unishim.library.Lifecycle;
import io.unishim.linux.Linux;
import io.unishim.task.Process;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** That a shim is in virtual networks: it takes its places, and its /etc says how names are found. */
final class Attachment implements Lifecycle {
    private final Shim shim;
    private final List<NetworkMember> networks;
    private final AtomicBoolean told = new AtomicBoolean();

    private Attachment(Shim shim, List<NetworkMember> networks) {
        this.shim = shim;
        this.networks = networks;
    }

    static void boot(Boot boot, InetStack stack, List<NetworkMember> networks) {
        for (NetworkMember each : networks) {
            for (NetworkMember other : networks) {
                if (each != other && each.network().meets(other.network())) {
                    throw new IllegalStateException(each + " and " + other + " have the same addresses");
                }
            }
        }
        for (NetworkMember each : networks) {
            each.attach(stack);
            boot.onClose(each::detach);
        }
        boot.lifecycle(new Attachment(boot.shim(), networks));
    }

    /** The first process finds the files; a root that cannot be written keeps its own. */
    @Override
    public void processCreated(Process process, @Nullable Process parent) {
        if (!told.getAndSet(true)) {
            StringBuilder names = new StringBuilder("127.0.0.1\tlocalhost\n::1\tlocalhost\n");
            StringBuilder servers = new StringBuilder();
            for (NetworkMember each : networks) {
                String full = each.name() + "." + each.network().name();
                names.append(each.address() + "\t" + full + " " + each.name() + "\n");
                names.append(each.address6() + "\t" + full + " " + each.name() + "\n");
                servers.append("nameserver " + each.network().nameServer() + "\n");
            }
            Linux linux = shim.linux(process.tasks().get(0));
            write(linux, "/etc/hosts", names.toString());
            write(
                    linux,
                    "/etc/resolv.conf",
                    servers.append("options timeout:1\n").toString());
        }
    }

    private static void write(Linux linux, String path, String text) {
        try {
            if (path.startsWith("/etc/")) {
                makeDirectory(linux);
            }
            int fd = linux.open(path, O_WRONLY | O_CREAT | O_TRUNC, 0644);
            linux.write(fd, text.getBytes(StandardCharsets.US_ASCII));
            linux.close(fd);
        } catch (ErrnoException readOnly) {
            // Its own files stay.
        }
    }

    private static void makeDirectory(Linux linux) {
        try {
            linux.mkdir("/etc", 0755);
        } catch (ErrnoException exists) {
            // Or cannot be made: then nothing can be written there.
        }
    }
}
