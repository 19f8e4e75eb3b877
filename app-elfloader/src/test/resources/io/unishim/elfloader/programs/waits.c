/* wait4(2), waitid(2), sessions, process groups and users: each line is a call, its result and errno. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/fsuid.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#define N(call) do { errno = 0; long n_ = (long)(call); printf("%d: %ld %s\n", __LINE__, n_, n_ == -1 ? strerror(errno) : ""); fflush(stdout); } while (0)
#define FAILS(call) do { errno = 0; long n_ = (long)(call); printf("%d: %s %s\n", __LINE__, n_ < 0 ? "-1" : n_ ? "some" : "0", n_ < 0 ? strerror(errno) : ""); fflush(stdout); } while (0)

static int status;
static siginfo_t info;

static void cleared(void) {
    memset(&info, 0, sizeof info);
    status = -1;
}

static void told(pid_t child) {
    printf("   %d %d %d %d %d\n", info.si_signo, info.si_code, info.si_status, info.si_pid == child ? 1 : info.si_pid, info.si_errno);
}

static pid_t exits(int code) {
    fflush(stdout);
    pid_t pid = fork();
    if (pid == 0)
        _exit(code);
    return pid;
}

static pid_t sleeps(void) {
    fflush(stdout);
    pid_t pid = fork();
    if (pid == 0)
        for (;;)
            pause();
    return pid;
}

static void settled(pid_t pid) {
    siginfo_t i;
    waitid(P_PID, pid, &i, WEXITED | WSTOPPED | WCONTINUED | WNOWAIT);
}

/* Each option alone and with others, for a child that exited, stopped or went on. */
static void options(void) {
    static const int all[] = {0, WNOHANG, WEXITED, WSTOPPED, WCONTINUED, WNOWAIT, WEXITED | WNOHANG, WSTOPPED | WNOHANG,
        WCONTINUED | WNOHANG, WEXITED | WNOWAIT, WEXITED | WSTOPPED | WCONTINUED | WNOHANG | WNOWAIT, WEXITED | __WALL | WNOHANG,
        WEXITED | __WCLONE | WNOHANG, WEXITED | __WNOTHREAD | WNOHANG, WEXITED | 0x10, WEXITED | 0x10000};
    for (int which = 0; which < 3; which++) {
        pid_t child = which == 0 ? exits(7) : sleeps();
        if (which > 0) {
            kill(child, SIGSTOP);
            settled(child);
        }
        if (which > 1) {
            waitid(P_PID, child, &info, WSTOPPED);
            kill(child, SIGCONT);
            settled(child);
        }
        for (int i = 0; i < sizeof all / sizeof *all; i++) {
            int option = all[i];
            if (!(option & WNOHANG) && !(option & (WEXITED | WSTOPPED | WCONTINUED)) == 0 && !(option & (which == 0 ? WEXITED : which == 1 ? WSTOPPED : WCONTINUED)))
                continue; /* would wait for ever */
            if (which == 0 && (option & WEXITED) && !(option & WNOWAIT) && !(option & __WCLONE) && !(option & ~0x7ffffff0 & 0x10))
                option |= WNOWAIT; /* keep it for the next */
            cleared();
            printf("%d %x: ", which, option);
            N(waitid(P_PID, child, &info, option));
            told(child);
            if (which > 0 && info.si_pid == child && !(option & WNOWAIT)) {
                /* taken: make it anew */
                if (which == 1) {
                    kill(child, SIGCONT);
                    waitid(P_PID, child, &info, WCONTINUED);
                    kill(child, SIGSTOP);
                } else {
                    kill(child, SIGSTOP);
                    waitid(P_PID, child, &info, WSTOPPED);
                    kill(child, SIGCONT);
                }
                settled(child);
            }
        }
        cleared();
        printf("%d wait4: ", which);
        N(wait4(child, &status, WNOHANG, 0) == child);
        printf("   %x\n", status);
        cleared();
        N(wait4(child, &status, WNOHANG | WUNTRACED, 0) == child);
        printf("   %x\n", status);
        cleared();
        N(wait4(child, &status, WNOHANG | WCONTINUED, 0) == child);
        printf("   %x\n", status);
        kill(child, SIGKILL);
        cleared();
        N(wait4(child, &status, 0, 0) == child);
        printf("   %x\n", status);
    }
}

