package io.unishim.cli;

import static io.unishim.abi.Errno.ENOENT;
import static io.unishim.abi.Errno.ENOTDIR;

import io.unishim.Shim;
import io.unishim.abi.Errno;
import io.unishim.abi.Syscall;
import io.unishim.call.ErrnoException;
import io.unishim.control.CallTable;
import io.unishim.control.Statistics;
import io.unishim.core.CoreProvider;
import io.unishim.elfloader.HostTerminal;
import io.unishim.elfloader.Outcome;
import io.unishim.elfloader.Program;
import io.unishim.elfloader.RunningProgram;
import io.unishim.file.Mount;
import io.unishim.net.NetLibrary;
import io.unishim.net.Network;
import io.unishim.net.NetworkMember;
import io.unishim.net.Published;
import io.unishim.net.VirtualNetwork;
import io.unishim.user.UserLibrary;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** {@code unishim run}: boots a shim, runs the program on it, and tells its end as a shell does. */
final class ProgramRun {
    static final int OUR_OWN_FAILURE = 125;
    static final int NOT_EXECUTABLE = 126;
    static final int NOT_FOUND = 127;

    private final RunRequest request;

    private ProgramRun(RunRequest request) {
        this.request = request;
    }

    /** @return the exit code. @throws UsageException if the request names what does not exist */
    static int run(RunRequest request) {
        Program.prepare();
        ProgramRun run = new ProgramRun(request);
        NetworkPlace place = request.network;
        NetworkMember member = place == null ? null : place.open(request.time);
        try (VirtualNetwork network = member == null ? null : member.network();
                Shim shim = run.boot(member);
                TraceLines trace = run.prepare(shim)) {
            Statistics statistics = request.count ? shim.table().count() : null;
            int code = run.program(shim);
            if (statistics != null) {
                CountReport.of(statistics.counts()).forEach(Messages::line);
            }
            return code;
        } catch (IllegalStateException e) {
            Messages.error(String.valueOf(e.getMessage()));
            return OUR_OWN_FAILURE;
        }
    }

    private Mount root() {
        Path root = request.root;
        if (root == null) {
            return Mount.overlay(Path.of("/"), "/");
        }
        return Files.isRegularFile(root) ? Mount.archiveOverlay(root, "/") : Mount.overlay(root, "/");
    }

    private Shim boot(@Nullable NetworkMember member) {
        Shim.Builder builder =
                new CoreProvider().builder().libraries(Libraries.all()).mount(root());
        request.mounts.forEach(builder::mount);
        builder.option(NetLibrary.PUBLISHED, request.published).option(NetLibrary.PERMITTED, request.permitted);
        if (member != null) {
            builder.option(NetLibrary.NETWORKS, List.of(member));
        }
        if (request.user != null) {
            builder.option(UserLibrary.USER, request.user);
        }
        if (request.time != null) {
            builder.time(request.time);
        }
        return builder.boot();
    }

    /**
     * What stands around calls: last said, first asked, so that a trace shows what the program gets.
     *
     * @return the trace, or null if none is wanted
     */
    private @Nullable TraceLines prepare(Shim shim) {
        CallTable table = shim.table();
        if (request.hostname != null) {
            hostname(shim, request.hostname);
        }
        for (CallPolicy each : request.policies) {
            checkCall(table, each.call());
            table.apply(each.policy(), each.call());
        }
        List<String> traced = request.traced;
        if (traced == null) {
            return null;
        }
        traced.forEach(call -> checkCall(table, call));
        TraceLines lines = TraceLines.to(Messages::line);
        if (traced.isEmpty() || traced.contains("execve")) {
            lines.accept(started());
        }
        table.trace(lines, traced.toArray(String[]::new));
        return lines;
    }

    /** The call by which a shell would have started the program; here nobody made it. */
    private String started() {
        String arguments = request.command.stream()
                .map(each -> '"' + each.replace("\\", "\\\\").replace("\"", "\\\"") + '"')
                .collect(Collectors.joining(", "));
        return "execve(\"" + request.command.get(0) + "\", [" + arguments + "], ...) = 0";
    }

    private static void hostname(Shim shim, String name) {
        try {
            shim.linux().sethostname(name.getBytes(StandardCharsets.UTF_8));
        } catch (ErrnoException e) {
            throw new UsageException("--hostname " + name + ": " + text(e), e);
        }
    }

    private static void checkCall(CallTable table, String name) {
        if (Syscall.byName(name) == null && table.call(name) == null) {
            Stream<String> names = Stream.concat(
                    Stream.of(Syscall.values()).map(Syscall::linuxName),
                    table.calls().stream().map(call -> call.declaration().name()));
            throw new UsageException("there is no call " + name + NearNames.hint(name, names.distinct()));
        }
    }

    private void tellPorts(Shim shim) {
        for (Published each : request.published) {
            if (each.hostPort() == 0) {
                int port = shim.service(Network.class).publishedPort(each.protocol(), each.guestPort());
                Messages.line("port " + each.guestPort() + " is 127.0.0.1:" + port);
            }
        }
    }

    private int program(Shim shim) {
        tellPorts(shim);
        String name = request.command.get(0);
        try {
            return exitCode(name, outcome(shim));
        } catch (ErrnoException e) {
            String what = e.call().equals("chdir") ? "--cwd " + directory() : name;
            Messages.error(what + ": " + text(e));
            return e.errno() == ENOENT || e.errno() == ENOTDIR ? NOT_FOUND : NOT_EXECUTABLE;
        } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted while " + name + " ran", e);
        }
    }

    /** Runs it in the terminal that we were started in, if there is one; a trace wants that for itself. */
    private Outcome outcome(Shim shim) throws InterruptedException {
        try (HostTerminal terminal = request.traced == null ? HostTerminal.lend(shim) : null;
                RunningProgram running = described(terminal).start(shim);
                ForwardedSignals signals = ForwardedSignals.to(running, terminal)) {
            return running.waitFor();
        }
    }

    private Program described(@Nullable HostTerminal lent) {
        List<String> command = request.command;
        Program program = Program.of(command.get(0))
                .args(command.subList(1, command.size()).toArray(String[]::new))
                .directory(directory());
        if (request.isolated) {
            program.isolated();
        }
        if (lent == null) {
            program.inheritStreams();
        } else {
            program.terminal(lent.terminal());
            if (!HostTerminal.isErrorsToo()) {
                program.inheritErrors();
            }
        }
        String terminal = System.getenv("TERM");
        if (terminal != null) {
            program.env("TERM", terminal);
        }
        request.environment.forEach(program::env);
        return program;
    }

    private String directory() {
        if (request.directory != null) {
            return request.directory;
        }
        return request.root == null ? Path.of("").toAbsolutePath().toString() : "/";
    }

    private static int exitCode(String name, Outcome outcome) {
        if (!outcome.exited()) {
            String text = SignalText.ofEnd(outcome.signal());
            if (text != null) {
                Messages.error(name + ": " + text);
            }
        }
        return outcome.exitCode();
    }

    private static String text(ErrnoException e) {
        Errno errno = e.errno();
        String text = errno == null ? "error " + e.number() : errno.text();
        return e.reason() == null ? text : text + ": " + e.reason();
    }
}
