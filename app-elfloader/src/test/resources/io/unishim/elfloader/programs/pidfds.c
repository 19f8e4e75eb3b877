// Processes by descriptors. What calls answer is printed; the host and a shim print the same.
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#ifndef P_PIDFD
#define P_PIDFD 3
#endif

#define SAY(call) \
    do { \
        errno = 0; \
        long result = (call); \
        printf("%s = %ld %s\n", #call, result, result < 0 ? strerror(errno) : ""); \
    } while (0)

static int open_pid(int pid, unsigned flags) { return syscall(434, pid, flags); }
static int send_to(int fd, int signal, void *info, unsigned flags) { return syscall(424, fd, signal, info, flags); }
static int take(int fd, int target, unsigned flags) { return syscall(438, fd, target, flags); }

static int thread_id;
static int told[2], may_end[2];

static void *thread(void *unused) {
    thread_id = syscall(SYS_gettid);
    write(told[1], "x", 1);
    read(may_end[0], &unused, 1);
    return NULL;
}

static int ready(int fd) {
    struct pollfd one = {fd, -1, 0};
    poll(&one, 1, 0);
    return one.revents;
}

static int wait_ready(int fd) {
    struct pollfd one = {fd, POLLIN, 0};
    poll(&one, 1, -1);
    return one.revents;
}

static void wait_gone(int fd) {
    struct pollfd one = {fd, 0, 0};
    poll(&one, 1, -1);
}

// The line of fdinfo that tells the process, or 0.
static int told_pid(int fd) {
    char line[100];
    int pid = 0;
    sprintf(line, "/proc/self/fdinfo/%d", fd);
    FILE *in = fopen(line, "r");
    while (fgets(line, sizeof line, in)) sscanf(line, "Pid: %d", &pid);
    fclose(in);
    return pid;
}

static void opening(void) {
    SAY(open_pid(0, 0));
    SAY(open_pid(-1, 0));
    SAY(open_pid(999999, 0));
    SAY(open_pid(getpid(), 1));
    SAY(open_pid(thread_id, 0));
    SAY(open_pid(thread_id, 0200) >= 0);
    SAY(open_pid(getpid(), 04200) >= 0);
}

static void as_a_file(int fd) {
    char c, name[50], link[100] = {0};
    struct stat st;
    SAY(fcntl(fd, F_GETFD));
    SAY(fcntl(fd, F_GETFL));
    SAY(ready(fd));
    SAY(read(fd, &c, 1));
    SAY(write(fd, "x", 1));
    SAY(lseek(fd, 0, 0));
    SAY(fstat(fd, &st));
    printf("mode %o, %ld links\n", st.st_mode, (long) st.st_nlink);
    sprintf(name, "/proc/self/fd/%d", fd);
    readlink(name, link, sizeof link - 1);
    puts(link);
    SAY(told_pid(fd) == getpid());
    SAY(ioctl(fd, FIONREAD, &c));
    SAY(ftruncate(fd, 0));
}

static void sending(int fd) {
    siginfo_t info = {0};
    SAY(send_to(fd, 0, 0, 0));
    SAY(send_to(fd, 65, 0, 0));
    SAY(send_to(fd, -1, 0, 0));
    SAY(send_to(fd, 0, 0, 8));
    SAY(send_to(fd, 0, 0, 1));
    SAY(send_to(fd, 0, 0, 2));
    SAY(send_to(fd, 0, 0, 4));
    SAY(send_to(fd, 0, 0, 3));
    SAY(send_to(told[0], 0, 0, 0));
    SAY(send_to(99, 0, 0, 0));
    SAY(send_to(fd, 0, (void *) 8, 0));
    info.si_signo = SIGUSR1;
    info.si_code = SI_QUEUE;
    signal(SIGUSR1, SIG_IGN);
    SAY(send_to(fd, SIGUSR2, &info, 0));
    info.si_code = SI_USER;
    SAY(send_to(fd, SIGUSR1, &info, 0));
}

static void a_child(int own) {
    siginfo_t info = {0};
    int child = fork();
    if (child == 0) {
        while (1) pause();
    }
    int fd = open_pid(child, 0);
    info.si_signo = SIGUSR1;
    info.si_code = SI_USER;
    SAY(send_to(fd, SIGUSR1, &info, 0));
    info.si_code = SI_QUEUE;
    SAY(send_to(fd, SIGUSR1, &info, 0));
    SAY(ready(fd));
    SAY(take(own, 0, 0) >= 0);
    SAY(take(own, 0, 1));
    SAY(take(own, 999, 0));
    SAY(take(told[0], 0, 0));
    SAY(take(77, 0, 0));
    SAY(fcntl(take(fd, told[0], 0), F_GETFD));
    SAY(waitid(P_PIDFD, fd, &info, WEXITED | WNOHANG));
    SAY(waitid(P_PIDFD, told[0], &info, WEXITED | WNOHANG));
    SAY(waitid(P_PIDFD, own, &info, WEXITED | WNOHANG));
    SAY(waitid(P_PIDFD, -5, &info, WEXITED));
    SAY(waitid(P_PIDFD, 500, &info, WEXITED));
    SAY(waitid(P_PIDFD, open_pid(child, 04000), &info, WEXITED));

    SAY(send_to(fd, SIGKILL, 0, 0));
    SAY(wait_ready(fd));
    SAY(open_pid(child, 0) >= 0);
    SAY(open_pid(child, 0200) >= 0);
    SAY(take(fd, 0, 0));
    SAY(send_to(fd, SIGUSR1, 0, 0));
    SAY(waitid(P_PIDFD, fd, &info, WEXITED | WNOWAIT));
    SAY(waitid(P_PIDFD, fd, &info, WEXITED));
    printf("%d %d %d\n", info.si_pid == child, info.si_code, info.si_status);

    SAY(ready(fd));
    SAY(told_pid(fd));
    SAY(send_to(fd, 0, 0, 0));
    SAY(take(fd, 0, 0));
    SAY(waitid(P_PIDFD, fd, &info, WEXITED));
    SAY(open_pid(child, 0));
}

static void a_thread(pthread_t it) {
    siginfo_t info;
    int fd = open_pid(thread_id, 0200);
    SAY(ready(fd));
    SAY(send_to(fd, 0, 0, 0));
    SAY(waitid(P_PIDFD, fd, &info, WEXITED | WNOHANG));
    write(may_end[1], "x", 1);
    pthread_join(it, NULL);
    // A joined thread may still be on its way out of the kernel: a zombie, readable, that signals reach.
    wait_gone(fd);
    SAY(ready(fd));
    SAY(send_to(fd, 0, 0, 0));
}

int main(void) {
    char c;
    pthread_t one;
    setpgid(0, 0);
    pipe(told);
    pipe(may_end);
    pthread_create(&one, NULL, thread, NULL);
    read(told[0], &c, 1);
    opening();
    int own = open_pid(getpid(), 0);
    as_a_file(own);
    sending(own);
    a_child(own);
    a_thread(one);
    return 0;
}
