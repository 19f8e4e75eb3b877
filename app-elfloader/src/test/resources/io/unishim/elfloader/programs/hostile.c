/*
 * What an isolated program can try against the JVM, other programs and the host: hostile [wait] WHAT [NUMBER...], after a
 * line of input with wait. It prints what it got, as far as it lives. None of it must have an effect; where one had, it would be harmless to the machine.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <sched.h>
#include <setjmp.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/ptrace.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <unistd.h>

#define PAGE 4096UL
#define SLOT 0x15000UL
#define HOST_STACK 0xa0
#define SELECTOR 0xa8
#define STATE 0x4000
#define RESULT 0x4050
#define WINDOWS 0x40a0
#define WINDOWS_END 0x40f0

static sigjmp_buf back;
static volatile uint64_t seed = 88172645463325252ULL;

static uint64_t any(void) {
    seed ^= seed << 13;
    seed ^= seed >> 7;
    seed ^= seed << 17;
    return seed;
}

static void caught(int signal) {
    siglongjmp(back, signal);
}

static void catch_faults(void) {
    struct sigaction action = {.sa_handler = caught, .sa_flags = SA_NODEFER};
    int signals[] = {SIGSEGV, SIGBUS, SIGILL, SIGTRAP, SIGFPE};
    for (unsigned i = 0; i < sizeof signals / sizeof *signals; i++) {
        sigaction(signals[i], &action, 0);
    }
}

/* The memory that this thread shares with the JVM. */
static char *mailbox(void) {
    char *slot;
    __asm__ volatile("rdgsbase %0" : "=r"(slot));
    return slot;
}

/* An address in the engine's code: what the way out returns to. */
static char *engine(void) {
    return *(char **)(*(char **)(mailbox() + HOST_STACK) + 56);
}

/* The instruction there that makes the calls that the JVM orders: syscall; mov %rax, 56(%r12). */
static char *gate(void) {
    static char *found;
    for (char *at = engine(); found == 0; at++) {
        if (memcmp(at, "\x0f\x05\x49\x89\x84\x24\x38", 7) == 0) {
            found = at;
        }
    }
    return found;
}

static long answers[32];
static volatile int jumped;
static volatile long arguments[7];

/*
 * Makes a call by a jump into the engine's code. What follows there tells the JVM that the thread asks for something; it
 * then serves the last call once more, which brings us back behind that.
 */
static __attribute__((noinline)) long jump(long number, long a0, long a1, long a2, long a3, long a4, long a5) {
    static char *where;
    where = gate();
    long all[] = {number, a0, a1, a2, a3, a4, a5};
    memcpy((void *)arguments, all, sizeof all);
    jumped = 0;
    /* It answers 39, which then is taken for the number of a call: getpid. */
    umask(39);
    syscall(SYS_umask, 39);
    if (jumped) {
        return answers[7];
    }
    jumped = 1;
    __asm__ volatile("mov %[where], %%rcx\n"
                     "lea %[answers], %%r12\n"
                     "mov $1, %%r13\n"
                     "lea %[all], %%rbx\n"
                     "mov (%%rbx), %%rax\n"
                     "mov 8(%%rbx), %%rdi\n"
                     "mov 16(%%rbx), %%rsi\n"
                     "mov 24(%%rbx), %%rdx\n"
                     "mov 32(%%rbx), %%r10\n"
                     "mov 40(%%rbx), %%r8\n"
                     "mov 48(%%rbx), %%r9\n"
                     "sub $4096, %%rsp\n" /* What umask returns to lies there. */
                     "jmp *%%rcx\n"
                     :
                     : [where] "m"(where), [answers] "m"(answers), [all] "m"(arguments)
                     : "memory");
    __builtin_unreachable();
}

static long raw(long number, long a0, long a1, long a2) {
    long result;
    __asm__ volatile("syscall" : "=a"(result) : "a"(number), "D"(a0), "S"(a1), "d"(a2) : "rcx", "r11", "memory");
    return result;
}

static long raw32(long number, long a0, long a1, long a2) {
    long result;
    __asm__ volatile("int $0x80" : "=a"(result) : "a"(number), "b"(a0), "c"(a1), "d"(a2) : "memory", "r8", "r9", "r10", "r11");
    return result;
}

static void say(const char *what, long value) {
    printf("%s %ld\n", what, value);
    fflush(stdout);
}

