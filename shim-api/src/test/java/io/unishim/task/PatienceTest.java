package io.unishim.task;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** When a side that waits looks for the other's answer, and when it sleeps at once. */
class PatienceTest {
    private static final long QUICK = 1_000;

    private final Patience patience = new Patience(QUICK);

    /** @return how many quick answers it takes until it looks */
    private int quickAnswersUntilItLooks() {
        int answers = 0;
        while (!patience.looks()) {
            patience.slept(QUICK - 1);
            answers++;
            assertThat(answers).isLessThan(10_000);
        }
        return answers;
    }

    @Test
    void sleeps_at_first_and_looks_after_a_quick_answer() {
        assertThat(patience.looks()).isFalse();
        assertThat(quickAnswersUntilItLooks()).isEqualTo(1);
    }

    @Test
    void never_looks_while_answers_are_slow() {
        for (int i = 0; i < 10_000; i++) {
            patience.slept(QUICK);
            assertThat(patience.looks()).isFalse();
        }
    }

    @Test
    void looks_as_long_as_it_sees_what_it_waits_for() {
        quickAnswersUntilItLooks();
        for (int i = 0; i < 10_000; i++) {
            patience.looked(true);
            assertThat(patience.looks()).isTrue();
        }
        patience.looked(false);
        assertThat(patience.looks()).isFalse();
        assertThat(quickAnswersUntilItLooks()).isEqualTo(1);
    }

    @Test
    void looks_ever_more_seldom_when_it_is_in_vain_but_does_not_give_up() {
        int looks = 0;
        for (int answers = 0; answers < 10_000; answers++) {
            if (patience.looks()) {
                looks++;
                patience.looked(false);
            }
            patience.slept(QUICK - 1);
        }
        assertThat(looks).isBetween(20, 50);
    }

    @Test
    void looks_often_again_when_it_is_worth_it_again() {
        for (int i = 0; i < 20; i++) {
            quickAnswersUntilItLooks();
            patience.looked(false);
        }
        int most = quickAnswersUntilItLooks();
        for (int round = 0; round < 10; round++) {
            for (int i = 0; i < 100; i++) {
                patience.looked(true);
            }
            patience.looked(false);
            quickAnswersUntilItLooks();
        }
        patience.looked(false);
        assertThat(quickAnswersUntilItLooks()).isLessThan(most);
    }

    @Test
    void looks_at_once_when_it_begins_anew() {
        for (int i = 0; i < 20; i++) {
            quickAnswersUntilItLooks();
            patience.looked(false);
        }
        patience.renew();
        assertThat(patience.looks()).isTrue();
    }

    @Test
    void looks_sooner_again_where_it_takes_long_to_be_woken() {
        Patience near = new Patience(QUICK, QUICK / 2);
        Patience apart = new Patience(QUICK, QUICK / 2);
        for (int i = 0; i < 20; i++) {
            near.looked(false);
            apart.looked(false);
        }
        assertThat(sleepsUntilItLooks(near, QUICK / 2 - 1)).isEqualTo(16 * sleepsUntilItLooks(apart, QUICK / 2));
    }

    private static int sleepsUntilItLooks(Patience patience, long nanos) {
        int sleeps = 0;
        while (!patience.looks()) {
            patience.slept(nanos);
            sleeps++;
            assertThat(sleeps).isLessThan(10_000);
        }
        return sleeps;
    }
}
