package io.unishim.net;

import static io.unishim.abi.Errnos.EBADF;
import static io.unishim.abi.Errnos.EINVAL;
import static io.unishim.abi.Errnos.ENOBUFS;
import static io.unishim.abi.Errnos.EPERM;
import static io.unishim.abi.Errnos.ESRCH;
import static io.unishim.abi.Socket.AF_INET;
import static io.unishim.abi.Socket.AF_INET6;
import static io.unishim.abi.Socket.MSG_CMSG_CLOEXEC;
import static io.unishim.abi.Socket.MSG_CTRUNC;
import static io.unishim.abi.Socket.SCM_CREDENTIALS;
import static io.unishim.abi.Socket.SCM_PIDFD;
import static io.unishim.abi.Socket.SCM_RIGHTS;
import static io.unishim.abi.Socket.SOL_SOCKET;

import io.unishim.abi.Capabilities;
import io.unishim.file.Descriptors;
import io.unishim.file.OpenFileDescription;
import io.unishim.memory.MemoryFault;
import io.unishim.struct.MsgHdr;
import io.unishim.task.Credentials;
import io.unishim.task.Pidfds;
import io.unishim.task.Task;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Control messages (man 3 cmsg): a length of 64 bits, a level, a kind, the data, and padding to 8 bytes. */
final class ControlMessages {
    private static final int HEADER = 16;
    private static final int MOST_RIGHTS = 253;
    /** Linux's net.core.optmem_max. */
    static final int MOST_CONTROL = 131_072;

    private ControlMessages() {}

    /** Reads what a sender gave. @return 0, or why not: then {@link Outgoing#release} gives up what was found */
    static long read(Task task, Socket socket, MsgHdr header, Outgoing out) {
        long length = header.controlLength();
        if (length < 0 || length > MOST_CONTROL) {
            return -ENOBUFS;
        }
        byte[] bytes = new byte[(int) length];
        task.memory().readFully(header.control(), bytes);
        ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        List<OpenFileDescription> rights = new ArrayList<>();
        long result = 0;
        for (int at = 0; result == 0 && at + HEADER <= bytes.length; ) {
            long size = in.getLong(at);
            if (size < HEADER || size > bytes.length - at) {
                result = -EINVAL;
            } else if (socket instanceof InetSocket inet) {
                result = of(task, inet, in, at, (int) size, out);
            } else if (in.getInt(at + 8) == SOL_SOCKET) {
                result = one(task, in, at, (int) size, out, rights);
            }
            at += (int) (size + 7 & ~7);
        }
        if (!rights.isEmpty()) {
            out.rights = rights.toArray(new OpenFileDescription[0]);
        }
        return result;
    }

    private static long of(Task task, InetSocket socket, ByteBuffer in, int at, int size, Outgoing out) {
        if (in.getInt(at + 8) == SOL_SOCKET) {
            return DatagramControls.ofSocket(task, in.getInt(at + 12), size - HEADER, in, at + HEADER, out);
        }
        return DatagramControls.read(socket, goesBy4(socket, out.to), in, at, size, out);
    }

    private static boolean goesBy4(InetSocket socket, byte @Nullable [] to) {
        Endpoint other = socket.remote();
        if (!socket.isV6()) {
            return true;
        }
        if (to == null || to.length < 2) {
            return other != null && other.ip().isV4();
        }
        boolean six = Addresses.family(to) == AF_INET6 && to.length >= Endpoint.OLD_SIZE6;
        return Addresses.family(to) == AF_INET || six && Endpoint.ofV6(to).ip().isV4();
    }

    private static long one(
            Task task, ByteBuffer in, int at, int size, Outgoing out, List<OpenFileDescription> rights) {
        switch (in.getInt(at + 12)) {
            case SCM_RIGHTS -> {
                return rights(task, in, at + HEADER, (size - HEADER) / 4, rights);
            }
            case SCM_CREDENTIALS -> {
                if (size != HEADER + 12) {
                    return -EINVAL;
                }
                int[] named = {in.getInt(at + 16), in.getInt(at + 20), in.getInt(at + 24)};
                out.credentials = named;
                return allowed(task, named);
            }
            default -> {
                return -EINVAL;
            }
        }
    }

    private static long rights(Task task, ByteBuffer in, int at, int count, List<OpenFileDescription> rights) {
        if (rights.size() + count > MOST_RIGHTS) {
            return -EINVAL;
        }
        for (int i = 0; i < count; i++) {
            OpenFileDescription open = Files.open(task, in.getInt(at + 4 * i));
            if (open == null || !open.retain()) {
                return -EBADF;
            }
            rights.add(open);
        }
        return 0;
    }

