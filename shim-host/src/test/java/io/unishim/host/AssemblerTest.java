package io.unishim.host;

import static io.unishim.host.Operand.at;
import static io.unishim.host.Operand.gs;
import static org.assertj.core.api.Assertions.assertThat;

import io.unishim.host.Assembler.Condition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the assembler writes, objdump reads back. */
class AssemblerTest {
    @TempDir
    Path directory;

    private final Assembler code = new Assembler();
    private final List<String> expected = new ArrayList<>();

    private static String name(Register register) {
        return register.name().toLowerCase(java.util.Locale.ROOT);
    }

    private void expect(String text) {
        expected.add(text);
    }

    @Test
    void instructions_are_what_objdump_says() throws IOException, InterruptedException {
        Assumptions.assumeTrue(
                Files.isExecutable(Path.of("/usr/bin/objdump")), "objdump (package binutils) is missing");
        for (Register register : Register.values()) {
            everyFormWith(register);
        }
        others();
        assertThat(disassemble()).containsExactlyElementsOf(expected);
    }

    private void everyFormWith(Register r) {
        String n = name(r);
        code.mov(r, Register.R9);
        expect("mov " + n + ",r9");
        code.mov(Register.RBX, at(r, 0x1234));
        expect("mov rbx,QWORD PTR [" + n + "+0x1234]");
        code.mov(at(r, 0x10), Register.R12);
        expect("mov QWORD PTR [" + n + "+0x10],r12");
        code.mov(gs(0x40), r);
        expect("mov QWORD PTR gs:0x40," + n);
        code.mov(r, gs(0x40));
        expect("mov " + n + ",QWORD PTR gs:0x40");
        code.mov(r, 0x1122334455667788L);
        expect("movabs " + n + ",0x1122334455667788");
        code.add(r, 0x100).sub(r, 0x200).and(r, 0x300).cmp(r, 0x400);
        expect("add " + n + ",0x100");
        expect("sub " + n + ",0x200");
        expect("and " + n + ",0x300");
        expect("cmp " + n + ",0x400");
        code.push(r).pop(r).jmp(r).shl(r, 3).shr(r, 5).imul(Register.RAX, r).imul(r, Register.RCX);
        expect("push " + n);
        expect("pop " + n);
        expect("jmp " + n);
        expect("shl " + n + ",0x3");
        expect("shr " + n + ",0x5");
        expect("imul rax," + n);
        expect("imul " + n + ",rcx");
        code.rdfsbase(r).wrfsbase(r).rdgsbase(r).wrgsbase(r);
        expect("rdfsbase " + n);
        expect("wrfsbase " + n);
        expect("rdgsbase " + n);
        expect("wrgsbase " + n);
        code.movups(9, at(r, 0x20)).movups(at(r, 0x20), 3);
        expect("movups xmm9,XMMWORD PTR [" + n + "+0x20]");
        expect("movups XMMWORD PTR [" + n + "+0x20],xmm3");
    }

    private void others() {
        code.lockCmpxchg32(at(Register.RDX, 0x10), Register.R8);
        expect("lock cmpxchg DWORD PTR [rdx+0x10],r8d");
        code.loadSegmentLimit(Register.RAX, Register.RCX).loadSegmentLimit(Register.R9, Register.R10);
        expect("lsl eax,ecx");
        expect("lsl r9d,r10d");
        code.touch(Register.RSI).touch(Register.R9);
        expect("lock or BYTE PTR [rsi+0x0],0x0");
        expect("lock or BYTE PTR [r9+0x0],0x0");
        code.lockInc(at(Register.RAX, 0x10));
        expect("lock inc QWORD PTR [rax+0x10]");
        code.mov32(gs(0x10), 7).mov8(gs(0x11), 1).cmp8(gs(0x12), 0).cmp32(gs(0x14), 5);
        expect("mov DWORD PTR gs:0x10,0x7");
        expect("mov BYTE PTR gs:0x11,0x1");
        expect("cmp BYTE PTR gs:0x12,0x0");
        expect("cmp DWORD PTR gs:0x14,0x5");
        code.xsave(gs(0x400)).xrstor(gs(0x400)).stmxcsr(gs(0x418)).ldmxcsr(gs(0x418));
        expect("xsave64 gs:0x400");
        expect("xrstor64 gs:0x400");
        expect("stmxcsr DWORD PTR gs:0x418");
        expect("ldmxcsr DWORD PTR gs:0x418");
        code.jmp(gs(0x80))
                .push(gs(0x88))
                .popfq()
                .syscall()
                .repMovsb()
                .vzeroupper()
                .xgetbv()
                .ret();
        expect("jmp QWORD PTR gs:0x80");
        expect("push QWORD PTR gs:0x88");
        expect("popf");
        expect("syscall");
        expect("rep movs BYTE PTR es:[rdi],BYTE PTR ds:[rsi]");
        expect("vzeroupper");
        expect("xgetbv");
        expect("ret");
        code.movzx8(Register.R10, at(Register.RSI, 0x10)).test32(Register.RAX, 0x80);
        expect("movzx r10d,BYTE PTR [rsi+0x10]");
        expect("test eax,0x80");
    }

    private List<String> disassemble() throws IOException, InterruptedException {
        Path file = Files.write(directory.resolve("code"), code.code());
        Path out = directory.resolve("out");
        int status = new ProcessBuilder(
                        "/usr/bin/objdump",
                        "-D",
                        "-b",
                        "binary",
                        "-m",
                        "i386:x86-64",
                        "-M",
                        "intel",
                        "--no-show-raw-insn",
                        file.toString())
                .redirectOutput(out.toFile())
                .redirectErrorStream(true)
                .start()
                .waitFor();
        assertThat(status).isZero();
        List<String> lines = new ArrayList<>();
        for (String line : Files.readAllLines(out)) {
            if (line.matches("\\s*[0-9a-f]+:\\t.*")) {
                lines.add(line.substring(line.indexOf('\t')).strip().replaceAll("\\s+", " "));
            }
        }
        return lines;
    }

    @Test
    void jumps_reach_their_labels_in_both_directions() throws IOException, InterruptedException {
        Assumptions.assumeTrue(
                Files.isExecutable(Path.of("/usr/bin/objdump")), "objdump (package binutils) is missing");
        Label before = new Label();
        Label after = new Label();
        code.bind(before)
                .jump(Condition.BELOW, after)
                .jmp(before)
                .lea(Register.RCX, after)
                .bind(after)
                .ret();
        assertThat(disassemble()).containsExactly("jb 0x12", "jmp 0x0", "lea rcx,[rip+0x0] # 0x12", "ret");
    }
}
