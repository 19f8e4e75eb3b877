/* Children of a program: prints what became of each, the same on every Linux. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

static void status(const char *what, pid_t child) {
    int st;
    pid_t got = waitpid(child, &st, 0);
    printf("%s: %s ", what, got == child ? "ended" : strerror(errno));
    if (WIFEXITED(st)) {
        printf("exit %d\n", WEXITSTATUS(st));
    } else {
        printf("signal %d\n", WTERMSIG(st));
    }
}

static void many(void) {
    int sum = 0, n = 0, st;
    for (int i = 0; i < 200; i++) {
        pid_t p = fork();
        if (p < 0) {
            perror("fork");
            return;
        }
        if (p == 0) {
            _exit(i % 50);
        }
    }
    while (wait(&st) > 0) {
        n++;
        sum += WEXITSTATUS(st);
    }
    printf("many: %d children, sum %d, then %s\n", n, sum, strerror(errno));
}

static int touched = 1;

static void memory(void) {
    int *shared = mmap(0, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    double before = 1.0 / 3;
    __asm__ volatile("" : "+x"(before));
    pid_t p = fork();
    if (p == 0) {
        touched = 2;
        char *big = malloc(5 << 20);
        memset(big, 7, 5 << 20);
        char *page = mmap(0, 8192, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
        page[4096] = 9;
        munmap(page, 4096);
        int sum = big[(5 << 20) - 1] + page[4096];
        page = mremap(page + 4096, 4096, 64 << 10, MREMAP_MAYMOVE);
        sum += page[0] + page[60000];
        *shared = sum + (before == 1.0 / 3 ? 100 : 0);
        mprotect(page, 4096, PROT_READ);
        page[0] = 1;
        _exit(0);
    }
    status("memory", p);
    printf("memory: parent's %d, shared %d\n", touched, *shared);
}

static void computes(int signal) {
    int ready[2];
    char c;
    pipe(ready);
    pid_t p = fork();
    if (p == 0) {
        write(ready[1], "r", 1);
        for (volatile long i = 0;; i++) {
        }
    }
    read(ready[0], &c, 1);
    kill(p, signal);
    status("computes", p);
    close(ready[0]);
    close(ready[1]);
}

static volatile int handled;

static void handler(int signal, siginfo_t *info, void *context) {
    handled += signal;
    (void)info;
    (void)context;
}

static void signals(void) {
    struct sigaction action;
    int ready[2];
    char c;
    memset(&action, 0, sizeof action);
    action.sa_sigaction = handler;
    action.sa_flags = SA_SIGINFO;
    sigaction(SIGUSR1, &action, 0);
    pipe(ready);
    pid_t p = fork();
    if (p == 0) {
        raise(SIGUSR1);
        write(ready[1], "r", 1);
        while (handled < 2 * SIGUSR1) {
        }
        errno = 0;
        write(ready[1], "r", 1);
        pause();
        _exit(errno == EINTR ? handled : 1);
    }
    read(ready[0], &c, 1);
    kill(p, SIGUSR1);
    read(ready[0], &c, 1);
    /* It may not have come to pause() yet: go on until it has ended. */
    int st;
    while (waitpid(p, &st, WNOHANG) == 0) {
        kill(p, SIGUSR1);
        usleep(1000);
    }
    printf("signals: exit %s, parent's %d\n", WEXITSTATUS(st) >= 30 && WEXITSTATUS(st) % 10 == 0 ? "fine" : "bad", handled);
    signal(SIGUSR1, SIG_DFL);
    p = fork();
    if (p == 0) {
        *(volatile int *)8 = 1;
    }
    status("fault", p);
    p = fork();
    if (p == 0) {
        abort();
    }
    status("abort", p);
    p = fork();
    if (p == 0) {
        pause();
        _exit(1);
    }
    kill(p, SIGKILL);
    siginfo_t info;
    memset(&info, 0, sizeof info);
    waitid(P_PID, p, &info, WEXITED | WNOWAIT);
    printf("waitid: code %d status %d %s\n", info.si_code, info.si_status, info.si_pid == p ? "right" : "wrong");
    status("killed", p);
}