    private static long allowed(Task task, int[] named) {
        Credentials own = Credentials.of(task);
        boolean pid = named[0] == task.process().pid() || own.hasCapability(Capabilities.CAP_SYS_ADMIN);
        boolean uid = own.users().has(named[1]) || own.hasCapability(Capabilities.CAP_SETUID);
        boolean gid = own.groups().has(named[2]) || own.hasCapability(Capabilities.CAP_SETGID);
        if (!pid || !uid || !gid) {
            return -EPERM;
        }
        return named[0] == task.process().pid() || task.shim().tasks().process(named[0]) != null ? 0 : -ESRCH;
    }

    /** Writes what a receiver gets. @return the bytes of control data that were written */
    static long write(Task task, MsgHdr header, boolean credentials, Incoming in) {
        long room = header.controlLength();
        long used = writeControls(task, header.control(), room, in);
        int[] sender = in.credentials;
        if (credentials && sender != null) {
            used += writeCredentials(task, header.control() + used, room - used, sender, in);
        }
        if (in.pidfd && sender != null) {
            used += writePidfd(task, header.control() + used, room - used, sender[0], in);
        }
        OpenFileDescription[] rights = in.rights;
        if (rights != null) {
            used += writeRights(task, header.control() + used, room - used, rights, in);
            in.release();
        }
        return used;
    }

    private static long writeControls(Task task, long where, long room, Incoming in) {
        List<Control> controls = in.controls;
        long used = 0;
        if (controls == null) {
            return 0;
        }
        for (Control each : controls) {
            long left = room - used;
            if (left < HEADER) {
                in.resultFlags |= MSG_CTRUNC;
                break;
            }
            int size = (int) Math.min(HEADER + each.data().length, left);
            if (size < HEADER + each.data().length) {
                in.resultFlags |= MSG_CTRUNC;
            }
            ByteBuffer out = ByteBuffer.allocate(HEADER + each.data().length).order(ByteOrder.LITTLE_ENDIAN);
            out.putLong(size).putInt(each.level()).putInt(each.kind()).put(each.data());
            put(task, where + used, out.array(), size);
            used += Math.min(size + 7 & ~7, left);
        }
        return used;
    }

    private static long writeCredentials(Task task, long where, long room, int[] sender, Incoming in) {
        ByteBuffer out = ByteBuffer.allocate(HEADER + 12).order(ByteOrder.LITTLE_ENDIAN);
        if (room < HEADER) {
            in.resultFlags |= MSG_CTRUNC;
            return 0;
        }
        int size = (int) Math.min(out.capacity(), room);
        if (size < out.capacity()) {
            in.resultFlags |= MSG_CTRUNC;
        }
        out.putLong(size).putInt(SOL_SOCKET).putInt(SCM_CREDENTIALS);
        out.putInt(sender[0]).putInt(sender[1]).putInt(sender[2]);
        put(task, where, out.array(), size);
        return Math.min(size + 7 & ~7, room);
    }

    private static long writePidfd(Task task, long where, long room, int pid, Incoming in) {
        if (room < HEADER + 4) {
            in.resultFlags |= MSG_CTRUNC;
            return 0;
        }
        ByteBuffer out = ByteBuffer.allocate(HEADER + 4).order(ByteOrder.LITTLE_ENDIAN);
        out.putLong(HEADER + 4).putInt(SOL_SOCKET).putInt(SCM_PIDFD).putInt((int) Pidfds.openFor(task, pid));
        put(task, where, out.array(), HEADER + 4);
        return Math.min(HEADER + 8, room);
    }

    private static long writeRights(Task task, long where, long room, OpenFileDescription[] rights, Incoming in) {
        int fit = (int) Math.max(0, Math.min(rights.length, (room - HEADER) / 4));
        ByteBuffer out = ByteBuffer.allocate(HEADER + 4 * fit).order(ByteOrder.LITTLE_ENDIAN);
        int done = 0;
        @Nullable Descriptors table = task.process().stateOrNull(Descriptors.KEY);
        while (done < fit && table != null && rights[done].retain()) {
            long fd = table.install(rights[done], 0, in.has(MSG_CMSG_CLOEXEC));
            if (fd < 0) {
                break;
            }
            out.putInt(HEADER + 4 * done++, (int) fd);
        }
        if (done < rights.length) {
            in.resultFlags |= MSG_CTRUNC;
        }
        if (done == 0) {
            return 0;
        }
        int size = HEADER + 4 * done;
        out.putLong(0, size).putInt(8, SOL_SOCKET).putInt(12, SCM_RIGHTS);
        put(task, where, out.array(), size);
        return Math.min(size + 7 & ~7, room);
    }

    private static void put(Task task, long where, byte[] bytes, int size) {
        if (task.memory().write(where, bytes, 0, size) != size) {
            throw MemoryFault.FAULT;
        }
    }
}
