package sample;

import io.unishim.abi.Fcntl;
import io.unishim.abi.Signals;
import io.unishim.call.Address;
import io.unishim.call.Call;
import io.unishim.call.Calls;
import io.unishim.call.DirFd;
import io.unishim.call.Fd;
import io.unishim.call.Flags;
import io.unishim.call.Mode;
import io.unishim.call.OneOf;
import io.unishim.call.Optional;
import io.unishim.call.Out;
import io.unishim.call.Returns;
import io.unishim.call.Signo;
import io.unishim.call.Unsigned;
import io.unishim.memory.UserArray;
import io.unishim.memory.UserBuffer;
import io.unishim.memory.UserInt;
import io.unishim.memory.UserIovec;
import io.unishim.memory.UserLong;
import io.unishim.memory.UserRef;
import io.unishim.memory.UserString;
import io.unishim.struct.Stat;
import io.unishim.struct.Timespec;
import io.unishim.task.Task;

/** A call for every kind of parameter and result. */
@Calls("everything")
public interface EverythingCalls {
    @Call(returns = Returns.INT)
    long getppid(Task task);

    @Call(returns = Returns.FD)
    long openat(
            Task task,
            @DirFd int dirfd,
            UserString pathname,
            @Flags(value = Fcntl.class, prefix = "O_") int flags,
            @Optional @Mode int mode);

    @Call(returns = Returns.COUNT, blocks = true)
    long read(Task task, @Fd int fd, @Out UserBuffer buf);

    @Call(returns = Returns.COUNT, blocks = true)
    long writev(Task task, @Fd int fd, UserIovec iov);

    @Call(returns = Returns.COUNT)
    long vmsplice(Task task, UserIovec iov);

    @Call(returns = Returns.COUNT)
    long sendto(
            Task task,
            @Fd int fd,
            UserBuffer buf,
            @Unsigned int flags,
            @Optional UserBuffer address);

    @Call(returns = Returns.LONG)
    long lseek(Task task, @Fd int fd, long offset, @OneOf(value = Fcntl.class, prefix = "SEEK_") int whence);

    @Call(returns = Returns.ADDRESS)
    long brk(Task task, @Address long address);

    long fstat(Task task, @Fd int fd, @Out UserRef<Stat> statbuf);

    long nanosleep(Task task, UserRef<Timespec> duration, @Optional @Out UserRef<Timespec> rem);

    long gettimeofday(Task task, @Out UserRef<Timespec> tv, @Unsigned long zone);

    @Call(returns = Returns.INT)
    long epoll_wait(Task task, @Fd int epfd, @Out UserArray<Timespec> events, int timeout);

    @Call(returns = Returns.INT)
    long poll(Task task, UserArray<Timespec> fds, int timeout);

    @Call(returns = Returns.INT)
    long wait4(
            Task task,
            int pid,
            @Optional @Out UserInt wstatus,
            @Optional int options,
            @Optional @Out UserRef<Timespec> rusage);

    long pipe(Task task, @Out UserInt pipefd);

    long rt_sigprocmask(
            Task task,
            @OneOf(value = Signals.class, prefix = "SIG_") int how,
            UserLong set,
            @Out UserLong oldset,
            long sigsetsize);

    long kill(Task task, int pid, @Signo int sig);

    @Call(plainViewOnly = true)
    long execve(Task task, UserString pathname, UserLong argv, UserLong envp);

    @Call(name = "sample_ring", number = 1024, returns = Returns.INT)
    long ring(Task task, UserString implementation, int to, int result, long memory, int route, int fault);
}
