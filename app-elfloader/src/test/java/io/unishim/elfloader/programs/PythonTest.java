package io.unishim.elfloader.programs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.unishim.Shim;
import io.unishim.elfloader.Program;
import io.unishim.file.Mount;
import io.unishim.task.VirtualTime;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The host's Python. */
class PythonTest {
    @SuppressWarnings("NullAway.Init")
    private static String python;

    @RegisterExtension
    static final Twin twin = Twin.inTree();

    @BeforeAll
    static void boot() throws IOException {
        python = find();
    }

    /** @return an interpreter: not a script that looks for one, as version managers put on PATH */
    private static String find() throws IOException {
        List<Path> places = new ArrayList<>(List.of(Path.of("/usr/bin/python3")));
        Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .map(each -> Path.of(each, "python3"))
                .forEach(places::add);
        for (Path place : places) {
            if (Files.isExecutable(place)) {
                Path real = place.toRealPath();
                try (var in = Files.newInputStream(real)) {
                    if (in.read() == 0x7f) {
                        return real.toString();
                    }
                }
            }
        }
        assumeTrue(false, "no python3 on this machine");
        return "";
    }

    @Test
    void threads_sleep_for_hours_of_virtual_time() {
        VirtualTime time = VirtualTime.from(Instant.parse("2030-01-01T00:00:00Z"));
        String code = """
                import threading, time
                said = []
                def sleeper(seconds):
                    for i in range(3600 // seconds): time.sleep(seconds)
                    said.append((time.time(), seconds))
                threads = [threading.Thread(target=sleeper, args=(n,)) for n in (1, 7, 60, 900)]
                timed = threading.Event()
                for each in threads: each.start()
                timed.wait(1800.5)
                said.append((time.time(), 0))
                for each in threads: each.join()
                print(sorted(said), said[:2] == sorted(said)[:2], time.ctime())
                """;
        try (Shim shim = Shim.builder()
                .mount(Mount.overlay(Path.of("/"), "/"))
                .time(time)
                .boot()) {
            assertThat(Program.of(python).args("-B", "-c", code).run(shim).text())
                    .isEqualTo("[(1893457800.5, 0), (1893459598.0, 7), (1893459600.0, 1), (1893459600.0, 60), "
                            + "(1893459600.0, 900)] True Tue Jan  1 01:00:00 2030\n");
        }
    }

    private static Result agree(String code) {
        return twin.agree(python, "-B", "-c", code);
    }

    @Test
    void computes_and_formats() {
        agree("""
                import json, hashlib, math, re, zlib, struct, datetime
                print(json.dumps({'a': [1, 2.5, None, True], 'ü': '\\u20ac'}, sort_keys=True))
                print(hashlib.sha256(b'x' * 100000).hexdigest(), zlib.crc32(b'y' * 99999))
                print(2 ** 521 % 1000003, math.pi, math.sin(1e6), 0.1 + 0.2, struct.pack('<dI', 1.5, 7))
                print(re.findall(r'(\\w)(\\d+)', 'a1 b22 c333'), datetime.datetime.fromtimestamp(1234567890))
                """);
    }

    @Test
    void walks_a_tree() {
        agree("""
                import os, stat
                print(sorted(os.listdir('.')))
                for root, directories, files in sorted(os.walk('.')):
                    for name in sorted(directories + files):
                        path = os.path.join(root, name)
                        s = os.lstat(path)
                        print(path, stat.filemode(s.st_mode), s.st_size, s.st_nlink if not stat.S_ISDIR(s.st_mode) else '', int(s.st_mtime) if not os.path.islink(path) else '')
                print(os.getcwd() == os.path.realpath('.'), os.environ['LANG'], os.access('nothing', os.R_OK))
                print(os.readlink('dangling'), os.path.exists('dangling'))
                """);
    }

    @Test
    void reads_and_writes_files() {
        String code = """
                import os, mmap, tempfile
                with tempfile.TemporaryDirectory() as d:
                    p = os.path.join(d, 'f')
                    with open(p, 'w+b') as f:
                        f.write(b'abc' * 5000); f.flush()
                        with mmap.mmap(f.fileno(), 0, access=mmap.ACCESS_COPY) as m:
                            m[3:6] = b'XYZ'
                            print(m.find(b'cab'), m.size())
                        f.seek(0); print(f.read(9))
                        f.truncate(4); print(os.fstat(f.fileno()).st_size)
                    os.rename(p, p + '2'); print(os.listdir(d))
                    os.symlink('f2', os.path.join(d, 'l')); print(open(os.path.join(d, 'l')).read())
                    try:
                        os.rmdir(d)
                    except OSError as e:
                        print(e.errno, e.strerror)
                r, w = os.pipe(); os.write(w, b'through'); print(os.read(r, 99))
                """;
        agree(code);
    }

