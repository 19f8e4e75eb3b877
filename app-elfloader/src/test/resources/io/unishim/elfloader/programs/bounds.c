/* Limits of memory, processor time and threads: each line is a call, its result and errno. */
#define _GNU_SOURCE
#include <errno.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
#include <linux/capability.h>

#define PAGE 4096L
#define MIB (1L << 20)
#ifndef MLOCK_ONFAULT
#define MLOCK_ONFAULT 1
#endif
#ifndef MCL_ONFAULT
#define MCL_ONFAULT 4
#endif
#ifndef MREMAP_DONTUNMAP
#define MREMAP_DONTUNMAP 4
#endif

static void told(int line, long result) {
    printf("%d: %s %s\n", line, result == -1 ? "-1" : "ok", result == -1 ? strerror(errno) : "");
    fflush(stdout);
}
#define T(call) (errno = 0, told(__LINE__, (long)(call)))
#define N(call) do { errno = 0; long r = (long)(call); printf("%d: %ld %s\n", __LINE__, r, r == -1 ? strerror(errno) : ""); fflush(stdout); } while (0)

static int limit(int which, unsigned long soft) {
    struct rlimit l;
    getrlimit(which, &l);
    l.rlim_cur = soft;
    return setrlimit(which, &l);
}

static long field(const char *name) {
    char line[256];
    long value = -1;
    FILE *f = fopen("/proc/self/status", "r");
    while (fgets(line, sizeof line, f))
        if (!strncmp(line, name, strlen(name)) && line[strlen(name)] == ':')
            value = atol(line + strlen(name) + 1);
    fclose(f);
    return value * 1024;
}

static void *zeros(long length, int protection, int more) {
    return mmap(0, length, protection, MAP_PRIVATE | MAP_ANONYMOUS | more, -1, 0);
}

static int rlimits[] = {RLIMIT_AS, RLIMIT_DATA, RLIMIT_MEMLOCK, RLIMIT_STACK, RLIMIT_CPU, RLIMIT_NPROC};

static void child(void (*work)(void)) {
    int status;
    fflush(stdout);
    pid_t pid = fork();
    if (pid == 0) {
        work();
        fflush(stdout);
        _exit(0);
    }
    waitpid(pid, &status, 0);
    printf("%d %d\n", WIFSIGNALED(status) ? WTERMSIG(status) : 0, WIFEXITED(status) ? WEXITSTATUS(status) : -1);
}

/* All memory: RLIMIT_AS. */
static void all(void) {
    void *old = zeros(16 * MIB, PROT_READ | PROT_WRITE, 0);
    limit(RLIMIT_AS, field("VmSize") + 8 * MIB);
    T(zeros(4 * MIB, PROT_READ | PROT_WRITE, 0));
    T(zeros(16 * MIB, PROT_READ | PROT_WRITE, 0));
    T(zeros(16 * MIB, PROT_NONE, 0));
    T(zeros(16 * MIB, PROT_NONE, MAP_NORESERVE));
    T(mmap(0, 16 * MIB, PROT_READ, MAP_SHARED | MAP_ANONYMOUS, -1, 0));
    T(mmap(old, 16 * MIB, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0));
    T(mremap(old, 16 * MIB, 32 * MIB, MREMAP_MAYMOVE));
    T(mremap(old, 16 * MIB, 17 * MIB, MREMAP_MAYMOVE) == MAP_FAILED ? -1 : 0);
    old = zeros(1 * MIB, PROT_READ | PROT_WRITE, 0);
    T(old);
    T(mremap(old, 1 * MIB, 1 * MIB, MREMAP_MAYMOVE | MREMAP_DONTUNMAP, 0));
    T(mremap(old, 1 * MIB, 1 * MIB, MREMAP_MAYMOVE | MREMAP_DONTUNMAP, 1));
    T(mremap(old, 1 * MIB, 1 * MIB, MREMAP_MAYMOVE | MREMAP_DONTUNMAP, old));
    N(sbrk(16 * MIB) == (void *)-1 ? -1 : 0);
    N(syscall(SYS_brk, (char *)sbrk(0) + 16 * MIB) == (long)sbrk(0));
    T(malloc(64 * MIB) ? 0 : -1);
    T(mprotect(old, PAGE, PROT_READ));
    T(mprotect(old, PAGE, PROT_READ | PROT_WRITE));
    limit(RLIMIT_AS, 1 * MIB);
    T(zeros(PAGE, PROT_READ, 0));
    T(mprotect(old, PAGE, PROT_NONE));
    T(mprotect(old, PAGE, PROT_READ | PROT_WRITE));
    T(munmap(old, PAGE));
    T(mmap(old, PAGE, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0));
    limit(RLIMIT_AS, RLIM_INFINITY);
    T(zeros(64 * MIB, PROT_READ, 0));
}

