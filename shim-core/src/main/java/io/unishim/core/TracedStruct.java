package io.unishim.core;

import static java.util.Map.entry;

import io.unishim.abi.Epoll;
import io.unishim.abi.Fcntl;
import io.unishim.abi.Poll;
import io.unishim.abi.Signals;
import io.unishim.abi.StatModes;
import io.unishim.struct.EpollEvent;
import io.unishim.struct.Flock;
import io.unishim.struct.Itimerspec;
import io.unishim.struct.Itimerval;
import io.unishim.struct.MsgHdr;
import io.unishim.struct.PollFd;
import io.unishim.struct.Rlimit;
import io.unishim.struct.Rusage;
import io.unishim.struct.SigAction;
import io.unishim.struct.SigInfo;
import io.unishim.struct.SignalStack;
import io.unishim.struct.Stat;
import io.unishim.struct.Timespec;
import io.unishim.struct.Timeval;
import io.unishim.struct.UtsName;
import java.lang.reflect.Array;
import java.lang.reflect.RecordComponent;
import java.util.Map;
import java.util.StringJoiner;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A structure as a trace writes it: as strace does if it is a usual one, else its members by the names of the record's. */
final class TracedStruct {
    private static final long MICROS = 1_000_000;
    private static final ConstantNames EPOLL = new ConstantNames(Epoll.class, "EPOLL");
    private static final ConstantNames POLL = new ConstantNames(Poll.class, "POLL");
    private static final ConstantNames ACTION_FLAGS = new ConstantNames(Signals.class, "SA_");
    private static final ConstantNames STACK_FLAGS = new ConstantNames(Signals.class, "SS_");
    private static final ConstantNames LOCKS = new ConstantNames(Fcntl.class, "F_RDLCK", "F_WRLCK", "F_UNLCK");
    private static final ConstantNames WHENCE = new ConstantNames(Fcntl.class, "SEEK_");
    private static final ConstantNames TYPES = new ConstantNames(StatModes.class, "S_IF");

    private static final Map<Class<?>, Function<Object, String>> USUAL = Map.ofEntries(
            as(Timespec.class, t -> "{tv_sec=" + t.seconds() + ", tv_nsec=" + t.nanos() + "}"),
            as(Timeval.class, t -> "{tv_sec=" + t.seconds() + ", tv_usec=" + t.micros() + "}"),
            as(Itimerspec.class, t -> "{it_interval=" + of(t.interval()) + ", it_value=" + of(t.value()) + "}"),
            as(Itimerval.class, t -> "{it_interval=" + of(t.interval()) + ", it_value=" + of(t.value()) + "}"),
            as(Rlimit.class, r -> "{rlim_cur=" + limit(r.soft()) + ", rlim_max=" + limit(r.hard()) + "}"),
            as(
                    Rusage.class,
                    r -> "{ru_utime=" + of(time(r.userMicros())) + ", ru_stime=" + of(time(r.systemMicros()))
                            + ", ...}"),
            as(Stat.class, TracedStruct::stat),
            as(SigAction.class, TracedStruct::action),
            as(SigInfo.class, TracedSignals::info),
            as(
                    SignalStack.class,
                    s -> "{ss_sp=" + TracedArguments.address(s.base()) + ", ss_flags="
                            + STACK_FLAGS.flags(s.flags(), false) + ", ss_size=" + s.size() + "}"),
            as(UtsName.class, u -> "{sysname=\"" + u.sysname() + "\", nodename=\"" + u.nodename() + "\", ...}"),
            as(
                    EpollEvent.class,
                    e -> "{events=" + EPOLL.flags(e.events(), false) + ", data=" + TracedArguments.address(e.data())
                            + "}"),
            as(PollFd.class, TracedStruct::poll),
            as(
                    Flock.class,
                    f -> "{l_type=" + LOCKS.oneOf(f.type()) + ", l_whence=" + WHENCE.oneOf(f.whence()) + ", l_start="
                            + f.start() + ", l_len=" + f.len() + "}"),
            as(MsgHdr.class, TracedStruct::message));

