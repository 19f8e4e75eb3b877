/* madvise(2) of every kind of pages, what children get of them, process_madvise(2), process_mrelease(2), mseal, MAP_DROPPABLE. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <unistd.h>

#define PAGE 4096L
#define N(call) do { errno = 0; long n_ = (long)(call); printf("%d: %ld %s\n", __LINE__, n_, n_ == -1 ? strerror(errno) : ""); fflush(stdout); } while (0)
#define SYS_process_mrelease 448
#define SYS_mseal 462
#define DROPPABLE 8
#define SELF_THREAD -10000
#define SELF_PROCESS -10001

static char *zeros(int pages, int protection, int type) {
    return mmap(0, pages * PAGE, protection, type | MAP_ANONYMOUS, -1, 0);
}

static void kinds(const char *directory) {
    char path[300];
    sprintf(path, "%s/advised", directory);
    int file = open(path, O_RDWR | O_CREAT | O_TRUNC, 0600), reader = open(path, O_RDONLY);
    ftruncate(file, 6 * PAGE);
    char *all[] = {zeros(4, 3, MAP_PRIVATE), zeros(4, 3, MAP_SHARED), zeros(4, 1, MAP_PRIVATE), zeros(4, 0, MAP_PRIVATE),
        mmap(0, 4 * PAGE, 3, MAP_SHARED, file, 0), mmap(0, 4 * PAGE, 3, MAP_PRIVATE, file, 0), mmap(0, 4 * PAGE, 1, MAP_SHARED, reader, 0),
        0, (char *) PAGE, zeros(4, 3, MAP_PRIVATE) + 1, zeros(4, 3, DROPPABLE)};
    for (int advice = -1; advice < 22; advice++)
        for (int i = 0; i < 11; i++) {
            errno = 0;
            long r = madvise(all[i], 2 * PAGE, advice);
            printf("advice %d of %d: %ld %s\n", advice, i, r, r ? strerror(errno) : "");
            if (i == 0) {
                N(madvise(all[0], 0, advice));
                N(madvise(all[0], -1UL, advice));
            }
        }
    munmap(all[0] + PAGE, PAGE);
    for (int advice = 0; advice < 22; advice++) N(madvise(all[0], 4 * PAGE, advice));
    for (int advice = 98; advice < 104; advice++) N(madvise(all[3], PAGE, advice));
    N(mlock(all[10], PAGE));
    N(msync(all[10], PAGE, MS_SYNC));
    N(mmap(0, PAGE, 3, DROPPABLE, file, 0) == MAP_FAILED);
    N(mlockall(MCL_CURRENT));
    N(munlockall());
    unlink(path);
}

/* What a child finds: its parent's, zeros, nothing. */
static void inherited(void) {
    char *pages = zeros(8, 3, MAP_PRIVATE), *dropped = zeros(1, 3, DROPPABLE);
    for (int i = 0; i < 8; i++) pages[i * PAGE] = 'a' + i;
    dropped[0] = 'z';
    N(madvise(pages + PAGE, 2 * PAGE, MADV_DONTFORK));
    N(madvise(pages + 2 * PAGE, PAGE, MADV_DOFORK));
    N(madvise(pages + 4 * PAGE, 2 * PAGE, MADV_WIPEONFORK));
    N(madvise(pages + 5 * PAGE, PAGE, MADV_KEEPONFORK));
    for (int generation = 0; generation < 2; generation++) {
        fflush(stdout);
        pid_t child = fork();
        if (child == 0) {
            int out[2];
            pipe(out);
            for (int i = 0; i < 8; i++) {
                char c = '-';
                /* A write from there tells of what is not mapped. */
                if (write(out[1], pages + i * PAGE, 1) == 1) read(out[0], &c, 1);
                printf("%d:%c ", i, c ? c : '0');
            }
            printf("%d\n", dropped[0]);
            fflush(stdout);
            if (generation == 0) {
                if (fork() == 0) {
                    printf("again %d %d\n", pages[4 * PAGE], mprotect(pages + PAGE, PAGE, 1));
                    pages[4 * PAGE] = 'n';
                    fflush(stdout);
                    if (fork() == 0) {
                        printf("and again %d\n", pages[4 * PAGE]);
                        fflush(stdout);
                        _exit(0);
                    }
                    wait(0);
                    _exit(0);
                }
                wait(0);
            }
            _exit(0);
        }
        wait(0);
    }
    printf("%c%c%c\n", pages[PAGE], pages[4 * PAGE], dropped[0]);
}