static void targets(void) {
    FAILS(wait4(-1, &status, 0, 0));
    FAILS(waitid(P_ALL, 0, &info, WEXITED));
    pid_t one = exits(1), other = exits(2);
    settled(one);
    settled(other);
    FAILS(wait4(one, &status, 0x10, 0));
    FAILS(wait4(one, &status, WEXITED, 0));
    FAILS(wait4(one, &status, WNOWAIT, 0));
    FAILS(wait4(1 << 21, &status, 0, 0));
    FAILS(wait4(getpid(), &status, 0, 0));
    FAILS(wait4(getppid(), &status, 0, 0));
    FAILS(wait4(0x80000000, &status, 0, 0));
    FAILS(wait4(-getpid() - 100000, &status, 0, 0));
    FAILS(waitid(9, one, &info, WEXITED));
    FAILS(waitid(P_PID, 0, &info, WEXITED));
    FAILS(waitid(P_PID, -1, &info, WEXITED));
    FAILS(waitid(P_PGID, -1, &info, WEXITED));
    FAILS(waitid(P_PGID, 1 << 21, &info, WEXITED));
    FAILS(waitid(3, -1, &info, WEXITED));
    FAILS(waitid(3, 999, &info, WEXITED));
    FAILS(waitid(3, 1, &info, WEXITED));
    FAILS(waitid(P_PID, one, (void *)8, WEXITED | WNOWAIT));
    N(waitid(P_PID, one, 0, WEXITED | WNOWAIT));
    cleared();
    N(waitid(P_PGID, 0, &info, WEXITED | WNOWAIT));
    N(info.si_pid == one || info.si_pid == other);
    N(waitid(P_PGID, getpgrp(), &info, WEXITED | WNOWAIT));
    FAILS(wait4(one, (void *)8, 0, 0));
    N(wait4(one, &status, 0, 0));
    FAILS(wait4(other, &status, 0, (void *)8));
    N(wait4(other, &status, WNOHANG, 0));
    struct rusage usage;
    one = exits(3);
    N(wait4(0, &status, 0, &usage) == one);
    N(status);
    N(usage.ru_utime.tv_sec);
    one = exits(4);
    N(wait4(-getpgrp(), &status, 0, 0) == one);
    N(syscall(SYS_waitid, P_ALL, 0, 0, WEXITED, 0));
    one = exits(5);
    N(syscall(SYS_waitid, P_ALL, 0, 0, WEXITED, &usage));
    one = sleeps();
    N(wait4(one, &status, WNOHANG, 0));
    cleared();
    N(waitid(P_PID, one, &info, WEXITED | WNOHANG));
    told(one);
    setpgid(one, one);
    N(wait4(0, &status, WNOHANG, 0));
    N(waitid(P_PGID, one, &info, WEXITED | WNOHANG));
    kill(one, SIGTERM);
    cleared();
    N(waitid(P_PGID, one, &info, WEXITED));
    told(one);
    /* ignored children leave nothing */
    signal(SIGCHLD, SIG_IGN);
    one = exits(1);
    FAILS(wait4(one, &status, 0, 0));
    one = exits(1);
    FAILS(waitid(P_ALL, 0, &info, WEXITED));
    signal(SIGCHLD, SIG_DFL);
    struct sigaction a = {.sa_handler = SIG_DFL, .sa_flags = SA_NOCLDWAIT};
    sigaction(SIGCHLD, &a, 0);
    one = exits(1);
    FAILS(wait4(-1, &status, 0, 0));
    signal(SIGCHLD, SIG_DFL);
}

static void inChild(void (*work)(void)) {
    fflush(stdout);
    pid_t pid = fork();
    if (pid == 0) {
        work();
        fflush(stdout);
        _exit(0);
    }
    waitpid(pid, &status, 0);
    printf("ended %x\n", status);
}

static void leader(void) {
    N(setsid() == getpid());
    FAILS(setsid());
    N(getsid(0) == getpid());
    N(getpgrp() == getpid());
    FAILS(setpgid(0, 0));
    FAILS(setpgid(getpid(), getpid()));
    FAILS(setpgid(0, getppid()));
    int fd = open("/dev/tty", O_RDWR);
    FAILS(fd);
    FAILS(tcgetsid(0));
    pid_t child = sleeps();
    N(getpgid(child) == getpid());
    N(getsid(child) == getpid());
    N(setpgid(child, child));
    N(getpgid(child) == child);
    N(setpgid(child, getpid()));
    N(setpgid(child, 0));
    N(getpgid(child) == child);
    FAILS(setpgid(child, 1 << 21));
    FAILS(setpgid(child, -1));
    pid_t sibling = sleeps();
    N(setpgid(sibling, child));
    N(getpgid(sibling) == child);
    N(kill(-child, SIGTERM));
    N(waitpid(-child, &status, 0) > 0);
    N(waitpid(-child, &status, 0) > 0);
    FAILS(waitpid(-child, &status, 0));
    FAILS(kill(-child, 0));
    FAILS(getpgid(child));
    FAILS(getsid(child));
    FAILS(setpgid(child, 0));
}

