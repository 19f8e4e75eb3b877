package io.unishim.host;

import static io.unishim.host.Register.RSP;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Writes x86-64 machine code: just the instructions that Unishim's own code needs, in Intel's operand order.
 *
 * <p>Operands are 64 bits wide unless the method's name says otherwise. {@link #code()} gives the bytes once every label has
 * its place.
 */
@SuppressWarnings("EnumOrdinal") // the place is the number in machine code
public final class Assembler {
    /** Conditions of jumps, by their encoding. */
    public enum Condition {
        BELOW(2),
        ABOVE_EQUAL(3),
        EQUAL(4),
        NOT_EQUAL(5),
        BELOW_EQUAL(6),
        ABOVE(7);

        private final int code;

        Condition(int code) {
            this.code = code;
        }
    }

    private int unresolved;
    private ByteBuffer out = ByteBuffer.allocate(1024).order(ByteOrder.LITTLE_ENDIAN);

    /** Creates an assembler without code. */
    public Assembler() {}

    /** @return the bytes so far from the beginning of the code */
    public int offset() {
        return out.position();
    }

    /** @return the code. @throws IllegalStateException if a jump names a label that has no place */
    public byte[] code() {
        if (unresolved != 0) {
            throw new IllegalStateException(unresolved + " jumps to labels without a place");
        }
        return Arrays.copyOf(out.array(), out.position());
    }

    /** Writes bytes as they are: an instruction that has no method here. */
    public Assembler bytes(int... values) {
        room(values.length);
        for (int value : values) {
            out.put((byte) value);
        }
        return this;
    }

    private void room(int count) {
        if (out.remaining() < count + 16) {
            out = ByteBuffer.wrap(Arrays.copyOf(out.array(), out.capacity() * 2 + count))
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .position(out.position());
        }
    }

    private Assembler int32(int value) {
        room(4);
        out.putInt(value);
        return this;
    }

    private Assembler int64(long value) {
        room(8);
        out.putLong(value);
        return this;
    }

    /** Gives a label this place. */
    public Assembler bind(Label label) {
        if (label.offset != Label.UNBOUND) {
            throw new IllegalStateException("a label has one place");
        }
        label.offset = out.position();
        for (int use : label.uses) {
            out.putInt(use, label.offset - (use + 4));
            unresolved--;
        }
        return this;
    }

    /** @return where a label was bound, in bytes from the beginning of the code */
    public int offsetOf(Label label) {
        if (label.offset == Label.UNBOUND) {
            throw new IllegalStateException("the label has no place yet");
        }
        return label.offset;
    }

    private Assembler relative(Label label) {
        if (label.offset == Label.UNBOUND) {
            label.uses.add(out.position());
            unresolved++;
            return int32(0);
        }
        return int32(label.offset - (out.position() + 4));
    }

    /** Opcode, ModRM, SIB and displacement for a memory operand. {@code width} is REX.W (8) or 0. */
    private Assembler memory(int width, int register, Operand operand, int... opcode) {
        Register base = operand.base();
        int rex = 0x40 | width | (register >> 3) << 2 | (base == null ? 0 : base.high());
        if (base == null) {
            bytes(0x65);
        }
        if (rex != 0x40) {
            bytes(rex);
        }
        bytes(opcode);
        int field = (register & 7) << 3;
        if (base == null) {
            bytes(field | 4, 0x25);
        } else if (base.low() == RSP.low()) {
            bytes(0x80 | field | 4, 0x24);
        } else {
            bytes(0x80 | field | base.low());
        }
        return int32(operand.displacement());
    }

    private Assembler registers(int width, int register, Register rm, int... opcode) {
        int rex = 0x40 | width | (register >> 3) << 2 | rm.high();
        if (rex != 0x40) {
            bytes(rex);
        }
        return bytes(opcode).bytes(0xc0 | (register & 7) << 3 | rm.low());
    }

    public Assembler mov(Register to, Register from) {
        return registers(8, from.ordinal(), to, 0x89);
    }

    public Assembler mov(Register to, Operand from) {
        return memory(8, to.ordinal(), from, 0x8b);
    }

    public Assembler mov(Operand to, Register from) {
        return memory(8, from.ordinal(), to, 0x89);
    }

    public Assembler mov32(Register to, Operand from) {
        return memory(0, to.ordinal(), from, 0x8b);
    }

    public Assembler mov32(Operand to, Register from) {
        return memory(0, from.ordinal(), to, 0x89);
    }

    public Assembler mov32(Register to, int value) {
        if (to.high() != 0) {
            bytes(0x41);
        }
        return bytes(0xb8 | to.low()).int32(value);
    }

    public Assembler mov32(Operand to, int value) {
        return memory(0, 0, to, 0xc7).int32(value);
    }

    /** Stores the low byte of rax, rcx, rdx or rbx. */
    public Assembler mov8(Operand to, Register from) {
        if (from.ordinal() > 3) {
            throw new IllegalArgumentException(from + " has no low byte without a REX prefix");
        }
        return memory(0, from.ordinal(), to, 0x88);
    }

