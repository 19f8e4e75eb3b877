package io.unishim.vfscore.epoll;

import static io.unishim.abi.Errnos.EBADF;
import static io.unishim.abi.Fcntl.F_GETPIPE_SZ;
import static io.unishim.abi.Fcntl.F_SETPIPE_SZ;
import static io.unishim.abi.Ioctls.FIONREAD;

import io.unishim.Shim;
import io.unishim.abi.Errno;
import io.unishim.file.Descriptors;
import io.unishim.file.OpenFileDescription;
import io.unishim.linux.EpollCallsFamily;
import io.unishim.linux.EventfdCallsFamily;
import io.unishim.linux.PipeCallsFamily;
import io.unishim.linux.PollCallsFamily;
import io.unishim.memory.JavaMemory;
import io.unishim.memory.UserArray;
import io.unishim.memory.UserBuffer;
import io.unishim.memory.UserInt;
import io.unishim.memory.UserLong;
import io.unishim.memory.UserRef;
import io.unishim.struct.EpollEvent;
import io.unishim.struct.PollFd;
import io.unishim.struct.Timeval;
import io.unishim.task.Task;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** Executes the scripts of readiness.c against a shim. */
final class ReadinessScript {
    private final Shim shim;
    private final Task task;
    private final Descriptors table;
    private final long memory;
    private final int[] slot = new int[32];
    private final byte[] bytes = new byte[1 << 20];
    private String extra = "";

    ReadinessScript(Shim shim) {
        this.shim = shim;
        this.task = shim.newProcess("script");
        this.table = task.process().state(Descriptors.KEY);
        this.memory = ((JavaMemory) task.memory()).allocate(64);
        Arrays.fill(slot, -1);
    }

    List<String> run(List<String> script) {
        List<String> lines = new ArrayList<>();
        for (String line : script) {
            String[] words = line.split(" ");
            long[] n = new long[6];
            for (int i = 1; i < words.length; i++) {
                n[i - 1] = Long.parseLong(words[i]);
            }
            extra = "";
            long result = step(words[0], n);
            Errno errno = result < 0 ? Errno.of((int) -result) : null;
            lines.add(line + " = " + (errno == null ? result : -1) + " " + (errno == null ? "" : errno.name()) + extra);
        }
        return lines;
    }

    private long step(String word, long[] n) {
        int a = (int) n[0];
        int b = (int) n[1];
        int c = (int) n[2];
        int d = (int) n[3];
        return switch (word) {
            case "pipe" -> pipe(a, b, c);
            case "eventfd" -> keep(a, shim.calls(EventfdCallsFamily.FAMILY).eventfd2(task, b, c));
            case "epoll" -> keep(a, shim.calls(EpollCallsFamily.FAMILY).epoll_create1(task, b));
            case "dup" -> dup(a, b);
            case "close" -> close(a);
            case "read" -> read(a, UserBuffer.of(bytes, 0, b));
            case "write" -> write(a, UserBuffer.of(bytes, 0, b));
            case "add" ->
                write(
                        a,
                        UserBuffer.of(ByteBuffer.allocate(8)
                                .order(ByteOrder.LITTLE_ENDIAN)
                                .putLong(n[1])
                                .array()));
            case "take" -> take(a);
            case "ctl" ->
                shim.calls(EpollCallsFamily.FAMILY)
                        .epoll_ctl(task, slot[a], b, slot[c], UserRef.of(EpollEvent.LAYOUT, new EpollEvent(d, n[4])));
            case "wait" -> await(a, b);
            case "poll" -> poll(a, b, c, d);
            case "select" -> select(slot[a] < 0 ? 60 : slot[a]);
            case "fionread" -> available(a);
            case "size" -> fcntl(a, F_GETPIPE_SZ, 0);
            case "resize" -> fcntl(a, F_SETPIPE_SZ, b);
            default -> throw new IllegalArgumentException(word);
        };
    }

