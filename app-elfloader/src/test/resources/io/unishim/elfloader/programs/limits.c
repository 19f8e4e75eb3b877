/* RLIMIT_FSIZE: each line is a call, its result and errno, and how often SIGXFSZ came. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <unistd.h>

#ifndef RWF_APPEND
#define RWF_APPEND 0x10
#endif

static volatile int signals, code, sender;

static void count(int signal, siginfo_t *info, void *context) {
    signals++;
    code = info->si_code;
    sender = info->si_pid == getpid() && info->si_uid == getuid();
}

static long now = RLIM_INFINITY;

static int lower(long soft) {
    struct rlimit l = {soft, RLIM_INFINITY};
    return setrlimit(RLIMIT_FSIZE, &l);
}

static int limit(long soft) {
    now = soft;
    return lower(soft);
}

/* What is printed may go to a file, too. */
static void told(int line, long result, int fd) {
    const char *why = result == -1 ? strerror(errno) : "ok";
    struct stat s;
    fstat(fd, &s);
    lower(RLIM_INFINITY);
    printf("%d: %ld %s; %d signals %d %d; size %ld at %ld\n", line, result, why, signals, code, sender, (long)s.st_size,
        (long)lseek(fd, 0, SEEK_CUR));
    lower(now);
}

#define T(call) do { errno = 0; signals = code = sender = 0; told(__LINE__, (long)(call), fd); } while (0)

static long pwritev2_(int fd, const struct iovec *v, int count, long at, int flags) {
    return syscall(SYS_pwritev2, fd, v, count, at, 0L, flags); /* musl lacks it */
}

static void files(int fd) {
    char text[300], path[40];
    memset(text, 'x', sizeof text);
    sprintf(path, "/proc/self/fd/%d", fd);
    T(limit(100));
    T(write(fd, text, 60));
    T(write(fd, text, 60));
    T(write(fd, text, 60));
    T(write(fd, text, 0));
    T(pwrite(fd, text, 10, 99));
    T(pwrite(fd, text, 10, 100));
    T(pwrite(fd, text, 0, 1000));
    T(pwrite(fd, text, 10, 1L << 40));
    T(pwrite(fd, text, 10, 0x7ffffffffffffff0));
    struct iovec two[] = {{text, 50}, {text, 80}};
    lseek(fd, 0, SEEK_SET);
    T(writev(fd, two, 2));
    T(pwritev(fd, two, 2, 200));
    T(pwritev2_(fd, two, 2, 30, 0));
    T(pwritev2_(fd, two, 2, 0, RWF_APPEND));
    T(fcntl(fd, F_SETFL, O_APPEND));
    T(write(fd, text, 1));
    T(fcntl(fd, F_SETFL, 0));
    T(ftruncate(fd, 100));
    T(ftruncate(fd, 101));
    T(truncate(path, 5000));
    T(limit(50));
    T(ftruncate(fd, 80));
    T(ftruncate(fd, 80));
    T(ftruncate(fd, 81));
    T(pwrite(fd, text, 10, 45));
    T(pwrite(fd, text, 10, 50));
    T(pwrite(fd, text, 10, 10));
    T(fallocate(fd, 0, 0, 60));
    T(fallocate(fd, 0, 0, 90));
    T(fallocate(fd, FALLOC_FL_KEEP_SIZE, 0, 90));
    T(fallocate(fd, FALLOC_FL_KEEP_SIZE, 70, 10));
    T(fallocate(fd, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, 60, 90));
    T(ftruncate(fd, 0));
    lseek(fd, 0, SEEK_SET);
    int from = memfd_create("from", 0);
    off_t at = 0, to = 40;
    limit(1000);
    pwrite(from, text, 300, 0);
    limit(50);
    T(sendfile(fd, from, &at, 30));
    T(sendfile(fd, from, &at, 30));
    T(sendfile(fd, from, &at, 30));
    T(at);
    at = 0;
    T(copy_file_range(from, &at, fd, &to, 100, 0));
    T(copy_file_range(from, &at, fd, &to, 100, 0));
    T(to);
    at = 300;
    T(copy_file_range(from, &at, fd, &to, 100, 0));
    to = 10;
    T(copy_file_range(from, &at, fd, &to, 100, 0));
    int p[2];
    pipe(p);
    T(write(p[1], text, 200));
    T(splice(p[0], 0, fd, 0, 100, 0));
    lseek(fd, 20, SEEK_SET);
    T(splice(p[0], 0, fd, 0, 100, 0));
    T(read(p[0], text, 300));
    T(limit(0));
    T(pwrite(fd, text, 1, 0));
    T(ftruncate(fd, 0));
    T(pwrite(fd, text, 1, 0));
    T(limit(RLIM_INFINITY));
    T(pwrite(fd, text, 100, 100));
    close(from);
    close(p[0]);
    close(p[1]);
}

int main(void) {
    setvbuf(stdout, 0, _IONBF, 0);
    struct sigaction action = {.sa_sigaction = count, .sa_flags = SA_SIGINFO};
    sigaction(SIGXFSZ, &action, 0);
    int fd = memfd_create("file", 0);
    files(fd);
    ftruncate(fd, 0);
    lseek(fd, 0, SEEK_SET);
    int status;
    limit(10);
    if (fork() == 0) {
        T(write(fd, "0123456789a", 11));
        T(write(fd, "b", 1));
        signal(SIGXFSZ, SIG_DFL);
        write(fd, "c", 1);
        _exit(0);
    }
    wait(&status);
    lower(RLIM_INFINITY);
    printf("%d %d %d\n", WIFSIGNALED(status), WTERMSIG(status), WCOREDUMP(status));
    lower(now);
    signal(SIGXFSZ, SIG_IGN);
    T(write(fd, "d", 1));
    return 3;
}
