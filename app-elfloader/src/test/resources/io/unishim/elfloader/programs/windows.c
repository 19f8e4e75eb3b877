/*
 * Calls whose arguments point to memory that is short, bad in part, shared by two arguments, or in use by other threads: what
 * they answer, and what the memory holds afterwards.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <unistd.h>

#define PAGE 4096

/* Three pages that can be written, one that can be read, and a hole. */
static char *memory;
static int ends[2];

static void say(const char *what, long result) {
    unsigned sum = 0;
    for (int i = 0; i < 4 * PAGE; i++) {
        sum = sum * 31 + (unsigned char)memory[i];
    }
    printf("%s %ld %d %08x\n", what, result, result < 0 ? errno : 0, sum);
}

static void fresh(void) {
    for (int i = 0; i < 3 * PAGE; i++) {
        memory[i] = (char)(i * 7 + i / 256);
    }
}

static void drain(void) {
    static char all[1 << 16];
    unsigned sum = 0;
    long got, total = 0;
    while ((got = read(ends[0], all, sizeof all)) > 0) {
        for (long i = 0; i < got; i++) {
            sum = sum * 31 + (unsigned char)all[i];
        }
        total += got;
    }
    printf("drained %ld %08x\n", total, sum);
}

static void output(long at, size_t length) {
    say("write", write(ends[1], memory + at, length));
    drain();
}

static void input(long at, size_t length, size_t there) {
    static char much[1 << 15];
    memset(much, 'x', sizeof much);
    (void)!write(ends[1], much, there);
    fresh();
    say("read", read(ends[0], memory + at, length));
    drain();
}

static void edges(void) {
    long places[] = {0, 1, PAGE - 1, PAGE, 3 * PAGE - 5, 3 * PAGE, 4 * PAGE - 5, 4 * PAGE - 1, 4 * PAGE};
    size_t lengths[] = {0, 1, 5, 6, 100, PAGE - 1, PAGE, PAGE + 1, 2 * PAGE + 3, 6 * PAGE};
    for (unsigned i = 0; i < sizeof places / sizeof *places; i++) {
        for (unsigned k = 0; k < sizeof lengths / sizeof *lengths; k++) {
            fresh();
            input(places[i], lengths[k], 3);
            /* What a pipe does with a page that is bad in part is its own affair. */
            size_t end = places[i] + lengths[k];
            if (places[i] >= 4 * PAGE || end <= 4 * PAGE) {
                output(places[i], lengths[k]);
            }
            if (places[i] >= 3 * PAGE || end <= 3 * PAGE) {
                input(places[i], lengths[k], 2 * PAGE);
            }
        }
    }
    output(0, (size_t)-1);
    output(-(long)memory, 5);
}

/* A path at the very end, and one without an end; structures in memory that is bad in part or cannot be written. */
static void paths_and_structures(void) {
    char *end = memory + 4 * PAGE;
    mprotect(memory + 3 * PAGE, PAGE, PROT_READ | PROT_WRITE);
    strcpy(end - 10, "/dev/null");
    memset(end - 2 * PAGE, 'a', PAGE);
    struct stat status;
    say("stat at the end", stat(end - 10, &status));
    printf("%o\n", status.st_mode);
    end[-1] = 'x';
    say("stat without an end", stat(end - 10, &status));
    end[-1] = 0;
    for (long before = 0; before < 300; before += 33) {
        memset(end - before, 'a', before);
        long result = stat("/dev/null", (struct stat *)(end - before));
        memset(end - before, 'b', before);
        say("stat bad in part", result);
    }
    memset(end - PAGE, 0, PAGE);
    mprotect(memory + 3 * PAGE, PAGE, PROT_READ);
    say("stat read-only", stat("/dev/null", (struct stat *)(memory + 3 * PAGE)));
    long result = stat(strcpy(memory, "/"), (struct stat *)memory);
    printf("stat of its own path %ld %o\n", result, ((struct stat *)memory)->st_mode);
}

/* What is read and what is written are one. */
static void one_for_two(void) {
    fresh();
    struct itimerval *timer = (struct itimerval *)memory;
    memset(timer, 0, sizeof *timer);
    timer->it_value.tv_sec = 1000;
    say("setitimer", setitimer(ITIMER_VIRTUAL, timer, 0));
    timer->it_value.tv_sec = 0;
    long result = syscall(SYS_setitimer, ITIMER_VIRTUAL, timer, timer);
    printf("setitimer %ld %d\n", result, timer->it_value.tv_sec >= 999);
    /* As the kernel has it: handler, flags, restorer, mask. */
    long *action = (long *)memory;
    action[0] = (long)SIG_IGN;
    action[1] = action[2] = action[3] = 0;
    printf("sigaction %ld\n", syscall(SYS_rt_sigaction, SIGUSR1, action, action, 8));
    printf("old %ld\n", action[0]);
    printf("sigaction %ld\n", syscall(SYS_rt_sigaction, SIGUSR1, action, action, 8));
    printf("old %ld\n", action[0]);
}