/* A limit within one page rounds down. */
static void edges(void) {
    long size = field("VmSize");
    limit(RLIMIT_AS, size + 16 * PAGE + 4095);
    void *at = zeros(17 * PAGE, PROT_NONE, 0);
    T(at);
    at = zeros(16 * PAGE, PROT_NONE, 0);
    T(at);
    T(zeros(1, PROT_NONE, 0));
    T(munmap(at, PAGE));
    T(zeros(1, PROT_NONE, 0));
    limit(RLIMIT_AS, RLIM_INFINITY);
}

/* Private memory that can be written: RLIMIT_DATA. */
static void data(void) {
    char *shown = zeros(8 * MIB, PROT_READ, 0);
    limit(RLIMIT_DATA, field("VmData") + 4 * MIB);
    T(zeros(64 * MIB, PROT_READ, 0));
    T(zeros(64 * MIB, PROT_READ | PROT_EXEC, 0));
    T(mmap(0, 64 * MIB, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0));
    T(zeros(8 * MIB, PROT_READ | PROT_WRITE, 0));
    T(zeros(8 * MIB, PROT_WRITE, MAP_NORESERVE));
    T(mprotect(shown, 8 * MIB, PROT_READ | PROT_WRITE));
    T(mprotect(shown, 1 * MIB, PROT_READ | PROT_WRITE));
    T(mprotect(shown, 2 * MIB, PROT_READ | PROT_WRITE));
    T(mprotect(shown, 8 * MIB, PROT_READ));
    N(syscall(SYS_brk, (char *)sbrk(0) + 16 * MIB) == (long)sbrk(0));
    T(mremap(shown, 8 * MIB, 32 * MIB, MREMAP_MAYMOVE));
    char *data = zeros(1 * MIB, PROT_READ | PROT_WRITE, 0);
    T(data);
    T(mremap(data, 1 * MIB, 32 * MIB, MREMAP_MAYMOVE));
    T(mremap(data, 1 * MIB, 2 * MIB, MREMAP_MAYMOVE));
    struct rlimit none = {0, 1 << 30};
    setrlimit(RLIMIT_DATA, &none);
    T(zeros(1 * MIB, PROT_READ | PROT_WRITE, 0));
    N(syscall(SYS_brk, (char *)sbrk(0) + PAGE) == (long)sbrk(0));
    none.rlim_max = PAGE;
    setrlimit(RLIMIT_DATA, &none);
    T(zeros(1 * MIB, PROT_READ | PROT_WRITE, 0));
    T(zeros(1 * MIB, PROT_READ, 0));
}

static void unprivileged(void) {
    struct __user_cap_header_struct header = {_LINUX_CAPABILITY_VERSION_3, 0};
    struct __user_cap_data_struct sets[2];
    syscall(SYS_capget, &header, sets);
    sets[0].effective &= ~(1 << CAP_IPC_LOCK | 1 << CAP_SYS_RESOURCE | 1 << CAP_SYS_ADMIN);
    sets[0].permitted = sets[0].effective;
    syscall(SYS_capset, &header, sets);
}

#define L(call) do { T(call); printf("   VmLck %ld\n", field("VmLck") / PAGE); } while (0)

