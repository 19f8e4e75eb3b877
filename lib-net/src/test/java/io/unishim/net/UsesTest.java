package io.unishim.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class UsesTest {
    private static final int ROUNDS = 20_000;

    /** Two who begin a round at the same moment, as far as two processors can. */
    private final AtomicInteger arrived = new AtomicInteger();

    @SuppressWarnings("ThreadPriorityCheck") // no outcome rests on it
    private void meet(int round) {
        arrived.incrementAndGet();
        for (int looks = 1; arrived.get() < 2 * round; looks++) {
            if (looks % 10_000 != 0) {
                Thread.onSpinWait(); // the other is about to come
            } else {
                Thread.yield(); // or waits for the only processor
            }
        }
    }

    @Test
    void isClosedOnceHoweverThoseWhoComeAndGoMeet() throws Exception {
        AtomicInteger closed = new AtomicInteger();
        Uses[] all = new Uses[ROUNDS];
        Arrays.setAll(all, unused -> new Uses(closed::incrementAndGet));
        FutureTask<Void> leaving = new FutureTask<>(
                () -> {
                    for (int round = 0; round < ROUNDS; round++) {
                        all[round].enter();
                        all[round].close();
                        meet(round + 1);
                        all[round].exit();
                    }
                },
                null);
        Thread other = new Thread(leaving);
        other.setDaemon(true);
        other.start();
        for (int round = 0; round < ROUNDS; round++) {
            meet(round + 1);
            assertThat(all[round].enter()).isFalse();
        }
        leaving.get(1, TimeUnit.MINUTES);
        assertThat(closed).hasValue(ROUNDS);
    }

    @Test
    void letsNobodyInOnceItIsClosed() {
        AtomicInteger closed = new AtomicInteger();
        Uses uses = new Uses(closed::incrementAndGet);
        assertThat(uses.enter()).isTrue();
        uses.close();
        assertThat(uses.enter()).isFalse();
        assertThat(closed).as("while a call is under way").hasValue(0);
        uses.exit();
        assertThat(closed).hasValue(1);
        assertThat(uses.enter()).isFalse();
    }
}
