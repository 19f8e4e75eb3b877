/* Errors and edges of mmap(2), munmap(2), mremap(2), mprotect(2), madvise(2), msync(2) and mincore(2): a line is a call. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#define PAGE 4096L
#define BIG (1L << 47)
#define RW (PROT_READ | PROT_WRITE)
#define ANON (MAP_PRIVATE | MAP_ANONYMOUS)
#define T(call) do { errno = 0; long n_ = (long)(call); printf("%d: %s %s\n", __LINE__, n_ == -1 ? "-1" : n_ == 0 ? "0" : "at", n_ == -1 ? strerror(errno) : ""); fflush(stdout); } while (0)
#define AT(call, where) do { errno = 0; char *n_ = (char *)(call); printf("%d: %ld %s\n", __LINE__, n_ == MAP_FAILED ? -1 : (long)(n_ - (char *)(where)) / PAGE, n_ == MAP_FAILED ? strerror(errno) : ""); fflush(stdout); } while (0)

static sigjmp_buf back;
static volatile int signal_, code_;

static void caught(int signal, siginfo_t *info, void *context) {
    signal_ = signal;
    code_ = info->si_code;
    siglongjmp(back, 1);
}

static int touch(volatile char *at, int write) {
    signal_ = code_ = 0;
    if (sigsetjmp(back, 1) == 0) {
        if (write)
            *at = *at + 1;
        else
            return *at;
    }
    return 0;
}

#define R(address) do { int v_ = touch(address, 0); printf("%d: %d, signal %d %d\n", __LINE__, v_, signal_, code_); } while (0)
#define W(address) do { touch(address, 1); printf("%d: signal %d %d\n", __LINE__, signal_, code_); } while (0)

static long raw(int call, long a, long b, long c, long d, long e, long f) {
    return syscall(call, a, b, c, d, e, f);
}

/* Pages with nothing of anybody else's beside them. */
static char *room(int pages) {
    static char *next;
    if (!next)
        next = mmap(0, 4096 * PAGE, PROT_NONE, ANON | MAP_NORESERVE, -1, 0);
    next += 128 * PAGE;
    return mmap(next, pages * PAGE, RW, ANON | MAP_FIXED, -1, 0);
}

