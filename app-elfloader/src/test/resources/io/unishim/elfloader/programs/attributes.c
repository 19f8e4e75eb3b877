/* prctl(2), personality(2) and what /proc tells of signals and attributes: each line is a call, its result and errno. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/personality.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/utsname.h>
#include <sys/wait.h>
#include <unistd.h>

#include <linux/capability.h>

#define PAGE 4096L

#define P(...) do { errno = 0; long r = prctl_(__VA_ARGS__, 0, 0, 0, 0, 0); printf("%d: %ld %s\n", __LINE__, r, r == -1 ? strerror(errno) : ""); } while (0)
#define N(call) do { errno = 0; long r = (long)(call); printf("%d: %ld %s\n", __LINE__, r, r == -1 ? strerror(errno) : ""); } while (0)

static long prctl_(long option, long a, long b, long c, long d, ...) {
    return syscall(SYS_prctl, option, a, b, c, d);
}

static void lines(const char *path, const char *names[]) {
    char line[512];
    FILE *f = fopen(path, "r");
    while (f && fgets(line, sizeof line, f))
        for (int i = 0; names[i]; i++)
            if (!strncmp(line, names[i], strlen(names[i])) && line[strlen(names[i])] == ':')
                printf("   %s", line);
    if (f)
        fclose(f);
}

static void whole(const char *path) {
    char text[512];
    int fd = open(path, O_RDONLY);
    int n = fd < 0 ? -1 : read(fd, text, sizeof text);
    printf("   %s: %d %.*s", path, n, n < 0 ? 0 : n, text);
    if (n <= 0 || text[n - 1] != '\n')
        printf("\n");
    close(fd);
}

static int put(const char *path, const char *text) {
    int fd = open(path, O_WRONLY);
    int n = write(fd, text, strlen(text));
    int e = errno;
    close(fd);
    errno = e;
    return n;
}

static void unprivileged(void) {
    struct __user_cap_header_struct header = {_LINUX_CAPABILITY_VERSION_3, 0};
    struct __user_cap_data_struct sets[2];
    syscall(SYS_capget, &header, sets);
    sets[0].effective &= ~(1 << CAP_SYS_RESOURCE | 1 << CAP_SYS_ADMIN);
    sets[0].permitted = sets[0].effective;
    syscall(SYS_capset, &header, sets);
    /* Nor by what it executes. */
    prctl(PR_CAPBSET_DROP, CAP_SYS_RESOURCE, 0, 0, 0);
    prctl(PR_CAPBSET_DROP, CAP_SYS_ADMIN, 0, 0, 0);
}

/* Whatever the starter has blocked and ignored, also of the C library's own signals. */
static void unaffected(void) {
    static long usual[4];
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, 0);
    for (int i = 1; i <= 64; i++)
        syscall(SYS_rt_sigaction, i, usual, 0L, 8L);
}

static const char *SIGNALS[] = {"SigPnd", "ShdPnd", "SigBlk", "SigIgn", "SigCgt", 0};

static void nothing(int signal) {
}

/* While pthread_create(3) makes a thread it blocks all signals. */
static volatile int made;

static void *elsewhere(void *argument) {
    while (!made)
        usleep(1000);
    char path[64], name[32] = "";
    prctl_(PR_SET_NAME, (long)"another thread, with a long name", 0, 0, 0);
    prctl_(PR_GET_NAME, (long)name, 0, 0, 0);
    printf("name %s\n", name);
    sprintf(path, "/proc/self/task/%ld/comm", (long)syscall(SYS_gettid));
    whole("/proc/thread-self/comm");
    whole("/proc/self/comm");
    whole("/proc/thread-self/comm");
    N(put(path, "renamed"));
    whole("/proc/thread-self/comm");
    prctl_(PR_GET_NAME, (long)name, 0, 0, 0);
    printf("name %s\n", name);
    sprintf(path, "/proc/self/task/%ld/status", (long)syscall(SYS_gettid));
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGUSR2);
    pthread_sigmask(SIG_BLOCK, &set, 0);
    syscall(SYS_tgkill, getpid(), syscall(SYS_gettid), SIGUSR2);
    lines(path, SIGNALS);
    lines("/proc/self/status", SIGNALS);
    P(PR_SET_TIMERSLACK, 77777);
    P(PR_SET_NO_NEW_PRIVS, 1);
    static const char *names[] = {"NoNewPrivs", "Name", 0};
    lines(path, names);
    lines("/proc/self/status", names);
    return 0;
}