static void wild(void) {
    catch_faults();
    volatile int hits = 0;
    volatile int misses = 0;
    for (volatile int i = 0; i < 20000; i++) {
        uint64_t address = any() & 0x7fffffffffffUL;
        if (i % 2) {
            address = (uintptr_t)mailbox() + (int64_t)(any() % (1UL << 32)) - (1L << 31);
        }
        if (sigsetjmp(back, 1) == 0) {
            *(volatile uint64_t *)(address & ~7UL) = any();
            hits++;
        } else {
            misses++;
        }
    }
    say("wrote wildly", hits + misses);
}

static void unmap(void) {
    say("munmap by the shim", raw(SYS_munmap, 0, 1UL << 20, 0));
    jump(SYS_munmap, 0, 0x7ffffffff000, 0, 0, 0, 0);
    say("still here", 0);
}

/* Nonsense over every slot, of whichever thread, for as long as that goes well. */
static void arena(void) {
    char *slot = mailbox();
    for (int round = 0; round < 2000; round++) {
        for (long i = -4; i < 16; i++) {
            char *other = slot + i * (long)SLOT;
            for (int words = 0; words < 64; words++) {
                *(volatile uint64_t *)(other + (any() % 2 ? any() % 0x5000 : 0x10000 + any() % 0x600) / 8 * 8) = any() % 3 ? any() : any() % 8;
            }
        }
        if (round % 16 == 0) {
            raw(SYS_getppid, 0, 0, 0);
        }
    }
}

static void *overwrite(void *unused) {
    catch_faults();
    if (sigsetjmp(back, 1) == 0) {
        arena();
    }
    return 0;
}

static void scribble(void) {
    catch_faults();
    pthread_t others[4];
    for (int i = 0; i < 4; i++) {
        pthread_create(&others[i], 0, overwrite, 0);
    }
    for (int i = 0; i < 100; i++) {
        if (fork() == 0) {
            _exit(0);
        }
        while (waitpid(-1, 0, WNOHANG) > 0) {
        }
    }
    say("scribbled", 0);
}

/* Another thread's slot; what it tells the JVM of its clones, changed by this one. */
static char *victim;
static long lie;

static void *tell_lies(void *unused) {
    for (;;) {
        *(volatile long *)(victim + RESULT) = lie;
    }
}

static void liar(long pid) {
    lie = pid;
    victim = mailbox();
    pthread_t other;
    pthread_create(&other, 0, tell_lies, 0);
    for (int i = 0; i < 50; i++) {
        if (fork() == 0) {
            _exit(0);
        }
        while (waitpid(-1, 0, WNOHANG) > 0) {
        }
    }
    say("told lies", 0);
    _exit(0);
}

static void *stay(void *unused) {
    for (;;) {
        pause();
    }
}

/* What it says of its threads is not believed either: one of many is not made for that. */
static void liar_of_threads(long tid) {
    lie = tid;
    victim = mailbox();
    pthread_t thread;
    pthread_create(&thread, 0, tell_lies, 0);
    int made = 0;
    while (made < 50 && pthread_create(&thread, 0, stay, 0) == 0) {
        made++;
        usleep(2000);
    }
    say("believed", made == 50);
    _exit(0);
}

static void *move_windows(void *unused) {
    for (;;) {
        long at = WINDOWS + (long)(any() % (WINDOWS_END - WINDOWS)) / 4 * 4;
        uint64_t values[] = {any(), any() % 8, 4096, 4097, 0x80000000, 0xffffffff, any() % 3 | any() % 3 << 8};
        *(volatile uint32_t *)(victim + at) = (uint32_t)values[any() % 7];
    }
}

/* Where the JVM looks for what calls point to, changed all the time. It may hang itself. */
static void windows(void) {
    catch_faults();
    alarm(3);
    victim = mailbox();
    pthread_t other;
    pthread_create(&other, 0, move_windows, 0);
    int ends[2];
    raw(SYS_pipe2, (long)ends, O_NONBLOCK, 0);
    static char much[3 * PAGE];
    for (int i = 0; i < 3000; i++) {
        struct stat status;
        if (sigsetjmp(back, 1) == 0) {
            raw(SYS_write, ends[1], (long)much, (long)(any() % sizeof much));
            raw(SYS_read, ends[0], (long)much, sizeof much);
            raw(SYS_stat, (long)"/", (long)&status, 0);
        }
    }
    say("moved windows", 0);
    _exit(0);
}

static void flip(const char *file) {
    mailbox()[SELECTOR] = 0;
    raw(SYS_open, (long)file, O_CREAT | O_WRONLY, 0600);
    say("still here", 0);
}