    private TracedStruct() {}

    private static <T> Map.Entry<Class<?>, Function<Object, String>> as(Class<T> type, Function<T, String> shown) {
        return entry(type, value -> shown.apply(type.cast(value)));
    }

    static String of(@Nullable Object value) {
        Function<Object, String> usual = value == null ? null : USUAL.get(value.getClass());
        if (usual != null) {
            return usual.apply(value);
        }
        return value instanceof Record structure ? record(structure) : String.valueOf(value);
    }

    private static Timeval time(long micros) {
        return new Timeval(micros / MICROS, micros % MICROS);
    }

    private static String limit(long value) {
        if (value == -1) {
            return "RLIM64_INFINITY";
        }
        return value > 1024 && value % 1024 == 0 ? value / 1024 + "*1024" : Long.toUnsignedString(value);
    }

    private static String stat(Stat stat) {
        String type = TYPES.oneOf(stat.mode() & StatModes.S_IFMT);
        boolean device = (stat.mode() & StatModes.S_IFMT) == StatModes.S_IFCHR
                || (stat.mode() & StatModes.S_IFMT) == StatModes.S_IFBLK;
        return "{st_mode=" + type + "|0" + Integer.toOctalString(stat.mode() & ~StatModes.S_IFMT)
                + (device
                        ? ", st_rdev=makedev(0x" + Long.toHexString(stat.rdev() >>> 8 & 0xfff) + ", 0x"
                                + Long.toHexString(stat.rdev() & 0xff) + ")"
                        : ", st_size=" + stat.size())
                + ", ...}";
    }

    private static String action(SigAction action) {
        String handler = action.handler() == Signals.SIG_DFL
                ? "SIG_DFL"
                : action.handler() == Signals.SIG_IGN ? "SIG_IGN" : TracedArguments.address(action.handler());
        boolean restorer = (action.flags() & Signals.SA_RESTORER) != 0;
        return "{sa_handler=" + handler + ", sa_mask=" + TracedSignals.set(action.mask()) + ", sa_flags="
                + ACTION_FLAGS.flags(action.flags(), false)
                + (restorer ? ", sa_restorer=" + TracedArguments.address(action.restorer()) : "") + "}";
    }

    private static String poll(PollFd poll) {
        return "{fd=" + poll.fd() + ", events=" + POLL.flags(poll.events(), false)
                + (poll.revents() == 0 ? "" : ", revents=" + POLL.flags(poll.revents(), false)) + "}";
    }

    private static String message(MsgHdr message) {
        return "{msg_name=" + TracedArguments.address(message.name()) + ", msg_namelen=" + message.nameLength()
                + ", msg_iov=" + TracedArguments.address(message.iov()) + ", msg_iovlen=" + message.iovLength()
                + ", msg_control=" + TracedArguments.address(message.control()) + ", msg_controllen="
                + message.controlLength() + ", msg_flags=" + message.flags() + "}";
    }

    private static String record(Record structure) {
        StringJoiner text = new StringJoiner(", ", "{", "}");
        try {
            for (RecordComponent each : structure.getClass().getRecordComponents()) {
                text.add(each.getName() + "="
                        + member(each.getName(), each.getAccessor().invoke(structure)));
            }
            return text.toString();
        } catch (ReflectiveOperationException e) {
            // A library's own record that its module does not export can still describe itself.
            return "{" + structure + "}";
        }
    }

    private static String member(String name, @Nullable Object value) {
        if (value instanceof byte[] bytes) {
            return TracedText.quoted(bytes, bytes.length);
        }
        if (value != null && value.getClass().isArray()) {
            StringJoiner text = new StringJoiner(", ", "[", "]");
            for (int i = 0; i < Array.getLength(value); i++) {
                text.add(of(Array.get(value, i)));
            }
            return text.toString();
        }
        if (value instanceof Integer mode && name.equals("mode")) {
            return "0" + Integer.toOctalString(mode);
        }
        return of(value);
    }
}