static void signals(void) {
    sigset_t set;
    signal(SIGUSR1, nothing);
    signal(SIGHUP, SIG_IGN);
    signal(SIGRTMIN + 3, nothing);
    signal(SIGPIPE, SIG_IGN);
    lines("/proc/self/status", SIGNALS);
    sigemptyset(&set);
    sigaddset(&set, SIGUSR1);
    sigaddset(&set, SIGRTMIN + 3);
    sigaddset(&set, SIGTERM);
    sigprocmask(SIG_BLOCK, &set, 0);
    lines("/proc/self/status", SIGNALS);
    kill(getpid(), SIGUSR1);
    kill(getpid(), SIGHUP);
    raise(SIGTERM);
    sigqueue(getpid(), SIGRTMIN + 3, (union sigval){3});
    sigqueue(getpid(), SIGRTMIN + 3, (union sigval){4});
    lines("/proc/self/status", SIGNALS);
    fflush(stdout);
    if (fork() == 0) {
        lines("/proc/self/status", SIGNALS);
        fflush(stdout);
        execl("/bin/grep", "grep", "-E", "^Sig[PBIC]|^Shd", "/proc/self/status", NULL);
        _exit(1);
    }
    wait(0);
    struct timespec none = {0};
    N(sigtimedwait(&set, 0, &none));
    N(sigtimedwait(&set, 0, &none));
    lines("/proc/self/status", SIGNALS);
}

static void options(void) {
    char name[32] = "";
    int value = -1;
    P(0);
    P(9999);
    P(-1);
    P(PR_SET_PDEATHSIG, SIGUSR1);
    P(PR_SET_PDEATHSIG, 65);
    P(PR_SET_PDEATHSIG, 64);
    P(PR_SET_PDEATHSIG, -1);
    P(PR_GET_PDEATHSIG, &value);
    N(value);
    P(PR_GET_PDEATHSIG, 8);
    P(PR_SET_PDEATHSIG, 0);
    P(PR_GET_DUMPABLE);
    P(PR_SET_DUMPABLE, 2);
    P(PR_SET_DUMPABLE, -1);
    P(PR_SET_DUMPABLE, 0);
    P(PR_GET_DUMPABLE);
    P(PR_SET_DUMPABLE, 1, 7, 7, 7);
    P(PR_GET_DUMPABLE, 1, 2, 3, 4);
    P(PR_GET_UNALIGN, &value);
    P(PR_SET_UNALIGN, 1);
    P(PR_GET_KEEPCAPS);
    P(PR_SET_KEEPCAPS, 2);
    P(PR_SET_KEEPCAPS, 1);
    P(PR_GET_KEEPCAPS);
    P(PR_SET_KEEPCAPS, 0);
    P(PR_GET_FPEMU, &value);
    P(PR_SET_FPEMU, 1);
    P(PR_GET_FPEXC, &value);
    P(PR_SET_FPEXC, 1);
    P(PR_GET_TIMING);
    P(PR_SET_TIMING, 0);
    P(PR_SET_TIMING, 1);
    P(PR_SET_TIMING, 2);
    P(PR_SET_NAME, "first thread's own name");
    P(PR_GET_NAME, name);
    printf("%s\n", name);
    P(PR_SET_NAME, 8);
    P(PR_GET_NAME, 8);
    P(PR_GET_ENDIAN, &value);
    P(PR_SET_ENDIAN, 0);
    P(PR_GET_SECCOMP);
    P(PR_CAPBSET_READ, 0);
    P(PR_CAPBSET_READ, 40);
    P(PR_CAPBSET_READ, 41);
    P(PR_CAPBSET_READ, -1);
    P(PR_CAPBSET_DROP, 41);
    P(PR_CAPBSET_DROP, 40);
    P(PR_CAPBSET_READ, 40);
    P(PR_GET_TSC, &value);
    N(value);
    P(PR_GET_TSC, 8);
    P(PR_SET_TSC, 1);
    P(PR_SET_TSC, 3);
    P(PR_SET_TSC, 0);
    P(PR_GET_SECUREBITS);
    P(PR_SET_SECUREBITS, 1 << 12);
    P(PR_SET_SECUREBITS, 0x40);
    P(PR_GET_SECUREBITS);
    P(PR_SET_SECUREBITS, 0);
    P(PR_SET_TIMERSLACK, 1234);
    P(PR_GET_TIMERSLACK);
    P(PR_GET_TIMERSLACK, 1, 2, 3, 4);
    P(PR_SET_TIMERSLACK, 0);
    P(PR_GET_TIMERSLACK);
    P(PR_TASK_PERF_EVENTS_DISABLE);
    P(PR_TASK_PERF_EVENTS_ENABLE);
    P(PR_MCE_KILL_GET);
    P(PR_MCE_KILL_GET, 1);
    P(PR_MCE_KILL, 1, 1);
    P(PR_MCE_KILL_GET);
    P(PR_MCE_KILL, 1, 0);
    P(PR_MCE_KILL_GET);
    P(PR_MCE_KILL, 1, 3);
    P(PR_MCE_KILL, 2, 1);
    P(PR_MCE_KILL, 1, 1, 1);
    P(PR_MCE_KILL, 0, 1);
    P(PR_MCE_KILL, 0, 0);
    P(PR_MCE_KILL_GET);
    P(PR_MCE_KILL, 1, 2);
    P(PR_MCE_KILL_GET);
    P(PR_SET_MM, 1, 0, 0, 1);
    P(PR_SET_MM, 1, 0, 1, 0);
    P(PR_SET_CHILD_SUBREAPER, 1);
    P(PR_GET_CHILD_SUBREAPER, &value);
    N(value);
    P(PR_SET_CHILD_SUBREAPER, 0, 9, 9, 9);
    P(PR_GET_CHILD_SUBREAPER, &value);
    N(value);
    P(PR_GET_CHILD_SUBREAPER, 8);
    P(PR_GET_NO_NEW_PRIVS);
    P(PR_GET_NO_NEW_PRIVS, 1);
    P(PR_SET_NO_NEW_PRIVS, 0);
    P(PR_SET_NO_NEW_PRIVS, 2);
    P(PR_SET_NO_NEW_PRIVS, 1, 1);
    P(PR_GET_TID_ADDRESS, 8);
    long address = 0;
    P(PR_GET_TID_ADDRESS, &address);
    N(address != 0);
    P(PR_GET_THP_DISABLE);
    P(PR_GET_THP_DISABLE, 1);
    P(PR_SET_THP_DISABLE, 1);
    P(PR_GET_THP_DISABLE);
    P(PR_SET_THP_DISABLE, 1, 0, 1);
    P(PR_SET_THP_DISABLE, 0);
    P(43);
    P(44);
    P(PR_SET_FP_MODE, 1);
    P(PR_GET_FP_MODE);
    P(PR_CAP_AMBIENT, 9, 0);
    P(PR_CAP_AMBIENT, 1, 99);
    P(PR_CAP_AMBIENT, 1, 0, 1);
    P(PR_CAP_AMBIENT, 1, 0);
    P(PR_CAP_AMBIENT, 2, 0);
    P(PR_CAP_AMBIENT, 4, 1);
    P(PR_CAP_AMBIENT, 4, 0);
    P(50, 1);
    P(51);
    P(54);
    P(55);
    P(56);
    P(57, 1);
    P(58);
    P(57, 2);
    P(57, 1, 1);
    P(58, 1);
    P(57, 0);
    P(58);
    P(59, 2);
    P(60);
    P(61);
    P(63);
    P(64);
}