    public Assembler mov8(Operand to, int value) {
        return memory(0, 0, to, 0xc6).bytes(value);
    }

    public Assembler movzx8(Register to, Operand from) {
        return memory(0, to.ordinal(), from, 0x0f, 0xb6);
    }

    public Assembler movzx16(Register to, Operand from) {
        return memory(0, to.ordinal(), from, 0x0f, 0xb7);
    }

    /** Loads an immediate of 64 bits. */
    public Assembler mov(Register to, long value) {
        return bytes(0x48 | to.high(), 0xb8 | to.low()).int64(value);
    }

    /** Loads the address of a label. */
    public Assembler lea(Register to, Label label) {
        return bytes(0x48 | to.high() << 2, 0x8d, 5 | to.low() << 3).relative(label);
    }

    public Assembler lea(Register to, Operand address) {
        return memory(8, to.ordinal(), address, 0x8d);
    }

    public Assembler add(Register to, int value) {
        return registers(8, 0, to, 0x81).int32(value);
    }

    public Assembler sub(Register to, int value) {
        return registers(8, 5, to, 0x81).int32(value);
    }

    public Assembler sub(Register to, Register value) {
        return registers(8, value.ordinal(), to, 0x29);
    }

    public Assembler and(Register to, int value) {
        return registers(8, 4, to, 0x81).int32(value);
    }

    /** Exchanges a register's low 32 bits with memory, atomically and as a barrier. */
    public Assembler xchg32(Operand with, Register register) {
        return memory(0, register.ordinal(), with, 0x87);
    }

    /** Writes a byte as it is, atomically: it can be written if that does not fault. */
    public Assembler touch(Register at) {
        bytes(0xf0);
        return memory(0, 1, new Operand(at, 0), 0x80).bytes(0);
    }

    /** Adds 1 atomically. */
    public Assembler lockInc(Operand to) {
        bytes(0xf0);
        return memory(8, 0, to, 0xff);
    }

    public Assembler and32(Operand to, int value) {
        return memory(0, 4, to, 0x81).int32(value);
    }

    public Assembler cmp(Register left, Register right) {
        return registers(8, right.ordinal(), left, 0x39);
    }

    public Assembler cmp(Register left, int right) {
        return registers(8, 7, left, 0x81).int32(right);
    }

    public Assembler sub32(Register to, Register value) {
        return registers(0, value.ordinal(), to, 0x29);
    }

    public Assembler cmp32(Register left, Register right) {
        return registers(0, right.ordinal(), left, 0x39);
    }

    public Assembler cmp32(Operand left, Register right) {
        return memory(0, right.ordinal(), left, 0x39);
    }

    public Assembler cmp32(Operand left, int right) {
        return memory(0, 7, left, 0x81).int32(right);
    }

    public Assembler cmp8(Operand left, int right) {
        return memory(0, 7, left, 0x80).bytes(right);
    }

    public Assembler test(Register left, Register right) {
        return registers(8, right.ordinal(), left, 0x85);
    }

    public Assembler test32(Register left, int mask) {
        return registers(0, 0, left, 0xf7).int32(mask);
    }

    public Assembler xor32(Register to, Register from) {
        return registers(0, from.ordinal(), to, 0x31);
    }

    public Assembler push(Register register) {
        return register.high() == 0 ? bytes(0x50 | register.low()) : bytes(0x41, 0x50 | register.low());
    }

    public Assembler push(Operand operand) {
        return memory(0, 6, operand, 0xff);
    }

    public Assembler pop(Register register) {
        return register.high() == 0 ? bytes(0x58 | register.low()) : bytes(0x41, 0x58 | register.low());
    }

    public Assembler jmp(Label label) {
        return bytes(0xe9).relative(label);
    }

    public Assembler jmp(Register to) {
        return to.high() == 0 ? bytes(0xff, 0xe0 | to.low()) : bytes(0x41, 0xff, 0xe0 | to.low());
    }

    public Assembler jmp(Operand to) {
        return memory(0, 4, to, 0xff);
    }

    public Assembler jump(Condition condition, Label label) {
        return bytes(0x0f, 0x80 | condition.code).relative(label);
    }

    public Assembler shl(Register to, int bits) {
        return registers(8, 4, to, 0xc1).bytes(bits);
    }

    public Assembler shr(Register to, int bits) {
        return registers(8, 5, to, 0xc1).bytes(bits);
    }

    /** Loads the limit of a segment, by its selector. */
    public Assembler loadSegmentLimit(Register to, Register selector) {
        return registers(0, to.ordinal(), selector, 0x0f, 0x03);
    }

    /** Multiplies, signed, and keeps the low 64 bits. */
    public Assembler imul(Register to, Register by) {
        return registers(8, to.ordinal(), by, 0x0f, 0xaf);
    }

