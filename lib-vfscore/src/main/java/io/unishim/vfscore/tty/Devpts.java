package io.unishim.vfscore.tty;

import static io.unishim.abi.StatModes.S_IFCHR;

import io.unishim.struct.Statfs;
import io.unishim.task.Credentials;
import io.unishim.task.Task;
import io.unishim.vfscore.pseudo.PseudoDirectory;
import io.unishim.vfscore.pseudo.PseudoFs;
import io.unishim.vfscore.pseudo.PseudoInode;
import io.unishim.vfscore.tree.MountOptions;
import io.unishim.vfscore.tree.Vfs;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/** A devpts: the names of the slaves that were made through its ptmx. Each mount has numbers of its own. */
final class Devpts extends PseudoFs {
    /** The number of all terminals that there may be (kernel.pty.max). */
    private static final int MOST = 4096;

    private static final long MAGIC = 0x1cd1;
    private static final int FIRST_NUMBER = 3; // of an inode

    private final Terminals terminals;
    private final Map<Integer, PtsNode> slaves = new ConcurrentSkipListMap<>();
    private volatile DevptsOptions options;

    Devpts(Vfs vfs, Terminals terminals, DevptsOptions options) {
        super(vfs, "devpts", MAGIC, fileSystem -> new Root((Devpts) fileSystem));
        this.terminals = terminals;
        this.options = options;
        ((Root) root()).plant(options);
    }

    private static final class Root extends PseudoDirectory {
        private final Devpts devpts;

        Root(Devpts devpts) {
            super(devpts, 0755);
            this.devpts = devpts;
        }

        void plant(DevptsOptions options) {
            add("ptmx", new MultiplexerNode(devpts, options.multiplexerMode()));
        }

        @Override
        protected @Nullable PseudoInode find(Task task, String name) {
            for (Map.Entry<Integer, PtsNode> each : devpts.slaves.entrySet()) {
                if (name.equals(each.getKey().toString())) {
                    return each.getValue();
                }
            }
            return null;
        }

        @Override
        protected List<Transient> transients(Task task) {
            List<Transient> found = new ArrayList<>();
            devpts.slaves.forEach((number, node) ->
                    found.add(new Transient(number, number.toString(), S_IFCHR, FIRST_NUMBER + number)));
            return found;
        }

        PtsNode named(PtsNode node) {
            return adopt(Integer.toString(node.pty().number()), node);
        }
    }

    Terminals terminals() {
        return terminals;
    }

    /** Makes a terminal, owned by whoever makes it. @return it, or null if there are too many */
    @Nullable
    Pty make(Task task, Sessions sessions) {
        DevptsOptions now = options;
        Credentials who = Credentials.of(task);
        synchronized (slaves) {
            int number = 0;
            while (slaves.containsKey(number)) {
                number++;
            }
            if (number >= Math.min(MOST, now.most())) {
                return null;
            }
            Pty pty = new Pty(sessions, number);
            int uid = now.uid() == null ? who.fsuid() : now.uid();
            int gid = now.gid() == null ? who.fsgid() : now.gid();
            PtsNode node = new PtsNode(this, pty, FIRST_NUMBER + number, now.mode(), uid, gid);
            slaves.put(number, ((Root) root()).named(node));
            return pty;
        }
    }

    void remove(Pty pty) {
        synchronized (slaves) {
            PtsNode node = slaves.get(pty.number());
            if (node != null && node.pty() == pty) {
                slaves.remove(pty.number());
            }
        }
    }

    @Nullable
    PtsNode node(Pty pty) {
        PtsNode node = slaves.get(pty.number());
        return node != null && node.pty() == pty ? node : null;
    }

    @Override
    public String options() {
        return options.text();
    }

    @Override
    public long reconfigure(MountOptions changed) {
        DevptsOptions parsed = DevptsOptions.parse(changed);
        if (parsed == null) {
            return -io.unishim.abi.Errnos.EINVAL;
        }
        options = parsed;
        return 0;
    }

    @Override
    public Statfs statfs() {
        return new Statfs(MAGIC, 4096, 0, 0, 0, 0, 0, device(), 255, 4096, 0);
    }
}
