package io.unishim.call;

import static io.unishim.abi.Errnos.EBADF;
import static io.unishim.abi.Errnos.ENOENT;

import io.unishim.memory.UserArray;
import io.unishim.memory.UserBuffer;
import io.unishim.memory.UserInt;
import io.unishim.memory.UserIovec;
import io.unishim.memory.UserLong;
import io.unishim.memory.UserRef;
import io.unishim.memory.UserString;
import io.unishim.struct.Timespec;
import io.unishim.task.Task;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Answers that show what arrived: a file of the letters of the alphabet, and a log. */
final class SampleHandlers implements SampleCalls {
    private static final byte[] LETTERS = "abcdefghij".getBytes(StandardCharsets.US_ASCII);
    private static final int FILE = 3;

    final List<String> log = new ArrayList<>();

    @Override
    public long getppid(Task task) {
        return 41;
    }

    @Override
    public long open(Task task, UserString pathname, int flags, int mode) {
        if (pathname.isNull()) {
            log.add("open NULL");
            return -ENOENT;
        }
        byte[] path = new byte[64];
        int length = pathname.copy(path);
        log.add("open " + new String(path, 0, length, StandardCharsets.UTF_8) + " " + flags + " "
                + Integer.toOctalString(mode));
        return FILE;
    }

    @Override
    public long read(Task task, int fd, UserBuffer buf) {
        if (fd != FILE) {
            return -EBADF;
        }
        int count = (int) Math.min(buf.length(), LETTERS.length);
        return buf.put(0, LETTERS, 0, count);
    }

    @Override
    public long write(Task task, int fd, UserBuffer buf) {
        byte[] bytes = new byte[(int) buf.length()];
        int count = buf.get(0, bytes, 0, bytes.length);
        log.add("write " + new String(bytes, 0, count, StandardCharsets.US_ASCII));
        return count;
    }

    @Override
    public long readv(Task task, int fd, UserIovec iov) {
        long length = iov.load();
        return length < 0 ? length : read(task, fd, iov);
    }

    @Override
    public long lseek(Task task, int fd, long offset, int whence) {
        log.add("lseek " + fd + " " + offset + " " + whence);
        return offset;
    }

    @Override
    public long clock_gettime(Task task, int clock, UserRef<Timespec> time) {
        time.set(new Timespec(clock, 500));
        return 0;
    }

    @Override
    public long nanosleep(Task task, UserRef<Timespec> duration, UserRef<Timespec> rest) {
        log.add("nanosleep " + duration.get() + (rest.isNull() ? " NULL" : ""));
        if (!rest.isNull()) {
            rest.set(new Timespec(0, duration.get().nanos()));
        }
        return 0;
    }

    @Override
    public long epoll_wait(Task task, int epfd, UserArray<Timespec> events, int timeout) {
        log.add("epoll_wait " + events.length() + " " + timeout);
        int count = (int) Math.min(2, events.length());
        for (int i = 0; i < count; i++) {
            events.set(i, new Timespec(i, timeout));
        }
        return count;
    }

    @Override
    public long poll(Task task, UserArray<Timespec> fds, int timeout) {
        long sum = 0;
        for (int i = 0; i < fds.length(); i++) {
            sum += fds.get(i).seconds();
        }
        return sum;
    }

    @Override
    public long pipe(Task task, UserInt pipefd) {
        pipefd.set(0, 7);
        pipefd.set(1, 8);
        return 0;
    }

    @Override
    public long rt_sigprocmask(Task task, UserLong set) {
        return set.isNull() ? 0 : set.get();
    }

    @Override
    public long sum(Task task, long a, long b, long c, long d, int e, int f) {
        return a + 2 * b + 3 * c + 4 * d + 5L * e + 6L * f;
    }
}