static void sealed(void) {
    char *a = zeros(8, 3, MAP_PRIVATE), *b = zeros(4, 1, MAP_PRIVATE), *c = zeros(4, 3, MAP_PRIVATE);
    N(syscall(SYS_mseal, a, PAGE, 1L));
    N(syscall(SYS_mseal, a + 1, PAGE, 0L));
    N(syscall(SYS_mseal, a, 0L, 0L));
    N(syscall(SYS_mseal, PAGE, PAGE, 0L));
    N(syscall(SYS_mseal, a, -1L, 0L));
    N(syscall(SYS_mseal, a + PAGE, 2 * PAGE, 0L));
    N(syscall(SYS_mseal, a + PAGE, 2 * PAGE, 0L));
    N(munmap(a, 8 * PAGE));
    N(munmap(a + 2 * PAGE, PAGE));
    N(mprotect(a + PAGE, PAGE, 1));
    N(mprotect(a + PAGE, 4 * PAGE, 3));
    a[PAGE] = 1;
    N(mremap(a + PAGE, PAGE, 2 * PAGE, MREMAP_MAYMOVE) == MAP_FAILED);
    N(mremap(a + PAGE, 2 * PAGE, PAGE, MREMAP_MAYMOVE) == MAP_FAILED);
    N(mremap(a, 3 * PAGE, PAGE, MREMAP_MAYMOVE) == MAP_FAILED);
    N(mremap(c, PAGE, PAGE, MREMAP_MAYMOVE | MREMAP_FIXED, a + PAGE) == MAP_FAILED);
    N(mmap(a + PAGE, PAGE, 3, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0) == MAP_FAILED);
    printf("%s\n", strerror(errno));
    N(madvise(a + PAGE, PAGE, MADV_DONTNEED));
    N(madvise(a + PAGE, PAGE, MADV_FREE));
    N(mlock(a + PAGE, PAGE));
    N(munlock(a + PAGE, PAGE));
    N(syscall(SYS_pkey_mprotect, a + PAGE, PAGE, 1, -1));
    N(syscall(SYS_mseal, b, 2 * PAGE, 0L));
    static const int drops[] = {MADV_DONTNEED, MADV_FREE, MADV_DONTFORK, MADV_WIPEONFORK, MADV_WILLNEED, MADV_COLD};
    for (int i = 0; i < 6; i++) N(madvise(b, 3 * PAGE, drops[i]));
    fflush(stdout);
    if (fork() == 0) {
        N(munmap(a + PAGE, PAGE));
        N(mprotect(b, PAGE, 3));
        N(munmap(b + 3 * PAGE, PAGE));
        _exit(0);
    }
    wait(0);
    char *heap = sbrk(4 * PAGE);
    char *whole = (char *) (((long) heap + PAGE - 1) & -PAGE);
    N(syscall(SYS_mseal, whole, PAGE, 0L));
    N(syscall(SYS_brk, heap) == (long) (heap + 4 * PAGE));
    N(munmap(a, PAGE));
}

