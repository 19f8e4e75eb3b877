package io.unishim.elfloader.image;

import static io.unishim.abi.Errnos.E2BIG;
import static io.unishim.abi.Errnos.ENOMEM;

import io.unishim.abi.Auxv;
import io.unishim.call.ErrnoException;
import io.unishim.host.Host;
import io.unishim.memory.AddressSpace;
import io.unishim.task.CommandLine;
import io.unishim.task.Credentials;
import io.unishim.task.Task;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * What a program finds above its stack pointer when it begins: the number of arguments, their addresses, those of the
 * environment, the auxiliary vector (man 3 getauxval), and the texts.
 */
final class InitialStack {
    /** The kernel's MAX_ARG_STRLEN. */
    private static final int LONGEST_STRING = 128 * 1024;

    private static final int CLOCK_TICKS = 100;

    private final AddressSpace space;
    private final List<Long> auxiliary = new ArrayList<>();
    private long top;
    private long textsStart;
    private long environmentStart;
    private long textsEnd;

    /** @param top the end of the stack, a multiple of 16 */
    InitialStack(AddressSpace space, long top) {
        this.space = space;
        // The kernel leaves a word of zeros at the very end.
        this.top = top - 8;
    }

    /** Adds what the image itself says. */
    void image(long entry, long headers, int headerCount, long interpreterBase) {
        auxiliary(Auxv.AT_PHDR, headers);
        auxiliary(Auxv.AT_PHENT, ElfHeader.SEGMENT_SIZE);
        auxiliary(Auxv.AT_PHNUM, headerCount);
        auxiliary(Auxv.AT_PAGESZ, 4096);
        auxiliary(Auxv.AT_BASE, interpreterBase);
        auxiliary(Auxv.AT_FLAGS, 0);
        auxiliary(Auxv.AT_ENTRY, entry);
    }

    /** Adds where functions are that tell the time. */
    void vdso(long address) {
        auxiliary(Auxv.AT_SYSINFO_EHDR, address);
    }

    /** Adds who the program runs as. @param secure whether it shall not trust its environment */
    void caller(Credentials who, boolean secure) {
        auxiliary(Auxv.AT_UID, who.uid());
        auxiliary(Auxv.AT_EUID, who.euid());
        auxiliary(Auxv.AT_GID, who.gid());
        auxiliary(Auxv.AT_EGID, who.egid());
        auxiliary(Auxv.AT_SECURE, secure ? 1 : 0);
    }

    private void auxiliary(int type, long value) {
        auxiliary.add((long) type);
        auxiliary.add(value);
    }

    /**
     * Writes the stack.
     *
     * @param limit the bytes that arguments and environment may take
     * @return the stack pointer, a multiple of 16
     * @throws ErrnoException {@code E2BIG} if they take more
     */
    long write(Task task, List<byte[]> arguments, List<byte[]> environment, String path, long limit) {
        long lowest = top - limit;
        long name = string(path.getBytes(StandardCharsets.UTF_8), lowest);
        textsEnd = top;
        long[] environmentAt = strings(environment, lowest);
        environmentStart = top;
        long[] argumentsAt = strings(arguments, lowest);
        textsStart = top;
        long platform = string(new byte[] {'x', '8', '6', '_', '6', '4'}, lowest);
        byte[] random = new byte[16];
        task.shim().random().nextBytes(random);
        top = (top & -16) - random.length;
        put(top, random);
        host();
        auxiliary(Auxv.AT_RANDOM, top);
        auxiliary(Auxv.AT_EXECFN, name);
        auxiliary(Auxv.AT_PLATFORM, platform);
        auxiliary(Auxv.AT_NULL, 0);
        return pointers(argumentsAt, environmentAt);
    }

    /** @return what {@link #write} put there */
    CommandLine commandLine(String executable, List<byte[]> arguments, List<byte[]> environment) {
        return new CommandLine(executable, arguments, environment, textsStart, environmentStart, textsEnd, auxiliary);
    }

    private void host() {
        auxiliary(Auxv.AT_CLKTCK, CLOCK_TICKS);
        auxiliary(Auxv.AT_HWCAP, Host.auxiliary(Auxv.AT_HWCAP));
        // Bit 1 would say that a program may change its FS and GS bases; the GS base is the engine's.
        auxiliary(Auxv.AT_HWCAP2, 0);
        auxiliary(Auxv.AT_MINSIGSTKSZ, Host.auxiliary(Auxv.AT_MINSIGSTKSZ));
    }

    private long[] strings(List<byte[]> texts, long lowest) {
        long[] addresses = new long[texts.size()];
        for (int i = texts.size() - 1; i >= 0; i--) {
            addresses[i] = string(texts.get(i), lowest);
        }
        return addresses;
    }

    private long string(byte[] text, long lowest) {
        if (text.length >= LONGEST_STRING || top - text.length - 1 < lowest) {
            throw new ErrnoException(E2BIG, "execve");
        }
        top -= text.length + 1;
        put(top, text);
        return top;
    }

    private long pointers(long[] arguments, long[] environment) {
        int words = 1 + arguments.length + 1 + environment.length + 1 + auxiliary.size();
        long stack = (top - 8L * words) & -16;
        ByteBuffer out = ByteBuffer.allocate(8 * words).order(ByteOrder.LITTLE_ENDIAN);
        out.putLong(arguments.length);
        for (long address : arguments) {
            out.putLong(address);
        }
        out.putLong(0);
        for (long address : environment) {
            out.putLong(address);
        }
        out.putLong(0);
        auxiliary.forEach(out::putLong);
        put(stack, out.array());
        return stack;
    }

    private void put(long address, byte[] bytes) {
        if (space.write(address, bytes, 0, bytes.length) != bytes.length) {
            throw new ErrnoException(ENOMEM, "execve");
        }
    }
}