static void inherits(void) {
    int fd = open("inherits.txt", O_RDWR | O_CREAT | O_TRUNC, 0600);
    umask(077);
    write(fd, "parent ", 7);
    pid_t p = fork();
    if (p == 0) {
        char dir[200];
        write(fd, "child", 5);
        fcntl(fd, F_SETFD, FD_CLOEXEC);
        chdir("/usr");
        _exit(umask(0) == 077 && lseek(fd, 0, SEEK_CUR) == 12 && getcwd(dir, 200) && getppid() > 1 ? 3 : 4);
    }
    status("inherits", p);
    char text[20] = "", dir[200];
    pread(fd, text, 19, 0);
    printf("inherits: \"%s\" at %ld, close on exec %d, umask %o, %s\n", text, (long)lseek(fd, 0, SEEK_CUR),
            fcntl(fd, F_GETFD), umask(022), strcmp(getcwd(dir, 200), "/usr") ? "own directory" : "child's directory");
    close(fd);
    unlink("inherits.txt");
}

static void execs(void) {
    fflush(stdout);
    pid_t p = fork();
    if (p == 0) {
        execl("/bin/echo", "echo", "exec", "in", "a", "child", (char *)0);
        _exit(127);
    }
    status("exec", p);
    p = fork();
    if (p == 0) {
        execl("/no/such/file", "x", (char *)0);
        _exit(errno);
    }
    status("exec of nothing", p);
    fflush(stdout);
    char *arguments[] = {"sh", "-c", "echo spawned $X; exit 6", 0};
    char *variables[] = {"X=well", 0};
    int failed = posix_spawn(&p, "/bin/sh", 0, 0, arguments, variables);
    status("spawned", p);
    printf("posix_spawn: %s\n", strerror(failed));
    printf("posix_spawn of nothing: %s\n", strerror(posix_spawn(&p, "/no/such/file", 0, 0, arguments, variables)));
    printf("posix_spawn of a directory: %s\n", strerror(posix_spawn(&p, "/tmp", 0, 0, arguments, variables)));
    volatile int shared = 1;
    p = vfork();
    if (p == 0) {
        shared = 5;
        _exit(8);
    }
    status("vfork", p);
    printf("vfork: memory is %s\n", shared == 5 ? "shared" : "not shared");
    p = vfork();
    if (p == 0) {
        execl("/bin/sh", "sh", "-c", "kill -TERM $$", (char *)0);
        _exit(127);
    }
    status("vfork and exec", p);
}

static void *thread(void *given) {
    *(int *)given += 1;
    return given;
}

static void *forks(void *given) {
    pid_t p = fork();
    if (p == 0) {
        _exit(11);
    }
    int st;
    waitpid(p, &st, 0);
    *(int *)given = WEXITSTATUS(st);
    return given;
}

static void threads(void) {
    pthread_t other;
    int number = 0;
    pthread_create(&other, 0, forks, &number);
    pthread_join(other, 0);
    printf("thread: its child's exit %d\n", number);
    pid_t p = fork();
    if (p == 0) {
        pthread_t all[8];
        int sum = 0, each[8];
        for (int i = 0; i < 8; i++) {
            each[i] = i;
            pthread_create(&all[i], 0, thread, &each[i]);
        }
        for (int i = 0; i < 8; i++) {
            pthread_join(all[i], 0);
            sum += each[i];
        }
        pthread_create(&all[0], 0, forks, &each[0]);
        pthread_join(all[0], 0);
        _exit(sum + each[0]);
    }
    status("threads of a child", p);
}

static void nested(int depth) {
    if (depth == 0) {
        _exit(0);
    }
    pid_t p = fork();
    if (p == 0) {
        nested(depth - 1);
    }
    int st;
    waitpid(p, &st, 0);
    _exit(WEXITSTATUS(st) + 1);
}

static void pipes(void) {
    int there[2], back[2];
    pipe(there);
    pipe(back);
    pid_t p = fork();
    if (p == 0) {
        char text[100];
        close(there[1]);
        close(back[0]);
        long sum = 0, n;
        while ((n = read(there[0], text, sizeof text)) > 0) {
            sum += n;
        }
        n = sprintf(text, "%ld bytes", sum);
        write(back[1], text, n);
        _exit(0);
    }
    close(there[0]);
    close(back[1]);
    static char block[10000];
    for (int i = 0; i < 50; i++) {
        write(there[1], block, sizeof block);
    }
    close(there[1]);
    char text[100] = "";
    read(back[0], text, sizeof text - 1);
    printf("pipes: %s\n", text);
    status("pipes", p);
    close(back[0]);
}