static void groups(void) {
    FAILS(getpgid(-1));
    FAILS(getpgid(1 << 21));
    FAILS(getsid(-1));
    FAILS(getsid(1 << 21));
    N(getpgid(0) == getpgrp());
    N(getpgid(getpid()) == getpgrp());
    FAILS(setpgid(-1, 0));
    FAILS(setpgid(0, -1));
    FAILS(setpgid(1 << 21, 0));
    FAILS(setpgid(getppid(), 0));
    FAILS(setpgid(0, 1 << 21));
    N(setpgid(0, 0));
    N(getpgrp() == getpid());
    FAILS(setsid());
    pid_t child = fork();
    if (child == 0) {
        N(setsid() == getpid());
        _exit(0);
    }
    waitpid(child, 0, 0);
    /* a child that has executed is out of reach */
    int p[2];
    char c;
    pipe(p);
    fcntl(p[1], F_SETFD, FD_CLOEXEC);
    child = fork();
    if (child == 0) {
        close(p[0]);
        execl("/bin/sleep", "sleep", "100", NULL);
        _exit(1);
    }
    close(p[1]);
    read(p[0], &c, 1);
    FAILS(setpgid(child, child));
    kill(child, SIGKILL);
    waitpid(child, 0, 0);
    /* another session */
    pipe(p);
    child = fork();
    if (child == 0) {
        setsid();
        write(p[1], "x", 1);
        for (;;)
            pause();
    }
    read(p[0], &c, 1);
    FAILS(setpgid(child, getpgrp()));
    FAILS(setpgid(child, child));
    N(getsid(child) == child);
    kill(child, SIGKILL);
    waitpid(child, 0, 0);
}

static void ids(void) {
    uid_t r, e, s;
    printf("   %d %d %d %d; ", getuid(), geteuid(), setfsuid(-1), setfsgid(-1));
    getresuid(&r, &e, &s);
    printf("%d %d %d; ", r, e, s);
    getresgid(&r, &e, &s);
    printf("%d %d %d\n", r, e, s);
}

static void users(void) {
    gid_t list[4] = {7, 8, 9, 7};
    N(setgroups(4, list));
    N(getgroups(0, 0));
    gid_t got[8];
    FAILS(getgroups(2, got));
    FAILS(getgroups(-1, got));
    FAILS(setgroups(-1, list));
    FAILS(setgroups(70000, list));
    FAILS(setgroups(2, (void *)8));
    N(getgroups(8, got));
    printf("   %d %d %d %d\n", got[0], got[1], got[2], got[3]);
    FAILS(setresuid(-1, -1, -1));
    FAILS(setreuid(-1, -1));
    FAILS(setuid(-1));
    FAILS(setgid(-1));
    N(setresgid(10, 11, 12));
    ids();
    N(setregid(-1, 10));
    ids();
    N(setegid(12));
    ids();
    N(setresuid(1000, 2000, 3000));
    ids();
    FAILS(setuid(4000));
    FAILS(setgroups(0, 0));
    FAILS(setresuid(4000, -1, -1));
    FAILS(setresgid(13, -1, -1));
    N(setresgid(11, 10, -1));
    N(seteuid(1000));
    ids();
    N(setuid(3000));
    ids();
    FAILS(setreuid(2000, -1));
    N(setreuid(3000, 1000));
    ids();
    N(setfsuid(3000));
    N(setfsuid(-1));
    N(setfsuid(77));
    N(setfsuid(-1));
    FAILS(seteuid(0));
    FAILS(kill(1, 0));
    FAILS(setpriority(PRIO_PROCESS, 0, -5));
    FAILS(setpriority(PRIO_USER, 0, 5));
    FAILS(chroot("/"));
    N(getgroups(8, got));
}

static void backAndForth(void) {
    N(seteuid(1000));
    ids();
    FAILS(setuid(5));
    FAILS(kill(getppid(), 0));
    N(seteuid(0));
    N(setreuid(1000, 0));
    ids();
    N(setreuid(0, 1000));
    ids();
    N(setuid(0));
    ids();
    N(setresuid(-1, 0, -1));
    N(setuid(1000));
    ids();
    FAILS(seteuid(0));
}

int main(void) {
    setvbuf(stdout, 0, _IOLBF, 0);
    struct sigaction usual = {.sa_handler = SIG_DFL};
    sigaction(SIGCHLD, &usual, 0);
    puts("-- options");
    inChild(options);
    puts("-- targets");
    inChild(targets);
    puts("-- leader");
    inChild(leader);
    puts("-- groups");
    inChild(groups);
    puts("-- users");
    inChild(users);
    inChild(backAndForth);
    return 2;
}