/* Which numbers the engine's code makes calls of. Arguments are harmless: signal 0, no descriptor, no address. */
static void numbers(void) {
    gate();
    for (int number = 0; number < 480; number++) {
        if (number == SYS_clone || number == SYS_pidfd_getfd) {
            /* These wait for the JVM, which has ordered nothing. */
            continue;
        }
        if (number == 335 || number == 336) {
            /* uretprobe and uprobe, which the kernel lets through filters, and answers by SIGILL. */
            continue;
        }
        fflush(stdout);
        int child = fork();
        if (child == 0) {
            long a0 = number == SYS_kill || number == SYS_tkill ? 1 : -1;
            jump(number, a0, 0, 0, 0, -1, 0);
            _exit(0);
        }
        int status;
        waitpid(child, &status, 0);
        if (!WIFSIGNALED(status) || WTERMSIG(status) != SIGSYS) {
            printf("%d ", number);
        }
    }
    printf("\n");
}

static void arguments_of(void) {
    struct {
        const char *what;
        long call[7];
    } tries[] = {
        {"kill another", {SYS_kill, 1, 9}},
        {"kill all", {SYS_kill, -1, 0}},
        {"kill group softly", {SYS_kill, 0, 0}},
        {"clone with files", {SYS_clone, 0x400}},
        {"clone without parent", {SYS_clone, 17}},
        {"clone in a namespace", {SYS_clone, 0x10000000}},
        {"futex with priority", {SYS_futex, (long)answers, 6}},
        {"huge pages", {SYS_mmap, 0, PAGE, 3, 0x40022, -1, 0}},
        {"another death signal", {SYS_prctl, 1, 0}},
        {"dumpable", {SYS_prctl, 4, 0}},
        {"poison", {SYS_madvise, (long)answers & -PAGE, PAGE, 100}},
        {"close shared", {SYS_close_range, 0, -1, 0}},
        {"x32", {SYS_getpid | 0x40000000}},
    };
    for (unsigned i = 0; i < sizeof tries / sizeof *tries; i++) {
        long *c = tries[i].call;
        fflush(stdout);
        int child = fork();
        if (child == 0) {
            jump(c[0], c[1], c[2], c[3], c[4], c[5], c[6]);
            _exit(0);
        }
        int status;
        waitpid(child, &status, 0);
        printf("%s %s\n", tries[i].what, WIFSIGNALED(status) && WTERMSIG(status) == SIGSYS ? "ended" : "lived");
    }
}

static void instructions(void) {
    say("same", raw(SYS_getpid, 0, 0, 0) == getpid());
    say("int 0x80", raw32(20, 0, 0, 0));
    say("x32", raw(SYS_getpid | 0x40000000, 0, 0, 0));
    catch_faults();
    if (sigsetjmp(back, 1) == 0) {
        long (*gettime)(long *) = (void *)0xffffffffff600400;
        long now = gettime(0);
        say("vsyscall", now == -ENOSYS || (now > 1000000000));
    } else {
        say("vsyscall", 1);
    }
}

static void forks(void) {
    int made = 0;
    int child;
    while ((child = fork()) > 0) {
        made++;
    }
    if (child == 0) {
        pause();
        _exit(0);
    }
    say("forked, then", errno == EAGAIN);
    kill(0, SIGKILL);
}

static void executions(char *self, long left) {
    if (left > 0) {
        char number[16];
        sprintf(number, "%ld", left - 1);
        execl(self, self, "executions", number, (char *)0);
        say("execl", errno);
    }
    say("executed", 0);
}

static void clones(void) {
    gate();
    say("cloning", 0);
    jump(SYS_clone, 0x8000, 0, 0, 0, 0, 0);
    say("still here", 0);
}

static void signals(long jvm) {
    signal(SIGURG, SIG_IGN);
    int reached = 0;
    for (long pid = 2; pid < 40000; pid++) {
        if (pid != getpid() && raw(SYS_kill, pid, SIGURG, 0) == 0) {
            reached++;
        }
    }
    say("reached", reached);
    say("jvm", raw(SYS_kill, jvm, SIGKILL, 0));
    say("all", raw(SYS_kill, -1, SIGURG, 0));
}

static void looks(long jvm) {
    char path[64];
    say("attach", ptrace(PTRACE_ATTACH, jvm, 0, 0) == 0);
    sprintf(path, "/proc/%ld/mem", jvm);
    say("mem", open(path, O_RDWR) >= 0);
    sprintf(path, "/proc/%ld/maps", jvm);
    say("maps", open(path, O_RDONLY) >= 0);
    struct iovec here = {path, 8};
    struct iovec there = {(void *)0x400000, 8};
    say("read", process_vm_readv(jvm, &here, 1, &there, 1, 0) == 8);
    int jvms = 0;
    for (int fd = 0; fd < 1024; fd++) {
        jvms += jump(SYS_mmap, 0, PAGE, PROT_READ, MAP_SHARED, fd, 0) > 0;
    }
    say("descriptors", jvms);
}