    @Test
    void shares_memory_with_files() {
        agree("""
                import fcntl, mmap, os
                f=open('mm','w+b'); f.write(b'hello'*2000); f.flush()
                m=mmap.mmap(f.fileno(),0); m[0:3]=b'XYZ'; print(os.pread(f.fileno(),5,0), os.pwrite(f.fileno(),b'QQ',5000), m[4998:5004])
                n=mmap.mmap(os.open('mm',os.O_RDONLY),0,prot=mmap.PROT_READ); m[9]=65; print(n[8:11], os.stat('mm').st_blocks, os.stat('mm').st_size)
                os.ftruncate(f.fileno(),100000); print(os.lseek(f.fileno(),0,os.SEEK_HOLE)); m.resize(100000); m[99999]=1; print(os.lseek(f.fileno(),0,os.SEEK_HOLE), os.lseek(f.fileno(),20000,os.SEEK_DATA))
                f.seek(0,2); f.write(b'end'); f.flush(); print(os.fstat(f.fileno()).st_size); m.flush()
                os.posix_fallocate(f.fileno(),200000,10); print(os.stat('mm').st_size)
                os.unlink('mm'); f.close(); print(m[0:3])
                fd=os.memfd_create('x',os.MFD_ALLOW_SEALING); os.ftruncate(fd,4096); m=mmap.mmap(fd,4096)
                try: fcntl.fcntl(fd,1033,8)
                except OSError as e: print(e)
                m.close(); print(fcntl.fcntl(fd,1033,8))
                try: os.write(fd,b'1')
                except OSError as e: print(e)
                try: mmap.mmap(fd,4096)
                except OSError as e: print(e)
                """);
    }

    @Test
    void runs_threads() {
        agree("""
                import threading, queue
                q, out, lock = queue.Queue(), [], threading.Lock()
                def work():
                    while (n := q.get()) is not None:
                        with lock:
                            out.append(sum(i * i for i in range(n)))
                threads = [threading.Thread(target=work) for _ in range(8)]
                [t.start() for t in threads]
                [q.put(n) for n in range(200)]
                [q.put(None) for _ in threads]
                [t.join() for t in threads]
                print(len(out), sum(out), threading.active_count())
                """);
    }

    @Test
    void handles_signals_and_time() {
        agree("""
                import signal, time, os, select
                got = []
                signal.signal(signal.SIGALRM, lambda n, f: got.append(n))
                began = time.monotonic()
                signal.setitimer(signal.ITIMER_REAL, 0.02, 0.5)  # again, should it come before pause()
                signal.pause()
                signal.setitimer(signal.ITIMER_REAL, 0)
                del got[1:]
                print(got, time.monotonic() - began >= 0.02)
                signal.signal(signal.SIGUSR1, lambda n, f: got.append(n))
                os.kill(os.getpid(), signal.SIGUSR1)
                print(got)
                r, w = os.pipe()
                print(select.select([r], [w], [], 0.01)[1] == [w], select.select([r], [], [], 0.01))
                p = select.poll(); p.register(r, select.POLLIN); os.write(w, b'1'); print(p.poll(1000)[0][1])
                e = select.epoll(); e.register(r, select.EPOLLIN); print(e.poll(1)[0][1])
                """);
    }

    @Test
    void ends_as_it_says() {
        assertThat(agree("import sys; print('out'); print('err', file=sys.stderr); sys.exit(42)")
                        .exitCode())
                .isEqualTo(42);
        assertThat(agree("def f(n): return 1 // n\nf(0)").exitCode()).isEqualTo(1);
        assertThat(agree("def f(n): return f(n + 1)\ntry:\n f(0)\nexcept RecursionError as e: print(e)")
                        .exitCode())
                .isZero();
        assertThat(agree("import os; os._exit(200)").exitCode()).isEqualTo(200);
        assertThat(agree("import os; os.abort()").exitCode()).isEqualTo(128 + 6);
        assertThat(agree("import os; os.kill(os.getpid(), 9)").exitCode()).isEqualTo(128 + 9);
        assertThat(agree("syntax error").exitCode()).isEqualTo(1);
    }
}
