/* Filters of system calls: man 2 seccomp. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <pthread.h>
#include <signal.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#define NR offsetof(struct seccomp_data, nr)
#define ARG(n) (offsetof(struct seccomp_data, args) + 8 * (n))
#define COUNT(a) (sizeof(a) / sizeof *(a))

static void told(const char *what, long result) {
    if (result < 0) printf("%s %s\n", what, strerrorname_np(errno));
    else printf("%s %ld\n", what, result);
    fflush(stdout);
}

static long filter(unsigned flags, struct sock_filter *code, int length) {
    struct sock_fprog program = {length, code};
    return syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, flags, &program);
}

/* One that answers something to one call. */
static long on(unsigned flags, int number, unsigned verdict) {
    struct sock_filter code[] = {
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, NR),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, number, 0, 1),
        BPF_STMT(BPF_RET | BPF_K, verdict),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
    };
    return filter(flags, code, COUNT(code));
}

static void in_child(const char *what, void (*does)(void)) {
    fflush(stdout);
    pid_t child = fork();
    if (child == 0) {
        prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
        does();
        fflush(stdout);
        _exit(0);
    }
    int status;
    waitpid(child, &status, 0);
    printf("%s: %s %d\n", what, WIFSIGNALED(status) ? "signal" : "exit", WIFSIGNALED(status) ? WTERMSIG(status) : WEXITSTATUS(status));
    fflush(stdout);
}

static void errnos(void) {
    told("mode", prctl(PR_GET_SECCOMP));
    told("errno", on(0, SYS_getppid, SECCOMP_RET_ERRNO | ENOTTY));
    told("getppid", syscall(SYS_getppid));
    told("mode", prctl(PR_GET_SECCOMP));
    told("none", on(0, SYS_getuid, SECCOMP_RET_ERRNO));
    told("getuid", syscall(SYS_getuid));
    told("much", on(0, SYS_getgid, SECCOMP_RET_ERRNO | 0xffff));
    long raw;
    asm volatile("syscall" : "=a"(raw) : "a"(SYS_getgid) : "rcx", "r11", "memory");
    printf("getgid raw %ld\n", raw);
    told("stricter", on(0, SYS_getppid, SECCOMP_RET_ERRNO | EXDEV));
    told("getppid", syscall(SYS_getppid));
    told("looser", on(0, SYS_getppid, SECCOMP_RET_LOG));
    told("getppid", syscall(SYS_getppid));
    told("trace", on(0, SYS_getegid, SECCOMP_RET_TRACE));
    told("getegid", syscall(SYS_getegid));
    told("log", on(SECCOMP_FILTER_FLAG_LOG, SYS_getpgrp, SECCOMP_RET_LOG));
    told("getpgrp", syscall(SYS_getpgrp) > 0);
    told("spec", on(SECCOMP_FILTER_FLAG_SPEC_ALLOW, SYS_getpgrp, SECCOMP_RET_ALLOW));
    char line[200];
    FILE *status = fopen("/proc/self/status", "r");
    while (fgets(line, sizeof line, status))
        if (!strncmp(line, "Seccomp", 7) || !strncmp(line, "NoNewPrivs", 10)) fputs(line, stdout);
    fclose(status);
    pid_t child = fork();
    if (child == 0) {
        told("child getppid", syscall(SYS_getppid));
        fflush(stdout);
        execl("/proc/self/exe", "seccomp", "executed", NULL);
        _exit(1);
    }
    waitpid(child, NULL, 0);
    told("strict", syscall(SYS_seccomp, SECCOMP_SET_MODE_STRICT, 0, NULL));
}

