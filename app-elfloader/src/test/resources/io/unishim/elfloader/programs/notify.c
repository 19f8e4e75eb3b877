/* Calls that somebody else is asked about (man 2 seccomp_unotify): a line is a call, its result and errno. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <unistd.h>

#define N(call) do { errno = 0; long n_ = (long)(call); printf("%d: %ld %s\n", __LINE__, n_, n_ == -1 ? strerror(errno) : ""); fflush(stdout); } while (0)
#define SEND_TOO 2
#define NOTIFY SECCOMP_RET_USER_NOTIF

/* Asks about getppid(2), getuid(2) and getgid(2). */
static long listen_to(unsigned flags) {
    struct sock_filter code[] = {
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, __NR_getppid, 2, 0),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, __NR_getuid, 1, 0),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, __NR_getgid, 0, 1),
        BPF_STMT(BPF_RET | BPF_K, NOTIFY),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
    };
    struct sock_fprog program = {sizeof code / sizeof *code, code};
    return syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, flags, &program);
}

static volatile int listener = -1;
static int to[2], from[2];
static pthread_t worker;
static volatile pid_t worker_tid;

static void handled(int signal) {
    (void) signal;
}

static void said(const char *what, long r) {
    dprintf(from[1], "%s %ld %s\n", what, r, r == -1 ? strerror(errno) : "");
}

static void *work(void *unused) {
    char c;
    worker_tid = syscall(SYS_gettid);
    listener = listen_to(SECCOMP_FILTER_FLAG_NEW_LISTENER);
    while (read(to[0], &c, 1) == 1) {
        errno = 0;
        long r = syscall(c == 'p' ? SYS_getppid : c == 'u' ? SYS_getuid : SYS_getgid, 11, 22, 33);
        if (c == 'f') said("open", fcntl((int) r, F_GETFD));
        else said("asked", r);
    }
    return 0;
}

static void told(void) {
    char line[200];
    long n = read(from[0], line, sizeof line - 1);
    line[n > 0 ? n : 0] = 0;
    printf("  %s", line);
    fflush(stdout);
}

static void ready(int events) {
    struct pollfd p = {listener, POLLIN | POLLOUT, 0};
    poll(&p, 1, events ? -1 : 0);
    printf("  ready %x\n", p.revents & (POLLIN | POLLOUT | POLLHUP));
}

static struct seccomp_notif notif;

static long receive(void) {
    memset(&notif, 0, sizeof notif);
    return ioctl(listener, SECCOMP_IOCTL_NOTIF_RECV, &notif);
}

static long answer(uint64_t id, int64_t value, int error, unsigned flags) {
    struct seccomp_notif_resp resp = {id, value, error, flags};
    return ioctl(listener, SECCOMP_IOCTL_NOTIF_SEND, &resp);
}

static void ask(char what) {
    write(to[1], &what, 1);
}

static long add(uint64_t id, unsigned flags, int source, int number, unsigned number_flags) {
    struct seccomp_notif_addfd it = {id, flags, source, number, number_flags};
    return ioctl(listener, SECCOMP_IOCTL_NOTIF_ADDFD, &it);
}

static void answers(void) {
    ready(0);
    ask('p');
    ready(1);
    N(receive());
    printf("%d %d %x %llu %llu %llu %d\n", notif.pid == worker_tid, notif.data.nr == SYS_getppid, notif.data.arch,
        notif.data.args[0], notif.data.args[1], notif.data.args[2], notif.data.instruction_pointer != 0);
    ready(1);
    N(ioctl(listener, SECCOMP_IOCTL_NOTIF_ID_VALID, &notif.id));
    uint64_t none = notif.id + 7;
    N(ioctl(listener, SECCOMP_IOCTL_NOTIF_ID_VALID, &none));
    N(answer(none, 1, 0, 0));
    N(answer(notif.id, 1, 0, 1));
    N(answer(notif.id, 0, 1, 1));
    N(answer(notif.id, 0, 0, 2));
    N(answer(notif.id, 4711, 0, 0));
    told();
    ready(0);
    N(answer(notif.id, 4711, 0, 0));
    N(ioctl(listener, SECCOMP_IOCTL_NOTIF_ID_VALID, &notif.id));
    static const long values[] = {0, 1, 2, -1, 1L << 40};
    for (int i = 0; i < 5; i++) {
        ask('u');
        N(receive());
        N(answer(notif.id, values[i], 0, 0));
        told();
    }
    ask('u');
    N(receive());
    N(answer(notif.id, 0, -ENOTTY, 0));
    told();
    ask('u');
    N(receive());
    N(answer(notif.id, 0, 0, SECCOMP_USER_NOTIF_FLAG_CONTINUE));
    told();
}