static void several(void) {
    fresh();
    struct iovec *parts = (struct iovec *)(memory + 2 * PAGE + 512);
    for (int i = 0; i < 20; i++) {
        parts[i] = (struct iovec){memory + (i * 700) % (2 * PAGE), 50 + i};
    }
    long result = writev(ends[1], parts, 20);
    memset(parts, 0, 20 * sizeof *parts);
    say("writev", result);
    /* Into the very array that says where to. */
    parts[0] = (struct iovec){parts, 32};
    parts[1] = (struct iovec){memory, 64};
    result = readv(ends[0], parts, 2);
    parts[1].iov_base = 0;
    say("readv", result);
    drain();
    fresh();
    parts[0] = (struct iovec){memory, PAGE};
    parts[1] = (struct iovec){memory + 4 * PAGE, 10};
    result = writev(ends[1], parts, 2);
    memset(parts, 0, 2 * sizeof *parts);
    say("writev bad in part", result);
    drain();
    struct iovec *late = (struct iovec *)(memory + 4 * PAGE - 16);
    say("writev beyond the end", writev(ends[1], late, 2));
    struct pollfd *polls = (struct pollfd *)(memory + PAGE);
    for (int i = 0; i < 300; i++) {
        polls[i] = (struct pollfd){ends[i & 1], POLLIN | POLLOUT, -1};
    }
    say("poll", poll(polls, 300, 0));
    int set = epoll_create1(0);
    for (int i = 0; i < 10; i++) {
        struct epoll_event event = {EPOLLIN, {.u64 = (unsigned)i * 1000003u}};
        epoll_ctl(set, EPOLL_CTL_ADD, eventfd(1, 0), &event);
    }
    memset(memory, 0, PAGE);
    say("epoll_wait", epoll_wait(set, (struct epoll_event *)(memory + 4), 1000, 0));
    result = epoll_wait(set, (struct epoll_event *)(memory + 3 * PAGE - 30), 1000, 0);
    /* Of the event that does not fit, some may be there. */
    memset(memory + 3 * PAGE - 6, 0, 6);
    say("epoll_wait", result);
    say("epoll_wait", epoll_wait(set, (struct epoll_event *)(memory + 3 * PAGE), 1000, 0));
    int pair[2];
    socketpair(AF_UNIX, SOCK_DGRAM, 0, pair);
    fresh();
    say("sendto", sendto(pair[0], memory, 3000, 0, 0, 0));
    memset(memory, 0, PAGE);
    say("recvfrom", recvfrom(pair[1], memory + 4000, 5000, 0, 0, 0));
}

/* Calls that wait, and whose memory changes meanwhile in ways that are allowed. */
static void *writer(void *unused) {
    for (int i = 0; i < 2000; i++) {
        char here[64];
        memset(here, i, sizeof here);
        if (write(ends[1], here, sizeof here) != (long)sizeof here) {
            abort();
        }
        here[0]++;
    }
    return 0;
}

static void threads(void) {
    fcntl(ends[0], F_SETFL, 0);
    fcntl(ends[1], F_SETFL, 0);
    pthread_t thread;
    pthread_create(&thread, 0, writer, 0);
    long wrong = 0;
    for (int i = 0; i < 2000; i++) {
        char here[64];
        long got = 0;
        while (got < (long)sizeof here) {
            got += read(ends[0], here + got, sizeof here - got);
        }
        for (unsigned k = 0; k < sizeof here; k++) {
            wrong += here[k] != (char)i;
        }
    }
    pthread_join(thread, 0);
    printf("wrong %ld\n", wrong);
}

static volatile sig_atomic_t caught;

static void handler(int signal) {
    caught += signal == SIGUSR2;
}

/* A signal's frame is pushed after a call has written next to the stack pointer. */
static void signals(void) {
    signal(SIGUSR2, handler);
    int full = 0;
    for (int i = 0; i < 200; i++) {
        char here[300];
        memset(here, 0, sizeof here);
        (void)!write(ends[1], "0123456789", 10);
        kill(getpid(), SIGUSR2);
        full += read(ends[0], here, sizeof here) == 10 && !memcmp(here, "0123456789", 11);
    }
    printf("full %d caught %d\n", full, (int)caught);
    if (fork() == 0) {
        char here[100];
        (void)!write(ends[1], "child", 6);
        long got = read(ends[0], here, sizeof here);
        printf("%ld %s\n", got, here);
        fflush(stdout);
        _exit(0);
    }
    wait(0);
}

static void all(void) {
    mprotect(memory + 3 * PAGE, PAGE, PROT_READ | PROT_WRITE);
    memset(memory + 3 * PAGE, 'r', PAGE);
    mprotect(memory + 3 * PAGE, PAGE, PROT_READ);
    fcntl(ends[0], F_SETFL, O_NONBLOCK);
    fcntl(ends[1], F_SETFL, O_NONBLOCK);
    edges();
    paths_and_structures();
    one_for_two();
    several();
    threads();
    fflush(stdout);
    signals();
    fflush(stdout);
}

int main(void) {
    setvbuf(stdout, 0, _IOFBF, 1 << 16);
    memory = mmap(0, 6 * PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    munmap(memory + 4 * PAGE, 2 * PAGE);
    if (pipe(ends)) {
        return 1;
    }
    all();
    if (fork() == 0) {
        caught = 0;
        all();
        return 6;
    }
    int status;
    wait(&status);
    return WEXITSTATUS(status);
}