struct args {
    unsigned long flags, pidfd, child_tid, parent_tid, exit_signal, stack, stack_size, tls, set_tid, set_tid_size, cgroup;
};

static void clone3s(void) {
    struct {
        const char *what;
        struct args args;
        long size;
    } bad[] = {
        {"small", {0}, 56},
        {"large", {0}, 8192},
        {"signal in the flags", {.flags = SIGCHLD}, 88},
        {"signal past 64", {.exit_signal = 65}, 88},
        {"thread with a signal", {.flags = CLONE_THREAD | CLONE_SIGHAND | CLONE_VM, .exit_signal = SIGCHLD}, 88},
        {"thread without handlers", {.flags = CLONE_THREAD | CLONE_VM}, 88},
        {"handlers without memory", {.flags = CLONE_SIGHAND}, 88},
        {"stack without a size", {.stack = 0x1000}, 88},
        {"size without a stack", {.stack_size = 0x1000}, 88},
        {"handlers shared and cleared", {.flags = CLONE_SIGHAND | CLONE_VM | 0x100000000ull}, 88},
        {"unknown flag", {.flags = 0x8000000000ull}, 88},
        {"detached", {.flags = 0x400000}, 88},
    };
    for (unsigned i = 0; i < sizeof bad / sizeof *bad; i++) {
        long result = syscall(SYS_clone3, &bad[i].args, bad[i].size);
        if (result == 0) {
            _exit(0);
        }
        printf("clone3, %s: %s\n", bad[i].what, result < 0 ? strerror(errno) : "a child");
    }
    printf("clone3, bad address: %s\n", syscall(SYS_clone3, 8L, 88L) < 0 ? strerror(errno) : "a child");
    int tid = 0;
    struct args good = {.flags = CLONE_PARENT_SETTID, .parent_tid = (unsigned long)&tid, .exit_signal = SIGCHLD};
    pid_t p = syscall(SYS_clone3, &good, sizeof good);
    if (p == 0) {
        _exit(13);
    }
    printf("clone3: tid %s\n", tid == p ? "told" : "not told");
    status("clone3", p);
    p = syscall(SYS_clone, 0, 0, 0, 0, 0);
    if (p == 0) {
        _exit(14);
    }
    int st;
    printf("no signal: %s, ", waitpid(p, &st, 0) < 0 ? strerror(errno) : "found");
    printf("%s\n", waitpid(p, &st, __WALL) == p ? "found with __WALL" : "not found");
}

/* A user whom no other process of the machine is: RLIMIT_NPROC counts them all, of other runs and those not quite ended. */
static uid_t nobody_else(void) {
    return 20000 + getpid() % 40000;
}

/* As a user of its own: makes children until there may be no more. */
static int limit(void) {
    uid_t user = nobody_else();
    struct rlimit twenty = {20, 20};
    if (setgid(user) || setuid(user) || setrlimit(RLIMIT_NPROC, &twenty)) {
        perror("limit");
        return 1;
    }
    int made = 0;
    pid_t p;
    while ((p = fork()) > 0) {
        made++;
    }
    if (p == 0) {
        pause();
        _exit(0);
    }
    printf("limit: %d children, then %s\n", made, strerror(errno));
    pthread_t other;
    printf("limit: thread %s\n", strerror(pthread_create(&other, 0, thread, &made)));
    fflush(stdout);
    kill(0, SIGKILL);
    return 0;
}

int main(int count, char **arguments) {
    setvbuf(stdout, 0, _IOLBF, 0);
    if (count > 1 && !strcmp(arguments[1], "limit")) {
        setpgid(0, 0);
        return limit();
    }
    many();
    memory();
    computes(SIGTERM);
    computes(SIGKILL);
    signals();
    inherits();
    execs();
    threads();
    fflush(stdout);
    pid_t p = fork();
    if (p == 0) {
        nested(6);
    }
    status("nested", p);
    pipes();
    clone3s();
    return 0;
}