    private long keep(int to, long fd) {
        if (fd < 0) {
            return fd;
        }
        if (slot[to] >= 0) {
            table.close(task, slot[to]);
        }
        slot[to] = (int) fd;
        return 0;
    }

    private long pipe(int reads, int writes, int flags) {
        int[] pair = new int[2];
        long result = shim.calls(PipeCallsFamily.FAMILY).pipe2(task, UserInt.of(pair), flags);
        if (result == 0) {
            keep(reads, pair[0]);
            keep(writes, pair[1]);
        }
        return result;
    }

    private long dup(int from, int to) {
        OpenFileDescription open = table.get(slot[from]);
        if (open == null || !open.retain()) {
            return -EBADF;
        }
        return keep(to, table.install(open, 0, false));
    }

    private long close(int which) {
        long result = table.close(task, slot[which]);
        slot[which] = -1;
        return result;
    }

    private long read(int from, UserBuffer buffer) {
        OpenFileDescription open = table.get(slot[from]);
        return open == null || !open.readable() ? -EBADF : open.file().read(task, open, buffer, 0);
    }

    private long write(int to, UserBuffer buffer) {
        OpenFileDescription open = table.get(slot[to]);
        return open == null || !open.writable() ? -EBADF : open.file().write(task, open, buffer, 0);
    }

    private long take(int from) {
        ByteBuffer value = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
        long result = read(from, UserBuffer.of(value.array()));
        extra = " " + Long.toUnsignedString(value.getLong(0));
        return result;
    }

    private long await(int which, int max) {
        UserArray<EpollEvent> events = UserArray.room(EpollEvent.LAYOUT, Math.max(0, max));
        long result = shim.calls(EpollCallsFamily.FAMILY).epoll_wait(task, slot[which], events, 0);
        List<EpollEvent> all = new ArrayList<>();
        for (int i = 0; i < result; i++) {
            all.add(events.get(i));
        }
        if (max == 16) {
            all.sort(Comparator.comparingLong(EpollEvent::data).thenComparingInt(EpollEvent::events));
        }
        StringBuilder told = new StringBuilder();
        for (EpollEvent event : all) {
            told.append(' ')
                    .append(Integer.toHexString(event.events()))
                    .append(':')
                    .append(event.data());
        }
        extra = told.toString();
        return result;
    }

    private long poll(int a, int aEvents, int b, int bEvents) {
        UserArray<PollFd> fds =
                UserArray.of(PollFd.LAYOUT, List.of(PollFd.of(slot[a], aEvents), PollFd.of(slot[b], bEvents)));
        long result = shim.calls(PollCallsFamily.FAMILY).poll(task, fds, 0);
        extra = " " + Integer.toHexString(fds.get(0).revents()) + " "
                + Integer.toHexString(fds.get(1).revents());
        return result;
    }

    private long select(int fd) {
        long[][] sets = {{1L << fd}, {1L << fd}, {1L << fd}};
        long result = shim.calls(PollCallsFamily.FAMILY)
                .select(
                        task,
                        fd + 1,
                        UserLong.of(sets[0]),
                        UserLong.of(sets[1]),
                        UserLong.of(sets[2]),
                        UserRef.of(Timeval.LAYOUT, new Timeval(0, 0)));
        extra = result < 0 ? "" : " " + (sets[0][0] >>> fd) + " " + (sets[1][0] >>> fd) + " " + (sets[2][0] >>> fd);
        return result;
    }

    private long available(int which) {
        OpenFileDescription open = table.get(slot[which]);
        task.memory().putInt(memory, -1);
        long result = open == null ? -EBADF : open.file().ioctl(task, open, FIONREAD, memory);
        extra = " " + task.memory().getInt(memory);
        return result;
    }

    private long fcntl(int which, int command, int argument) {
        OpenFileDescription open = table.get(slot[which]);
        return open == null ? -EBADF : open.file().fcntl(task, open, command, argument);
    }
}