static void memory(void) {
    uint64_t got = 0;
    char *block;
    while ((block = mmap(0, 1 << 20, 3, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)) != MAP_FAILED) {
        memset(block, 1, 1 << 20);
        got += 1;
    }
    long jumps = 0;
    while (jump(SYS_mmap, 0, 1 << 20, 3, MAP_PRIVATE | MAP_ANONYMOUS | MAP_POPULATE, -1, 0) > 0) {
        jumps++;
    }
    say("bounded", got < 4096 && jumps < 8);
}

static void code(void) {
    char *page = (char *)((uintptr_t)engine() & -PAGE);
    gate();
    say("mprotect", jump(SYS_mprotect, (long)page, PAGE, PROT_READ | PROT_WRITE | PROT_EXEC, 0, 0, 0));
    catch_faults();
    if (sigsetjmp(back, 1) == 0) {
        *(volatile char *)page = 0xcc;
        say("wrote", 1);
    } else {
        say("wrote", 0);
    }
}

/* Its own code where the engine's was: calls of it count as the engine's, so they must be as harmless. */
static void replace(const char *file) {
    char *page = (char *)((uintptr_t)engine() & -PAGE);
    gate();
    char *copy = mmap(0, PAGE, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    memcpy(copy, page, PAGE);
    /* open: mov $2, %eax; syscall; ret, behind the engine's own. */
    memcpy(copy + 0xf00, "\xb8\x02\x00\x00\x00\x0f\x05\xc3", 8);
    say("replaced", jump(SYS_mremap, (long)copy, PAGE, PAGE, MREMAP_MAYMOVE | MREMAP_FIXED, (long)page, 0) == (long)page);
    long (*call)(const char *, int, int) = (void *)(page + 0xf00);
    call(file, O_CREAT | O_WRONLY, 0600);
    say("still here", 0);
}

/* Every signal blocked on the host, then never a call. */
static void deaf(void) {
    gate();
    struct {
        uint64_t flags, link, stack[3], registers[18], selectors, error, trap, old, fault, vectors, reserved[8], mask;
    } frame = {0};
    static char stack[SLOT];
    frame.selectors = 0x33 | 0x2bUL << 48;
    frame.registers[15] = (uintptr_t)stack + SLOT - 64;
    frame.registers[17] = 0x202;
    frame.mask = -1;
    say("deaf", 0);
    __asm__ volatile("lea 1f(%%rip), %%rax\n"
                     "mov %%rax, %0\n"
                     "mov %1, %%rcx\n"
                     "lea %2, %%rsp\n"
                     "mov $15, %%eax\n"
                     "jmp *%%rcx\n"
                     "1: jmp 1b\n"
                     : "=m"(frame.registers[16])
                     : "r"(gate()), "m"(frame)
                     : "memory", "rax", "rcx");
}

/* A process that spins, with one below it that does. */
static void spin(void) {
    if (fork() == 0 && fork() == 0) {
        say("spinning", 0);
    }
    for (;;) {
    }
}

int main(int count, char **values) {
    if (!strcmp(values[1], "wait")) {
        char line[2];
        say("waits", 0);
        read(0, line, sizeof line);
        values++;
        count--;
    }
    const char *what = values[1];
    long number = count > 2 ? atol(values[2]) : 0;
    if (!strcmp(what, "wild")) wild();
    if (!strcmp(what, "unmap")) unmap();
    if (!strcmp(what, "scribble")) scribble();
    if (!strcmp(what, "liar")) liar(number);
    if (!strcmp(what, "liar-of-threads")) liar_of_threads(number);
    if (!strcmp(what, "flip")) flip(values[2]);
    if (!strcmp(what, "numbers")) numbers();
    if (!strcmp(what, "arguments")) arguments_of();
    if (!strcmp(what, "instructions")) instructions();
    if (!strcmp(what, "forks")) forks();
    if (!strcmp(what, "executions")) executions(values[0], number);
    if (!strcmp(what, "clones")) clones();
    if (!strcmp(what, "signals")) signals(number);
    if (!strcmp(what, "looks")) looks(number);
    if (!strcmp(what, "memory")) memory();
    if (!strcmp(what, "code")) code();
    if (!strcmp(what, "windows")) windows();
    if (!strcmp(what, "replace")) replace(values[2]);
    if (!strcmp(what, "deaf")) deaf();
    if (!strcmp(what, "spin")) spin();
    return 0;
}
