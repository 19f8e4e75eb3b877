package io.unishim.core;

import io.unishim.abi.Syscall;
import io.unishim.call.Argument;
import io.unishim.call.CallDeclaration;
import io.unishim.call.CallFamily;
import io.unishim.call.CallRoute;
import io.unishim.call.Returns;
import io.unishim.call.Support;
import io.unishim.call.SupportLevel;
import io.unishim.call.SyscallHandler;
import io.unishim.library.Boot;
import io.unishim.library.MicroLibrary;
import io.unishim.memory.MemoryFault;
import io.unishim.task.Task;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A family written by hand, to show that a library needs no processor. */
final class FakeFamily extends CallFamily<FakeFamily.FakeCalls> {
    static final FakeFamily FAMILY = new FakeFamily();

    static final int KNOCK = 2000;

    interface FakeCalls {
        long getpid(Task task);

        long dup(Task task, int fd);

        long knock(Task task, long times);
    }

    /** Answers the process id; its argument; MemoryFault for a negative count, twice the count else. */
    static final class FakeHandlers implements FakeCalls {
        @Override
        @Support(SupportLevel.FULL)
        public long getpid(Task task) {
            return task.process().pid();
        }

        @Override
        @Support(value = SupportLevel.PARTIAL, note = "the same | number")
        public long dup(Task task, int fd) {
            return fd;
        }

        @Override
        public long knock(Task task, long times) {
            if (times < 0) {
                throw MemoryFault.FAULT;
            }
            return 2 * times;
        }
    }

    static final class FakeLibrary implements MicroLibrary {
        @Override
        public String name() {
            return "fake";
        }

        @Override
        public void boot(Boot boot) {
            boot.calls(FAMILY, new FakeHandlers());
        }
    }

    private static final CallDeclaration[] ROWS = {
        CallDeclaration.of(Syscall.GETPID, Returns.INT),
        CallDeclaration.of(Syscall.DUP, Returns.FD, Argument.of("oldfd", Argument.Kind.FD)),
        CallDeclaration.custom("knock", KNOCK, Returns.LONG, Argument.of("times", Argument.Kind.LONG)),
    };

    private FakeFamily() {
        super("fake", FakeCalls.class);
    }

    @Override
    public List<CallDeclaration> declarations() {
        return List.of(ROWS);
    }

    @Override
    public SyscallHandler adapter(FakeCalls to, int index) {
        return switch (index) {
            case 0 -> (task, a0, a1, a2, a3, a4, a5) -> to.getpid(task);
            case 1 -> (task, a0, a1, a2, a3, a4, a5) -> to.dup(task, (int) a0);
            default -> (task, a0, a1, a2, a3, a4, a5) -> to.knock(task, a0);
        };
    }

    @Override
    public FakeCalls direct(@Nullable FakeCalls to, SyscallHandler[] adapters, CallRoute route) {
        return new FakeCalls() {
            private @Nullable FakeCalls plain(int index) {
                boolean plain = route.current(ROWS[index].number(SyscallTable.ARCH)) == adapter(index);
                return plain ? to : null;
            }

            private @Nullable SyscallHandler adapter(int index) {
                return to == null ? null : adapters[index];
            }

            private long routed(Task task, int index, long argument) {
                return route.dispatch(task, ROWS[index].number(SyscallTable.ARCH), argument, 0, 0, 0, 0, 0);
            }

            @Override
            public long getpid(Task task) {
                FakeCalls plain = plain(0);
                return plain != null ? plain.getpid(task) : routed(task, 0, 0);
            }

            @Override
            public long dup(Task task, int fd) {
                FakeCalls plain = plain(1);
                return plain != null ? plain.dup(task, fd) : routed(task, 1, fd);
            }

            @Override
            public long knock(Task task, long times) {
                FakeCalls plain = plain(2);
                return plain != null ? plain.knock(task, times) : routed(task, 2, times);
            }
        };
    }
}
