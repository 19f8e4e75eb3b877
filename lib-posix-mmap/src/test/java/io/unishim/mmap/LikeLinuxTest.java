package io.unishim.mmap;

import static io.unishim.abi.Mman.*;
import static io.unishim.abi.Syscall.*;
import static io.unishim.mmap.Files.PATH;
import static io.unishim.mmap.Files.PIPE;
import static io.unishim.mmap.Files.RO;
import static io.unishim.mmap.Files.RW;
import static io.unishim.mmap.Files.WO;
import static io.unishim.mmap.Script.page;
import static io.unishim.mmap.Script.pages;
import static org.assertj.core.api.Assertions.assertThat;

import io.unishim.testing.HostProgram;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same script for the host's kernel and for us: the same results, the same pages. */
class LikeLinuxTest {
    private static final int RW_ = PROT_READ | PROT_WRITE;
    private static final int ANON = MAP_PRIVATE | MAP_ANONYMOUS;
    private static final int FIXED = ANON | MAP_FIXED;

    @AutoClose
    private static HostProgram host;

    @TempDir
    Path directory;

    @BeforeAll
    static void compile() {
        host = HostProgram.compile(LikeLinuxTest.class, "mappings.c");
    }

    private static void agree(Script script, Files files) {
        List<String> linux = host.run(script.text());
        try (Program program = new Program()) {
            List<String> ours = new ScriptRunner(program, files.table()).run(script);
            assertThat(told(script, ours)).isEqualTo(told(script, linux));
        } finally {
            files.close();
        }
        assertThat(files.released).as("files released after the last mapping").hasValue(files.expected);
    }

    static List<String> told(Script script, List<String> results) {
        List<String> told = new ArrayList<>();
        for (int i = 0; i < results.size(); i++) {
            told.add(script.lines().get(i) + " = " + results.get(i));
        }
        return told;
    }

    @Test
    void mmap_refuses_what_linux_refuses() {
        Script script = new Script();
        int[] flagses = {
            0,
            MAP_SHARED,
            MAP_PRIVATE,
            MAP_SHARED_VALIDATE,
            4,
            MAP_TYPE,
            ANON,
            MAP_SHARED | MAP_ANONYMOUS,
            MAP_SHARED_VALIDATE | MAP_ANONYMOUS,
            MAP_ANONYMOUS,
            ANON | MAP_GROWSDOWN,
            MAP_SHARED | MAP_ANONYMOUS | MAP_GROWSDOWN,
            MAP_PRIVATE | MAP_GROWSDOWN,
            MAP_SHARED_VALIDATE | MAP_SYNC,
            MAP_SHARED_VALIDATE | 0x800000,
            MAP_SHARED | MAP_SYNC,
            ANON | MAP_HUGETLB,
            ANON | MAP_HUGETLB | 5 << MAP_HUGE_SHIFT,
            ANON | MAP_NORESERVE | MAP_STACK | MAP_POPULATE,
            MAP_PRIVATE | MAP_DENYWRITE | MAP_EXECUTABLE,
            ANON | MAP_LOCKED,
        };
        int[] fds = {-1, 5000, RO, WO, RW, PATH, PIPE};
        for (int flags : flagses) {
            for (int fd : fds) {
                for (int protection : new int[] {PROT_NONE, PROT_READ, PROT_READ | PROT_EXEC}) {
                    // Linux counts pipes among the files that are mounted noexec: EPERM; here ENODEV.
                    if (fd != PIPE || protection != (PROT_READ | PROT_EXEC)) {
                        script.call(MMAP, 0, pages(1), protection, flags, fd, 0);
                    }
                }
            }
        }
        for (long length : new long[] {0, 1, 4097, -1, -4096, 1L << 47, 1L << 62, 0x7fff_ffff_f000L}) {
            script.call(MMAP, 0, length, PROT_READ, ANON, -1, 0);
            script.call(MMAP, 0, length, PROT_READ, MAP_PRIVATE, RO, 0);
            script.call(MMAP, page(0), length, PROT_READ, FIXED, -1, 0);
            script.line("fresh");
        }
        for (long offset : new long[] {1, 4095, 4096, -4096, 1L << 62, Long.MAX_VALUE & -4096, Long.MIN_VALUE}) {
            script.call(MMAP, 0, pages(2), PROT_READ, MAP_PRIVATE, RO, offset);
            script.call(MMAP, 0, pages(2), PROT_READ, ANON, -1, offset);
            script.call(MMAP, 0, pages(2), PROT_READ, MAP_PRIVATE, 5000, offset);
            script.call(MMAP, 0, 0, PROT_READ, ANON, -1, offset);
        }
        agree(script, Files.inMemory());
    }

