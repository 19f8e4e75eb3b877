package io.unishim.cli;

import io.unishim.file.Mount;
import io.unishim.task.VirtualTime;
import io.unishim.user.User;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Stack;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.IParameterPreprocessor;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code unishim run}: its options. */
@Command(
        name = "run",
        description = {
            "Runs a Linux program.",
            "",
            "The host's files are seen as they are; what the program writes stays in memory and is gone at its end, "
                    + "except below a --mount that says rw. Networks, processes and users are the shim's own, but for "
                    + "what --publish and --permit say."
        },
        customSynopsis = "unishim run [OPTION...] PROGRAM [ARGUMENT...]",
        sortOptions = false,
        exitCodeListHeading = "%nExit code:%n",
        exitCodeList = {
            "n:the program's own",
            "2:a mistake in the options",
            "125:this host cannot run programs, or the shim does not boot",
            "126:the program cannot be executed",
            "127:the program was not found",
            "128+n:signal n ended the program"
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
final class RunCommand implements Callable<Integer> {
    @Option(
            names = "--root",
            paramLabel = "DIR|ARCHIVE",
            description =
                    "Take this directory of the host, or what this tar, cpio or zip holds, as the root instead of "
                            + "the host's own. The working directory is / then.")
    private @Nullable Path root;

    @Option(
            names = "--mount",
            paramLabel = "HOST:GUEST[:rw]",
            description =
                    "Show a directory of the host at GUEST, to be read only or, with rw, written for good; or what a "
                            + "tar, cpio or zip holds, to be read only.")
    private List<String> mounts = new ArrayList<>();

    @Option(
            names = "--publish",
            paramLabel = "HOST:GUEST[/udp]",
            description =
                    "Open port HOST on this machine's 127.0.0.1; who connects there, or with /udp sends there, reaches "
                            + "the program that has port GUEST. HOST 0 has one chosen, which is printed.")
    private List<String> published = new ArrayList<>();

    @Option(
            names = "--permit",
            paramLabel = "HOST:PORT[/udp]",
            description = "Let the program connect to this host and port by TCP, or with /udp send there and hear from "
                    + "there; PORT 0 means every one. Without, it reaches only itself.")
    private List<String> permitted = new ArrayList<>();

    @Option(
            names = "--net",
            paramLabel = "NETWORK[:NAME]",
            description =
                    "Put the program into a virtual network: an interface eth0, an address, and a name server that "
                            + "knows it by NAME. The default name is shim.")
    private @Nullable String network;

    @Option(
            names = "--env",
            paramLabel = "NAME[=VALUE]",
            description = "Set a variable; without a value, to the host's. PATH, HOME, LANG and TERM are set already.")
    private List<String> environment = new ArrayList<>();

    @Option(
            names = "--user",
            paramLabel = "UID[:GID]",
            description = "Run as this user, in numbers; the default is 0:0. GID is the same as UID if it is not said.")
    private @Nullable String user;

    @Option(names = "--hostname", paramLabel = "NAME", description = "What the program takes for the host's name.")
    private @Nullable String hostname;

    @Option(
            names = "--virtual-time",
            arity = "0..1",
            paramLabel = "INSTANT",
            preprocessor = OnlyAttached.class,
            description =
                    "Clocks that jump to the next deadline when every thread waits: sleeps take no time. They begin "
                            + "now, or at --virtual-time=2030-01-01T00:00:00Z.")
    private @Nullable String virtualTime;

    @Option(
            names = "--isolated",
            description =
                    "Run it in a process of the host of its own, which a filter keeps from everything but its own "
                            + "memory: for programs that are not trusted. Its calls take microseconds.")
    private boolean isolated;

    @Option(names = "--cwd", paramLabel = "DIR", description = "The working directory; the default is the current one.")
    private @Nullable String directory;

    @Option(
            names = "--strace",
            arity = "0..1",
            split = ",",
            paramLabel = "CALL",
            preprocessor = OnlyAttached.class,
            description = "Trace calls to standard error in strace's format: --strace for all, --strace=openat,read "
                    + "for some.")
    private @Nullable List<String> traced;

    @Option(names = "--count", description = "At the end, print how often each call was made and how long it took.")
    private boolean count;

    @Option(names = "--stub", paramLabel = "CALL", description = "Answer 0 instead of serving the call.")
    private List<String> stubs = new ArrayList<>();

    @Option(
            names = "--fake",
            paramLabel = "CALL=VALUE",
            description = "Answer this number instead of serving the call.")
    private List<String> fakes = new ArrayList<>();

    @Option(names = "--deny", paramLabel = "CALL=ERRNO", description = "Fail the call with this error, such as EACCES.")
    private List<String> denied = new ArrayList<>();

    @Parameters(arity = "1..*", paramLabel = "PROGRAM", hidden = true)
    private List<String> command = new ArrayList<>();

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    /** For picocli. */
    RunCommand() {}

    @Override
    public Integer call() {
        try {
            return ProgramRun.run(request());
        } catch (UsageException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    private RunRequest request() {
        RunRequest request = new RunRequest(command);
        request.root =
                root == null ? null : Files.isRegularFile(root) ? whole(root) : directory(root, "--root " + root);
        request.directory = directory;
        request.hostname = hostname;
        request.time = virtualTime == null ? null : virtualTime(virtualTime);
        request.user = user == null ? null : user(user);
        // Without names the preprocessor left one that is empty.
        request.traced = traced == null
                ? null
                : traced.stream().filter(name -> !name.isEmpty()).toList();
        request.count = count;
        request.isolated = isolated;
        mounts.forEach(text -> request.mounts.add(mount(text)));
        published.forEach(text -> request.published.add(NetworkOptions.published(text)));
        request.network = network == null ? null : NetworkPlace.of(network);
        permitted.forEach(text -> request.permitted.add(NetworkOptions.permitted(text)));
        environment.forEach(text -> set(text, request.environment));
        stubs.forEach(text -> request.policies.add(CallPolicy.stub(text)));
        fakes.forEach(text -> request.policies.add(CallPolicy.fake(text)));
        denied.forEach(text -> request.policies.add(CallPolicy.deny(text)));
        return request;
    }

    private static Path directory(Path path, String said) {
        if (!Files.isDirectory(path)) {
            throw new UsageException(said + ": " + path + " is not a directory of the host");
        }
        return whole(path);
    }

    private static VirtualTime virtualTime(String start) {
        try {
            return VirtualTime.from(start.isEmpty() ? Instant.now() : Instant.parse(start));
        } catch (DateTimeParseException | ArithmeticException e) {
            throw new UsageException(
                    "--virtual-time wants an instant from 1678 to 2261 such as 2030-01-01T00:00:00Z, not " + start, e);
        }
    }

    private static Path whole(Path path) {
        return path.toAbsolutePath().normalize();
    }

    private static Mount mount(String text) {
        String[] parts = text.split(":", -1);
        boolean sensible = parts.length == 2 || parts.length == 3 && (parts[2].equals("rw") || parts[2].equals("ro"));
        if (!sensible || parts[0].isEmpty() || !parts[1].startsWith("/")) {
            throw new UsageException("--mount wants HOST:GUEST or HOST:GUEST:rw with an absolute GUEST, not " + text);
        }
        boolean writable = parts.length == 3 && parts[2].equals("rw");
        Path source = Path.of(parts[0]);
        if (Files.isRegularFile(source)) {
            if (writable) {
                throw new UsageException("--mount " + text + ": an archive is not written");
            }
            return Mount.archive(whole(source), parts[1]);
        }
        return new Mount.Host(directory(source, "--mount " + text), parts[1], writable);
    }

    private static void set(String text, Map<String, String> environment) {
        int at = text.indexOf('=');
        if (at == 0 || text.isEmpty()) {
            throw new UsageException("--env wants NAME=VALUE or NAME, not " + text);
        }
        if (at > 0) {
            environment.put(text.substring(0, at), text.substring(at + 1));
            return;
        }
        String value = System.getenv(text);
        if (value != null) {
            environment.put(text, value);
        }
    }

    private static User user(String text) {
        String[] parts = text.split(":", -1);
        try {
            int uid = Integer.parseUnsignedInt(parts[0]);
            int gid = parts.length == 1 ? uid : Integer.parseUnsignedInt(parts[1]);
            // The greatest id means "no change" in calls, and nobody can be it.
            if (parts.length <= 2 && uid != -1 && gid != -1) {
                return new User(uid, gid, List.of());
            }
        } catch (NumberFormatException e) {
            throw new UsageException("--user wants UID or UID:GID in numbers, not " + text, e);
        }
        throw new UsageException("--user wants UID or UID:GID in numbers, not " + text);
    }

    /** What follows {@code --strace} is its parameter only after an equals sign; else it is the program. */
    static final class OnlyAttached implements IParameterPreprocessor {
        /** For picocli. */
        OnlyAttached() {}

        @Override
        public boolean preprocess(
                Stack<String> arguments, CommandSpec command, ArgSpec option, Map<String, Object> info) {
            if (!"=".equals(info.get("separator"))) {
                arguments.push("");
            }
            return false;
        }
    }
}
