package io.unishim.elfloader;

import io.unishim.Shim;
import io.unishim.abi.Errno;
import io.unishim.abi.Signals;
import io.unishim.abi.Syscall;
import io.unishim.abi.Wait;
import io.unishim.call.ErrnoException;
import io.unishim.elfloader.engine.Place;
import io.unishim.elfloader.engine.ProgramProcess;
import io.unishim.elfloader.image.ProgramImage;
import io.unishim.file.Descriptors;
import io.unishim.file.FileOperations;
import io.unishim.file.Mount;
import io.unishim.file.OpenFileDescription;
import io.unishim.memory.AddressSpace;
import io.unishim.memory.UserString;
import io.unishim.task.Process;
import io.unishim.task.Task;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A Linux program to run on a shim: an unmodified ELF image for x86-64, or a script.
 *
 * <pre>{@code
 * Outcome outcome = Program.of("/bin/ls").args("-l", "/").run(shim);
 * System.out.println(outcome.text());
 * }</pre>
 *
 * <p>What is not said is as follows: no arguments, an environment of PATH, HOME and LANG, the root as working directory, an
 * empty input, output and errors captured in memory.
 */
public final class Program {
    private static final String SEARCH_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    private final String path;
    private @Nullable String name;
    private final List<String> arguments = new ArrayList<>();
    private final Map<String, String> environment = new LinkedHashMap<>();
    private String directory = "/";
    private @Nullable FileOperations input;
    private @Nullable FileOperations output;
    private @Nullable FileOperations errors;
    private @Nullable Terminal terminal;
    private boolean isolated;
    private int @Nullable [] user;

    /**
     * Begins, on a thread of its own, what the first program of a JVM would else wait for. Nobody needs to call it; it saves
     * some milliseconds where a shim boots meanwhile.
     */
    public static void prepare() {
        Thread thread = new Thread(ProgramProcess::prepare, "unishim-prepare");
        thread.setDaemon(true);
        thread.start();
    }

    private Program(String path) {
        this.path = path;
        environment.put("PATH", SEARCH_PATH);
        environment.put("HOME", "/");
        environment.put("LANG", "C.UTF-8");
    }

    /**
     * Names a program.
     *
     * @param path in the shim; one without a slash is looked for in the directories of PATH
     * @return the program, to be told more
     */
    public static Program of(String path) {
        return new Program(path);
    }

    /** Appends arguments. */
    public Program args(String... more) {
        arguments.addAll(List.of(more));
        return this;
    }

    /** Sets its name, the argument of index 0; by default what {@link #of} was given. */
    public Program name(String argument0) {
        name = argument0;
        return this;
    }

