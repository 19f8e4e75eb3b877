package io.unishim.call;

import io.unishim.abi.Arch;
import io.unishim.abi.Syscall;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One row of the table of calls: everything about a call but what serves it.
 *
 * @param name as Linux or its library names it: {@code "openat"}
 * @param syscall Linux's call of that name, or null for a call that Linux does not have
 * @param customNumber the number of a call that Linux does not have, 1,024 to 4,095 if it is to be registered; else -1
 * @param arguments in the order of the registers
 * @param returns what a result means
 * @param blocks whether the call can wait
 */
public record CallDeclaration(
        String name,
        @Nullable Syscall syscall,
        int customNumber,
        List<Argument> arguments,
        Returns returns,
        boolean blocks) {
    /** The first number that Linux will not use for itself in the foreseeable future. */
    public static final int FIRST_CUSTOM = 1024;

    /** The last number that a table has room for. */
    public static final int LAST_CUSTOM = 4095;

    public CallDeclaration {
        arguments = List.copyOf(arguments);
    }

    /**
     * A call of Linux.
     *
     * @param syscall which
     * @param returns what a result means
     * @param arguments in the order of the registers
     * @return its row
     */
    public static CallDeclaration of(Syscall syscall, Returns returns, Argument... arguments) {
        return new CallDeclaration(syscall.linuxName(), syscall, -1, List.of(arguments), returns, false);
    }

    /**
     * A call that Linux does not have.
     *
     * @param name as traces show it
     * @param number 1,024 to 4,095, the same on every architecture
     * @param returns what a result means
     * @param arguments in the order of the registers
     * @return its row
     */
    public static CallDeclaration custom(String name, int number, Returns returns, Argument... arguments) {
        return new CallDeclaration(name, null, number, List.of(arguments), returns, false);
    }

    /**
     * The row of a number that has no other, for those who hear of every call; it cannot be registered.
     *
     * @param number on x86-64
     * @return Linux's call of that number, or one named {@code syscall_0x190}, without arguments
     */
    public static CallDeclaration unknown(int number) {
        Syscall syscall = Syscall.byNumber(Arch.X86_64, number);
        String name = Syscall.nameOf(Arch.X86_64, number);
        return new CallDeclaration(name, syscall, syscall == null ? number : -1, List.of(), Returns.LONG, false);
    }

    /** @return the call's number, or -1 where the architecture lacks it */
    public int number(Arch arch) {
        return syscall == null ? customNumber : syscall.number(arch);
    }
}
