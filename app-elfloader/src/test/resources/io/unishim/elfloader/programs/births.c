/* execveat(2), clone(2), clone3(2), vfork(2), kcmp(2), process_vm_readv(2) and its kin: a line is a call, its result and errno. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <linux/capability.h>
#include <linux/kcmp.h>
#include <linux/sched.h>
#include <unistd.h>

#define PAGE 4096L
#define N(call) do { errno = 0; long n_ = (long)(call); printf("%d: %ld %s\n", __LINE__, n_, n_ == -1 ? strerror(errno) : ""); fflush(stdout); } while (0)

static char *self, at[200];
static char *none[] = {0};

static int own(const char *name, int flags) {
    char path[300];
    sprintf(path, "%s/%s", at, name);
    return open(path, flags, 0755);
}

static void ended(const char *what, pid_t pid) {
    int status = -1;
    pid_t got = waitpid(pid, &status, __WALL);
    printf("%s: %d %d\n", what, got == pid, WIFEXITED(status) ? WEXITSTATUS(status) : WIFSIGNALED(status) ? 128 + WTERMSIG(status) : -1);
    fflush(stdout);
}

/* One exec in a child, that prints what failed. */
static void execs(const char *what, int dir, const char *path, int flags) {
    char *arguments[] = {"zero", "one", "two", 0}, *environment[] = {"NAME=value", 0};
    fflush(stdout);
    pid_t pid = fork();
    if (pid == 0) {
        long r = syscall(SYS_execveat, dir, path, arguments, environment, flags);
        printf("  %ld %s\n", r, strerror(errno));
        fflush(stdout);
        _exit(77);
    }
    ended(what, pid);
}