    @Test
    void shared_writable_mappings_need_a_file_open_for_both() throws IOException {
        Script script = new Script();
        for (int fd : new int[] {RO, WO, RW}) {
            for (int flags : new int[] {MAP_SHARED, MAP_PRIVATE, MAP_SHARED_VALIDATE}) {
                script.line("fresh")
                        .call(MMAP, page(1), pages(4), RW_, flags | MAP_FIXED, fd, 0)
                        .line("poke @4096 7")
                        .call(MPROTECT, page(1), pages(1), PROT_READ)
                        .call(MPROTECT, page(1), pages(2), RW_)
                        .call(MMAP, page(10), pages(4), PROT_READ, flags | MAP_FIXED, fd, 0)
                        .call(MPROTECT, page(11), pages(1), RW_)
                        .call(MPROTECT, page(10), pages(4), PROT_READ | PROT_EXEC)
                        .dump();
            }
        }
        script.call(MSYNC, page(1), pages(4), MS_SYNC);
        agree(script, Files.onHost(directory));
    }

    private static Script placing() {
        Script script = new Script();
        script.call(MMAP, page(5), pages(2), RW_, ANON, -1, 0) // a hint that is free
                .call(MMAP, page(6), pages(1), RW_, ANON, -1, 0) // and one that is not
                .call(MMAP, "$0", pages(1), RW_, ANON | MAP_FIXED_NOREPLACE, -1, 0)
                .call(MMAP, page(4), pages(2), RW_, ANON | MAP_FIXED_NOREPLACE, -1, 0)
                .call(MMAP, page(7), pages(2), PROT_READ, ANON | MAP_FIXED_NOREPLACE, -1, 0)
                .call(MMAP, "@20481", pages(1), RW_, FIXED, -1, 0)
                .call(MMAP, "@45057", pages(1), RW_, ANON, -1, 0)
                .call(MMAP, "0x7ffffffff000", pages(1), RW_, FIXED, -1, 0)
                .call(MMAP, "0xfffffffffffff000", pages(1), RW_, FIXED, -1, 0)
                .line("poke @20480 1")
                .line("poke @24576 2")
                .call(MMAP, page(6), pages(2), RW_, FIXED, -1, 0)
                .dump()
                .call(MUNMAP, page(6), pages(1))
                .call(MUNMAP, page(6), pages(1))
                .call(MUNMAP, page(0), pages(48))
                .dump()
                .call(MUNMAP, page(0), 0)
                .call(MUNMAP, "@1", pages(1))
                .call(MUNMAP, 0, -4096)
                .call(MUNMAP, 0, -1)
                .call(MUNMAP, "0x7ffffffff000", 4096)
                .call(MUNMAP, "0x7fffffffe000", 4096);
        return script;
    }

    @Test
    void mappings_are_placed_replaced_and_taken_away() {
        agree(placing(), Files.inMemory());
    }

    private static Script protecting() {
        return new Script()
                .call(MMAP, page(0), pages(10), RW_, FIXED, -1, 0)
                .line("poke @8192 9")
                .call(MUNMAP, page(5), pages(1))
                .call(MPROTECT, page(1), pages(3), PROT_READ)
                .call(MPROTECT, page(3), pages(4), PROT_READ | PROT_EXEC) // over the hole
                .call(MPROTECT, page(5), pages(2), PROT_NONE) // begins in it
                .call(MPROTECT, page(8), pages(3), PROT_NONE) // ends past the end
                .dump()
                .call(MPROTECT, "@1", pages(1), PROT_READ)
                .call(MPROTECT, page(0), 0, PROT_READ)
                .call(MPROTECT, page(0), 0, 0x40)
                .call(MPROTECT, page(0), 1, 0x40)
                .call(MPROTECT, page(0), -1, PROT_READ)
                .call(MPROTECT, page(0), -4096, PROT_READ)
                .call(MPROTECT, page(0), "0x7fffffffffff", PROT_READ)
                .call(MPROTECT, page(0), pages(1), PROT_READ | PROT_GROWSDOWN)
                .call(MPROTECT, page(0), pages(1), PROT_READ | PROT_GROWSUP)
                .call(MPROTECT, page(0), pages(1), PROT_READ | PROT_GROWSUP | PROT_GROWSDOWN)
                .call(MPROTECT, page(0), pages(1), PROT_READ | PROT_SEM)
                .call(PKEY_MPROTECT, page(0), pages(1), RW_, -1)
                .call(PKEY_MPROTECT, page(0), pages(1), RW_, 15)
                .dump();
    }