static void arguments(void) {
    struct sock_filter code[] = {
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, arch)),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, AUDIT_ARCH_X86_64, 1, 0),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS),
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, NR),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_dup2, 0, 14),
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, ARG(0)),
        BPF_STMT(BPF_ST, 3),
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, ARG(1)),
        BPF_STMT(BPF_LDX | BPF_W | BPF_MEM, 3),
        BPF_STMT(BPF_ALU | BPF_ADD | BPF_X, 0),
        BPF_STMT(BPF_ALU | BPF_MUL | BPF_K, 3),
        BPF_STMT(BPF_ALU | BPF_DIV | BPF_K, 2),
        BPF_STMT(BPF_ALU | BPF_XOR | BPF_K, 0xff),
        BPF_STMT(BPF_ALU | BPF_SUB | BPF_K, 1),
        BPF_STMT(BPF_ALU | BPF_LSH | BPF_K, 1),
        BPF_STMT(BPF_ALU | BPF_RSH | BPF_K, 1),
        BPF_STMT(BPF_ALU | BPF_AND | BPF_K, 0xfff),
        BPF_STMT(BPF_ALU | BPF_OR | BPF_K, SECCOMP_RET_ERRNO),
        BPF_STMT(BPF_RET | BPF_A, 0),
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, ARG(0) + 4),
        BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, 0x10, 1, 0),
        BPF_JUMP(BPF_JMP | BPF_JGT | BPF_K, 0x7fffffff, 1, 1),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EBADMSG),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
    };
    told("arguments", filter(0, code, COUNT(code)));
    for (int i = 0; i < 60; i += 7) {
        errno = 0;
        long result = syscall(SYS_dup2, i, 100 + i);
        printf("%d: %ld %d\n", i, result, errno);
    }
    told("bit", syscall(SYS_fsync, 0x1000000000L));
    told("no bit", syscall(SYS_fsync, 0x800000000L));
    told("negative", syscall(SYS_fsync, -1L));
}

static volatile int trapped;
static void on_sys(int signal, siginfo_t *info, void *context) {
    ucontext_t *at = context;
    trapped++;
    printf("SIGSYS %d code %d errno %d call %d arch %x at %d rax %lld\n", signal, info->si_code, info->si_errno,
           info->si_syscall, info->si_arch, (void *)at->uc_mcontext.gregs[REG_RIP] == info->si_call_addr,
           at->uc_mcontext.gregs[REG_RAX]);
    at->uc_mcontext.gregs[REG_RAX] = 4711;
}

static void trap(void) {
    struct sigaction action = {.sa_sigaction = on_sys, .sa_flags = SA_SIGINFO};
    sigaction(SIGSYS, &action, NULL);
    told("trap", on(0, SYS_getppid, SECCOMP_RET_TRAP | 42));
    for (int i = 0; i < 3; i++) told("getppid", syscall(SYS_getppid));
    printf("trapped %d\n", trapped);
    fflush(stdout);
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGSYS);
    sigprocmask(SIG_BLOCK, &set, NULL);
    syscall(SYS_getppid);
}

static void trap_plain(void) { on(0, SYS_getppid, SECCOMP_RET_TRAP); syscall(SYS_getppid); }
static void kill_process(void) { on(0, SYS_getppid, SECCOMP_RET_KILL_PROCESS); syscall(SYS_getppid); }
static void kill_thread(void) { on(0, SYS_getppid, SECCOMP_RET_KILL_THREAD); syscall(SYS_getppid); }
static void unknown(void) { on(0, SYS_getppid, 0x12340000); syscall(SYS_getppid); }

static void *calls(void *unused) { syscall(SYS_getppid); return NULL; }
static void kill_other(void) {
    on(0, SYS_getppid, SECCOMP_RET_KILL_THREAD);
    pthread_t other;
    pthread_create(&other, NULL, calls, NULL);
    pthread_join(other, NULL);
    puts("goes on");
}
static void kill_all(void) {
    on(0, SYS_getppid, SECCOMP_RET_KILL_PROCESS);
    pthread_t other;
    pthread_create(&other, NULL, calls, NULL);
    pthread_join(other, NULL);
    puts("goes on");
}

