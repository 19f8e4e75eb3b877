package io.unishim.processor;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DocTest {
    private static Doc doc(String comment) {
        return Doc.of(comment, "FileCalls");
    }

    @Test
    void summary_is_the_first_sentence() {
        assertThat(doc(" Reads bytes, e.g.\n from a file. More of it.\n").summary())
                .isEqualTo("Reads bytes, e.g. from a file.");
    }

    @Test
    void summary_without_a_full_stop_is_all_of_it() {
        assertThat(doc(" Reads bytes\n\n @param fd a file.\n").summary()).isEqualTo("Reads bytes");
    }

    @Test
    void comment_of_tags_only_has_no_summary() {
        assertThat(doc(" @return nothing.\n").summary()).isEmpty();
    }

    @Test
    void missing_comment_has_no_summary() {
        assertThat(Doc.of(null, "FileCalls").summary()).isEmpty();
    }

    @Test
    void parameters_in_several_lines() {
        Doc doc = doc(" Reads.\n\n @param task who\n @param fd a\n     descriptor\n @return bytes\n");
        assertThat(doc.parameter("fd")).isEqualTo("a descriptor");
        assertThat(doc.parameter("task")).isEqualTo("who");
        assertThat(doc.parameter("buf")).isEmpty();
    }

    @Test
    void link_within_the_interface_stays_a_link() {
        assertThat(doc("As {@link #read(Task, int) that}.").summary()).isEqualTo("As {@link FileCalls#read}.");
    }

    @Test
    void links_elsewhere_become_code() {
        assertThat(doc("As {@link OtherCalls#call(int)} and {@linkplain Stat its $1}.")
                        .summary())
                .isEqualTo("As {@code OtherCalls#call} and {@code Stat}.");
    }

    @Test
    void lines_are_broken_and_indented() {
        String text = "word ".repeat(40).strip();
        assertThat(Doc.wrap(text, "  ").lines())
                .hasSize(3)
                .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(90));
        assertThat(Doc.wrap(text, "  ").replaceAll("\\s+", " ")).isEqualTo(text);
    }
}
