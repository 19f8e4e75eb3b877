package io.unishim.elfloader.programs;

import static io.unishim.abi.Fcntl.O_RDWR;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.unishim.Shim;
import io.unishim.abi.Errno;
import io.unishim.control.CallTable;
import io.unishim.control.Policy;
import io.unishim.control.Statistics;
import io.unishim.elfloader.Program;
import io.unishim.elfloader.RunningProgram;
import io.unishim.file.Descriptors;
import io.unishim.file.Mount;
import io.unishim.file.OpenFileDescription;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What an isolated program does by itself, without a call that the JVM serves, it does so while nobody can tell. */
@Timeout(120)
class AheadWatchedTest {
    private static final String PYTHON = "/usr/bin/python3";
    private static final String BY_CALL = "c";
    private static final String BY_CALL_AT_OTHER = "s";

    /** Each site of a call is made cheap by its first use. */
    private static final String BEGIN = """
            import ctypes, mmap, os, select, sys
            sys.stdin.readline()
            null = os.open('/dev/null', os.O_WRONLY)
            for i in range(5):
                os.write(null, b'1')
            epoll = select.epoll()
            epoll.register(50, select.EPOLLIN)
            """;

    private static final String LENGTHS = """
            for i in range(5):
                epoll.poll()
                print(len(os.read(50, 100)), os.write(50, b'12345'), end=' ')
            print()
            """;

    /** The child reads when it sees in memory that it shall, which no call tells it. */
    private static final String READ_ONCE_TOLD = """
            told = mmap.mmap(-1, 4096)
            child = os.fork()
            if child == 0:
                for i in range(3):
                    epoll.poll()
                    os.read(50, 100)
                epoll.poll()
                told[0] = 1
                while not told[1]:
                    pass
                told[2] = len(os.read(50, 100))
                os._exit(0)
            while not told[0]:
                pass
            print('ready', flush=True)
            sys.stdin.readline()
            told[1] = 1
            os.waitpid(child, 0)
            print(told[2], flush=True)
            """;

    /** The child says in its own memory that it has written; the parent writes to another file once it has seen that there. */
    private static final String LOOK_INTO_MEMORY = """
            class Part(ctypes.Structure):
                _fields_ = [('base', ctypes.c_void_p), ('length', ctypes.c_size_t)]
            libc = ctypes.CDLL(None)
            words = (ctypes.c_int * 2)()
            seen = (ctypes.c_int * 2)()
            here = Part(ctypes.addressof(seen), 4)
            back = Part(ctypes.addressof(seen) + 4, 4)
            there = Part(ctypes.addressof(words), 4)
            other = Part(ctypes.addressof(words) + 4, 4)
            child = os.fork()
            if child == 0:
                for i in range(1, 21):
                    epoll.poll()
                    os.read(50, 100)
                    os.write(50, b'12345')
                    words[0] = i
                    while words[1] != i:
                        pass
                os._exit(0)
            for i in range(1, 21):
                while seen[0] != i:
                    libc.process_vm_readv(child, ctypes.byref(here), 1, ctypes.byref(there), 1, 0)
                os.write(51, b'seen')
                seen[1] = i
                libc.process_vm_writev(child, ctypes.byref(back), 1, ctypes.byref(other), 1, 0)
            os.waitpid(child, 0)
            print('done', flush=True)
            """;

    @SuppressWarnings("NullAway.Init")
    private Shim shim;

    @BeforeEach
    void boot() {
        Twin.needs(PYTHON);
        shim = Shim.builder().mount(Mount.overlay(Path.of("/"), "/")).boot();
    }

    @AfterEach
    void close() {
        shim.close();
    }

    /** A program with oracles at 50 and 51. */
    private static final class Asking implements AutoCloseable {
        private final List<String> told = new CopyOnWriteArrayList<>();
        private final PipedOutputStream input = new PipedOutputStream();
        private final BufferedReader output;
        private final RunningProgram running;

        Asking(boolean isolated, Shim shim, String script) throws IOException {
            PipedOutputStream out = new PipedOutputStream();
            output = new BufferedReader(new InputStreamReader(new PipedInputStream(out), US_ASCII));
            Program program = Program.of(PYTHON)
                    .args("-c", BEGIN + script)
                    .input(new PipedInputStream(input))
                    .output(out)
                    .inheritErrors();
            running = (isolated ? program.isolated() : program).start(shim);
            install(50, BY_CALL);
            install(51, BY_CALL_AT_OTHER);
            goOn();
        }

        private void install(int fd, String byCall) {
            OpenFileDescription open = new OpenFileDescription(new Oracle(told, byCall), O_RDWR);
            assertThat(running.process().state(Descriptors.KEY).install(open, fd, false))
                    .isEqualTo(fd);
        }

        void goOn() throws IOException {
            input.write('\n');
            input.flush();
        }

        String line() throws IOException {
            return String.valueOf(output.readLine());
        }

        @Override
        public void close() {
            running.close();
        }
    }

    private String lengths(boolean isolated) throws Exception {
        try (Asking asking = new Asking(isolated, shim, LENGTHS)) {
            String lengths = asking.line();
            asking.running.waitFor();
            return lengths + String.join("", asking.told);
        }
    }

    @Test
    void what_is_laid_out_is_used_unless_calls_are_watched() throws Exception {
        String called = (Oracle.CALLED + " ").repeat(10) + BY_CALL.repeat(5);
        String read = (Oracle.LAID_OUT + " ").repeat(10) + Oracle.BY_ITSELF.repeat(5);
        assertThat(lengths(false)).isEqualTo(called);
        assertThat(lengths(true)).isEqualTo(read);
        try (Statistics unused = shim.table().count("read")) {
            assertThat(lengths(true)).isEqualTo(called);
        }
        try (CallTable.Registration unused = shim.table().apply(Policy.deny(Errno.EPERM), "sendto")) {
            assertThat(lengths(true)).isEqualTo(called);
        }
        assertThat(lengths(true)).isEqualTo(read);
    }

    @Test
    void a_policy_is_asked_of_the_next_call_whatever_was_laid_out_before() throws Exception {
        try (Asking asking = new Asking(true, shim, READ_ONCE_TOLD)) {
            assertThat(asking.line()).isEqualTo("ready");
            asking.goOn();
            assertThat(asking.line()).isEqualTo("" + Oracle.LAID_OUT);
        }
        try (Asking asking = new Asking(true, shim, READ_ONCE_TOLD)) {
            assertThat(asking.line()).isEqualTo("ready");
            try (CallTable.Registration unused = shim.table().apply(Policy.deny(Errno.EPERM), "sendto")) {
                asking.goOn();
                assertThat(asking.line()).isEqualTo("" + Oracle.CALLED);
            }
        }
    }

    @Test
    void who_sees_in_memory_that_something_was_written_comes_after_it() throws Exception {
        try (Asking asking = new Asking(true, shim, LOOK_INTO_MEMORY)) {
            assertThat(asking.line()).isEqualTo("done");
            assertThat(String.join("", asking.told))
                    .matches("(" + "[" + Oracle.BY_ITSELF + BY_CALL + "]" + BY_CALL_AT_OTHER + "){20}");
        }
    }
}