static int protection(void *address) {
    char line[512], p[8];
    unsigned long start, end;
    int found = -1;
    FILE *f = fopen("/proc/self/maps", "r");
    while (fgets(line, sizeof line, f))
        if (sscanf(line, "%lx-%lx %7s", &start, &end, p) == 3 && start <= (long)address && (long)address < end)
            found = (p[0] == 'r') | (p[1] == 'w') << 1 | (p[2] == 'x') << 2;
    fclose(f);
    return found;
}

static void personalities(const char *self) {
    struct utsname u;
    N(personality(0xffffffff));
    N(personality(ADDR_NO_RANDOMIZE));
    N(personality(0xffffffff));
    N(personality(READ_IMPLIES_EXEC));
    char *at = mmap(0, PAGE, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    N(protection(at));
    N(mprotect(at, PAGE, PROT_WRITE));
    N(protection(at));
    N(mprotect(at, PAGE, PROT_READ | PROT_WRITE));
    N(protection(at));
    at = mmap(0, PAGE, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    N(protection(at));
    int fd = open("/proc/self/exe", O_RDONLY);
    at = mmap(0, PAGE, PROT_READ, MAP_SHARED, fd, 0);
    N(protection(at));
    N(personality(PER_LINUX32));
    uname(&u);
    puts(u.machine);
    N(personality(UNAME26));
    uname(&u);
    printf("%d\n", !strncmp(u.release, "2.6.", 4));
    puts(u.machine);
    whole("/proc/self/personality");
    fflush(stdout);
    N(personality(ADDR_NO_RANDOMIZE | READ_IMPLIES_EXEC | PER_LINUX32 | 0x1000000));
    fflush(stdout);
    if (fork() == 0) {
        execl(self, self, "personality", NULL);
        _exit(1);
    }
    wait(0);
    N(personality(0));
    N(syscall(SYS_personality, 0x112345678L));
    N(syscall(SYS_personality, 0xffffffffffffffffL));
    N(syscall(SYS_personality, 0));
}

static void inherited(const char *self) {
    char name[32];
    prctl_(PR_SET_DUMPABLE, 0, 0, 0, 0);
    prctl_(PR_SET_TIMERSLACK, 4321, 0, 0, 0);
    prctl_(PR_SET_PDEATHSIG, SIGUSR1, 0, 0, 0);
    prctl_(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0);
    prctl_(PR_SET_KEEPCAPS, 1, 0, 0, 0);
    prctl_(PR_SET_THP_DISABLE, 1, 0, 0, 0);
    prctl_(PR_MCE_KILL, 1, 1, 0, 0);
    prctl_(57, 1, 0, 0, 0);
    fflush(stdout);
    if (fork() == 0) {
        int value = -1;
        P(PR_GET_DUMPABLE);
        P(PR_GET_TIMERSLACK);
        P(PR_SET_TIMERSLACK, 0);
        P(PR_GET_TIMERSLACK);
        P(PR_GET_PDEATHSIG, &value);
        N(value);
        P(PR_GET_CHILD_SUBREAPER, &value);
        N(value);
        P(PR_GET_KEEPCAPS);
        P(PR_GET_THP_DISABLE);
        P(PR_MCE_KILL_GET);
        P(58);
        P(PR_SET_PDEATHSIG, SIGUSR2);
        P(PR_SET_CHILD_SUBREAPER, 1);
        fflush(stdout);
        execl(self, self, "inherited", NULL);
        _exit(1);
    }
    wait(0);
    prctl_(PR_SET_CHILD_SUBREAPER, 0, 0, 0, 0);
}

/* Orphans go to the nearest ancestor that asked for them. */
static void reaper(void) {
    int p[2], status;
    char c;
    pipe(p);
    prctl_(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0);
    fflush(stdout);
    pid_t child = fork();
    if (child == 0) {
        if (fork() == 0) {
            if (fork() == 0) {
                close(p[1]);
                read(p[0], &c, 1);
                _exit(42);
            }
            _exit(41);
        }
        wait(&status);
        _exit(40);
    }
    waitpid(child, &status, 0);
    N(WEXITSTATUS(status));
    close(p[0]);
    close(p[1]);
    pid_t orphan = wait(&status);
    N(orphan > 0);
    N(WEXITSTATUS(status));
    N(wait(&status));
}

int main(int argc, char **argv) {
    setvbuf(stdout, 0, _IOLBF, 0);
    if (argc > 1 && !strcmp(argv[1], "personality")) {
        N(personality(0xffffffff));
        whole("/proc/self/personality");
        return 0;
    }
    if (argc > 1) {
        int value = -1;
        char name[32];
        P(PR_GET_DUMPABLE);
        P(PR_GET_TIMERSLACK);
        P(PR_GET_PDEATHSIG, &value);
        N(value);
        P(PR_GET_CHILD_SUBREAPER, &value);
        N(value);
        P(PR_GET_KEEPCAPS);
        P(PR_GET_THP_DISABLE);
        P(PR_MCE_KILL_GET);
        return 0;
    }
    unprivileged();
    unaffected();
    puts("-- signals");
    signals();
    puts("-- options");
    options();
    puts("-- inherited");
    inherited(argv[0]);
    puts("-- personalities");
    personalities(argv[0]);
    puts("-- reaper");
    reaper();
    puts("-- files");
    static const char *some[] = {"NoNewPrivs", "Name", "Threads", 0};
    lines("/proc/self/status", some);
    whole("/proc/self/oom_score_adj");
    whole("/proc/self/oom_adj");
    whole("/proc/self/timerslack_ns");
    N(put("/proc/self/timerslack_ns", "70000"));
    P(PR_GET_TIMERSLACK);
    N(put("/proc/self/timerslack_ns", "0"));
    P(PR_GET_TIMERSLACK);
    N(put("/proc/self/timerslack_ns", "x"));
    N(put("/proc/self/oom_score_adj", "500"));
    whole("/proc/self/oom_score_adj");
    whole("/proc/self/oom_adj");
    N(put("/proc/self/oom_score_adj", "1001"));
    N(put("/proc/self/oom_score_adj", "none"));
    N(put("/proc/self/oom_score_adj", "0"));
    N(put("/proc/self/oom_adj", "15"));
    whole("/proc/self/oom_score_adj");
    N(put("/proc/self/oom_adj", "-17"));
    whole("/proc/self/oom_score_adj");
    N(put("/proc/self/oom_adj", "16"));
    N(put("/proc/self/oom_adj", "0"));
    whole("/proc/self/wchan");
        N(put("/proc/self/comm", "a name of fifteen and more"));
    whole("/proc/self/comm");
    pthread_t t;
    pthread_create(&t, 0, elsewhere, 0);
    made = 1;
    pthread_join(t, 0);
    whole("/proc/self/comm");
    P(PR_GET_NO_NEW_PRIVS);
    P(PR_SET_NO_NEW_PRIVS, 1);
    P(PR_GET_NO_NEW_PRIVS);
    return 4;
}
