/* Signals: handlers and what they are told, other stacks, jumps out of them, interrupted calls. */
#define _GNU_SOURCE
#include <errno.h>
#include <setjmp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/time.h>
#include <time.h>
#include <ucontext.h>
#include <unistd.h>

static volatile sig_atomic_t got, code, on_stack;
static void *volatile where;
static sigjmp_buf back;
static char other_stack[65536];

static void note(int n, siginfo_t *info, void *context) {
    got = n;
    code = info->si_code;
    where = info->si_addr;
}
static void jump(int n, siginfo_t *info, void *context) {
    char here;
    note(n, info, context);
    on_stack = &here >= other_stack && &here < other_stack + sizeof other_stack;
    siglongjmp(back, n);
}
static void skip(int n, siginfo_t *info, void *context) {
    note(n, info, context);
    ((ucontext_t *)context)->uc_mcontext.gregs[REG_RIP] += 2; /* over ud2 */
    ((ucontext_t *)context)->uc_mcontext.gregs[REG_RBX] = 77;
}
static void set(int n, void (*handler)(int, siginfo_t *, void *), int flags) {
    struct sigaction a;
    memset(&a, 0, sizeof a);
    a.sa_sigaction = handler;
    a.sa_flags = SA_SIGINFO | flags;
    sigaction(n, &a, 0);
}
static int deeper(int n) { volatile char room[1024]; room[0] = n; return n < 0 ? 0 : deeper(n + 1) + room[0]; }
static int pipes[2];
static void feed(int n, siginfo_t *info, void *context) { note(n, info, context); write(pipes[1], "fed", 3); }
/* Again and again: the first may come before the call that it is to interrupt. */
static void alarm_each(int microseconds) {
    struct itimerval v = {{0, microseconds}, {0, microseconds}};
    setitimer(ITIMER_REAL, &v, 0);
}
static int count;
static void nested(int n, siginfo_t *info, void *context) {
    count = count * 10 + 1;
    if (count == 1) { raise(SIGUSR2); count = count * 10 + 2; raise(SIGUSR1); count = count * 10 + 3; }
}

int main(void) {
    char text[16];
    set(SIGUSR1, note, 0);
    raise(SIGUSR1);
    printf("raised %d code %d\n", got == SIGUSR1, code == SI_TKILL);
    kill(getpid(), SIGUSR1);
    printf("killed code %d\n", code == SI_USER);
    union sigval v = {.sival_int = 42};
    sigqueue(getpid(), SIGUSR1, v);
    printf("queued code %d\n", code == SI_QUEUE);

    set(SIGSEGV, jump, 0);
    for (int i = 0; i < 3; i++) {
        if (!sigsetjmp(back, 1)) *(volatile int *)(16L * i) = 1;
        printf("fault %d code %d at %p\n", got == SIGSEGV, code, where);
    }
    if (!sigsetjmp(back, 1)) *(volatile int *)main = 1;
    printf("read-only: code %d same address %d\n", code, where == (void *)main);
    if (!sigsetjmp(back, 1)) *(volatile int *)0xdead000000000000UL = 1;
    printf("not canonical: code %d at %p\n", code, where);
    if (!sigsetjmp(back, 1)) ((void (*)(void))16)();
    printf("jump: code %d at %p\n", code, where);
    set(SIGFPE, jump, 0);
    volatile int zero = 0;
    if (!sigsetjmp(back, 1)) zero = 7 / zero;
    printf("division %d code %d\n", got == SIGFPE, code);
    set(SIGILL, skip, 0);
    long rbx = 5;
    __asm__ volatile("ud2" : "+b"(rbx));
    printf("skipped %d code %d rbx %ld\n", got == SIGILL, code, rbx);
    char *page = mmap(0, 4096, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (!sigsetjmp(back, 1)) page[5] = 1;
    printf("protected: code %d offset %ld\n", code, (long)((char *)where - page));
    munmap(page, 4096);
    if (!sigsetjmp(back, 1)) page[6] = 1;
    printf("unmapped: code %d offset %ld\n", code, (long)((char *)where - page));

    stack_t s = {.ss_sp = other_stack, .ss_size = sizeof other_stack}, old;
    sigaltstack(&s, 0);
    set(SIGSEGV, jump, SA_ONSTACK);
    for (int i = 0; i < 2; i++) {
        if (!sigsetjmp(back, 1)) deeper(1);
        printf("overflow %d on the other stack %d\n", got == SIGSEGV, on_stack);
    }
    sigaltstack(0, &old);
    printf("other stack flags %d size %zu\n", old.ss_flags, old.ss_size);

    pipe(pipes);
    set(SIGALRM, note, 0);
    alarm_each(10000);
    ssize_t n = read(pipes[0], text, 16);
    printf("read %zd %s\n", n, strerror(errno));
    alarm_each(0);
    set(SIGALRM, feed, SA_RESTART);
    alarm_each(10000);
    printf("restarted read %zd\n", read(pipes[0], text, 3));
    alarm_each(0);
    set(SIGALRM, note, 0);
    alarm_each(10000);
    struct timespec t = {50, 0}, rest;
    int slept = nanosleep(&t, &rest);
    printf("nanosleep %d %s rest %d\n", slept, strerror(errno), rest.tv_sec > 0);
    alarm_each(10000);
    int paused = pause();
    printf("pause %d %s\n", paused, strerror(errno));
    alarm_each(0);

    sigset_t mask, was;
    sigemptyset(&mask);
    sigaddset(&mask, SIGUSR1);
    sigprocmask(SIG_BLOCK, &mask, &was);
    got = 0;
    raise(SIGUSR1);
    raise(SIGUSR1);
    sigset_t pending;
    sigpending(&pending);
    printf("blocked: got %d pending %d\n", got, sigismember(&pending, SIGUSR1));
    sigsuspend(&was);
    printf("suspended: got %d\n", got == SIGUSR1);
    raise(SIGUSR1);
    siginfo_t info;
    printf("waited for %d\n", sigwaitinfo(&mask, &info) == SIGUSR1);
    struct timespec no = {0, 1000000};
    int waited = sigtimedwait(&mask, &info, &no);
    printf("waited %d %s\n", waited, strerror(errno));
    sigprocmask(SIG_SETMASK, &was, 0);

    set(SIGUSR1, nested, 0);
    set(SIGUSR2, nested, 0);
    raise(SIGUSR1);
    printf("nesting %d\n", count);
    set(SIGUSR1, note, SA_RESETHAND);
    raise(SIGUSR1);
    struct sigaction now;
    sigaction(SIGUSR1, 0, &now);
    printf("reset %d\n", now.sa_handler == SIG_DFL);
    signal(SIGPIPE, SIG_IGN);
    close(pipes[0]);
    ssize_t written = write(pipes[1], "x", 1);
    printf("write %zd %s\n", written, strerror(errno));
    printf("kill %d", kill(getpid(), 65));
    printf(" %s\n", strerror(errno));
    fflush(stdout);
    signal(SIGPIPE, SIG_DFL);
    write(pipes[1], "x", 1);
    return 1;
}
