package io.unishim.elfloader.suites;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.SoftAssertions.assertSoftly;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.unishim.elfloader.programs.Result;
import io.unishim.elfloader.programs.Twin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs suites that others wrote, natively and on a shim, and compares how each of their tests ended. Some suites are always
 * run; those that take longer only with {@code -Dio.unishim.test.suites=all}, and some alone with their names, listed here or
 * not, such as {@code -Dio.unishim.test.suites=python/test_os,go/os}.
 *
 * <p>Many of these tests look at the time that something takes, and fail now and then on a busy machine, here or natively. A
 * suite of which a test ends otherwise is run again, on both; what does not end alike in any round is a difference.
 */
class SuitesTest {
    private static final String PROPERTY = "io.unishim.test.suites";

    private static final List<String> PYTHON = List.of(
            "os posix pathlib fileio shutil glob tempfile fcntl mmap epoll select stat genericpath posixpath filecmp",
            "fileinput tarfile file bufio dbm dbm_dumb dbm_ndbm resource pwd grp zipimport pty openpty getpass",
            "thread threadsignals wait4",
            "socket httplib asyncio.test_sock_lowlevel asyncio.test_streams");
    private static final List<String> PYTHON_LONG = List.of(
            "io zipfile selectors poll eintr memoryio time shelve linecache lzma",
            "univnewlines configparser csv fnmatch netrc unicode_file unicode_file_functions pep277 wave array",
            "queue errno subprocess fork1 wait3 popen logging",
            "signal threading threading_local threadedtempfile sched contextlib atexit faulthandler timeit",
            "concurrent_futures multiprocessing_main_handling multiprocessing_fork",
            "socketserver ftplib asyncio.test_sendfile asyncio.test_server asyncio.test_unix_events",
            "asyncio.test_base_events asyncio.test_buffered_proto asyncio.test_events asyncio.test_selector_events",
            "asyncio.test_sslproto asyncio.test_transports telnetlib smtplib urllib2_localnet",
            "asyncio.test_context asyncio.test_futures asyncio.test_futures2 asyncio.test_locks asyncio.test_pep492",
            "asyncio.test_proactor_events asyncio.test_protocols asyncio.test_queues asyncio.test_runners",
            "asyncio.test_ssl asyncio.test_subprocess asyncio.test_taskgroups asyncio.test_tasks asyncio.test_threads",
            "asyncio.test_timeouts asyncio.test_waitfor ssl httpservers poplib imaplib asyncore asynchat xmlrpc",
            "syslog mailbox platform locale readline cmd_line venv spwd pipes py_compile gzip zipapp pkgutil",
            "site repl c_locale_coercion webbrowser file_eintr multiprocessing_forkserver",
            "multiprocessing_spawn crypt sundry smtpd wsgiref docxmlrpc nntplib sys gc tracemalloc runpy",
            "compileall import ctypes support regrtest cmd_line_script uuid");
    private static final List<String> GO = List.of("os path/filepath syscall");
    private static final List<String> GO_LONG = List.of(
            "io io/fs io/ioutil path internal/poll testing/fstest bufio archive/tar archive/zip os/user log os/exec",
            "os/signal time sync sync/atomic context runtime/debug",
            "net net/http",
            "log/syslog mime/multipart crypto/rand runtime/pprof internal/fuzz internal/intern net/textproto",
            "net/rpc net/mail net/smtp net/http/cgi net/http/fcgi net/http/httptest net/http/httputil",
            "net/netip net/url database/sql compress/gzip encoding/csv debug/elf debug/buildinfo",
            "runtime/trace runtime/metrics runtime/internal/atomic testing testing/quick text/template expvar",
            "flag go/build mime net/rpc/jsonrpc net/http/pprof net/http/internal crypto/tls crypto/x509",
            "runtime");
    private static final List<String> GLIB = List.of(
            "file fileutils io-channel mappedfile g-file-info unix-streams socket socket-listener socket-service");
    private static final List<String> GLIB_LONG = List.of(
            "io-channel-basic dir g-file live-g-file readwrite buffered-input-stream buffered-output-stream",
            "data-input-stream data-output-stream filter-streams io-stream memory-input-stream",
            "memory-output-stream async-close-output-stream async-splice-output-stream stream-rw_all unix-fd unix",
            "unix-mounts keyfile bookmarkfile contenttype mainloop sleepy-stream fileattributematcher",
            "cancellable vfs testfilemonitor file-thumbnail",
            "converter-stream pollable resources trash mimeapps credentials g-icon mount-operation volumemonitor",
            "spawn-singlethread spawn-multithreaded spawn-path-search spawn-test gsubprocess",
            "1bit-mutex asyncqueue atomic bitlock cond mutex once onceinit private queue rec-mutex rwlock thread",
            "thread-deprecated thread-pool timeout timer utils unix task contexts",
            "socket-address gsocketclient-slow inet-address network-address network-monitor gdbus-peer",
            "642026 642026-ec accumulator actions application-command-line appmonitor array-test autoptr",
            "autoptr-gio base64 basic-signals basics-gobject binding bindinggroup boxed bytes cache charset",
            "checksum closure closure-refcount collate completion convert custom-dispatch dataset date",
            "dbus-appinfo debugcontroller defaultiface defaultvalue deprecated-properties dynamictests",
            "dynamictype enums environment fdo-notification-backend flags g-file-info-filesystem-readonly",
            "gdatetime gdbus-address-get-session gdbus-addresses gdbus-auth gdbus-message gdbus-non-socket",
            "gdbus-peer-object-manager gdbus-sasl gdbus-serialization gdbus-server-auth giomodule glistmodel",
            "gmenumodel gnotification gobject-private gutils-user-database guuid gvariant hash hmac hook",
            "hostutils ifaceproperties include list logging macros markup markup-collect markup-escape",
            "markup-parse markup-subparser mem-overflow memchunk memory-settings-backend module-test-library",
            "module-test-plugin network-monitor-race node null-settings-backend object objects-refcount1",
            "objects-refcount2 option-argv0 option-context overflow overflow-fallback override param pattern",
            "permission properties properties-refcount1 properties-refcount2 properties-refcount3",
            "properties-refcount4 protocol qdata rand rcbox refcount refcount-macro reference references",
            "refstring regex relation resolver-parsing scannerapi search-utils shell signal-handler",
            "signalgroup signals signals-refcount1 signals-refcount2 signals-refcount3 signals-refcount4",
            "simple-async-result singleton slice slice-color slice-concurrent slice-eager-freeing slice-glib",
            "slice-known-pages slice-malloc slice-memchunk slice-slab slist sort srvtarget strfuncs string",
            "strvbuilder test-printf testing threadtests tree type type-flags types unicode unicode-encoding",
            "unicode-normalize uri utf8-misc utf8-pointer utf8-validate value");