    @Test
    void protection_changes_up_to_the_first_hole() {
        agree(protecting(), Files.inMemory());
    }

    private static Script files(int fd) {
        return new Script()
                .call(MMAP, page(0), pages(4), RW_, MAP_PRIVATE | MAP_FIXED, fd, 0)
                .line("peek @9999")
                .line("peek @10000")
                .line("peek @12287")
                .line("peek @12288")
                .line("poke @4096 1")
                .call(MMAP, page(6), 5000, PROT_READ, MAP_PRIVATE | MAP_FIXED, fd, pages(1))
                .call(MMAP, page(10), 5000, PROT_READ | PROT_EXEC, MAP_PRIVATE | MAP_FIXED, fd, pages(2))
                .call(MMAP, page(14), pages(2), PROT_READ, MAP_PRIVATE | MAP_FIXED, fd, pages(20))
                .call(MMAP, page(18), pages(2), PROT_READ, MAP_SHARED | MAP_FIXED, fd, 0)
                .dump()
                .call(MPROTECT, page(0), pages(4), PROT_READ)
                .call(MPROTECT, page(0), pages(4), RW_)
                .line("poke @12288 3")
                .call(MADVISE, page(0), pages(4), MADV_DONTNEED)
                .dump()
                .call(MREMAP, page(0), pages(4), pages(5), 0, 0)
                .call(MREMAP, page(6), pages(2), pages(4), 0, 0)
                .call(MREMAP, page(6), pages(4), pages(2), MREMAP_MAYMOVE | MREMAP_FIXED, page(30))
                .call(MREMAP, page(18), pages(1), pages(1), MREMAP_MAYMOVE | MREMAP_FIXED, page(25))
                .call(MREMAP, page(0), pages(3), pages(3), MREMAP_MAYMOVE | MREMAP_FIXED | MREMAP_DONTUNMAP, page(36))
                .dump()
                .call(MADVISE, page(30), pages(1), MADV_FREE)
                .call(MADVISE, page(30), pages(1), MADV_REMOVE)
                .dump();
    }

    @Test
    void a_file_of_the_hosts_is_mapped() throws IOException {
        agree(files(RO), Files.onHost(directory));
    }

    @Test
    void a_file_in_memory_is_copied() {
        agree(files(RO), Files.inMemory());
    }

