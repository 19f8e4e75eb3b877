/* Wild arguments: each line is a call, its result and errno. */
#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/select.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

#define T(call) do { errno = 0; long r = (long)(call); printf("%d: %ld %s\n", __LINE__, r, r == -1 ? strerror(errno) : "ok"); } while (0)
#define W(n, ...) T(syscall(SYS_##n, __VA_ARGS__))

static void *const wild[] = {0, (void *)1, (void *)0xfff, (void *)-1L, (void *)-4096L, (void *)0x800000000000L, (void *)0x7ffffffff000L,
    (void *)0x8000000000000000UL, (void *)0xffff800000000000UL, (void *)0xdeadbeef0000UL};

int main(void) {
    char text[8192];
    int p[2];
    pipe(p);
    int zero = open("/dev/zero", O_RDWR), file = open("one.txt", O_RDONLY), dir = open(".", O_RDONLY | O_DIRECTORY);
    for (int i = 0; i < 10; i++) {
        void *a = wild[i];
        printf("%p\n", a);
        W(read, zero, a, 1);
        W(read, file, a, 100);
        W(write, p[1], a, 4);
        W(open, a, O_RDONLY);
        W(stat, ".", a);
        W(fstat, file, a);
        W(stat, a, text);
        W(getcwd, a, 4096);
        W(pipe, a);
        W(uname, a);
        W(clock_gettime, CLOCK_MONOTONIC, a);
        W(nanosleep, a, 0);
        W(rt_sigaction, SIGUSR1, a, 0, 8);
        W(rt_sigprocmask, SIG_BLOCK, a, 0, 8);
        W(readv, zero, a, 1);
        W(writev, p[1], a, 1);
        W(getdents64, dir, a, 1000);
        W(readlink, "link", a, 10);
        W(poll, a, 1, 0);
        W(getrlimit, RLIMIT_NOFILE, a);
        W(futex, a, 0, 1, 0, 0, 0);
        W(munmap, a, 4096 * (i == 9));
        W(mprotect, a, 4096, PROT_READ);
        W(madvise, a, 4096, MADV_DONTNEED);
        W(mincore, a, 4096, text);
        W(sigaltstack, a, 0);
        W(epoll_ctl, zero, EPOLL_CTL_ADD, p[0], a);
        W(sched_getaffinity, 0, 8, a);
        W(getrandom, a, 8, 0);
        W(execve, a, 0, 0);
        W(execve, "/nowhere", a, a);
    }
    puts("sizes");
    struct iovec v[2] = {{text, SSIZE_MAX}, {text, 1}};
    T(read(zero, text, 0));
    T(readv(zero, v, 2));
    T(readv(zero, v, -1));
    T(readv(zero, v, 1025));
    T(lseek(file, -1, SEEK_SET));
    T(lseek(file, LONG_MAX, SEEK_END));
    T(lseek(file, 0, 99));
    T(lseek(p[0], 0, SEEK_SET));
    T(pread(file, text, 10, -1));
    T(pread(p[0], text, 10, 0));
    T(mmap(0, 0, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
    T(mmap(0, ~0UL, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
    T(mmap(0, 1L << 62, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
    T(mmap(0, 4096, PROT_READ, MAP_PRIVATE, -1, 0));
    T(mmap(0, 4096, PROT_READ, MAP_PRIVATE, file, 1));
    T(mmap(0, 4096, PROT_READ, MAP_PRIVATE, p[0], 0));
    T(mmap(0, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0));
    T(mmap(0, 4096, PROT_READ, 0, file, 0));
    T(mmap((void *)-4096L, 4096, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0));
    T(munmap(text + 1, 4096));
    T(munmap((void *)4096, ~0UL));
    T(mremap((void *)4096, 4096, 8192, 0));
    puts("descriptors");
    int bad[] = {-1, 999, INT_MAX, INT_MIN};
    for (int i = 0; i < 4; i++) {
        T(read(bad[i], text, 1));
        T(close(bad[i]));
        T(dup(bad[i]));
        T(dup2(0, bad[i]));
        T(dup3(0, 0, 0));
        T(fcntl(bad[i], F_GETFD));
        T(fcntl(0, bad[i]));
        T(fcntl(0, F_DUPFD, bad[i]) > 2 ? 1 : -1);
        T(fstat(bad[i], (void *)text));
        T(openat(bad[i], "x", O_RDONLY));
        T(ftruncate(bad[i], 0));
        T(fchdir(bad[i]));
        T(epoll_create(bad[i] > 0 ? 0 : bad[i]));
        if (bad[i] > 0) break;
    }
    T(nanosleep(&(struct timespec){0, -1}, 0));
    T(nanosleep(&(struct timespec){0, 1000000000}, 0));
    T(clock_gettime(99, (void *)text));
    T(kill(getpid(), -1));
    T(kill(0x3fffffff, 0));
    W(tgkill, 0, 0, 0);
    T(getpriority(9, 0));
    T(setrlimit(99, (void *)text));
    T(sysconf(_SC_PAGESIZE));
    T(select(-1, 0, 0, 0, 0));
    T(write(zero, text, 10));
    T(write(file, text, 10));
    T(read(p[1], text, 10));
    T(read(dir, text, 10));
    T(getdents64(file, text, 100));
    T(getdents64(dir, text, 1));
    memset(text, 'a', 8191);
    text[8191] = 0;
    T(open(text, O_RDONLY));
    text[300] = 0;
    T(open(text, O_RDONLY));
    T(open("", O_RDONLY));
    T(open("one.txt/x", O_RDONLY));
    T(open(".", O_WRONLY));
    T(open("link", O_RDONLY | O_NOFOLLOW));
    T(open("one.txt", O_RDONLY | O_DIRECTORY));
    T(open("one.txt", O_CREAT | O_EXCL, 0600));
    T(unlink("deep"));
    T(rmdir("one.txt"));
    T(rmdir("."));
    T(rename("deep", "deep/er/x"));
    T(link("deep", "y"));
    T(symlink("", "y"));
    T(readlink("one.txt", text, 10));
    T(readlink("link", text, 0));
    T(execl("one.txt", "one.txt", (char *)0));
    T(execl("deep", "deep", (char *)0));
    T(syscall(100000));
    T(syscall(-1));
    return 0;
}