/* Locked memory: RLIMIT_MEMLOCK. */
static void locked(void) {
    unprivileged();
    limit(RLIMIT_MEMLOCK, 16 * PAGE);
    char *at = zeros(64 * PAGE, PROT_READ | PROT_WRITE, 0);
    L(mlock(at, 8 * PAGE));
    L(mlock(at, 8 * PAGE));
    L(mlock(at + 4 * PAGE, 8 * PAGE));
    L(mlock(at + 32 * PAGE, 8 * PAGE));
    L(mlock(at + 32 * PAGE, 4 * PAGE));
    L(mlock(at + 60 * PAGE, 1));
    L(mlock(at, 64 * PAGE));
    L(munlock(at + 2 * PAGE, 2 * PAGE));
    L(mlock(at + 60 * PAGE + 1, PAGE));
    L(munlock(at, 64 * PAGE));
    L(mlock(at, 17 * PAGE));
    L(mlock(at + 1, 16 * PAGE));
    L(mlock(at, 0));
    L(mlock(at, 16 * PAGE));
    L(zeros(PAGE, PROT_READ | PROT_WRITE, MAP_LOCKED));
    L(munlock(at, 8 * PAGE));
    char *other = zeros(8 * PAGE, PROT_READ | PROT_WRITE, MAP_LOCKED);
    L(other);
    L(zeros(PAGE, PROT_READ, MAP_LOCKED));
    L(mremap(other, 8 * PAGE, 9 * PAGE, MREMAP_MAYMOVE));
    L(munmap(other, 4 * PAGE));
    other = mremap(other + 4 * PAGE, 4 * PAGE, 6 * PAGE, MREMAP_MAYMOVE);
    L(other);
    L(munlockall());
    L(mlock2(at, 4 * PAGE, MLOCK_ONFAULT));
    L(mlock2(at, 4 * PAGE, 2));
    L(mlock2(at, 20 * PAGE, MLOCK_ONFAULT));
    L(mlockall(MCL_CURRENT));
    L(mlockall(0));
    L(mlockall(MCL_ONFAULT));
    L(mlockall(8));
    L(munlockall());
    L(mlockall(MCL_FUTURE));
    L(zeros(4 * PAGE, PROT_READ | PROT_WRITE, 0));
    L(zeros(32 * PAGE, PROT_READ | PROT_WRITE, 0));
    N(syscall(SYS_brk, (char *)sbrk(0) + 32 * PAGE) == (long)sbrk(0));
    L(munlockall());
    L(zeros(32 * PAGE, PROT_READ | PROT_WRITE, 0));
    L(mprotect(at, PAGE, PROT_NONE));
    L(mlock(at, PAGE));
    L(munlock(at, PAGE));
    L(munmap(at, PAGE));
    L(mlock(at, 2 * PAGE));
    L(mlock(at + PAGE, 2 * PAGE));
    L(munlock(at, 2 * PAGE));
    L(munlock(at + PAGE, 2 * PAGE));
    L(mlock((void *)-PAGE, PAGE));
    L(mlock((void *)-PAGE, 2 * PAGE));
    L(munlock((void *)-PAGE, 2 * PAGE));
    limit(RLIMIT_MEMLOCK, 0);
    L(mlock(at + PAGE, PAGE));
    L(mlock(at + PAGE, 0));
    L(mlock2(at + PAGE, PAGE, 4));
    L(mlockall(MCL_CURRENT));
    L(mlockall(0));
    L(zeros(PAGE, PROT_READ, MAP_LOCKED));
    L(munlock(at + PAGE, PAGE));
    L(munlockall());
}

static void inherited(void) {
    limit(RLIMIT_MEMLOCK, 64 * PAGE);
    char *at = zeros(4 * PAGE, PROT_READ | PROT_WRITE, MAP_LOCKED);
    L(at);
    fflush(stdout);
    if (fork() == 0) {
        L(0);
        fflush(stdout);
        _exit(0);
    }
    wait(0);
    L(0);
}

/* The stack. */
static char *signal_stack;
static int deep;

static __attribute__((noinline)) long down(int kilobytes) {
    volatile char frame[1024];
    frame[0] = frame[1023] = kilobytes;
    deep++;
    return kilobytes <= 0 ? 0 : down(kilobytes - 1) + frame[0] + frame[1023];
}

static void overflow(int signal, siginfo_t *info, void *context) {
    char here;
    printf("%d %d\n", signal, info->si_code);
    fflush(stdout);
    _exit(7);
}