static int turn[2], back[2];
static void *waits(void *different) {
    char c;
    if (different) told("its own", on(0, SYS_getgid, SECCOMP_RET_ERRNO | EXDEV));
    write(back[1], "r", 1);
    read(turn[0], &c, 1);
    told("in the other", syscall(SYS_getppid) > 0 ? 1 : -1);
    told("mode there", prctl(PR_GET_SECCOMP));
    return NULL;
}
static void sync_with(int different, unsigned flags, int filters) {
    char c;
    pthread_t other;
    pipe(turn);
    pipe(back);
    if (filters) told("before", on(0, SYS_geteuid, SECCOMP_RET_ERRNO | EXDEV));
    pthread_create(&other, NULL, waits, different ? "" : NULL);
    read(back[0], &c, 1);
    told("synchronized", on(flags, SYS_getppid, SECCOMP_RET_ERRNO | EDOM) > 0);
    write(turn[1], "g", 1);
    pthread_join(other, NULL);
    told("here", syscall(SYS_getppid) > 0 ? 1 : -1);
}
static void tsync(void) { sync_with(0, SECCOMP_FILTER_FLAG_TSYNC, 0); }
static void tsync_more(void) { sync_with(0, SECCOMP_FILTER_FLAG_TSYNC, 1); }
static void tsync_not(void) { sync_with(1, SECCOMP_FILTER_FLAG_TSYNC, 0); }
static void tsync_esrch(void) { sync_with(1, SECCOMP_FILTER_FLAG_TSYNC | 16, 0); }
static void no_tsync(void) { sync_with(0, 0, 0); }

static void strict(void) {
    told("strict", prctl(PR_SET_SECCOMP, SECCOMP_MODE_STRICT));
    write(1, "writes\n", 7);
    syscall(SYS_exit, 7);
}
static void strict_kills(void) {
    syscall(SYS_seccomp, SECCOMP_SET_MODE_STRICT, 0, NULL);
    write(1, "writes\n", 7);
    syscall(SYS_getppid);
}
static void by_prctl(void) {
    struct sock_filter code[] = {BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW)};
    struct sock_fprog program = {1, code};
    told("prctl", prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program));
    told("mode", prctl(PR_GET_SECCOMP));
    told("prctl 0", prctl(PR_SET_SECCOMP, 0));
    told("prctl 3", prctl(PR_SET_SECCOMP, 3));
    told("prctl NULL", prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, NULL));
    told("strict after", prctl(PR_SET_SECCOMP, SECCOMP_MODE_STRICT));
}

