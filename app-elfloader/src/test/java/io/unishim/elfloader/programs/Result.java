package io.unishim.elfloader.programs;

import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * What can be seen of a program's run.
 *
 * @param exitCode its exit code; 128 and the signal's number if a signal ended it
 * @param output its standard output
 * @param errors its standard error
 */
public record Result(int exitCode, String output, String errors) {
    /** @return the same, with the output changed where the two machines must differ */
    Result withOutput(UnaryOperator<String> change) {
        return new Result(exitCode, change.apply(output), errors);
    }

    /**
     * Without how many links directories have in the output of {@code ls -l}: each has one if it is merged of two, as with
     * Linux's overlayfs. Columns are as wide as they then are.
     */
    Result withoutDirectoryLinks() {
        return withOutput(
                text -> text.replaceAll("(?m)^(d[-rwxst]{9}) +\\d+ ", "$1 N ").replaceAll(" +", " "));
    }

    /** @return the same, with the output's lines in order, for programs that print in the order of a directory */
    Result sorted() {
        return withOutput(text -> text.lines().sorted().collect(Collectors.joining("\n", "", "\n")));
    }
}