    public Assembler add(Register to, Register value) {
        return registers(8, value.ordinal(), to, 0x01);
    }

    public Assembler ret() {
        return bytes(0xc3);
    }

    public Assembler syscall() {
        return bytes(0x0f, 0x05);
    }

    public Assembler repMovsb() {
        return bytes(0xf3, 0xa4);
    }

    /** Reads the processor's time stamp: its low half into eax, its high half into edx. */
    public Assembler rdtsc() {
        return bytes(0x0f, 0x31);
    }

    /** Tells the processor that this is a loop that waits. */
    public Assembler pause() {
        return bytes(0xf3, 0x90);
    }

    public Assembler rdfsbase(Register to) {
        return bytes(0xf3, 0x48 | to.high(), 0x0f, 0xae, 0xc0 | to.low());
    }

    public Assembler rdgsbase(Register to) {
        return bytes(0xf3, 0x48 | to.high(), 0x0f, 0xae, 0xc8 | to.low());
    }

    public Assembler wrfsbase(Register from) {
        return bytes(0xf3, 0x48 | from.high(), 0x0f, 0xae, 0xd0 | from.low());
    }

    public Assembler wrgsbase(Register from) {
        return bytes(0xf3, 0x48 | from.high(), 0x0f, 0xae, 0xd8 | from.low());
    }

    /** Stores an xmm register; the operand need not be aligned. */
    public Assembler movups(Operand to, int xmm) {
        return memory(0, xmm, to, 0x0f, 0x11);
    }

    /** Loads an xmm register; the operand need not be aligned. */
    public Assembler movups(int xmm, Operand from) {
        return memory(0, xmm, from, 0x0f, 0x10);
    }

    /** Stores a ymm register; the operand need not be aligned. */
    public Assembler vmovups(Operand to, int ymm) {
        return vex(ymm, to, 0x11);
    }

    /** Loads a ymm register; the operand need not be aligned. */
    public Assembler vmovups(int ymm, Operand from) {
        return vex(ymm, from, 0x10);
    }

    /** A 256-bit instruction of the 0F map between a register and memory. */
    private Assembler vex(int ymm, Operand operand, int opcode) {
        Register base = operand.base();
        if (base != null) {
            throw new IllegalArgumentException("only GS-relative operands have been needed so far");
        }
        return bytes(0x65, 0xc5, (ymm < 8 ? 0x80 : 0) | 0x7c, opcode, (ymm & 7) << 3 | 4, 0x25)
                .int32(operand.displacement());
    }

    /** Ors a ymm register into another one. */
    public Assembler vorps(int to, int other) {
        return bytes(0xc4, 0x41 | (to < 8 ? 0x80 : 0) | (other < 8 ? 0x20 : 0), (~to & 15) << 3 | 4, 0x56)
                .bytes(0xc0 | (to & 7) << 3 | other & 7);
    }

    /** Puts the upper half of ymm0 into xmm0 and compares it with 0. */
    public Assembler testUpperHalfOfYmm0() {
        // vextractf128 xmm0, ymm0, 1; vptest xmm0, xmm0
        return bytes(0xc4, 0xe3, 0x7d, 0x19, 0xc0, 0x01).bytes(0xc4, 0xe2, 0x79, 0x17, 0xc0);
    }

    /** Sets al to 1 if the last comparison found a difference, else to 0. */
    public Assembler setNotEqualAl() {
        return bytes(0x0f, 0x95, 0xc0);
    }

    /** Stores the control word of the x87 unit, 2 bytes. */
    public Assembler fnstcw(Operand to) {
        return memory(0, 7, to, 0xd9);
    }

    /** Makes the x87 unit as after reset. */
    public Assembler fninit() {
        return bytes(0xdb, 0xe3);
    }

    public Assembler stmxcsr(Operand to) {
        return memory(0, 3, to, 0x0f, 0xae);
    }

    public Assembler ldmxcsr(Operand from) {
        return memory(0, 2, from, 0x0f, 0xae);
    }

    public Assembler vzeroupper() {
        return bytes(0xc5, 0xf8, 0x77);
    }

    /** Saves the components named by edx:eax; the operand is aligned to 64 bytes. */
    public Assembler xsave(Operand to) {
        return memory(8, 4, to, 0x0f, 0xae);
    }

    /** Restores the components named by edx:eax; the operand is aligned to 64 bytes. */
    public Assembler xrstor(Operand from) {
        return memory(8, 5, from, 0x0f, 0xae);
    }

    /** Reads the extended control register ecx into edx:eax. */
    public Assembler xgetbv() {
        return bytes(0x0f, 0x01, 0xd0);
    }

    public Assembler popfq() {
        return bytes(0x9d);
    }

    /** Compares eax with the operand; if equal stores the register, else loads eax; atomically. */
    public Assembler lockCmpxchg32(Operand to, Register from) {
        bytes(0xf0);
        return memory(0, from.ordinal(), to, 0x0f, 0xb1);
    }
}