    private static Script moving() {
        Script script = new Script()
                .call(MMAP, page(0), pages(6), RW_, FIXED, -1, 0)
                .call(MMAP, page(8), pages(2), RW_, FIXED, -1, 0);
        for (int i = 0; i < 6; i++) {
            script.line("poke " + page(i) + " " + (i + 1));
        }
        return script.call(MREMAP, page(0), pages(6), pages(8), 0, 0)
                .call(MREMAP, page(0), pages(8), pages(9), 0, 0)
                .call(MREMAP, page(0), pages(8), pages(3), 0, 0)
                .dump()
                .call(MREMAP, page(1), pages(2), pages(4), MREMAP_MAYMOVE | MREMAP_FIXED, page(20))
                .dump()
                .call(MREMAP, page(20), pages(4), pages(2), MREMAP_MAYMOVE | MREMAP_FIXED, page(8))
                .call(MREMAP, page(8), pages(2), pages(2), MREMAP_MAYMOVE | MREMAP_FIXED | MREMAP_DONTUNMAP, page(30))
                .dump()
                .call(MREMAP, page(0), pages(1), pages(40), MREMAP_MAYMOVE, 0)
                .line("peek $0")
                .line("peek $4096")
                .call(MREMAP, "$0", pages(40), pages(2), MREMAP_MAYMOVE | MREMAP_FIXED, page(40))
                .dump()
                .call(MREMAP, page(0), pages(1), pages(1), MREMAP_MAYMOVE, 0) // a hole
                .call(MREMAP, page(40), pages(4), pages(5), MREMAP_MAYMOVE, 0) // more than is there
                .call(MREMAP, page(40), pages(4), pages(4), 0, 0)
                .call(MREMAP, page(40), pages(4), pages(1), 0, 0)
                .call(MREMAP, page(40), 0, pages(1), MREMAP_MAYMOVE, 0)
                .call(MREMAP, page(40), 0, pages(1), 0, 0)
                .call(MREMAP, page(40), pages(1), 0, MREMAP_MAYMOVE, 0)
                .call(MREMAP, "@1", pages(1), pages(1), MREMAP_MAYMOVE, 0)
                .call(MREMAP, page(40), pages(1), pages(1), 8, 0)
                .call(MREMAP, page(40), pages(1), pages(1), MREMAP_FIXED, page(1))
                .call(MREMAP, page(40), pages(1), pages(1), MREMAP_DONTUNMAP, page(1))
                .call(MREMAP, page(40), pages(1), pages(2), MREMAP_MAYMOVE | MREMAP_DONTUNMAP, page(1))
                .call(MREMAP, page(40), pages(1), pages(1), MREMAP_MAYMOVE | MREMAP_FIXED, page(40))
                .call(MREMAP, page(40), pages(1), pages(3), MREMAP_MAYMOVE | MREMAP_FIXED, page(38))
                .call(MREMAP, page(40), pages(1), pages(1), MREMAP_MAYMOVE | MREMAP_FIXED, "@1")
                .call(MREMAP, page(40), pages(1), "0x7ffffffff001", MREMAP_MAYMOVE, 0)
                .call(MREMAP, page(40), pages(1), -1, MREMAP_MAYMOVE, 0)
                .call(MREMAP, page(40), -1, pages(1), MREMAP_MAYMOVE, 0)
                .call(MREMAP, page(40), "0x7ffffffff000", pages(1), 0, 0)
                .dump();
    }

    @Test
    void mappings_are_moved_and_grown() {
        agree(moving(), Files.inMemory());
    }

    private static Script sharedZeros() {
        return new Script()
                .call(MMAP, page(0), pages(2), RW_, MAP_SHARED | MAP_ANONYMOUS | MAP_FIXED, -1, 0)
                .call(MMAP, page(2), pages(2), RW_, MAP_SHARED | MAP_ANONYMOUS | MAP_FIXED, -1, 0)
                .line("poke @0 5")
                .call(MREMAP, page(0), 0, pages(2), MREMAP_MAYMOVE | MREMAP_FIXED, page(10))
                .line("poke @40960 6")
                .dump()
                .call(MREMAP, page(0), 0, pages(2), 0, 0)
                .call(MREMAP, page(0), pages(2), pages(2), MREMAP_MAYMOVE | MREMAP_FIXED, page(20))
                .dump()
                .call(MADVISE, page(20), pages(1), MADV_DONTNEED)
                .call(MADVISE, page(20), pages(1), MADV_FREE)
                .call(MADVISE, page(10), pages(1), MADV_REMOVE)
                .dump();
    }

    @Test
    void shared_zeros_are_one_object() {
        agree(sharedZeros(), Files.inMemory());
    }

