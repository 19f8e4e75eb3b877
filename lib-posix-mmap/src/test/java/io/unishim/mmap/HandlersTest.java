package io.unishim.mmap;

import static io.unishim.abi.Errnos.EBADF;
import static io.unishim.abi.Errnos.EINVAL;
import static io.unishim.abi.Errnos.ENODEV;
import static io.unishim.abi.Errnos.ENOMEM;
import static io.unishim.abi.Mman.MAP_FIXED;
import static io.unishim.abi.Mman.MAP_PRIVATE;
import static io.unishim.abi.Mman.MAP_SHARED;
import static io.unishim.abi.Mman.MCL_CURRENT;
import static io.unishim.abi.Mman.PROT_READ;
import static io.unishim.mmap.Program.PAGE;
import static org.assertj.core.api.Assertions.assertThat;

import io.unishim.abi.Errnos;
import io.unishim.abi.Syscall;
import io.unishim.file.OpenFileDescription;
import io.unishim.memory.AddressSpace;
import io.unishim.memory.OffHeap;
import io.unishim.task.Task;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class HandlersTest {
    private static final List<Syscall> NEED_MEMORY = List.of(
            Syscall.MMAP,
            Syscall.MUNMAP,
            Syscall.MPROTECT,
            Syscall.MREMAP,
            Syscall.MSYNC,
            Syscall.MADVISE,
            Syscall.MINCORE,
            Syscall.MLOCK,
            Syscall.MLOCK2,
            Syscall.MUNLOCK,
            Syscall.MLOCKALL,
            Syscall.MUNLOCKALL);

    @Test
    void a_process_whose_code_is_java_has_no_memory_to_map() {
        try (Program program = new Program()) {
            Task java = program.shim.newProcess("java");
            for (Syscall call : NEED_MEMORY) {
                assertThat(program.shim.dispatch(java, call.number(), 0, PAGE, 0, 0, 0, 0))
                        .as(call.toString())
                        .isEqualTo(-ENOMEM);
            }
            assertThat(program.shim.dispatch(java, Syscall.BRK.number(), 0, 0, 0, 0, 0, 0))
                    .isZero();
        }
    }

    @Test
    void the_typed_view_maps() {
        try (Program program = new Program()) {
            long at = program.shim.linux(program.task).mmap(0, PAGE, Program.RW, Program.ANONYMOUS, -1, 0);
            program.space.putInt(at, 5);
            program.shim.linux(program.task).mprotect(at, PAGE, PROT_READ);
            assertThat(program.space.getInt(at)).isEqualTo(5);
        }
    }

    @Test
    void without_a_descriptor_table_no_descriptor_is_open() {
        try (Program program = new Program()) {
            assertThat(program.shim.dispatch(
                            program.task, Syscall.MMAP.number(), 0, PAGE, PROT_READ, MAP_PRIVATE, 3, 0))
                    .isEqualTo(-EBADF);
        }
    }

    @Test
    void memory_is_not_shared_with_a_file_that_the_host_does_not_have() {
        Files files = Files.inMemory();
        try (Program program = new Program()) {
            assertThat(program.map(0, PAGE, Program.RW, MAP_SHARED, files.open.get(Files.RW), 0))
                    .isEqualTo(-ENODEV);
            assertThat(program.map(0, PAGE, PROT_READ, MAP_SHARED, files.open.get(Files.RW), 0))
                    .isPositive();
        }
        files.close();
    }

    @Test
    void a_mapping_keeps_its_file_after_the_last_close() {
        Files files = Files.inMemory();
        OpenFileDescription open = Objects.requireNonNull(files.open.get(Files.RO));
        try (Program program = new Program()) {
            long at = program.map(0, 3 * PAGE, PROT_READ, MAP_PRIVATE, open, 0);
            files.close();
            assertThat(files.released).hasValue(files.expected - 1);
            program.space.unmap(at + PAGE, PAGE);
            program.space.unmap(at, PAGE);
            assertThat(files.released).hasValue(files.expected - 1);
            assertThat(program.space.mappings())
                    .containsExactly(new AddressSpace.Mapping(
                            at + 2 * PAGE, at + 3 * PAGE, PROT_READ, false, 2 * PAGE, "", open, 0));
            program.space.unmap(at + 2 * PAGE, PAGE);
            assertThat(files.released).hasValue(files.expected);
        }
    }

    @Test
    void neighbours_that_are_alike_are_one_mapping() {
        Files files = Files.inMemory();
        try (Program program = new Program()) {
            long at = program.map(16);
            program.space.unmap(at, 16 * PAGE);
            for (long page : new long[] {0, 2, 1, 4, 3}) {
                program.map(at + page * PAGE, 1, Program.RW, Program.ANONYMOUS | MAP_FIXED);
            }
            for (long page : new long[] {0, 2, 1}) {
                program.map(
                        at + (page + 8) * PAGE,
                        PAGE,
                        PROT_READ,
                        MAP_PRIVATE | MAP_FIXED,
                        files.open.get(Files.RO),
                        page * PAGE);
            }
            assertThat(program.space.mappings())
                    .containsExactly(
                            new AddressSpace.Mapping(at, at + 5 * PAGE, Program.RW, false, 0, ""),
                            new AddressSpace.Mapping(
                                    at + 8 * PAGE,
                                    at + 11 * PAGE,
                                    PROT_READ,
                                    false,
                                    0,
                                    "",
                                    files.open.get(Files.RO),
                                    0));
            program.space.protect(program.task, at + PAGE, PAGE, PROT_READ);
            assertThat(program.space.mappings()).hasSize(4);
            program.space.protect(program.task, at + PAGE, PAGE, Program.RW);
            assertThat(program.space.mappings()).hasSize(2);
        }
        files.close();
        assertThat(files.released).hasValue(files.expected);
    }

    @Test
    void a_descriptor_of_the_hosts_that_cannot_be_mapped_is_copied() {
        // A directory: the host answers ENODEV.
        Files files = Files.inMemory();
        try (Program program = new Program()) {
            long at = program.map(0, 3 * PAGE, PROT_READ, MAP_PRIVATE, files.unmappableOnHost(), 0);
            assertThat(program.space.getByte(at + PAGE)).isEqualTo((byte) 'b');
        }
        files.close();
    }

    @Test
    void names_are_those_of_proc_maps() {
        try (Program program = new Program()) {
            long at = program.space.map(program.task, 0, PAGE, Program.RW, Program.ANONYMOUS, null, 0, "[stack]");
            long heap = program.space.moveBreak(program.task, 0);
            program.space.moveBreak(program.task, heap + 1);
            assertThat(program.space.mappings())
                    .containsExactly(
                            new AddressSpace.Mapping(heap, heap + PAGE, Program.RW, false, 0, "[heap]"),
                            new AddressSpace.Mapping(at, at + PAGE, Program.RW, false, 0, "[stack]"));
        }
    }

    @Test
    void what_belongs_to_the_jvm_is_neither_mapped_nor_unmapped() {
        try (Program program = new Program()) {
            OffHeap block = OffHeap.allocate(8192, 4096);
            block.putInt(0, 9);
            assertThat(program.map(block.address(), 1, Program.RW, Program.ANONYMOUS | MAP_FIXED))
                    .isEqualTo(-ENOMEM);
            assertThat(program.space.unmap(block.address(), PAGE)).isZero();
            assertThat(program.space.unmap(0, 0x7fff_ffff_f000L)).isZero();
            assertThat(program.space.protect(program.task, block.address(), PAGE, 0))
                    .isEqualTo(-ENOMEM);
            assertThat(program.space.advise(program.task, block.address(), PAGE, 4))
                    .isEqualTo(-ENOMEM);
            long page = program.map(1);
            assertThat(program.space.remap(program.task, block.address(), PAGE, PAGE, 3, page))
                    .isEqualTo(-Errnos.EFAULT);
            assertThat(program.space.remap(program.task, page, PAGE, PAGE, 3, block.address()))
                    .isEqualTo(-ENOMEM);
            assertThat(program.space.lock(program.task, block.address(), PAGE, 0))
                    .isEqualTo(-ENOMEM);
            assertThat(block.getInt(0)).isEqualTo(9);
        }
    }

    @Test
    void all_is_locked_and_unlocked() {
        try (Program program = new Program()) {
            program.map(1);
            assertThat(program.space.lockAll(program.task, MCL_CURRENT)).isZero();
            assertThat(program.space.unlockAll()).isZero();
            assertThat(program.space.lockAll(program.task, 0)).isEqualTo(-EINVAL);
        }
    }
}
