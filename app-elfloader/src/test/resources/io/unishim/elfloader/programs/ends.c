/* Ends in the way that its first argument names. */
#define _GNU_SOURCE
#include <fcntl.h>
#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

static volatile int zero;
static void *faults(void *arg) { *(volatile char *)0 = 1; return 0; }
static void *leaves(void *arg) { usleep(1000); puts("last thread"); return 0; }
static void bad(int n) { *(volatile char *)0 = 1; }
static int deeper(int n) { volatile char room[4096]; room[0] = n; return deeper(n + 1) + room[0]; }

int main(int argc, char **argv) {
    pthread_t t;
    const char *how = argv[1];
    printf("before\n");
    fflush(stdout);
    if (!strcmp(how, "null")) *(volatile char *)0 = 1;
    if (!strcmp(how, "abort")) abort();
    if (!strcmp(how, "divide")) return 7 / zero;
    if (!strcmp(how, "illegal")) __asm__("ud2");
    if (!strcmp(how, "trap")) __asm__("int3");
    if (!strcmp(how, "privileged")) __asm__("hlt");
    if (!strcmp(how, "term")) kill(getpid(), SIGTERM);
    if (!strcmp(how, "kill")) kill(getpid(), SIGKILL);
    if (!strcmp(how, "usr1")) raise(SIGUSR1);
    if (!strcmp(how, "realtime")) raise(SIGRTMIN + 3);
    if (!strcmp(how, "child")) { raise(SIGCHLD); raise(SIGWINCH); raise(SIGURG); return 21; }
    if (!strcmp(how, "alarm")) { ualarm(1000, 0); for (;;) ; }
    if (!strcmp(how, "overflow")) return deeper(0);
    if (!strcmp(how, "handler")) { signal(SIGSEGV, bad); *(volatile char *)0 = 1; }
    if (!strcmp(how, "ignored")) { signal(SIGSEGV, SIG_IGN); *(volatile char *)0 = 1; }
    if (!strcmp(how, "blocked")) {
        sigset_t all;
        sigfillset(&all);
        sigprocmask(SIG_BLOCK, &all, 0);
        *(volatile char *)0 = 1;
    }
    if (!strcmp(how, "bus")) {
        /* Pages past the end of a file: this program itself. */
        int fd = open(argv[0], O_RDONLY);
        long size = lseek(fd, 0, SEEK_END);
        volatile char *m = mmap(0, size + 8192, PROT_READ, MAP_PRIVATE, fd, 0);
        return m[size + 4096];
    }
    if (!strcmp(how, "execute")) ((void (*)(void))&zero)();
    if (!strcmp(how, "jump")) ((void (*)(void))0x123456789abcdef0UL)();
    if (!strcmp(how, "thread")) { pthread_create(&t, 0, faults, 0); pause(); }
    if (!strcmp(how, "leave")) { pthread_create(&t, 0, leaves, 0); pthread_exit(0); }
    if (!strcmp(how, "code")) return 300;
    if (!strcmp(how, "underscore")) _exit(-1);
    printf("after\n");
    return 99;
}