static void maps(int fd, int readOnly, int writeOnly, int path, int pipe_, int dir) {
    char *at = room(8);
    T(mmap(0, 0, RW, ANON, -1, 0));
    T(mmap(0, PAGE, RW, 0, fd, 0));
    T(mmap(0, PAGE, RW, MAP_ANONYMOUS, -1, 0));
    T(mmap(0, PAGE, RW, MAP_SHARED | MAP_PRIVATE, fd, 0));
    T(mmap(0, PAGE, RW, 0xf, fd, 0));
    T(mmap(0, -1, RW, ANON, -1, 0));
    T(mmap(0, BIG, RW, ANON, -1, 0));
    T(mmap(0, BIG, PROT_NONE, ANON | MAP_NORESERVE, -1, 0));
    T(mmap((void *)1, PAGE, RW, ANON | MAP_FIXED, -1, 0));
    T(mmap((void *)(BIG - PAGE), 2 * PAGE, RW, ANON | MAP_FIXED, -1, 0));
    T(mmap((void *)-PAGE, PAGE, RW, ANON | MAP_FIXED, -1, 0));
    T(mmap(at + 1, PAGE, RW, ANON | MAP_FIXED, -1, 0));
    AT(mmap(at + 1, PAGE, RW, ANON | MAP_FIXED_NOREPLACE, -1, 0), at);
    AT(mmap(at, PAGE, RW, ANON | MAP_FIXED_NOREPLACE, -1, 0), at);
    AT(mmap(at + 7 * PAGE, 2 * PAGE, RW, ANON | MAP_FIXED, -1, 0), at);
    munmap(at + 3 * PAGE, 2 * PAGE);
    AT(mmap(at + 3 * PAGE, 2 * PAGE, RW, ANON | MAP_FIXED_NOREPLACE, -1, 0), at);
    munmap(at + 3 * PAGE, 2 * PAGE);
    AT(mmap(at + 3 * PAGE, 3 * PAGE, RW, ANON | MAP_FIXED_NOREPLACE, -1, 0), at);
    AT(mmap(at + 3 * PAGE + 5, PAGE, RW, ANON, -1, 0), at);
    AT(mmap(at + 4 * PAGE, 100, RW, ANON, -1, 0), at);
    T(mmap(0, PAGE, RW, MAP_PRIVATE, -1, 0));
    T(mmap(0, PAGE, RW, MAP_PRIVATE, 999, 0));
    T(mmap(0, PAGE, RW, MAP_PRIVATE, fd, 1));
    T(raw(SYS_mmap, 0, PAGE, RW, ANON, -1, 1));
    T(raw(SYS_mmap, 0, PAGE, RW, MAP_PRIVATE, fd, -PAGE));
    T(raw(SYS_mmap, 0, PAGE, RW, MAP_PRIVATE, fd, 0x7ffffffffffff000));
    T(mmap(0, PAGE, PROT_READ, MAP_PRIVATE, fd, 1L << 40));
    T(mmap(0, PAGE, RW, MAP_SHARED, readOnly, 0));
    T(mmap(0, PAGE, RW, MAP_PRIVATE, readOnly, 0));
    T(mmap(0, PAGE, PROT_READ, MAP_SHARED, readOnly, 0));
    T(mmap(0, PAGE, PROT_WRITE, MAP_SHARED, writeOnly, 0));
    T(mmap(0, PAGE, PROT_NONE, MAP_PRIVATE, writeOnly, 0));
    T(mmap(0, PAGE, PROT_READ, MAP_PRIVATE, path, 0));
    T(mmap(0, PAGE, PROT_READ, MAP_PRIVATE, pipe_, 0));
    T(mmap(0, PAGE, PROT_READ, MAP_PRIVATE, dir, 0));
    T(mmap(0, PAGE, RW, MAP_SHARED_VALIDATE, fd, 0));
    T(mmap(0, PAGE, RW, MAP_SHARED_VALIDATE | 0x8000000, fd, 0));
    T(mmap(0, PAGE, RW, MAP_SHARED | 0x8000000, fd, 0));
    T(mmap(0, PAGE, RW, MAP_SHARED_VALIDATE | MAP_ANONYMOUS, -1, 0));
    T(mmap(0, PAGE, RW, MAP_SHARED | MAP_ANONYMOUS | MAP_GROWSDOWN, -1, 0));
    T(mmap(0, PAGE, RW, MAP_PRIVATE | MAP_GROWSDOWN, fd, 0));
    T(mmap(0, PAGE, RW, ANON | MAP_HUGETLB | 63 << 26, -1, 0));
    T(mmap(0, PAGE, RW | 0x1000, ANON, -1, 0));
    T(mmap(0, PAGE, RW, ANON | MAP_STACK | MAP_NORESERVE | MAP_DENYWRITE | MAP_EXECUTABLE, -1, 0));
}

static void unmaps(void) {
    char *at = room(8);
    T(munmap(at, 0));
    T(munmap(at + 1, PAGE));
    T(munmap(at, -PAGE));
    T(munmap((void *)-PAGE, PAGE));
    T(munmap((void *)BIG, PAGE));
    T(munmap((void *)(BIG - 2 * PAGE), 2 * PAGE));
    T(munmap(at + 2 * PAGE, 1));
    R(at + 2 * PAGE);
    R(at + 3 * PAGE);
    T(munmap(at + PAGE, 4 * PAGE));
    T(munmap(at + PAGE, 4 * PAGE));
    W(at);
    W(at + 4 * PAGE);
    W(at + 5 * PAGE);
}

