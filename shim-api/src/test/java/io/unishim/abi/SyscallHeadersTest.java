package io.unishim.abi;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The numbers agree with the kernel's own headers, in both directions. */
class SyscallHeadersTest {
    /** What Linux 6.1, whose headers Debian 12 has, lacks although it knows greater numbers. */
    private static final Set<Syscall> NEWER_THAN_THEIR_NEIGHBOURS = EnumSet.of(Syscall.URETPROBE, Syscall.UPROBE);

    private static final Pattern MACRO = Pattern.compile("#define (__NR\\w*) (\\w+)");

    /** What arch/arm64 defines before it includes the generic table. */
    private static final String[] ARM64_OPTIONS = {
        "-D__ARCH_WANT_RENAMEAT",
        "-D__ARCH_WANT_NEW_STAT",
        "-D__ARCH_WANT_SET_GET_RLIMIT",
        "-D__ARCH_WANT_TIME32_SYSCALLS",
        "-D__ARCH_WANT_SYS_CLONE3",
        "-D__ARCH_WANT_MEMFD_SECRET",
    };

    @Test
    void numbers_of_x86_64_are_those_of_the_header() throws IOException {
        CProgram.assumeX8664();
        agree(Arch.X86_64, header("asm/unistd_64.h"));
    }

    @Test
    void numbers_of_arm64_are_those_of_the_generic_header() throws IOException {
        agree(Arch.ARM64, header("asm-generic/unistd.h", ARM64_OPTIONS));
    }

    private static void agree(Arch arch, Map<String, Integer> header) {
        int newest = Collections.max(header.values());
        Map<String, Integer> expected = new TreeMap<>(header);
        // A header newer than our list is no fault of the list.
        expected.values().removeIf(number -> number > Syscall.newest(arch));
        Map<String, Integer> ours = new TreeMap<>();
        for (Syscall call : Syscall.values()) {
            boolean inHeader = header.containsKey(call.linuxName());
            boolean newerThanHeader = call.number(arch) > newest || NEWER_THAN_THEIR_NEIGHBOURS.contains(call);
            if (call.existsOn(arch) && (inHeader || !newerThanHeader)) {
                ours.put(call.linuxName(), call.number(arch));
            }
        }
        assertThat(ours).containsExactlyEntriesOf(expected);
    }

    private static Map<String, Integer> header(String header, String... options) throws IOException {
        Map<String, String> macros = new HashMap<>();
        for (String line : CProgram.macros(header, options)) {
            Matcher macro = MACRO.matcher(line);
            if (macro.matches()) {
                macros.put(macro.group(1), macro.group(2));
            }
        }
        // Counts and bases, not calls.
        macros.remove("__NR_syscalls");
        macros.remove("__NR_arch_specific_syscall");
        Map<String, Integer> numbers = new HashMap<>();
        macros.forEach((name, value) -> {
            if (name.startsWith("__NR_")) {
                // The generic table says __NR_mmap __NR3264_mmap, and that one the number.
                numbers.put(name.substring("__NR_".length()), Integer.valueOf(macros.getOrDefault(value, value)));
            }
        });
        return numbers;
    }
}
