package io.unishim.vfscore.ramfs;

import static io.unishim.abi.Errnos.ENOSPC;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What a file system that is full leaves behind of an allocation. */
class ContentTest {
    private static final int LIMIT = 1 << 20;

    private final PagePool pool = new PagePool(LIMIT);
    private final Content one = new Content(pool, new Space(0, 0));
    private final Content other = new Content(pool, new Space(0, 0));

    @Test
    void an_allocation_that_can_never_fit_takes_nothing() {
        assertThat(one.allocate(0, LIMIT + 1)).isEqualTo(-ENOSPC);
        assertThat(one.pages()).isZero();
    }

    @Test
    void an_allocation_without_room_is_undone() {
        assertThat(one.allocate(0, LIMIT / 2)).isZero();
        assertThat(other.allocate(5000, 5000 + LIMIT * 3 / 4)).isEqualTo(-ENOSPC);
        assertThat(other.pages()).isZero();
        assertThat(other.nextData(0, LIMIT)).isEqualTo(-1);
        one.free();
        assertThat(other.allocate(5000, 5000 + LIMIT * 3 / 4)).isZero();
        assertThat(other.pages()).isEqualTo(LIMIT * 3 / 4 / PagePool.PAGE + 1);
    }
}