static void protects(int readOnly) {
    char *at = room(8);
    T(mprotect(at, 0, 0x55));
    T(mprotect(at + 1, PAGE, RW));
    T(mprotect(at + 1, 0, RW));
    T(mprotect(at, PAGE, 0x10));
    T(mprotect(at, PAGE, 0x8));
    W(at);
    T(mprotect(at, PAGE, RW));
    T(mprotect(at, PAGE, RW | PROT_GROWSDOWN | PROT_GROWSUP));
    T(mprotect(at, PAGE, RW | PROT_GROWSDOWN));
    T(mprotect(at, PAGE, RW | PROT_GROWSUP));
    T(mprotect(at, -PAGE, RW));
    T(mprotect((void *)-PAGE, PAGE, RW));
    T(mprotect((void *)-PAGE, 2 * PAGE, RW));
    T(mprotect(at, PAGE, PROT_NONE));
    R(at);
    T(mprotect(at, PAGE, PROT_WRITE));
    W(at);
    T(mprotect(at, PAGE, PROT_READ));
    R(at);
    W(at);
    munmap(at + 4 * PAGE, PAGE);
    T(mprotect(at + 2 * PAGE, 4 * PAGE, PROT_READ));
    W(at + 3 * PAGE);
    W(at + 5 * PAGE);
    T(mprotect(at + 4 * PAGE, PAGE, PROT_READ));
    T(mprotect(at + 4 * PAGE, 2 * PAGE, PROT_READ));
    W(at + 5 * PAGE);
    char *file = mmap(0, 2 * PAGE, PROT_READ, MAP_SHARED, readOnly, 0);
    T(mprotect(file, PAGE, RW));
    T(mprotect(file, PAGE, PROT_READ | PROT_EXEC));
    file = mmap(0, 2 * PAGE, PROT_READ, MAP_PRIVATE, readOnly, 0);
    T(mprotect(file, PAGE, RW));
    W(file);
    R(file);
}

static void moves(int fd) {
    char *at = room(16), *other = room(8), *file = mmap(0, 2 * PAGE, RW, MAP_SHARED, fd, 0);
    for (int i = 0; i < 16; i++)
        at[i * PAGE] = i;
    T(mremap(at + 1, PAGE, PAGE, MREMAP_MAYMOVE));
    T(mremap(at, PAGE, 0, MREMAP_MAYMOVE));
    T(mremap(at, PAGE, PAGE, 8));
    T(mremap(at, PAGE, PAGE, MREMAP_FIXED, other));
    T(mremap(at, PAGE, PAGE, MREMAP_MAYMOVE | MREMAP_FIXED, other + 1));
    T(mremap(at, 2 * PAGE, 2 * PAGE, MREMAP_MAYMOVE | MREMAP_FIXED, at + PAGE));
    T(mremap(at, 2 * PAGE, 3 * PAGE, MREMAP_MAYMOVE | 4, 0));
    T(mremap(at, PAGE, PAGE, 4, 0));
    T(mremap(at, PAGE, -1, MREMAP_MAYMOVE));
    T(mremap(at, PAGE, BIG, MREMAP_MAYMOVE));
    T(mremap(at, 0, PAGE, MREMAP_MAYMOVE));
    T(mremap((void *)-PAGE, PAGE, PAGE, MREMAP_MAYMOVE));
    T(mremap((void *)PAGE, PAGE, PAGE, MREMAP_MAYMOVE));
    AT(mremap(at, 16 * PAGE, 12 * PAGE, 0), at);
    R(at + 12 * PAGE);
    AT(mremap(at, 12 * PAGE, 14 * PAGE, 0), at);
    R(at + 11 * PAGE);
    W(at + 13 * PAGE);
    R(at + 13 * PAGE);
    AT(mremap(at + 2 * PAGE, PAGE, 2 * PAGE, 0), at);
    AT(mremap(at, 2 * PAGE, 2 * PAGE, MREMAP_MAYMOVE | MREMAP_FIXED, other + 2 * PAGE), other);
    R(other + 3 * PAGE);
    R(at);
    AT(mremap(at + 2 * PAGE, 3 * PAGE, PAGE, MREMAP_MAYMOVE | MREMAP_FIXED, other), other);
    R(other);
    R(at + 3 * PAGE);
    R(at + 5 * PAGE);
    munmap(other + 6 * PAGE, PAGE);
    T(mremap(other + 5 * PAGE, 2 * PAGE, 2 * PAGE, MREMAP_MAYMOVE));
    T(mremap(other + 5 * PAGE, 2 * PAGE, 3 * PAGE, MREMAP_MAYMOVE));
    T(mremap(other + 5 * PAGE, 2 * PAGE, PAGE, MREMAP_MAYMOVE));
    AT(mremap(at + 8 * PAGE, PAGE, PAGE, MREMAP_MAYMOVE | 4, 0) == MAP_FAILED ? MAP_FAILED : at, at);
    R(at + 8 * PAGE);
    mprotect(at + 10 * PAGE, PAGE, PROT_READ);
    T(mremap(at + 9 * PAGE, 3 * PAGE, 4 * PAGE, MREMAP_MAYMOVE));
    char *twice = mremap(file, 0, 2 * PAGE, MREMAP_MAYMOVE);
    T(twice);
    strcpy(twice, "both");
    puts(file);
    file = mremap(file, 2 * PAGE, 4 * PAGE, MREMAP_MAYMOVE);
    T(file);
    R(file + 2 * PAGE);
    R(file + 3 * PAGE);
    T(mremap(file, 4 * PAGE, PAGE, 0));
    R(file);
}