static void others(void) {
    char *a = zeros(8, 3, MAP_PRIVATE);
    struct iovec parts[] = {{a, 2 * PAGE}, {a + 4 * PAGE, PAGE}, {(void *) PAGE, PAGE}};
    int self = syscall(SYS_pidfd_open, getpid(), 0);
    for (int advice = -1; advice < 22; advice++) {
        N(syscall(SYS_process_madvise, self, parts, 2L, advice, 0));
        N(syscall(SYS_process_madvise, self, parts, 3L, advice, 0));
    }
    N(syscall(SYS_process_madvise, -1, parts, 2L, MADV_COLD, 0));
    N(syscall(SYS_process_madvise, 0, parts, 2L, MADV_COLD, 0));
    N(syscall(SYS_process_madvise, self, parts, 2L, MADV_COLD, 1));
    N(syscall(SYS_process_madvise, self, 8L, 2L, MADV_COLD, 0));
    N(syscall(SYS_process_madvise, self, parts, 0L, MADV_COLD, 0));
    N(syscall(SYS_process_madvise, self, parts + 2, 1L, MADV_COLD, 0));
    N(syscall(SYS_process_madvise, self, parts, 2000L, MADV_COLD, 0));
    N(syscall(SYS_process_madvise, SELF_THREAD, parts, 2L, MADV_COLD, 0));
    N(syscall(SYS_process_madvise, SELF_PROCESS, parts, 2L, MADV_DONTNEED, 0));
    N(syscall(SYS_process_mrelease, self, 0));
    N(syscall(SYS_process_mrelease, self, 1));
    N(syscall(SYS_process_mrelease, -1, 0));
    N(syscall(SYS_process_mrelease, 0, 0));
    int go[2];
    pipe(go);
    pid_t child = fork();
    if (child == 0) {
        char c;
        close(go[1]);
        read(go[0], &c, 1);
        _exit(0);
    }
    int fd = syscall(SYS_pidfd_open, child, 0);
    N(syscall(SYS_process_mrelease, fd, 0));
    N(syscall(SYS_process_madvise, fd, parts, 2L, MADV_COLD, 0));
    N(syscall(SYS_process_madvise, fd, parts, 2L, MADV_PAGEOUT, 0));
    N(syscall(SYS_process_madvise, fd, parts, 2L, MADV_DONTNEED, 0));
    kill(child, SIGKILL);
    poll(&(struct pollfd){fd, POLLIN, 0}, 1, -1);
    N(syscall(SYS_process_mrelease, fd, 0));
    N(syscall(SYS_process_madvise, fd, parts, 2L, MADV_COLD, 0));
    waitpid(child, 0, 0);
    N(syscall(SYS_process_mrelease, fd, 0));
    N(syscall(SYS_process_madvise, fd, parts, 2L, MADV_COLD, 0));
}

/* Signals by directories of /proc, and by what stands for the caller. */
static void signalled(void) {
    char path[60];
    sigset_t set;
    siginfo_t info;
    sigemptyset(&set);
    sigaddset(&set, SIGUSR1);
    sigprocmask(SIG_BLOCK, &set, 0);
    int fds[] = {SELF_THREAD, SELF_PROCESS, open("/proc/self", O_RDONLY), open("/proc/self", O_PATH), open("/proc/self/task", O_RDONLY),
        open("/proc", O_RDONLY), -1, 0, 0};
    sprintf(path, "/proc/self/task/%d", getpid());
    fds[7] = open(path, O_RDONLY);
    for (int i = 0; i < 8; i++) {
        N(syscall(SYS_pidfd_send_signal, fds[i], SIGUSR1, 0L, 0));
        memset(&info, 0, sizeof info);
        int got = sigtimedwait(&set, &info, &(struct timespec){0, 0});
        printf("%d %d %d\n", got, got < 0 ? 0 : info.si_code, got < 0 || info.si_pid == getpid());
    }
    N(syscall(SYS_pidfd_getfd, fds[2], 1, 0));
    pid_t child = fork();
    if (child == 0) {
        pause();
        _exit(0);
    }
    sprintf(path, "/proc/%d", child);
    int fd = open(path, O_RDONLY);
    int status;
    N(syscall(SYS_pidfd_send_signal, fd, SIGTERM, 0L, 0));
    N(waitpid(child, &status, 0) == child && WIFSIGNALED(status));
    N(syscall(SYS_pidfd_send_signal, fd, 0, 0L, 0));
}

int main(int argc, char **argv) {
    /* What Linux 6.18 knows: an older one has nothing to compare with. */
    if (!strcmp(argv[1], "there?")) {
        char *page = zeros(1, 1, MAP_PRIVATE), *drops = zeros(1, 3, DROPPABLE);
        return syscall(SYS_mseal, page, PAGE, 0L) == 0 && drops != MAP_FAILED && madvise(page, PAGE, MADV_DONTNEED) == -1
                && syscall(SYS_pidfd_send_signal, SELF_PROCESS, 0, 0L, 0) == 0 && madvise(drops, PAGE, 12) == 0 ? 0 : 77;
    }
    kinds(argv[1]);
    inherited();
    sealed();
    others();
    signalled();
    return 9;
}