    /** Sets a variable of its environment. */
    public Program env(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    /** Replaces its whole environment. */
    public Program environment(Map<String, String> variables) {
        environment.clear();
        environment.putAll(variables);
        return this;
    }

    /** Sets its working directory, a path in the shim. */
    public Program directory(String path) {
        directory = path;
        return this;
    }

    /**
     * Lets it run as another user, in that group alone; by default it is the user that the shim was booted with. Some servers,
     * PostgreSQL among them, do not run as root.
     *
     * @param uid 0 to 4,294,967,294, as unsigned numbers
     * @param gid likewise
     */
    public Program user(int uid, int gid) {
        user = new int[] {uid, gid};
        return this;
    }

    /** Gives it a text to read, as UTF-8. */
    public Program input(String text) {
        return input(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    }

    /** Gives it a stream to read. A read of the program blocks as long as one of the stream does. */
    public Program input(InputStream stream) {
        input = new StreamInput(stream);
        return this;
    }

    /** Sends its standard output to a stream, instead of capturing it. The stream is not closed. */
    public Program output(OutputStream stream) {
        output = new StreamOutput(stream);
        return this;
    }

    /** Sends its standard error to a stream, instead of capturing it. The stream is not closed. */
    public Program errors(OutputStream stream) {
        errors = new StreamOutput(stream);
        return this;
    }

    /**
     * Lets it run on a terminal, which becomes its controlling terminal if it has no other program yet: standard input,
     * output and error are the terminal's, unless they are said otherwise before or after.
     */
    public Program terminal(Terminal where) {
        terminal = where;
        return this;
    }

    /**
     * Lets it run in a process of the host of its own, as all run that it makes, without a byte of the JVM's memory and
     * without its descriptors: for programs that are not trusted. Its calls are served by the same shim and answer the same;
     * they take microseconds, not nanoseconds.
     *
     * <p>What such a program does, wild writes and jumps included, harms neither the JVM nor other isolated programs: a filter
     * of the host's kernel (man 2 seccomp) ends it where it asks the host for more than its own memory and its own end. It
     * has {@link ElfLoaderLibrary#ISOLATED_THREADS} threads at most, each of its processes {@link
     * ElfLoaderLibrary#ISOLATED_MEMORY} bytes to write to, and nothing of it outlives the JVM. When the host runs out of memory, its processes are ended first.
     *
     * <p>It does not protect from errors of the host's kernel or processor (the program runs on it, and can measure time), nor
     * from errors of the shim's own handlers: those serve what the program asks, and what the shim was given (mounted
     * directories, ports) it can use. Processor time, memory that
     * its processes share, and all of them together are not limited: put the JVM into a control group of the host for that.
     * Files in memory are the JVM's memory; {@link io.unishim.file.Mount} limits them. Isolated programs of one shim share its files, processes and users by
     * Linux's rules; give each a {@link Shim} of its own if they must not meet. A shim's programs that are not isolated, and
     * their children, are trusted by it and can harm all.
     *
     * <p>Besides what any program needs, the host must let processes filter calls with a listener: not where the JVM runs
     * under such a filter already.
     */
    public Program isolated() {
        isolated = true;
        return this;
    }

    /** Hands it this JVM's own standard error. */
    public Program inheritErrors() {
        errors = HostStream.of(2);
        return this;
    }

    /** Hands it this JVM's own standard input, output and error, terminals included. */
    public Program inheritStreams() {
        input = HostStream.of(0);
        output = HostStream.of(1);
        errors = HostStream.of(2);
        return this;
    }

    /**
     * Runs it to its end.
     *
     * @param shim whose files, users and networks it sees
     * @return how it ended
     * @throws ErrnoException if it cannot be executed, with what {@code execve(2)} answers
     * @throws IllegalStateException if the host cannot run programs, or the shim lacks a library that they need; the
     *     message names what is missing
     */
    public Outcome run(Shim shim) {
        try (RunningProgram running = start(shim)) {
            return running.waitFor();
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    /**
     * Runs it to its end, which must come in time.
     *
     * @param shim whose files, users and networks it sees
     * @param patience after how much time of the host it is ended by SIGKILL
     * @return how it ended
     * @throws TimeoutException if it did not end in time; the message shows what it wrote
     * @throws ErrnoException as {@link #run(Shim)}
     * @throws IllegalStateException as {@link #run(Shim)}
     */
    public Outcome run(Shim shim, Duration patience) throws TimeoutException {
        try (RunningProgram running = start(shim)) {
            if (running.waitFor(patience.toNanos(), TimeUnit.NANOSECONDS)) {
                return running.outcome();
            }
            throw new TimeoutException(path + " did not end in " + patience + running.written());
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private IllegalStateException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new IllegalStateException("interrupted while " + path + " ran; it was ended", e);
    }

    /**
     * Starts it and returns.
     *
     * @param shim whose files, users and networks it sees
     * @return the program, running
     * @throws ErrnoException as {@link #run}
     * @throws IllegalStateException as {@link #run}
     */
    public RunningProgram start(Shim shim) {
        ProgramThreads threads = shim.service(ProgramThreads.class);
        Place place = isolated ? threads.isolated() : null;
        AddressSpace space;
        try {
            space = place == null ? Programs.newMemory(shim) : Programs.newMemory(shim, place);
        } catch (IllegalStateException e) {
            if (place != null) {
                place.close();
            }
            throw e;
        }
        boolean captures = terminal == null;
        Capture captured = new Capture();
        CapturedStream capturedOutput = output == null && captures ? captured.stream() : null;
        CapturedStream capturedErrors = errors == null && captures ? captured.stream() : null;
        Task task = shim.tasks().newProcess(null, space, "program");
        Process process = task.process();
        CountDownLatch ended = new CountDownLatch(1);
        boolean started = false;
        try {
            Descriptors descriptors = process.state(Descriptors.KEY);
            OpenFileDescription shared = terminal == null ? null : terminal.giveTo(task);
            FileOperations nothing = new StreamInput(InputStream.nullInputStream());
            install(descriptors, input == null && shared == null ? nothing : input, shared, 0);
            install(descriptors, capturedOutput == null ? output : new StreamOutput(capturedOutput), shared, 1);
            install(descriptors, capturedErrors == null ? errors : new StreamOutput(capturedErrors), shared, 2);
            if (shared != null) {
                shared.release();
            }
            changeDirectory(task);
            become(task);
            ProgramImage image = loadFromShim(task, space);
            Runnable atEnd = () -> {
                shim.tasks().reap(process);
                ended.countDown();
                captured.end();
            };
            ProgramProcess program = place == null
                    ? new ProgramProcess(threads, threads.children(), space, atEnd)
                    : new ProgramProcess(threads, threads.children(), place, space, atEnd);
            started = program.start(task, image);
            if (!started) {
                throw new ErrnoException(Errno.EAGAIN.number(), "execve", path);
            }
            return new RunningProgram(process, ended, captured, capturedOutput, capturedErrors);
        } finally {
            if (!started) {
                shim.tasks().exited(task, Wait.signaled(Signals.SIGKILL, false));
                shim.tasks().reap(process);
                space.close();
                if (place != null) {
                    place.close();
                }
            }
        }
    }

    /** @param shared the terminal, which stands where no file does, or null */
    private static void install(
            Descriptors descriptors, @Nullable FileOperations file, @Nullable OpenFileDescription shared, int number) {
        if (file == null && shared != null && shared.retain()) {
            descriptors.install(shared, number, false);
        } else if (file != null) {
            int flags = file instanceof StreamInput ? 0 : file instanceof StreamOutput ? 1 : 2;
            descriptors.install(new OpenFileDescription(file, flags), number, false);
        }
    }

    private void changeDirectory(Task task) {
        if (!directory.equals("/")) {
            long lent = UserString.of(directory).addressIn(task.memory());
            try {
                long result = task.shim().serve(task, Syscall.CHDIR.number(), lent, 0, 0, 0, 0, 0);
                ErrnoException.check(result, "chdir", directory);
            } finally {
                task.memory().reclaim(lent);
            }
        }
    }

    /** As {@code setpriv(1)} and its kin: the groups first, for afterwards nobody may change them. */
    private void become(Task task) {
        int[] wanted = user;
        if (wanted != null) {
            set(task, Syscall.SETGROUPS, 0);
            set(task, Syscall.SETGID, wanted[1]);
            set(task, Syscall.SETUID, wanted[0]);
        }
    }

    private static void set(Task task, Syscall call, int id) {
        ErrnoException.check(task.shim().serve(task, call.number(), id, 0, 0, 0, 0, 0), call.linuxName(), id);
    }

    private ProgramImage loadFromShim(Task task, AddressSpace space) {
        try {
            return load(task, space);
        } catch (ErrnoException e) {
            if (e.errno() == Errno.ENOENT && task.shim().option(Mount.MOUNTS).isEmpty()) {
                throw e.because("the shim has no files, for Shim.Builder.mount was given none");
            }
            throw e;
        }
    }

    private ProgramImage load(Task task, AddressSpace space) {
        List<byte[]> all = new ArrayList<>();
        all.add(bytes(name == null ? path : name));
        arguments.forEach(argument -> all.add(bytes(argument)));
        List<byte[]> variables = new ArrayList<>();
        environment.forEach((variable, value) -> variables.add(bytes(variable + "=" + value)));
        if (path.indexOf('/') >= 0) {
            return Programs.load(task, space, path, all, variables);
        }
        String search = environment.getOrDefault("PATH", SEARCH_PATH);
        ErrnoException last =
                new ErrnoException(Errno.ENOENT.number(), "execve", path).because("it is nowhere in " + search);
        for (String place : search.split(":", -1)) {
            try {
                return Programs.load(task, space, place + "/" + path, all, variables);
            } catch (ErrnoException e) {
                if (e.errno() != Errno.ENOENT && e.errno() != Errno.ENOTDIR) {
                    last = e;
                    break;
                }
            }
        }
        throw last;
    }

    /** @return its command line, for messages */
    @Override
    public String toString() {
        return arguments.isEmpty() ? path : path + " " + String.join(" ", arguments);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