static void executions(void) {
    char path[300], text[500];
    int fd;
    static const char *names[] = {"script", "link", "program", "plain", "odd", "pages"};
    for (int i = 0; i < 6; i++) {
        sprintf(path, "%s/%s", at, names[i]);
        unlink(path);
    }
    N(close(own("script", O_CREAT | O_WRONLY)));
    sprintf(text, "#!%s via\n", self);
    fd = own("script", O_WRONLY | O_TRUNC);
    write(fd, text, strlen(text));
    close(fd);
    sprintf(path, "%s/link", at);
    N(symlink("script", path));
    sprintf(path, "%s/program", at);
    N(symlink(self, path));
    fd = own("plain", O_CREAT | O_WRONLY);
    write(fd, "nothing\n", 8);
    fchmod(fd, 0644);
    close(fd);
    fd = own("odd", O_CREAT | O_WRONLY);
    write(fd, "nothing\n", 8);
    close(fd);
    int dir = open(at, O_RDONLY | O_DIRECTORY);
    int kept = openat(dir, "script", O_RDONLY);
    int closed = openat(dir, "script", O_RDONLY | O_CLOEXEC);
    int image = open(self, O_RDONLY);
    int imageClosed = open(self, O_RDONLY | O_CLOEXEC);
    int onlyPath = open(self, O_PATH);
    int dirClosed = open(at, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    int plain = openat(dir, "plain", O_RDONLY);
    int p[2];
    pipe(p);
    execs("by path", AT_FDCWD, self, 0);
    execs("by absolute path", 999, self, 0);
    execs("descriptor", image, "", AT_EMPTY_PATH);
    execs("descriptor to close", imageClosed, "", AT_EMPTY_PATH);
    execs("O_PATH", onlyPath, "", AT_EMPTY_PATH);
    execs("no AT_EMPTY_PATH", image, "", 0);
    execs("relative", dir, "program", 0);
    execs("relative, to close", dirClosed, "program", 0);
    execs("link, not to be followed", dir, "program", AT_SYMLINK_NOFOLLOW);
    execs("no link, not to be followed", dir, "script", AT_SYMLINK_NOFOLLOW);
    execs("both flags", image, "", AT_EMPTY_PATH | AT_SYMLINK_NOFOLLOW);
    execs("script", dir, "script", 0);
    execs("script by link", dir, "link", 0);
    execs("script by descriptor", kept, "", AT_EMPTY_PATH);
    execs("script by descriptor to close", closed, "", AT_EMPTY_PATH);
    execs("script below one to close", dirClosed, "script", 0);
    execs("not executable", dir, "plain", 0);
    execs("not executable, open", plain, "", AT_EMPTY_PATH);
    execs("no form", dir, "odd", 0);
    execs("nothing", dir, "nothing", 0);
    execs("below a file", kept, "script", 0);
    execs("bad descriptor", 999, "script", 0);
    execs("bad descriptor, empty", 999, "", AT_EMPTY_PATH);
    execs("directory", dir, "", AT_EMPTY_PATH);
    execs("working directory", AT_FDCWD, "", AT_EMPTY_PATH);
    execs("pipe", p[0], "", AT_EMPTY_PATH);
    execs("bad flag", dir, "script", 0x200);
    execs("bad address", dir, (char *)8, 0);
    int memory = memfd_create("memory", 0);
    int from = open(self, O_RDONLY);
    static char block[65536];
    long n;
    while ((n = read(from, block, sizeof block)) > 0)
        write(memory, block, n);
    execs("memory", memory, "", AT_EMPTY_PATH);
    execs("check", dir, "script", 0x10000);
    execs("check, not executable", dir, "plain", 0x10000);
}

static int report(void *word) {
    return *(int *)word;
}

static char stacks[4][65536] __attribute__((aligned(16)));
static volatile int shared;
static int p[2];

static int shares(void *argument) {
    shared = 5;
    write(p[1], "x", 1);
    return 6;
}

static long clone3_(struct clone_args *a, size_t size) {
    return syscall(SYS_clone3, a, size);
}

static void capability(int which) {
    struct __user_cap_header_struct header = {_LINUX_CAPABILITY_VERSION_3, 0};
    struct __user_cap_data_struct sets[2];
    syscall(SYS_capget, &header, sets);
    sets[which / 32].effective &= ~(1u << which % 32);
    syscall(SYS_capset, &header, sets);
}

static void counted(int signal) {
    shared++;
}

static void clones(void) {
    int fd = -1, tid = -1, status;
    pid_t pid;
    pipe(p);
    shared = 0;
    pid = clone(shares, stacks[0] + 65000, SIGCHLD, 0);
    ended("copy", pid);
    N(shared);
    pid = clone(shares, stacks[0] + 65000, CLONE_VM | SIGCHLD, 0);
    ended("shared", pid);
    N(shared);
    shared = 0;
    pid = clone(shares, stacks[0] + 65000, CLONE_VM | CLONE_VFORK | SIGCHLD, 0);
    N(shared);
    ended("vfork", pid);
    /* pidfds */
    pid = clone(shares, stacks[0] + 65000, CLONE_PIDFD | SIGCHLD, 0, &fd);
    N(pid > 0);
    N(fcntl(fd, F_GETFD));
    struct pollfd poll_ = {fd, POLLIN};
    N(poll(&poll_, 1, 10000));
    siginfo_t info = {0};
    N(waitid(3, fd, &info, WEXITED));
    N(info.si_status);
    N(info.si_pid == pid);
    close(fd);
    N(clone(shares, stacks[0] + 65000, CLONE_PIDFD | CLONE_PARENT_SETTID | SIGCHLD, 0, &fd));
    N(clone(shares, stacks[0] + 65000, CLONE_PIDFD | CLONE_DETACHED | SIGCHLD, 0, &fd));
    N(clone(shares, stacks[0] + 65000, CLONE_PIDFD | SIGCHLD, 0, 8));
    N(wait(&status));
    struct clone_args a = {.flags = CLONE_PIDFD, .pidfd = (long)&fd, .exit_signal = SIGCHLD};
    pid = clone3_(&a, sizeof a);
    if (pid == 0)
        _exit(3);
    N(fcntl(fd, F_GETFD));
    ended("clone3", pid);
    close(fd);
    a = (struct clone_args){.flags = CLONE_PIDFD | CLONE_PARENT_SETTID, .pidfd = (long)&fd, .parent_tid = (long)&tid, .exit_signal = SIGCHLD};
    pid = clone3_(&a, sizeof a);
    if (pid == 0)
        _exit(4);
    N(tid == pid);
    ended("clone3 and its id", pid);
    close(fd);
    a = (struct clone_args){.flags = CLONE_PIDFD, .pidfd = 8, .exit_signal = SIGCHLD};
    N(clone3_(&a, sizeof a));
    a = (struct clone_args){.flags = CLONE_PIDFD | CLONE_DETACHED, .pidfd = (long)&fd};
    N(clone3_(&a, sizeof a));
    /* ids */
    pid_t wanted[2] = {getpid(), 1};
    a = (struct clone_args){.set_tid = (long)wanted, .set_tid_size = 1, .exit_signal = SIGCHLD};
    N(clone3_(&a, sizeof a));
    a.set_tid_size = 0;
    N(clone3_(&a, sizeof a));
    a.set_tid_size = 33;
    N(clone3_(&a, sizeof a));
    a.set_tid = 0;
    a.set_tid_size = 1;
    N(clone3_(&a, sizeof a));
    a.set_tid = 8;
    N(clone3_(&a, sizeof a));
    a.set_tid = (long)wanted;
    wanted[0] = 0;
    N(clone3_(&a, sizeof a));
    wanted[0] = -5;
    N(clone3_(&a, sizeof a));
    wanted[0] = 1 << 30;
    N(clone3_(&a, sizeof a));
    pid = fork();
    if (pid == 0)
        _exit(0);
    wait(0);
    wanted[0] = pid;
    pid = clone3_(&a, sizeof a);
    if (pid == 0)
        _exit(getpid() == wanted[0] ? 9 : 8);
    N(pid == wanted[0]);
    if (pid > 0)
        ended("wanted", pid);
    fflush(stdout);
    if (fork() == 0) {
        capability(21);
        capability(40);
        N(clone3_(&a, sizeof a));
        wanted[0] = 0;
        N(clone3_(&a, sizeof a));
        _exit(0);
    }
    wait(0);
    /* other checks of clone3 */
    a = (struct clone_args){.exit_signal = 65};
    N(clone3_(&a, sizeof a));
    a = (struct clone_args){.exit_signal = 0x100};
    N(clone3_(&a, sizeof a));
    a = (struct clone_args){.flags = CLONE_THREAD, .exit_signal = SIGCHLD};
    N(clone3_(&a, sizeof a));
    a = (struct clone_args){.stack = (long)stacks[1]};
    N(clone3_(&a, sizeof a));
    a = (struct clone_args){.stack_size = 4096};
    N(clone3_(&a, sizeof a));
    a = (struct clone_args){.flags = 0xff};
    N(clone3_(&a, sizeof a));
    a = (struct clone_args){.flags = CLONE_SIGHAND | CLONE_VM | CLONE_CLEAR_SIGHAND, .exit_signal = SIGCHLD};
    N(clone3_(&a, sizeof a));
    N(clone3_(&a, 63));
    N(clone3_(&a, 5000));
    N(clone3_((void *)8, sizeof a));
    N(clone3_(0, 64));
    N(clone(shares, stacks[0] + 65000, CLONE_THREAD | SIGCHLD, 0));
    N(clone(shares, stacks[0] + 65000, CLONE_SIGHAND | SIGCHLD, 0));
    N(clone(shares, stacks[0] + 65000, CLONE_FS | CLONE_NEWNS | SIGCHLD, 0));
    /* actions */
    signal(SIGUSR1, counted);
    signal(SIGUSR2, SIG_IGN);
    a = (struct clone_args){.flags = CLONE_CLEAR_SIGHAND, .exit_signal = SIGCHLD};
    pid = clone3_(&a, sizeof a);
    if (pid == 0) {
        struct sigaction one, two;
        sigaction(SIGUSR1, 0, &one);
        sigaction(SIGUSR2, 0, &two);
        _exit((one.sa_handler == SIG_DFL) + 2 * (two.sa_handler == SIG_IGN));
    }
    ended("cleared actions", pid);
    /* ids in memory */
    a = (struct clone_args){.flags = CLONE_CHILD_SETTID | CLONE_CHILD_CLEARTID | CLONE_VM, .child_tid = (long)&tid, .stack = (long)stacks[2], .stack_size = 65536, .exit_signal = SIGCHLD};
    tid = -1;
    int word = 7;
    pid = clone(report, stacks[2] + 65000, CLONE_VM | CLONE_CHILD_SETTID | CLONE_CHILD_CLEARTID | SIGCHLD, &word, 0, 0, &tid);
    ended("cleared", pid);
    N(tid);
    /* siblings */
    fflush(stdout);
    if ((pid = fork()) == 0) {
        pid_t sibling = clone(report, stacks[3] + 65000, CLONE_PARENT | SIGUSR1, &word);
        N(sibling > 0);
        N(waitpid(sibling, &status, __WALL));
        _exit(12);
    }
    ended("parent", pid);
    N(wait(&status) > 0);
    N(WEXITSTATUS(status));
    /* other signals, or none, at the end */
    shared = 0;
    pid = clone(report, stacks[3] + 65000, SIGUSR1, &word);
    N(waitpid(pid, &status, 0));
    N(waitpid(pid, &status, WNOHANG | __WCLONE) < 0);
    pid = clone(report, stacks[3] + 65000, 0, &word);
    N(waitpid(-1, &status, 0));
    ended("without a signal", pid);
    while (waitpid(-1, &status, __WALL) > 0)
        continue;
    N(shared);
}

static volatile int order;

static void vforks(void) {
    pid_t pid = vfork();
    if (pid == 0) {
        order = 1;
        usleep(50000);
        order = 2;
        _exit(5);
    }
    N(order);
    ended("vfork", pid);
    char *arguments[] = {self, "exit", 0};
    pid = vfork();
    if (pid == 0) {
        order = 3;
        execv(self, arguments);
        _exit(1);
    }
    N(order);
    ended("vfork and exec", pid);
    pid = vfork();
    if (pid == 0) {
        order = 4;
        execv("/nowhere", arguments);
        _exit(errno == ENOENT ? 6 : 7);
    }
    N(order);
    ended("vfork and no exec", pid);
    pid = vfork();
    if (pid == 0) {
        kill(getpid(), SIGKILL);
        _exit(0);
    }
    ended("vfork and killed", pid);
}

static long kcmp_(pid_t one, pid_t other, int type, long first, long second) {
    long r = syscall(SYS_kcmp, one, other, type, first, second);
    return r == 1 || r == 2 ? 3 : r;
}

static int holds(void *argument) {
    char c;
    close(p[1]);
    read(p[0], &c, 1);
    return 0;
}

static int waits(void *argument) {
    char c;
    read(p[0], &c, 1);
    return 0;
}

static void comparisons(void) {
    pid_t me = getpid();
    int one = open("/dev/null", O_RDONLY), other = open("/dev/null", O_RDONLY), same = dup(one);
    for (int type = -1; type < 9; type++)
        N(type == KCMP_FILE || type == KCMP_EPOLL_TFD ? 0 : kcmp_(me, me, type, 0, 0));
    N(kcmp_(me, me, KCMP_FILE, one, other));
    N(kcmp_(me, me, KCMP_FILE, one, same));
    N(kcmp_(me, me, KCMP_FILE, one, one));
    N(kcmp_(me, me, KCMP_FILE, one, 999));
    N(kcmp_(me, me, KCMP_FILE, 999, one));
    N(kcmp_(me, me, KCMP_FILE, -1, one));
    N(kcmp_(me, 1 << 21, KCMP_FILE, one, one));
    N(kcmp_(0, me, KCMP_VM, one, one));
    N(kcmp_(-1, me, KCMP_VM, one, one));
    long a = syscall(SYS_kcmp, me, me, KCMP_FILE, one, other), b = syscall(SYS_kcmp, me, me, KCMP_FILE, other, one);
    N(a + b);
    pipe(p);
    int epoll = epoll_create1(0);
    struct epoll_event event = {EPOLLIN};
    epoll_ctl(epoll, EPOLL_CTL_ADD, p[0], &event);
    struct kcmp_epoll_slot slot = {epoll, p[0], 0};
    N(kcmp_(me, me, KCMP_EPOLL_TFD, p[0], (long)&slot));
    N(kcmp_(me, me, KCMP_EPOLL_TFD, p[1], (long)&slot));
    N(kcmp_(me, me, KCMP_EPOLL_TFD, 999, (long)&slot));
    N(kcmp_(me, me, KCMP_EPOLL_TFD, p[0], 8));
    slot.toff = 1;
    N(kcmp_(me, me, KCMP_EPOLL_TFD, p[0], (long)&slot));
    slot = (struct kcmp_epoll_slot){epoll, p[1], 0};
    N(kcmp_(me, me, KCMP_EPOLL_TFD, p[0], (long)&slot));
    slot = (struct kcmp_epoll_slot){one, p[0], 0};
    N(kcmp_(me, me, KCMP_EPOLL_TFD, p[0], (long)&slot));
    slot = (struct kcmp_epoll_slot){999, p[0], 0};
    N(kcmp_(me, me, KCMP_EPOLL_TFD, p[0], (long)&slot));
    close(epoll);
    fflush(stdout);
    pid_t child = fork();
    if (child == 0) {
        holds(0);
        _exit(0);
    }
    for (int type = KCMP_VM; type < KCMP_EPOLL_TFD; type++)
        N(kcmp_(me, child, type, 0, 0));
    N(kcmp_(me, child, KCMP_FILE, one, one));
    N(kcmp_(me, child, KCMP_FILE, one, other));
    pid_t unlike = fork();
    if (unlike == 0) {
        setresuid(54321, 54321, 54321);
        N(kcmp_(getppid(), getpid(), KCMP_VM, 0, 0));
        N(kcmp_(getpid(), getpid(), KCMP_VM, 0, 0));
        _exit(0);
    }
    waitpid(unlike, 0, 0);
    close(p[1]);
    close(p[0]);
    ended("compared", child);
    pipe(p);
    child = clone(waits, stacks[0] + 65000, CLONE_FILES | CLONE_FS | SIGCHLD, 0);
    N(kcmp_(me, child, KCMP_VM, 0, 0));
    N(kcmp_(me, child, KCMP_FILES, 0, 0));
    N(kcmp_(me, child, KCMP_FS, 0, 0));
    write(p[1], "x", 1);
    ended("shares files", child);
}

static void others(void) {
    char *theirs = mmap(0, 4 * PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    char *mine = mmap(0, 4 * PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    int q[2];
    pipe(p);
    pipe(q);
    memset(theirs, 'p', 4 * PAGE);
    munmap(theirs + 2 * PAGE, PAGE);
    fflush(stdout);
    pid_t child = fork();
    if (child == 0) {
        char c;
        strcpy(theirs, "of the child");
        memset(theirs + PAGE, 'c', PAGE);
        mprotect(theirs + 3 * PAGE, PAGE, PROT_READ);
        write(q[1], "x", 1);
        close(p[1]);
        read(p[0], &c, 1);
        printf("%.20s %.5s\n", theirs, theirs + PAGE);
        fflush(stdout);
        _exit(0);
    }
    char c;
    read(q[0], &c, 1);
    struct iovec l[4] = {{mine, 20}}, r[4] = {{theirs, 20}};
#define R(n, m) N(process_vm_readv(child, l, n, r, m, 0))
#define W(n, m) N(process_vm_writev(child, l, n, r, m, 0))
    R(1, 1);
    puts(mine);
    N(strcmp(theirs, "of the child"));
    N(process_vm_readv(getpid(), l, 1, r, 1, 0));
    printf("%.12s\n", mine);
    R(0, 1);
    R(1, 0);
    N(process_vm_readv(1 << 21, l, 0, r, 1, 0));
    N(process_vm_readv(1 << 21, l, 1, r, 1, 0));
    N(process_vm_readv(0, l, 1, r, 1, 0));
    N(process_vm_readv(child, l, 1, r, 1, 1));
    N(process_vm_readv(child, l, 1025, r, 1, 0));
    N(process_vm_readv(child, l, 1, r, 1025, 0));
    N(process_vm_readv(child, (void *)8, 1, r, 1, 0));
    N(process_vm_readv(child, l, 1, (void *)8, 1, 0));
    l[0] = (struct iovec){mine, 100};
    R(1, 1);
    l[0] = (struct iovec){mine, 10};
    R(1, 1);
    l[0] = (struct iovec){mine, 3 * PAGE};
    r[0] = (struct iovec){theirs, 3 * PAGE};
    R(1, 1);
    r[0] = (struct iovec){theirs + 2 * PAGE, PAGE};
    R(1, 1);
    r[0] = (struct iovec){theirs + PAGE + 100, PAGE};
    R(1, 1);
    r[0] = (struct iovec){theirs, 10};
    r[1] = (struct iovec){theirs + PAGE, 10};
    r[2] = (struct iovec){theirs + 2 * PAGE, 10};
    R(1, 3);
    printf("%.20s\n", mine);
    l[0] = (struct iovec){mine, 3};
    l[1] = (struct iovec){mine + 100, 0};
    l[2] = (struct iovec){mine + 200, 9};
    R(3, 2);
    printf("%.3s %.9s\n", mine, mine + 200);
    r[1] = (struct iovec){theirs, -1};
    R(1, 2);
    l[1] = (struct iovec){mine, -1};
    R(2, 1);
    munmap(mine + PAGE, PAGE);
    l[0] = (struct iovec){mine + PAGE - 5, 10};
    r[0] = (struct iovec){theirs, 10};
    R(1, 1);
    l[0] = (struct iovec){mine + PAGE, 10};
    R(1, 1);
    strcpy(mine, "written");
    l[0] = (struct iovec){mine, 7};
    W(1, 1);
    r[0] = (struct iovec){theirs + 3 * PAGE, 7};
    W(1, 1);
    R(1, 1);
    r[0] = (struct iovec){theirs + 2 * PAGE - 3, 7};
    W(1, 1);
    r[0] = (struct iovec){theirs + PAGE, 7};
    l[0] = (struct iovec){mine + PAGE - 2, 7};
    W(1, 1);
    l[0] = (struct iovec){"12345", 5};
    W(1, 1);
    pid_t unlike = fork();
    if (unlike == 0) {
        setresuid(54321, 54321, 54321);
        R(1, 1);
        N(process_vm_readv(getpid(), l, 1, r, 1, 0));
        _exit(0);
    }
    waitpid(unlike, 0, 0);
    close(p[1]);
    ended("looked at", child);
    R(1, 1);
}

static void pages(void) {
    char path[300];
    int fd = own("pages", O_CREAT | O_RDWR);
    for (int i = 0; i < 8; i++) {
        char c = 'a' + i;
        pwrite(fd, &c, 1, i * PAGE);
    }
    ftruncate(fd, 8 * PAGE);
    char *shared_ = mmap(0, 4 * PAGE, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    char *private_ = mmap(0, 4 * PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE, fd, 0);
    char *zeros = mmap(0, 4 * PAGE, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    for (int i = 0; i < 4; i++)
        zeros[i * PAGE] = 'A' + i;
    N(remap_file_pages(shared_, PAGE, 0, 3, 0));
    N(remap_file_pages(shared_ + PAGE, 2 * PAGE, 0, 6, 0));
    printf("%c%c%c%c\n", shared_[0], shared_[PAGE], shared_[2 * PAGE], shared_[3 * PAGE]);
    shared_[0] = 'X';
    pread(fd, path, 1, 3 * PAGE);
    printf("%c %c\n", path[0], shared_[3 * PAGE]);
    N(remap_file_pages(shared_ + 3 * PAGE, PAGE, PROT_READ, 0, 0));
    N(remap_file_pages(private_, PAGE, 0, 3, 0));
    N(remap_file_pages(shared_, 0, 0, 3, 0));
    N(remap_file_pages(shared_ + 5, PAGE, 0, 3, 0));
    N(remap_file_pages(shared_, PAGE + 5, 0, 2, 0));
    N(remap_file_pages(shared_, -PAGE, 0, 2, 0));
    N(remap_file_pages(shared_, PAGE, 0, -1, 0));
    N(remap_file_pages(shared_, 64 * PAGE, 0, 0, 0));
    N(remap_file_pages((void *)PAGE, PAGE, 0, 0, 0));
    N(remap_file_pages(zeros, PAGE, 0, 2, 0));
    N(remap_file_pages(zeros + 2 * PAGE, PAGE, 0, 0, MAP_NONBLOCK));
    printf("%c%c%c%c\n", zeros[0], zeros[PAGE], zeros[2 * PAGE], zeros[3 * PAGE]);
    fflush(stdout);
    if (fork() == 0) {
        N(remap_file_pages(zeros + PAGE, PAGE, 0, 3, 0));
        zeros[PAGE] = 'Z';
        _exit(0);
    }
    wait(0);
    printf("%c%c%c%c\n", zeros[0], zeros[PAGE], zeros[2 * PAGE], zeros[3 * PAGE]);
    N(munmap(zeros, 4 * PAGE));
    N(remap_file_pages(zeros, PAGE, 0, 2, 0));
}

int main(int argc, char **argv, char **environment) {
    self = argv[0];
    if (argc > 1 && !strcmp(argv[1], "exit"))
        return 5;
    if (!getenv("PATH")) {
        char name[32] = "";
        FILE *f = fopen("/proc/self/comm", "r");
        fgets(name, sizeof name, f);
        printf("  %d", argc);
        for (int i = 0; i < argc; i++)
            printf(" [%s]", argv[i]);
        printf(" %s %d %s", environment[0], environment[1] == 0, strstr(name, "births") ? "births\n" : name);
        return 30;
    }
    strcpy(at, argv[1]);
    puts("-- executions");
    executions();
    puts("-- clones");
    clones();
    puts("-- vforks");
    vforks();
    puts("-- comparisons");
    comparisons();
    puts("-- others");
    others();
    puts("-- pages");
    pages();
    return 8;
}
