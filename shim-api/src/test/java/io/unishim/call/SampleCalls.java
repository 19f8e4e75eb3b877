package io.unishim.call;

import io.unishim.abi.Fcntl;
import io.unishim.memory.UserArray;
import io.unishim.memory.UserBuffer;
import io.unishim.memory.UserInt;
import io.unishim.memory.UserIovec;
import io.unishim.memory.UserLong;
import io.unishim.memory.UserRef;
import io.unishim.memory.UserString;
import io.unishim.struct.Timespec;
import io.unishim.task.Task;

/** A call for every kind of parameter and result, for tests of what is derived. */
@Calls("sample")
interface SampleCalls {
    @Call(returns = Returns.INT)
    long getppid(Task task);

    @Call(returns = Returns.FD)
    long open(
            Task task,
            UserString pathname,
            @Flags(value = Fcntl.class, prefix = "O_") int flags,
            @Optional @Mode int mode);

    @Call(returns = Returns.COUNT, blocks = true)
    long read(Task task, @Fd int fd, @Out UserBuffer buf);

    @Call(returns = Returns.COUNT)
    long write(Task task, @Fd int fd, UserBuffer buf);

    @Call(returns = Returns.COUNT)
    long readv(Task task, @Fd int fd, UserIovec iov);

    @Call(returns = Returns.LONG)
    long lseek(Task task, @Fd int fd, long offset, @OneOf(value = Fcntl.class, prefix = "SEEK_") int whence);

    long clock_gettime(Task task, int clock, @Out UserRef<Timespec> time);

    long nanosleep(Task task, UserRef<Timespec> duration, @Optional @Out UserRef<Timespec> rest);

    @Call(returns = Returns.INT)
    long epoll_wait(Task task, @Fd int epfd, @Out UserArray<Timespec> events, int timeout);

    @Call(returns = Returns.INT)
    long poll(Task task, UserArray<Timespec> fds, int timeout);

    long pipe(Task task, @Out UserInt pipefd);

    @Call(returns = Returns.LONG)
    long rt_sigprocmask(Task task, UserLong set);

    @Call(number = 1024, returns = Returns.ADDRESS)
    long sum(Task task, long a, long b, long c, long d, int e, @Unsigned int f);
}