static void onStack(void) {
    signal_stack = zeros(64 << 10, PROT_READ | PROT_WRITE, 0);
    stack_t s = {.ss_sp = signal_stack, .ss_size = 64 << 10};
    sigaltstack(&s, 0);
    struct sigaction a = {.sa_sigaction = overflow, .sa_flags = SA_SIGINFO | SA_ONSTACK};
    sigaction(SIGSEGV, &a, 0);
}

static void shallow(void) {
    onStack();
    limit(RLIMIT_STACK, 512 << 10);
    N(down(200) * 0);
    N(down(2000) * 0);
}

static void deeper(void) {
    onStack();
    limit(RLIMIT_STACK, 32 * MIB);
    N(down(20000) * 0);
    N(down(60000) * 0);
}

static void usual(void) {
    onStack();
    N(down(6000) * 0);
    N(down(12000) * 0);
}

static char *self;

static void execed(const char *what, int which, unsigned long soft) {
    int status;
    fflush(stdout);
    pid_t pid = fork();
    if (pid == 0) {
        limit(which, soft);
        execl(self, self, what, NULL);
        printf("%s\n", strerror(errno));
        fflush(stdout);
        _exit(1);
    }
    waitpid(pid, &status, 0);
    printf("%s %lu: %d %d\n", what, soft, WIFSIGNALED(status) ? WTERMSIG(status) : 0, WIFEXITED(status) ? WEXITSTATUS(status) : -1);
}

/* Processor time. */
static volatile sig_atomic_t warnings;

static void warned(int signal, siginfo_t *info, void *context) {
    warnings++;
    if (info->si_code != SI_KERNEL || info->si_pid != 0)
        _exit(9);
}

static void burn(void) {
    struct sigaction a = {.sa_sigaction = warned, .sa_flags = SA_SIGINFO};
    sigaction(SIGXCPU, &a, 0);
    struct rlimit l = {1, 3};
    T(setrlimit(RLIMIT_CPU, &l));
    for (;;) {
        if (warnings == 2) {
            getrlimit(RLIMIT_CPU, &l);
            printf("warned twice, now %ld\n", (long)l.rlim_cur);
            fflush(stdout);
            warnings = 3;
        }
    }
}

static void burnByDefault(void) {
    struct rlimit l = {1, RLIM_INFINITY};
    setrlimit(RLIMIT_CPU, &l);
    for (;;)
        ;
}

/* Threads. */
static void *nothing(void *argument) {
    pause();
    return 0;
}

/* A user whom no other process of the machine is: RLIMIT_NPROC counts them all, of other runs and those not quite ended. */
static uid_t nobody_else(void) {
    return 20000 + getpid() % 40000;
}

static void crowd(void) {
    uid_t user = nobody_else();
    if (setresuid(user, user, user) != 0)
        return;
    limit(RLIMIT_NPROC, 5);
    pthread_t t;
    int made = 0;
    while (made < 10 && pthread_create(&t, 0, nothing, 0) == 0)
        made++;
    N(made);
    N(fork());
}

int main(int argc, char **argv) {
    self = argv[0];
    if (argc > 1 && !strcmp(argv[1], "usual")) {
        usual();
        return 0;
    }
    if (argc > 1)
        return 5;
    puts("-- all");
    child(all);
    puts("-- edges");
    child(edges);
    puts("-- data");
    child(data);
    puts("-- locked");
    child(locked);
    child(inherited);
    puts("-- stack");
    child(shallow);
    child(deeper);
    child(usual);
    execed("usual", RLIMIT_STACK, 1 * MIB);
    execed("usual", RLIMIT_STACK, 16 * MIB);
    execed("usual", RLIMIT_STACK, RLIM_INFINITY);
    execed("none", RLIMIT_AS, 100 * PAGE);
    execed("none", RLIMIT_AS, 1 * PAGE);
    execed("none", RLIMIT_DATA, 0);
    puts("-- time");
    child(burn);
    child(burnByDefault);
    puts("-- crowd");
    child(crowd);
    for (int i = 0; i < 6; i++) {
        struct rlimit l = {5, 4};
        T(setrlimit(rlimits[i], &l));
    }
    return 3;
}