static void descriptors(void) {
    int file = open("/dev/null", O_RDONLY);
    ask('f');
    N(receive());
    N(add(notif.id + 1, 0, file, 0, 0));
    N(add(notif.id, 4, file, 0, 0));
    N(add(notif.id, 0, file, 50, 0));
    N(add(notif.id, 0, file, 0, 1));
    N(add(notif.id, 0, 777, 0, 0));
    N(add(notif.id, SECCOMP_ADDFD_FLAG_SETFD, file, 50, 0));
    N(fcntl(50, F_GETFD));
    N(add(notif.id, SECCOMP_ADDFD_FLAG_SETFD, file, 51, O_CLOEXEC));
    N(fcntl(51, F_GETFD));
    N(add(notif.id, SEND_TOO, file, 0, O_CLOEXEC) > 2);
    told();
    N(add(notif.id, 0, file, 0, 0));
}

/* A signal ends the wait; the call is made again or not. */
static void interrupted(int flags, int handler) {
    struct sigaction action = {0};
    action.sa_handler = handled;
    action.sa_flags = flags;
    sigaction(SIGUSR1, &action, 0);
    ask('p');
    N(receive());
    uint64_t old = notif.id;
    pthread_kill(worker, SIGUSR1);
    if (flags & SA_RESTART) {
        N(receive());
        printf("%d\n", notif.id == old);
        N(answer(old, 5, 0, 0));
        N(answer(notif.id, 6, 0, 0));
    }
    told();
    N(ioctl(listener, SECCOMP_IOCTL_NOTIF_ID_VALID, &old));
}

int main(void) {
    pipe(to);
    pipe(from);
    N(prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0));
    unsigned action = NOTIFY;
    N(syscall(SYS_seccomp, SECCOMP_GET_ACTION_AVAIL, 0, &action));
    N(listen_to(SECCOMP_FILTER_FLAG_NEW_LISTENER | SECCOMP_FILTER_FLAG_TSYNC));
    pthread_create(&worker, 0, work, 0);
    while (listener == -1) usleep(1000);
    printf("%d %d\n", listener > 2, fcntl(listener, F_GETFD));
    char link[100] = "", path[100];
    sprintf(path, "/proc/self/fd/%d", listener);
    readlink(path, link, 99);
    puts(link);
    answers();
    descriptors();
    interrupted(0, 0);
    interrupted(SA_RESTART, 0);
    N(ioctl(listener, SECCOMP_IOCTL_NOTIF_RECV, 8L));
    memset(&notif, 1, sizeof notif);
    N(ioctl(listener, SECCOMP_IOCTL_NOTIF_RECV, &notif));
    N(ioctl(listener, 0x2105, 0));
    N(read(listener, path, 8));
    N(write(listener, path, 8));
    /* Nobody listens any more: before and while a call waits. */
    ask('p');
    N(receive());
    close(listener);
    told();
    ask('p');
    told();
    close(to[1]);
    pthread_join(worker, 0);
    /* Nobody asks any more; children ask, too. */
    fflush(stdout);
    int passed[2];
    pipe(passed);
    pid_t child = fork();
    if (child == 0) {
        listener = listen_to(SECCOMP_FILTER_FLAG_NEW_LISTENER);
        N(listen_to(SECCOMP_FILTER_FLAG_NEW_LISTENER));
        int fd = listener;
        write(passed[1], &fd, sizeof fd);
        fflush(stdout);
        if (fork() == 0) _exit((int) syscall(SYS_getuid));
        int status;
        wait(&status);
        _exit(WEXITSTATUS(status) + (int) syscall(SYS_getgid));
    }
    int theirs, status;
    read(passed[0], &theirs, sizeof theirs);
    int pidfd = syscall(SYS_pidfd_open, child, 0);
    listener = syscall(SYS_pidfd_getfd, pidfd, theirs, 0);
    N(receive());
    printf("%d\n", notif.pid != child);
    N(answer(notif.id, 20, 0, 0));
    N(receive());
    printf("%d\n", notif.pid == child);
    N(answer(notif.id, 3, 0, 0));
    N(waitpid(child, &status, 0) == child);
    printf("%d\n", WEXITSTATUS(status));
    ready(0);
    N(receive());
    return 11;
}