    private static Script advising() {
        Script script = new Script()
                .call(MMAP, page(0), pages(6), RW_, FIXED, -1, 0)
                .call(MUNMAP, page(3), pages(1))
                .line("poke @0 1")
                .line("poke @4096 2")
                .line("poke @20480 3")
                .call(MADVISE, page(1), pages(5), MADV_DONTNEED)
                .dump()
                .call(MADVISE, page(3), pages(1), MADV_DONTNEED)
                .call(MADVISE, page(2), pages(3), MADV_POPULATE_WRITE)
                .call(MPROTECT, page(4), pages(1), PROT_NONE)
                .call(MADVISE, page(4), pages(1), MADV_POPULATE_READ);
        for (int advice = 0; advice < 28; advice++) {
            if (advice != MADV_DONTFORK
                    && advice != MADV_WIPEONFORK
                    && advice != MADV_MERGEABLE
                    && advice != MADV_COLLAPSE
                    && advice != MADV_UNMERGEABLE) {
                script.call(MADVISE, page(0), pages(1), advice);
                script.call(MADVISE, page(0), 0, advice);
                script.call(MADVISE, "@1", pages(1), advice);
                script.call(MADVISE, page(40), pages(1), advice);
            }
        }
        return script.call(MADVISE, page(0), -1, MADV_NORMAL)
                .call(MADVISE, page(0), -4096, MADV_NORMAL)
                .call(MADVISE, page(0), pages(1), -1)
                .call(MADVISE, page(0), pages(1), 1000)
                .call(MSYNC, page(0), pages(3), MS_SYNC)
                .call(MSYNC, page(0), pages(4), MS_ASYNC)
                .call(MSYNC, page(0), pages(1), MS_SYNC | MS_ASYNC)
                .call(MSYNC, page(0), pages(1), 8)
                .call(MSYNC, page(0), pages(1), 0)
                .call(MSYNC, page(0), 0, MS_SYNC)
                .call(MSYNC, "@1", pages(1), MS_SYNC)
                .call(MSYNC, page(0), -1, MS_SYNC)
                .call(MSYNC, page(0), -4096, MS_SYNC)
                .call(MINCORE, page(0), pages(3), "&0")
                .line("peek &0")
                .line("peek &1")
                .line("peek &2")
                .call(MINCORE, page(0), pages(4), "&0")
                .call(MINCORE, page(40), pages(1), "&0")
                .call(MINCORE, page(0), 0, "&0")
                .call(MINCORE, page(0), 1, page(40))
                .call(MINCORE, "@1", pages(1), "&0")
                .call(MINCORE, page(0), -1, "&0");
    }

    @Test
    void advice_is_taken() {
        agree(advising(), Files.inMemory());
    }

    @Test
    void pages_are_locked() {
        Script script = new Script()
                .call(MMAP, page(0), pages(6), RW_, FIXED, -1, 0)
                .call(MUNMAP, page(3), pages(1))
                .call(MLOCK, page(0), pages(2))
                .call(MLOCK, "@1", pages(1))
                .call(MADVISE, page(0), pages(1), MADV_DONTNEED)
                .call(MADVISE, page(0), pages(1), MADV_DONTNEED_LOCKED)
                .call(MSYNC, page(0), pages(1), MS_INVALIDATE)
                .call(MUNLOCK, "@5", 1)
                .call(MADVISE, page(0), pages(1), MADV_DONTNEED)
                .call(MLOCK, page(2), pages(2))
                .call(MLOCK, page(3), pages(1))
                .call(MLOCK, page(0), 0)
                .call(MLOCK, page(0), -1)
                .call(MLOCK, page(0), -8192)
                .call(MLOCK2, page(0), pages(1), MLOCK_ONFAULT)
                .call(MLOCK2, page(0), pages(1), 2)
                .call(MUNLOCK, page(2), pages(2))
                .call(MUNLOCK, page(0), -1)
                .call(MLOCKALL, 0)
                .call(MLOCKALL, 8)
                .call(MLOCKALL, MCL_ONFAULT)
                .call(MLOCKALL, MCL_FUTURE)
                .call(MMAP, page(20), pages(1), RW_, FIXED, -1, 0)
                .call(MADVISE, page(20), pages(1), MADV_DONTNEED)
                .call(MUNLOCKALL)
                .call(MADVISE, page(20), pages(1), MADV_DONTNEED);
        agree(script, Files.inMemory());
    }

    @Test
    void the_break_moves() {
        Script script = new Script()
                .call(BRK, 0)
                .call(BRK, "%1")
                .line("poke %4095 1")
                .line("peek %4096")
                .call(BRK, "%10000")
                .line("poke %9999 2")
                .call(BRK, "%4096")
                .line("peek %4095")
                .line("peek %4096")
                .call(BRK, "%12288")
                .line("peek %8192")
                .call(BRK, "%-1")
                .call(BRK, -1)
                .call(BRK, "0x7fffffffffff")
                .call(MMAP, "%20480", pages(1), PROT_READ, FIXED | MAP_FIXED_NOREPLACE, -1, 0)
                .call(BRK, "%16384")
                .call(BRK, "%16385")
                .call(BRK, "%20480")
                .call(MUNMAP, "%4096", pages(1))
                .call(BRK, "%8192")
                .call(BRK, "%0")
                .line("peek %0");
        agree(script, Files.inMemory());
    }
}