static void advises(int fd) {
    char *at = room(8), *file = mmap(0, 4 * PAGE, RW, MAP_SHARED, fd, 0);
    char *private_ = mmap(0, 4 * PAGE, RW, MAP_PRIVATE, fd, 0);
    T(madvise(at + 1, PAGE, MADV_NORMAL));
    T(madvise(at, 0, MADV_NORMAL));
    T(madvise(at, 0, 999));
    T(madvise(at, PAGE, 999));
    T(madvise(at, PAGE, -1));
    T(madvise(at, -1, MADV_NORMAL));
    T(madvise(at, -PAGE, MADV_NORMAL));
    T(madvise((void *)-PAGE, PAGE, MADV_NORMAL));
    for (int how = 0; how < 4; how++)
        T(madvise(at, PAGE, how));
    *at = 5;
    at[PAGE] = 6;
    T(madvise(at, 1, MADV_DONTNEED));
    R(at);
    R(at + PAGE);
    munmap(at + 4 * PAGE, PAGE);
    at[3 * PAGE] = at[5 * PAGE] = 9;
    T(madvise(at + 3 * PAGE, 3 * PAGE, MADV_DONTNEED));
    R(at + 3 * PAGE);
    R(at + 5 * PAGE);
    T(madvise(at + 4 * PAGE, PAGE, MADV_WILLNEED));
    T(madvise(at, PAGE, MADV_FREE));
    T(madvise(file, PAGE, MADV_FREE));
    T(madvise(private_, PAGE, MADV_FREE));
    T(madvise(at, PAGE, MADV_REMOVE));
    strcpy(file, "gone soon");
    private_[0] = 'P';
    T(madvise(private_, PAGE, MADV_DONTNEED));
    R(private_);
    T(madvise(file, PAGE, MADV_DONTNEED));
    puts(file);
    T(madvise(at, PAGE, 22));
    T(madvise(at, PAGE, 23));
    mprotect(at, PAGE, PROT_READ);
    T(madvise(at, PAGE, 23));
    mprotect(at, PAGE, PROT_NONE);
    T(madvise(at, PAGE, 22));
    T(madvise(at, PAGE, MADV_DONTNEED));
    T(madvise(at, PAGE, MADV_HUGEPAGE));
    T(madvise(at, PAGE, MADV_NOHUGEPAGE));
    T(madvise(at, PAGE, MADV_DONTDUMP));
    T(madvise(at, PAGE, MADV_DODUMP));
    T(madvise(at, PAGE, MADV_DOFORK));
}

static void syncs(int fd, char *vector) {
    char *at = room(8), *file = mmap(0, 4 * PAGE, RW, MAP_SHARED, fd, 0);
    T(msync(at + 1, PAGE, MS_SYNC));
    T(msync(at, PAGE, MS_SYNC | MS_ASYNC));
    T(msync(at, PAGE, 8));
    T(msync(at, 0, MS_SYNC));
    T(msync(at, PAGE, 0));
    T(msync(at, PAGE, MS_INVALIDATE));
    T(msync(file, 2 * PAGE, MS_SYNC));
    T(msync(file, 2 * PAGE, MS_ASYNC | MS_INVALIDATE));
    T(msync(at, -PAGE, MS_SYNC));
    T(msync((void *)-PAGE, PAGE, MS_SYNC));
    munmap(at + 2 * PAGE, PAGE);
    T(msync(at, 4 * PAGE, MS_SYNC));
    T(msync(at, 4 * PAGE, MS_ASYNC));
    T(msync(at + 2 * PAGE, PAGE, MS_ASYNC));
    T(mlock(at, PAGE));
    T(msync(at, PAGE, MS_INVALIDATE));
    munlock(at, PAGE);
    T(mincore(at + 1, PAGE, vector));
    T(mincore(at, 0, vector));
    T(mincore(at, 2 * PAGE, vector));
    T(mincore(at, 3 * PAGE, vector));
    T(mincore(at + 2 * PAGE, PAGE, vector));
    T(mincore(at, -PAGE, vector));
    T(mincore((void *)-PAGE, PAGE, vector));
    T(mincore(at, PAGE, (void *)8));
    T(mincore(at, 1, vector));
    at[PAGE] = 1;
    vector[0] = vector[1] = 7;
    T(mincore(at + PAGE, PAGE, vector));
    printf("   %d %d\n", vector[0] & 1, vector[1]);
}

