package io.unishim.elfloader.engine;

import io.unishim.abi.Signals;
import io.unishim.memory.OffHeap;
import io.unishim.memory.UserMemory;
import io.unishim.struct.SigInfo;
import io.unishim.struct.SignalStack;
import io.unishim.task.Signalling;
import io.unishim.task.Task;
import org.jspecify.annotations.Nullable;

/**
 * The frames on which a program's signal handlers run: {@code struct rt_sigframe} of x86-64, which is the return address, a
 * {@code struct ucontext} and a siginfo, above it the vector state as {@code xsave} writes it.
 */
final class SignalFrames {
    private static final int RED_ZONE = 128;

    /** struct ucontext: flags, link, stack, then the registers of struct sigcontext, then the mask. */
    private static final int UC_SIZE = 304;

    private static final int UC_STACK = 16;
    private static final int UC_REGISTERS = 40;
    private static final int UC_MASK = 296;
    private static final int FRAME_SIZE = 8 + UC_SIZE + 128;

    /** UC_FP_XSTATE, UC_SIGCONTEXT_SS, UC_STRICT_RESTORE_SS. */
    private static final long UC_FLAGS = 7;

    private static final int[] REGISTERS = {
        Context.R8, Context.R9, Context.R10, Context.R11, Context.R12, Context.R13, Context.R14, Context.R15,
                Context.RDI,
        Context.RSI, Context.RBP, Context.RBX, Context.RDX, Context.RAX, Context.RCX, Context.RSP, Context.RIP,
                Context.FLAGS
    };
    private static final int CSGSFS = UC_REGISTERS + 8 * 18;
    private static final int ERROR = CSGSFS + 8;
    private static final int TRAP = ERROR + 8;
    private static final int OLD_MASK = TRAP + 8;
    private static final int CR2 = OLD_MASK + 8;
    private static final int FPSTATE = CR2 + 8;

    /** Selectors of 64-bit user code: cs 0x33 in the low 16 bits, ss 0x2b in the high 16. */
    private static final long SELECTORS = 0x33L | 0x2bL << 48;

    /** Where xsave's image says to readers of the frame how large it is. */
    private static final int SOFTWARE_RESERVED = 464;

    private static final int MAGIC_1 = 0x4650_5853;
    private static final int MAGIC_2 = 0x4650_5845;

    /** Flags that a program may set for itself: CF PF AF ZF SF TF DF OF RF AC ID. */
    private static final long USER_FLAGS = 0x0025_0dd5L & ~(1L << 8);

    private static final long MXCSR_MASK = 0xffff;

    /** Bytes of the room for a frame without its vector state, which follows. */
    private static final int FRAME_ROOM = 1024;

    private final Task task;
    private final Context context;
    /** Where frames are put together, made with the first one: memory outside of the heap is not cheap to come by. */
    private @Nullable OffHeap room;

    SignalFrames(Task task, Context context) {
        this.task = task;
        this.context = context;
    }

    /**
     * Pushes a frame and makes the handler the next thing to run.
     *
     * @return false if the stack cannot be written, or the alternate one has no room left; nothing has changed then
     */
    boolean push(Signalling.Handler handler) {
        Vectors vectors = Engine.vectors();
        UserMemory memory = task.memory();
        long stack = context.get(Context.RSP);
        SignalStack alternate = handler.stack();
        // A stack that disarms itself is none while a handler runs on it.
        boolean onIt = (alternate.flags() & Signals.SS_AUTODISARM) == 0 && isOn(alternate, stack);
        boolean enters = handler.alternate() && alternate.size() != 0 && !onIt;
        stack = enters ? alternate.base() + alternate.size() : stack - RED_ZONE;
        long vectorsAt = (stack - vectors.size() - 4) & -64;
        long frame = ((vectorsAt - FRAME_SIZE) & -16) - 8;
        if ((enters || onIt) && !isOn(alternate, frame)) {
            return false;
        }
        OffHeap image = room().slice(FRAME_ROOM, vectors.size() + 4);
        image.put(0, context.vectors(vectors.size()), 0, vectors.size());
        image.putInt(SOFTWARE_RESERVED, MAGIC_1);
        image.putInt(SOFTWARE_RESERVED + 4, vectors.size() + 4);
        image.putLong(SOFTWARE_RESERVED + 8, vectors.mask());
        image.putInt(SOFTWARE_RESERVED + 16, vectors.size());
        image.putInt(vectors.size(), MAGIC_2);
        if (memory.write(vectorsAt, image, 0, image.size()) != image.size()) {
            return false;
        }
        OffHeap bytes = build(handler, vectorsAt);
        if (memory.write(frame, bytes, 0, FRAME_SIZE) != FRAME_SIZE) {
            return false;
        }
        context.set(Context.RSP, frame);
        context.set(Context.RIP, handler.address());
        context.set(Context.RAX, 0);
        context.set(Context.RDI, handler.signal());
        context.set(Context.RSI, frame + 8 + UC_SIZE);
        context.set(Context.RDX, frame + 8);
        context.set(Context.FLAGS, context.get(Context.FLAGS) & ~(1L << 10 | 1L << 8 | 1L << 16));
        context.full();
        return true;
    }

