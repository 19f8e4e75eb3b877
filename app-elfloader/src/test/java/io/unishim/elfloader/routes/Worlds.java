package io.unishim.elfloader.routes;

import io.unishim.Shim;
import io.unishim.call.Argument;
import io.unishim.call.CallDeclaration;
import io.unishim.call.CallFamily;
import io.unishim.linux.Linux;
import io.unishim.memory.Arguments;
import io.unishim.memory.StructLayout;
import io.unishim.memory.UserArray;
import io.unishim.memory.UserBuffer;
import io.unishim.memory.UserInt;
import io.unishim.memory.UserIovec;
import io.unishim.memory.UserLong;
import io.unishim.memory.UserRef;
import io.unishim.memory.UserString;
import io.unishim.task.RandomSource;
import io.unishim.task.Task;
import io.unishim.testing.ManualTime;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/** The three routes. */
final class Worlds {
    private Worlds() {}

    private static Shim shim(long seed) {
        return Shim.builder()
                .library(new CallingProgram.Library())
                .time(new ManualTime())
                .random(RandomSource.seeded(seed))
                .boot();
    }

    /** Calls with typed arguments, through what the families made for the direct route. */
    static final class Direct extends World {
        private record Target(Object family, Method method, CallDeclaration declaration) {}

        private final Map<Integer, Target> targets = new HashMap<>();

        @SuppressWarnings("NullAway.Init") // begin() sets it, for the constructor
        private Arguments arguments;

        Direct(long seed) {
            super(shim(seed), null);
            for (Class<?> view : Linux.class.getInterfaces()) {
                if (view.getName().endsWith("CallsView")) {
                    add(view.getName().replaceAll("View$", "Family"));
                }
            }
        }

        private void add(String familyName) {
            try {
                CallFamily<?> family = (CallFamily<?>)
                        Class.forName(familyName).getField("FAMILY").get(null);
                Map<String, CallDeclaration> rows = new HashMap<>();
                family.declarations().forEach(row -> rows.put(row.name(), row));
                for (Method method : family.type().getDeclaredMethods()) {
                    // Where Linux's name is no good name for a method it is the same in Java's spelling.
                    String snake = method.getName().replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
                    CallDeclaration row = rows.getOrDefault(method.getName(), rows.get(snake));
                    if (row != null) {
                        int number = row.number(io.unishim.abi.Arch.X86_64);
                        targets.put(number, new Target(shim.calls(family), method, row));
                    }
                }
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException(e);
            }
        }

        boolean has(int number) {
            return targets.containsKey(number);
        }

        @Override
        void begin() {
            arguments = new Arguments(space);
        }

        @Override
        long route(int number, long[] a) {
            Target target = Objects.requireNonNull(targets.get(number));
            Class<?>[] types = target.method.getParameterTypes();
            Object[] typed = new Object[types.length];
            typed[0] = task;
            int register = 0;
            for (int i = 1; i < types.length; i++) {
                Argument argument = target.declaration.arguments().get(i - 1);
                int second = Math.min(register + 1, 5);
                typed[i] = carrier(types[i], argument, register, a[register], a[second]);
                register += argument.kind().registers();
            }
            try {
                return (long) target.method.invoke(target.family, typed);
            } catch (InvocationTargetException e) {
                throw new AssertionError(target.method + " threw", e.getCause());
            } catch (IllegalAccessException e) {
                throw new IllegalStateException(e);
            }
        }

        private Object carrier(Class<?> type, Argument argument, int slot, long value, long more) {
            StructLayout<?> layout = argument.layout();
            if (type == int.class) {
                return (int) value;
            } else if (type == long.class) {
                return value;
            } else if (type == UserString.class) {
                return arguments.string(slot, value);
            } else if (type == UserBuffer.class) {
                return arguments.buffer(slot, value, more);
            } else if (type == UserIovec.class) {
                return arguments.iovec(slot, value, more);
            } else if (type == UserInt.class) {
                return arguments.ints(slot, value);
            } else if (type == UserLong.class) {
                return arguments.longs(slot, value);
            } else if (type == UserRef.class) {
                return arguments.ref(slot, Objects.requireNonNull(layout), value);
            } else if (type == UserArray.class) {
                return arguments.array(slot, Objects.requireNonNull(layout), value, more);
            }
            throw new IllegalStateException("no carrier for " + type);
        }
    }

    /** Calls by number, with a task whose code is Java. */
    static final class ByNumber extends World {
        ByNumber(long seed) {
            super(shim(seed), null);
        }

        /** A process on a shim that outlives it. */
        ByNumber(Shim shim, CountedFile counted) {
            super(shim, counted);
        }

        @Override
        long route(int number, long[] a) {
            return shim.dispatch(task, number, a[0], a[1], a[2], a[3], a[4], a[5]);
        }
    }

    /** Calls from a program's machine code. */
    static final class FromProgram extends World {
        @SuppressWarnings("NullAway.Init") // begin() sets it, for the constructor
        private CallingProgram program;

        FromProgram(long seed) {
            super(shim(seed), null);
        }

        /** A process on a shim that outlives it. */
        FromProgram(Shim shim, CountedFile counted) {
            super(shim, counted);
        }

        @Override
        void begin() {
            program = new CallingProgram(task, space, base);
        }

        @Override
        long route(int number, long[] a) {
            return program.call(number, a[0], a[1], a[2], a[3], a[4], a[5]);
        }

        @Override
        boolean underWay() {
            return program.calling();
        }

        @Override
        void end() {
            program.kill();
        }
    }

    static void reap(Task task) {
        task.shim().tasks().reap(task.process());
    }
}