static void one(const char *what, struct sock_filter a, struct sock_filter b, struct sock_filter c) {
    struct sock_filter code[] = {a, b, c};
    told(what, filter(0, code, 3));
}
static void bad(void) {
    struct sock_filter ret = BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW), nop = BPF_STMT(BPF_LD | BPF_IMM, 0);
    one("good", nop, nop, ret);
    one("no end", nop, nop, nop);
    one("ends in a jump", nop, ret, (struct sock_filter)BPF_STMT(BPF_JMP | BPF_JA, 0));
    one("unaligned", (struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS, 2), nop, ret);
    one("outside", (struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS, 64), nop, ret);
    one("last word", (struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS, 60), nop, ret);
    one("bytes", (struct sock_filter)BPF_STMT(BPF_LD | BPF_B | BPF_ABS, 0), nop, ret);
    one("indirect", (struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_IND, 0), nop, ret);
    one("length", (struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_LEN, 0), (struct sock_filter)BPF_STMT(BPF_LDX | BPF_W | BPF_LEN, 0), ret);
    one("msh", (struct sock_filter)BPF_STMT(BPF_LDX | BPF_B | BPF_MSH, 0), nop, ret);
    one("modulo", (struct sock_filter)BPF_STMT(BPF_ALU | BPF_MOD | BPF_K, 2), nop, ret);
    one("by zero", (struct sock_filter)BPF_STMT(BPF_ALU | BPF_DIV | BPF_K, 0), nop, ret);
    one("by X", (struct sock_filter)BPF_STMT(BPF_ALU | BPF_DIV | BPF_X, 0), nop, ret);
    one("far shift", (struct sock_filter)BPF_STMT(BPF_ALU | BPF_LSH | BPF_K, 32), nop, ret);
    one("shift", (struct sock_filter)BPF_STMT(BPF_ALU | BPF_RSH | BPF_K, 31), nop, ret);
    one("negated", (struct sock_filter)BPF_STMT(BPF_ALU | BPF_NEG, 0), nop, ret);
    one("jump to the end", (struct sock_filter)BPF_STMT(BPF_JMP | BPF_JA, 1), nop, ret);
    one("jump past it", (struct sock_filter)BPF_STMT(BPF_JMP | BPF_JA, 2), nop, ret);
    one("jump back", (struct sock_filter)BPF_STMT(BPF_JMP | BPF_JA, -1), nop, ret);
    one("branch past", (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, 0, 0, 2), nop, ret);
    one("branch by X", (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JGE | BPF_X, 0, 1, 0), nop, ret);
    one("memory", (struct sock_filter)BPF_STMT(BPF_ST, 15), (struct sock_filter)BPF_STMT(BPF_LD | BPF_MEM, 15), ret);
    one("much memory", (struct sock_filter)BPF_STMT(BPF_ST, 16), nop, ret);
    one("never stored", (struct sock_filter)BPF_STMT(BPF_LD | BPF_MEM, 1), nop, ret);
    one("maybe stored", (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, 0, 1, 0), (struct sock_filter)BPF_STMT(BPF_STX, 1), ret);
    one("return X", (struct sock_filter)BPF_STMT(BPF_RET | BPF_X, 0), nop, ret);
    one("unknown", (struct sock_filter){0x1234, 0, 0, 0}, nop, ret);
    told("no program", filter(0, NULL, 0));
    told("nowhere", filter(0, NULL, 1));
    told("too long", filter(0, NULL, 4097));
    told("no struct", syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, NULL));
    told("flags", filter(0x4000, NULL, 1));
    told("tsync flag", syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_TSYNC, NULL));
    told("strict flags", syscall(SYS_seccomp, SECCOMP_SET_MODE_STRICT, 1, NULL));
    told("strict arguments", syscall(SYS_seccomp, SECCOMP_SET_MODE_STRICT, 0, "x"));
    told("operation", syscall(SYS_seccomp, 99, 0, NULL));
    unsigned actions[] = {SECCOMP_RET_KILL_PROCESS, SECCOMP_RET_KILL_THREAD, SECCOMP_RET_TRAP, SECCOMP_RET_ERRNO,
                          SECCOMP_RET_TRACE, SECCOMP_RET_LOG, SECCOMP_RET_ALLOW, 0x12340000, SECCOMP_RET_ERRNO | 1};
    for (unsigned i = 0; i < COUNT(actions); i++) told("available", syscall(SYS_seccomp, SECCOMP_GET_ACTION_AVAIL, 0, &actions[i]));
    told("available flags", syscall(SYS_seccomp, SECCOMP_GET_ACTION_AVAIL, 1, &actions[0]));
    told("available nowhere", syscall(SYS_seccomp, SECCOMP_GET_ACTION_AVAIL, 0, NULL));
    unsigned short sizes[3] = {0};
    told("sizes", syscall(SYS_seccomp, SECCOMP_GET_NOTIF_SIZES, 0, sizes));
    printf("%d %d %d\n", sizes[0], sizes[1], sizes[2]);
    static struct sock_filter many[4096];
    for (int i = 0; i < 4096; i++) many[i] = i == 4095 ? ret : nop;
    for (int i = 0; i < 9; i++) told("heavy", filter(0, many, 4096));
}

static void rights(void) {
    /* As nobody, without no_new_privs. */
    fflush(stdout);
    pid_t child = fork();
    if (child == 0) {
        setresuid(65534, 65534, 65534);
        told("without", on(0, SYS_getppid, SECCOMP_RET_ERRNO));
        told("nowhere without", filter(0, NULL, 1));
        told("none without", filter(0, NULL, 0));
        told("no_new_privs", prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0));
        told("with", on(0, SYS_getppid, SECCOMP_RET_ERRNO));
        _exit(0);
    }
    waitpid(child, NULL, 0);
}

int main(int argc, char **argv) {
    if (argc > 1) {
        told("executed getppid", syscall(SYS_getppid));
        return 0;
    }
    if (geteuid() == 0) rights();
    in_child("errnos", errnos);
    in_child("arguments", arguments);
    in_child("trap", trap);
    in_child("trap without handler", trap_plain);
    in_child("kill process", kill_process);
    in_child("kill thread", kill_thread);
    in_child("unknown action", unknown);
    in_child("kill another thread", kill_other);
    in_child("kill all threads", kill_all);
    in_child("tsync", tsync);
    in_child("tsync with filters", tsync_more);
    in_child("tsync fails", tsync_not);
    in_child("tsync fails plainly", tsync_esrch);
    in_child("no tsync", no_tsync);
    in_child("strict", strict);
    in_child("strict kills", strict_kills);
    in_child("prctl", by_prctl);
    in_child("bad programs", bad);
    told("not here", prctl(PR_GET_SECCOMP));
    return 0;
}
