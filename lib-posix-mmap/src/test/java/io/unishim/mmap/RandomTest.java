package io.unishim.mmap;

import static io.unishim.abi.Mman.*;
import static io.unishim.abi.Syscall.*;
import static io.unishim.mmap.Script.page;
import static io.unishim.mmap.Script.pages;
import static org.assertj.core.api.Assertions.assertThat;

import io.unishim.abi.Syscall;
import io.unishim.testing.HostProgram;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random sequences of calls on a small window leave the same pages as on the host, after every step. */
class RandomTest {
    private static final int STEPS = 300;

    @AutoClose
    private static HostProgram host;

    @TempDir
    Path directory;

    @BeforeAll
    static void compile() {
        host = HostProgram.compile(RandomTest.class, "mappings.c");
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void files_in_memory_and_zeros(long seed) {
        agree(script(new Random(seed), false), Files.inMemory());
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {11, 12, 13, 14})
    void files_of_the_hosts_and_zeros(long seed) throws IOException {
        agree(script(new Random(seed), true), Files.onHost(directory));
    }

    private static void agree(Script script, Files files) {
        List<String> linux = LikeLinuxTest.told(script, host.run(script.text()));
        try (Program program = new Program()) {
            List<String> ours = LikeLinuxTest.told(script, new ScriptRunner(program, files.table()).run(script));
            for (int i = 0; i < linux.size(); i++) {
                int from = Math.max(0, i - 12);
                assertThat(ours.get(i))
                        .as("line %d, after %s", i, String.join("\n", linux.subList(from, i)))
                        .isEqualTo(linux.get(i));
            }
        } finally {
            files.close();
        }
        assertThat(files.released).as("files released after the last mapping").hasValue(files.expected);
    }

    private static Script script(Random random, boolean sharedFiles) {
        Script script = new Script();
        for (int i = 0; i < STEPS; i++) {
            step(script, random, sharedFiles);
            script.dump();
        }
        return script;
    }

    private static void step(Script script, Random random, boolean sharedFiles) {
        String at = page(random.nextInt(40));
        long length = pages(1 + random.nextInt(8));
        switch (random.nextInt(13)) {
            case 0, 1 ->
                script.call(MMAP, at, length, protection(random), MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0);
            case 2 -> script.call(MMAP, at, length, protection(random), MAP_SHARED | MAP_ANONYMOUS | MAP_FIXED, -1, 0);
            case 3 -> file(script, random, at, length, sharedFiles);
            case 4 -> script.call(MMAP, at, length, 3, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED_NOREPLACE, -1, 0);
            case 5 -> script.call(MUNMAP, at, length);
            case 6, 7 -> script.call(MPROTECT, at, length, protection(random));
            case 8 -> script.line("poke " + at + " " + (1 + random.nextInt(250)));
            case 9 -> script.call(MADVISE, at, length, MADV_DONTNEED);
            case 10 ->
                script.call(
                        MREMAP, at, 0, length, MREMAP_MAYMOVE | MREMAP_FIXED, at.equals(page(0)) ? page(20) : page(0));
            default -> move(script, random, at, length);
        }
    }

    private static void file(Script script, Random random, String at, long length, boolean sharedFiles) {
        boolean shared = random.nextInt(3) == 0;
        int protection = protection(random);
        if (shared && !sharedFiles) {
            protection &= ~PROT_WRITE;
        }
        int fd = shared && sharedFiles ? Files.RW : Files.RO;
        int flags = (shared ? MAP_SHARED : MAP_PRIVATE) | MAP_FIXED;
        script.call(MMAP, at, length, protection, flags, fd, pages(random.nextInt(4)));
    }

    /** Linux 6.17 moves several mappings in one call and looks at their number in other places, so one page is moved. */
    private static void move(Script script, Random random, String at, long length) {
        String to = page(random.nextInt(40));
        Syscall mremap = MREMAP;
        switch (random.nextInt(4)) {
            case 0 -> script.call(mremap, at, pages(1), length, 0, 0);
            case 1 -> script.call(mremap, at, length, pages(1), 0, 0);
            case 2 -> script.call(mremap, at, pages(1), pages(1), MREMAP_MAYMOVE | MREMAP_FIXED, to);
            default ->
                script.call(mremap, at, pages(1), pages(1), MREMAP_MAYMOVE | MREMAP_FIXED | MREMAP_DONTUNMAP, to);
        }
    }

    private static int protection(Random random) {
        return switch (random.nextInt(5)) {
            case 0 -> PROT_NONE;
            case 1 -> PROT_READ;
            case 2 -> PROT_READ | PROT_EXEC;
            default -> PROT_READ | PROT_WRITE;
        };
    }
}
