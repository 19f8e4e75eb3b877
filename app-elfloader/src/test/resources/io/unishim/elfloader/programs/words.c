// Words of futexes in memory that two processes share, each at an address of its own.
#define _GNU_SOURCE
#include <errno.h>
#include <linux/futex.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

static int *there; // as the parent sees them
static int *here;  // as this process sees them

static long futex(int *word, int operation, int value, long timeout, int *other, int value3) {
    long result = syscall(SYS_futex, word, operation, value, timeout, other, value3);
    return result < 0 ? -errno : result;
}

static int begin(void) {
    fflush(stdout);
    int child = fork();
    if (child == 0) {
        // Elsewhere than the parent has it: the address alone tells nothing.
        here = mremap(there, 4096, 4096, MREMAP_MAYMOVE | MREMAP_FIXED, (char *)there + (64 << 20));
        if (here == MAP_FAILED) {
            _exit(99);
        }
    }
    return child;
}

static void end(const char *what, int child, long got) {
    int status;
    waitpid(child, &status, 0);
    printf("%s: %ld, child %d\n", what, got, WEXITSTATUS(status));
}

static long until_one(int operation, int value, long timeout, int *other, int value3) {
    long got;
    while ((got = futex(there, operation, value, timeout, other, value3)) == 0) {
        sched_yield();
    }
    return got;
}

int main(void) {
    // Room for the child's view, and the words.
    char *room = mmap(0, 128 << 20, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    there = mmap(room, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS | MAP_FIXED, -1, 0);
    here = there;
    int child;

    if ((child = begin()) == 0) {
        _exit(futex(here, FUTEX_WAIT, 0, 0, 0, 0) == 0 ? 1 : 2);
    }
    end("wake", child, until_one(FUTEX_WAKE, 1, 0, 0, 0));

    if ((child = begin()) == 0) {
        _exit(futex(here, FUTEX_WAIT, 0, 0, 0, 0) == 0 ? 3 : 4);
    }
    long moved = until_one(FUTEX_CMP_REQUEUE, 0, 1, there + 8, 0);
    end("requeue", child, 10 * moved + futex(there + 8, FUTEX_WAKE, 1, 0, 0, 0));

    if ((child = begin()) == 0) {
        _exit(futex(here, FUTEX_WAIT, 0, 0, 0, 0) == 0 ? 5 : 6);
    }
    end("wake_op", child, until_one(FUTEX_WAKE_OP, 1, 1, there + 8, FUTEX_OP(FUTEX_OP_ADD, 1, FUTEX_OP_CMP_LT, 0)));

    // A private word at the same place is another word.
    printf("private: %ld\n", futex(there, FUTEX_WAKE | FUTEX_PRIVATE_FLAG, 1, 0, 0, 0));

    int *lock = there + 16;
    printf("lock: %ld\n", futex(lock, FUTEX_LOCK_PI, 0, 0, 0, 0));
    if ((child = begin()) == 0) {
        long tried = futex(here + 16, FUTEX_TRYLOCK_PI, 0, 0, 0, 0);
        long got = futex(here + 16, FUTEX_LOCK_PI, 0, 0, 0, 0);
        int mine = (here[16] & FUTEX_TID_MASK) == getpid();
        _exit(tried == -EAGAIN && got == 0 && mine && futex(here + 16, FUTEX_UNLOCK_PI, 0, 0, 0, 0) == 0 ? 7 : 8);
    }
    while (!(*(volatile int *)lock & FUTEX_WAITERS)) {
        sched_yield();
    }
    // The bit is set before the child waits: the kernel, too, hands the lock on or leaves it free then.
    end("unlock", child, futex(lock, FUTEX_UNLOCK_PI, 0, 0, 0, 0));
    printf("free: %d\n", (*lock & FUTEX_TID_MASK) == 0);

    *lock = 0;
    if ((child = begin()) == 0) {
        futex(here + 16, FUTEX_LOCK_PI, 0, 0, 0, 0);
        long got = futex(here, FUTEX_WAIT_REQUEUE_PI, 0, 0, here + 24, 0);
        int mine = (here[24] & FUTEX_TID_MASK) == getpid();
        _exit(got == 0 && mine ? 9 : 10);
    }
    end("requeue_pi", child, until_one(FUTEX_CMP_REQUEUE_PI, 1, 0, there + 24, 0));
    return 0;
}
