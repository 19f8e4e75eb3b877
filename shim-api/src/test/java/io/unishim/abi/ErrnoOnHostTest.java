package io.unishim.abi;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Numbers are those of the kernel's headers, texts those of glibc. */
class ErrnoOnHostTest {
    private static final Pattern MACRO = Pattern.compile("#define (E\\w+) (\\w+)");

    @TempDir
    Path directory;

    @Test
    void numbers_are_those_of_the_header() throws IOException {
        Map<String, String> header = new TreeMap<>();
        for (String line : CProgram.macros("asm-generic/errno.h")) {
            Matcher macro = MACRO.matcher(line);
            if (macro.matches()) {
                header.put(macro.group(1), macro.group(2));
            }
        }
        Map<String, Object> numbers = new TreeMap<>();
        header.forEach((name, value) -> numbers.put(name, Integer.valueOf(header.getOrDefault(value, value))));
        Map<String, Object> ours = new TreeMap<>(Constants.of(Errnos.class));
        // POSIX's name, which glibc adds to the kernel's.
        ours.remove("ENOTSUP");
        assertThat(ours).isEqualTo(numbers);
    }

    @Test
    void texts_are_those_of_strerror() throws IOException {
        CProgram.assumeX8664Glibc();
        StringBuilder ours = new StringBuilder();
        for (int number = 1; number <= 200; number++) {
            Errno errno = Errno.of(number);
            ours.append(errno != null ? errno.text() : "Unknown error " + number)
                    .append('\n');
        }
        String source = """
                #include <stdio.h>
                #include <string.h>
                int main(void) {
                    for (int number = 1; number <= 200; number++) puts(strerror(number));
                }
                """;
        assertThat(ours.toString().lines()).containsExactlyElementsOf(CProgram.run(directory, "texts", source));
    }
}