    @TempDir
    @SuppressWarnings("NullAway.Init")
    static Path workshop;

    private static final int ROUNDS = 3;

    private final Exceptions exceptions = Exceptions.load();

    /** What was wrong in a round. */
    private record Findings(Map<String, String> differences, Set<Exceptions.Entry> unused, String errors) {
        boolean none() {
            return differences.isEmpty() && unused.isEmpty();
        }

        /** Keeps what another round has found, too. */
        void retain(Findings other) {
            differences.keySet().retainAll(other.differences.keySet());
            unused.retainAll(other.unused);
        }
    }

    @TestFactory
    Stream<DynamicTest> every_test_of_a_suite_ends_as_natively() {
        return wanted(System.getProperty(PROPERTY, "")).map(suite -> dynamicTest(suite.name(), () -> compare(suite)));
    }

    private static Stream<Suite> wanted(String wanted) {
        return switch (wanted) {
            case "" -> suites(PYTHON, GO, GLIB).stream();
            case "all" ->
                Stream.concat(suites(PYTHON, GO, GLIB).stream(), suites(PYTHON_LONG, GO_LONG, GLIB_LONG).stream());
            default -> Stream.of(wanted.split(",", -1)).map(SuitesTest::named);
        };
    }

    private static Suite named(String name) {
        int slash = name.indexOf('/');
        String test = name.substring(slash + 1);
        return switch (name.substring(0, Math.max(slash, 0))) {
            case "python" -> new PythonSuite(test);
            case "go" -> new GoSuite(test);
            case "glib" -> new GlibSuite(test);
            default -> throw new IllegalArgumentException("no suite is called " + name);
        };
    }