    private OffHeap room() {
        OffHeap made = room;
        if (made == null) {
            made = OffHeap.allocate(FRAME_ROOM + Engine.vectors().size() + 4);
            room = made;
        }
        return made;
    }

    private static boolean isOn(SignalStack stack, long pointer) {
        return Long.compareUnsigned(pointer, stack.base()) > 0
                && Long.compareUnsigned(pointer - stack.base(), stack.size()) <= 0;
    }

    private OffHeap build(Signalling.Handler handler, long vectorsAt) {
        OffHeap out = room().slice(0, FRAME_SIZE);
        out.zero(0, FRAME_SIZE);
        int uc = 8;
        out.putLong(0, handler.restorer());
        out.putLong(uc, UC_FLAGS);
        SignalStack.LAYOUT.encode(handler.stack(), out.buffer(), uc + UC_STACK);
        for (int i = 0; i < REGISTERS.length; i++) {
            out.putLong(uc + UC_REGISTERS + 8 * i, context.get(REGISTERS[i]));
        }
        out.putLong(uc + CSGSFS, SELECTORS);
        out.putLong(uc + ERROR, context.get(Context.ERROR));
        out.putLong(uc + TRAP, context.get(Context.TRAP));
        out.putLong(uc + OLD_MASK, handler.oldMask());
        out.putLong(uc + CR2, context.get(Context.ADDRESS));
        out.putLong(uc + FPSTATE, vectorsAt);
        out.putLong(uc + UC_MASK, handler.oldMask());
        SigInfo.LAYOUT.encode(handler.info(), out.buffer(), uc + UC_SIZE);
        return out;
    }

    /**
     * Takes back the registers of the frame that the stack pointer stands behind.
     *
     * @return false if the frame cannot be read
     */
    boolean restore() {
        UserMemory memory = task.memory();
        long uc = context.get(Context.RSP);
        OffHeap in = room().slice(0, UC_SIZE);
        if (memory.read(uc, in, 0, UC_SIZE) != UC_SIZE) {
            return false;
        }
        // In this order, as on Linux: a handler that still stands on the alternate stack cannot change it by its frame.
        Signalling signalling = task.shim().serviceOrNull(Signalling.class);
        if (signalling != null) {
            signalling.mask(task, in.getLong(UC_MASK));
            signalling.alternateStack(task, SignalStack.LAYOUT.decode(in.buffer(), UC_STACK));
        }
        if (!restoreVectors(memory, in.getLong(FPSTATE))) {
            return false;
        }
        for (int i = 0; i < REGISTERS.length; i++) {
            context.set(REGISTERS[i], in.getLong(UC_REGISTERS + 8 * i));
        }
        context.set(Context.FLAGS, context.get(Context.FLAGS) & USER_FLAGS | 0x202);
        context.full();
        return true;
    }

    /** Takes back vector state, cut to what the processor accepts: a bad image must not fault in our own code. */
    private boolean restoreVectors(UserMemory memory, long address) {
        Vectors vectors = Engine.vectors();
        OffHeap image = context.vectors(vectors.size());
        if (address == 0) {
            image.zero(0, vectors.size());
            image.putInt(0, 0x37f);
            image.putInt(24, 0x1f80);
            return true;
        }
        OffHeap in = room().slice(FRAME_ROOM, vectors.size());
        if (memory.read(address, in, 0, vectors.size()) != vectors.size()) {
            return false;
        }
        boolean extended = in.getInt(SOFTWARE_RESERVED) == MAGIC_1;
        long inUse = extended ? in.getLong(512) & vectors.mask() : 3;
        in.zero(512, 64);
        in.putLong(512, inUse);
        in.putInt(24, (int) (in.getInt(24) & MXCSR_MASK));
        image.put(0, in, 0, vectors.size());
        return true;
    }
}