static void faults(int fd) {
    char *file = mmap(0, 4 * PAGE, RW, MAP_SHARED, fd, 0);
    ftruncate(fd, PAGE + 100);
    W(file);
    W(file + PAGE);
    W(file + 2 * PAGE - 1);
    W(file + 2 * PAGE);
    ftruncate(fd, PAGE);
    R(file + PAGE);
    ftruncate(fd, 4 * PAGE);
    R(file + PAGE + 99);
    R(file + 3 * PAGE);
    R((char *)8);
    W((char *)8);
    R((char *)0x8000000000000000);
    R((char *)-1);
    W((char *)faults);
}

static void grows(void) {
    char *at = room(8);
    munmap(at, 8 * PAGE);
    /* 2 MiB of nothing below, as the room's neighbours are there but not accessible */
    char *low = mmap(0, 2048 * PAGE, PROT_NONE, ANON | MAP_NORESERVE, -1, 0);
    munmap(low, 2048 * PAGE);
    char *stack = mmap(low + 1500 * PAGE, 2 * PAGE, RW, ANON | MAP_GROWSDOWN | MAP_FIXED, -1, 0);
    W(stack);
    W(stack - 1);
    W(stack - 100 * PAGE);
    R(stack - 50 * PAGE);
    T(mprotect(stack, PAGE, PROT_READ | PROT_GROWSDOWN));
    R(stack - 100 * PAGE);
    W(stack - 100 * PAGE);
    T(mprotect(stack, PAGE, RW | PROT_GROWSDOWN));
    W(stack - 100 * PAGE);
    T(mprotect(stack - 300 * PAGE, PAGE, RW | PROT_GROWSDOWN));
    /* another mapping keeps it a gap away */
    char *below = mmap(low + 900 * PAGE, PAGE, RW, ANON | MAP_FIXED, -1, 0);
    W(low + 1157 * PAGE);
    W(low + 1156 * PAGE);
    W(low + 901 * PAGE);
    mprotect(below, PAGE, PROT_NONE);
    W(low + 1100 * PAGE);
    munmap(below, PAGE);
    struct rlimit few = {4 * PAGE, RLIM_INFINITY}, old;
    getrlimit(RLIMIT_STACK, &old);
    few.rlim_cur = 600 * PAGE;
    setrlimit(RLIMIT_STACK, &few);
    W(low + 903 * PAGE);
    W(low + 902 * PAGE);
    W(low + 901 * PAGE);
    setrlimit(RLIMIT_STACK, &old);
    W(low + 901 * PAGE);
    fflush(stdout);
    if (fork() == 0) {
        W(low + 880 * PAGE);
        _exit(0);
    }
    wait(0);
    munmap(low, 2048 * PAGE);
}

int main(int argc, char **argv) {
    char path[300];
    int p[2];
    setvbuf(stdout, 0, _IOLBF, 0);
    struct sigaction a = {.sa_sigaction = caught, .sa_flags = SA_SIGINFO};
    sigaction(SIGSEGV, &a, 0);
    sigaction(SIGBUS, &a, 0);
    sprintf(path, "%s/mapped", argv[1]);
    unlink(path);
    int fd = open(path, O_RDWR | O_CREAT, 0644);
    for (int i = 0; i < 4; i++) {
        char c = 'a' + i;
        pwrite(fd, &c, 1, i * PAGE);
    }
    ftruncate(fd, 4 * PAGE);
    pipe(p);
    puts("-- maps");
    maps(fd, open(path, O_RDONLY), open(path, O_WRONLY), open(path, O_PATH), p[0], open(argv[1], O_RDONLY));
    puts("-- unmaps");
    unmaps();
    puts("-- protects");
    protects(open(path, O_RDONLY));
    puts("-- moves");
    moves(fd);
    puts("-- advises");
    advises(fd);
    puts("-- syncs");
    syncs(fd, path);
    puts("-- grows");
    grows();
    puts("-- faults");
    faults(fd);
    return 6;
}