    private static List<Suite> suites(List<String> python, List<String> go, List<String> glib) {
        List<Suite> suites = new ArrayList<>();
        words(python).forEach(each -> suites.add(new PythonSuite("test_" + each)));
        words(go).forEach(each -> suites.add(new GoSuite(each)));
        words(glib).forEach(each -> suites.add(new GlibSuite(each)));
        return suites;
    }

    private static List<String> words(List<String> lines) {
        return List.of(String.join(" ", lines).split(" "));
    }

    private void compare(Suite suite) throws IOException {
        String missing = suite.missing();
        assumeTrue(missing == null, () -> suite.name() + " needs what is not installed: " + missing);
        Findings found = round(suite);
        for (int round = 1; round < ROUNDS && !found.none(); round++) {
            found.retain(round(suite));
        }
        Findings left = found;
        assertSoftly(softly -> {
            softly.assertThat(left.differences())
                    .as(() -> "do not end alike; on the shim, standard error was " + end(left.errors()))
                    .isEmpty();
            softly.assertThat(left.unused())
                    .as("end alike, and are among the exceptions")
                    .isEmpty();
        });
    }

    private Findings round(Suite suite) throws IOException {
        Path place = Files.createDirectory(workshop.resolve("place"));
        Result natively;
        Result inside;
        try (Twin twin = new Twin()) {
            String[] command = suite.prepare(workshop, place, exceptions);
            natively = twin.natively(place, Path.of("/dev/null"), command);
            // What the host's run left there must not be seen by the other.
            delete(place);
            Files.createDirectory(place);
            inside = twin.inside(place, Path.of("/dev/null"), held(suite.prepare(workshop, place, exceptions)));
        } finally {
            delete(place);
        }
        return findings(suite, natively, inside);
    }

    /** As the host's run, without the capabilities that could change the machine. */
    private static String[] held(String[] command) {
        String setpriv = "/usr/bin/setpriv";
        if (!Files.isExecutable(Path.of(setpriv))) {
            return command;
        }
        return Stream.concat(
                        Stream.of(setpriv, "--bounding-set=-sys_time,-sys_boot,-sys_module,-sys_admin"),
                        Stream.of(command))
                .toArray(String[]::new);
    }

    private Findings findings(Suite suite, Result natively, Result inside) {
        SortedMap<String, String> expected = suite.outcomes(natively);
        SortedMap<String, String> found = suite.outcomes(inside);
        assertThat(expected)
                .as(() -> "natively: " + natively.output() + natively.errors())
                .isNotEmpty();
        Map<String, String> differences = differences(expected, found);
        Set<Exceptions.Entry> unused = new HashSet<>(exceptions.of(suite.name()));
        Map<String, Integer> reasons = new TreeMap<>();
        unused.removeIf(entry -> entry.kind() == Exceptions.Kind.MAY_DIFFER);
        int differing = differences.size();
        differences.keySet().removeIf(test -> {
            List<Exceptions.Entry> entries = exceptions.of(suite.name()).stream()
                    .filter(entry -> entry.holdsFor(test))
                    .toList();
            unused.removeAll(entries);
            entries.stream().findFirst().ifPresent(entry -> reasons.merge(entry.reason(), 1, Integer::sum));
            return !entries.isEmpty();
        });
        System.out.printf(
                "%s: %d tests, %d alike, exceptions %s%n",
                suite.name(), expected.size(), expected.size() - differing, reasons);
        return new Findings(differences, unused, inside.errors());
    }

    private static Map<String, String> differences(
            SortedMap<String, String> expected, SortedMap<String, String> found) {
        Map<String, String> differences = new TreeMap<>();
        Set<String> names = new HashSet<>(expected.keySet());
        names.addAll(found.keySet());
        for (String name : names) {
            String natively = expected.getOrDefault(name, "did not run");
            String inside = found.getOrDefault(name, "did not run");
            if (!natively.equals(inside)) {
                differences.put(name, natively + " natively, " + inside + " on the shim");
            }
        }
        return differences;
    }

    private static String end(String text) {
        return text.substring(Math.max(0, text.length() - 2000));
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path each : (Iterable<Path>) files.sorted(Comparator.reverseOrder())::iterator) {
                Files.deleteIfExists(each);
            }
        }
    }
}
