/*
 * Reads connections that epoll_wait told of, and writes to them: in parts, by other descriptors, threads and processes, after
 * their numbers were given to others, and with handlers in between. The server at the port of the first argument sends as
 * many letters as a line asks for, each connection the alphabet anew; to "end" it ends its side, to "bye" it closes the
 * connection, to "last" it says how the last connection ended that had said "mark".
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

static int port;
static int epoll;
static char bytes[1 << 16];

static int check(const char *what, int result) {
    if (result < 0) {
        perror(what);
        exit(1);
    }
    return result;
}

static void watch(int fd, int how) {
    struct epoll_event event = {.events = EPOLLIN | how, .data.fd = fd};
    check("epoll_ctl", epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &event));
}

static int connected(int how) {
    struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    int fd = check("socket", socket(AF_INET, SOCK_STREAM, 0));
    check("connect", connect(fd, (struct sockaddr *)&to, sizeof to));
    check("fcntl", fcntl(fd, F_SETFL, O_NONBLOCK));
    watch(fd, how);
    return fd;
}

static void ask(int fd, const char *what) {
    check("write", write(fd, what, strlen(what)));
}

/* Waits until a connection is told of. */
static void told(int fd) {
    struct epoll_event event;
    check("epoll_wait", epoll_wait(epoll, &event, 1, -1));
    if (event.data.fd != fd) {
        printf("told of another\n");
    }
}

static void await(int fd, const char *what) {
    ask(fd, what);
    told(fd);
}

static void show(const char *what, long result, const char *from) {
    printf("%s %ld %s %.*s\n", what, result, result < 0 ? strerrorname_np(errno) : "", result < 0 ? 0 : (int)result, from);
}

static void take(const char *what, int fd, size_t count) {
    memset(bytes, '-', sizeof bytes);
    show(what, read(fd, bytes, count), bytes);
}

static void left(const char *what, int fd) {
    int count = -1;
    ioctl(fd, FIONREAD, &count);
    struct pollfd poll_ = {.fd = fd, .events = POLLIN};
    poll(&poll_, 1, 0);
    printf("%s: %d left, %s\n", what, count, poll_.revents & POLLIN ? "readable" : "empty");
}

/* Every site of a call is made cheap by its first use. */
static void warm(int fd) {
    for (int i = 0; i < 3; i++) {
        await(fd, "2\n");
        take("warm", fd, 100);
        await(fd, "2\n");
        show("warm", recv(fd, bytes, 100, MSG_DONTWAIT), bytes);
    }
}

static void parts(void) {
    int fd = connected(0);
    warm(fd);
    await(fd, "10\n");
    take("none", fd, 0);
    take("three", fd, 3);
    take("two", fd, 2);
    left("five", fd);
    take("rest", fd, 100);
    take("more", fd, 100);
    await(fd, "10\n");
    take("three", fd, 3);
    show("peek", recv(fd, bytes, 3, MSG_PEEK), bytes);
    show("dropped", recv(fd, NULL, 2, MSG_TRUNC), "");
    show("all", recv(fd, bytes, 5, MSG_WAITALL), bytes);
    await(fd, "4\n");
    show("from", recvfrom(fd, bytes, 100, 0, NULL, NULL), bytes);
    await(fd, "4\n");
    struct sockaddr_in name;
    socklen_t length = sizeof name;
    show("name", recvfrom(fd, bytes, 100, 0, (struct sockaddr *)&name, &length), bytes);
    await(fd, "4\n");
    struct iovec two[] = {{bytes, 1}, {bytes + 1, 100}};
    struct msghdr message = {.msg_iov = two, .msg_iovlen = 2};
    show("message", recvmsg(fd, &message, 0), bytes);
    left("nothing", fd);
    for (int length_ = 250; length_ < 260; length_++) {
        char line[16];
        snprintf(line, sizeof line, "%d\n", length_);
        await(fd, line);
        take("long", fd, sizeof bytes);
        left("after it", fd);
    }
    close(fd);
}

static void memory(void) {
    int fd = connected(0);
    warm(fd);
    char *pages = mmap(NULL, 8192, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    mprotect(pages + 4096, 4096, PROT_NONE);
    await(fd, "10\n");
    show("nowhere", read(fd, pages + 4096, 10), "");
    left("after a fault", fd);
    show("in time", read(fd, pages + 4096 - 10, 10), pages + 4096 - 10);
    await(fd, "10\n");
    show("huge", read(fd, bytes, 1ul << 40), bytes);
    close(fd);
}

static void others(void) {
    int fd = connected(0);
    int other = connected(0);
    warm(fd);
    warm(other);
    await(fd, "10\n");
    int copy = dup(fd);
    take("one", fd, 3);
    take("its copy", copy, 3);
    take("one", fd, 100);
    await(fd, "10\n");
    take("one", fd, 3);
    ask(other, "5\n");
    struct pollfd poll_ = {.fd = other, .events = POLLIN};
    poll(&poll_, 1, -1);
    int kept = dup(fd);
    dup2(other, fd);
    take("another", fd, 100);
    take("the first", kept, 100);
    dup2(kept, fd);
    await(kept, "10\n");
    take("before a fork", fd, 2);
    fflush(stdout);
    if (fork() == 0) {
        take("the child", fd, 3);
        fflush(stdout);
        _exit(0);
    }
    wait(NULL);
    take("the parent", fd, 100);
    await(fd, "10\n");
    close(fd);
    close(copy);
    take("by another number", kept, 4);
    take("by none", fd, 100);
    int again = epoll_create1(0);
    struct epoll_event event = {.events = EPOLLIN};
    epoll_ctl(again, EPOLL_CTL_ADD, kept, &event);
    printf("again: %d\n", epoll_wait(again, &event, 1, 0));
    take("the rest", kept, 100);
    printf("no more: %d\n", epoll_wait(again, &event, 1, 0));
    close(kept);
    close(other);
}

static volatile int turn;
static int shared[3];

static void until(int value) {
    while (turn != value) {
    }
}

/* It makes a call when it is its turn, which it learns from memory alone. */
static void *second(void *unused) {
    static char own[100];
    until(1);
    show("the second thread", read(shared[0], own, 3), own);
    turn = 2;
    until(3);
    dup2(shared[1], shared[0]);
    turn = 4;
    until(5);
    printf("told: %d\n", poll(&(struct pollfd){.fd = shared[1], .events = POLLIN}, 1, 0));
    turn = 6;
    until(7);
    syscall(SYS_tgkill, getpid(), getpid(), SIGUSR1);
    return unused;
}

static void handler(int signal_) {
    static char own[100];
    show("handler", read(shared[1], own, 3), own);
    turn = 8;
}

static void threads(void) {
    shared[0] = connected(0);
    shared[1] = connected(0);
    signal(SIGUSR1, handler);
    warm(shared[0]);
    warm(shared[1]);
    shared[2] = dup(shared[0]);
    pthread_t thread;
    pthread_create(&thread, NULL, second, NULL);
    await(shared[0], "10\n");
    take("the first thread", shared[0], 4);
    turn = 1;
    until(2);
    take("the first thread", shared[0], 100);
    await(shared[1], "6\n");
    take("the other", shared[1], 6);
    await(shared[0], "10\n");
    turn = 3;
    until(4);
    take("another's", shared[0], 100);
    take("the first", shared[2], 100);
    await(shared[1], "10\n");
    take("all", shared[1], 100);
    turn = 5;
    until(6);
    await(shared[1], "10\n");
    turn = 7;
    until(8);
    take("after the handler", shared[1], 100);
    pthread_join(thread, NULL);
    for (int i = 0; i < 3; i++) {
        close(shared[i]);
    }
}

static void edges(void) {
    int fd = connected(EPOLLET);
    for (int i = 0; i < 20; i++) {
        await(fd, "5\n");
        take("edge", fd, i % 2 == 0 ? 5 : 100);
    }
    struct epoll_event event;
    printf("silent: %d\n", epoll_wait(epoll, &event, 1, 0));
    await(fd, "5\n");
    take("in part", fd, 2);
    printf("silent: %d\n", epoll_wait(epoll, &event, 1, 0));
    take("rest", fd, 100);
    await(fd, "end\n");
    take("end", fd, 100);
    close(fd);
}

static void end(const char *what, int count) {
    int fd = connected(0);
    int teller = connected(0);
    warm(fd);
    ask(fd, "mark\n");
    await(fd, "10\n");
    take(what, fd, count);
    close(fd);
    await(teller, "last\n");
    take(what, teller, 100);
    close(teller);
}

static void killed(int count) {
    int fd = connected(0);
    int teller = connected(0);
    volatile int *done = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    warm(fd);
    ask(fd, "mark\n");
    fflush(stdout);
    pid_t child = fork();
    if (child == 0) {
        warm(fd);
        await(fd, "10\n");
        int got = read(fd, bytes, count);
        *done = got == count ? 1 : 2;
        while (1) {
        }
    }
    close(fd);
    while (*done == 0) {
    }
    kill(child, SIGKILL);
    int status;
    waitpid(child, &status, 0);
    printf("read %d, killed by %d\n", *done, WTERMSIG(status));
    await(teller, "last\n");
    take("killed", teller, 100);
    close(teller);
}

static void executed(char *self) {
    int fd = connected(0);
    warm(fd);
    await(fd, "10\n");
    take("before", fd, 4);
    char number[16];
    snprintf(number, sizeof number, "%d", fd);
    fflush(stdout);
    execl(self, self, "0", number, NULL);
}

/* What it writes after it was told of a connection. */
static void gather(const char *what, int fd, int count) {
    int got = 0;
    while (got < count) {
        poll(&(struct pollfd){.fd = fd, .events = POLLIN}, 1, -1);
        int more = read(fd, bytes + got, count - got);
        if (more <= 0) {
            break;
        }
        got += more;
    }
    show(what, got, bytes);
}

static void writes(void) {
    int fd = connected(0);
    int other = connected(0);
    warm(fd);
    warm(other);
    await(fd, "2\n");
    take("first", fd, 100);
    for (int i = 0; i < 50; i++) {
        if (write(fd, "1\n", 2) != 2 || send(fd, "1\n", 2, MSG_NOSIGNAL) != 2) {
            perror("write");
        }
    }
    gather("hundred", fd, 100);
    await(fd, "2\n");
    take("second", fd, 100);
    memset(bytes, '0', sizeof bytes);
    show("nothing", write(fd, bytes, 0), "");
    show("nowhere", write(fd, (void *)4096, 10), "");
    for (int i = 0; i < 20; i++) {
        if (write(fd, bytes, 300) != 300) {
            perror("write");
        }
    }
    show("much", write(fd, bytes, 5000), "");
    ask(fd, "7\n");
    gather("seven", fd, 7);
    await(fd, "2\n");
    ask(fd, "1");
    ask(other, "3\n");
    fflush(stdout);
    if (fork() == 0) {
        ask(fd, "0\n");
        _exit(0);
    }
    wait(NULL);
    gather("of a parent and a child", fd, 12);
    gather("of the other", other, 3);
    while (poll(&(struct pollfd){.fd = fd, .events = POLLIN}, 1, 0) > 0) {
        take("rest", fd, 100);
    }
    await(fd, "2\n");
    ask(fd, "2\n");
    ask(fd, "end\n");
    gather("before the end", fd, 100);
    close(fd);
    close(other);
}

/* Waits for what is only sent because time passes, or because this thread makes a call. */
static void *waiting(void *unused) {
    static char own[100];
    int teller = connected(0);
    ask(teller, "last\n");
    turn = 1;
    poll(&(struct pollfd){.fd = teller, .events = POLLIN}, 1, -1);
    turn = 2;
    until(8);
    show("the second thread", read(teller, own, 100), own);
    close(teller);
    turn = 9;
    until(3);
    ask(shared[2], "0\n");
    turn = 4;
    until(5);
    dup2(shared[1], shared[0]);
    turn = 6;
    return unused;
}

static void writing_threads(void) {
    shared[0] = connected(0);
    shared[1] = connected(0);
    warm(shared[0]);
    warm(shared[1]);
    shared[2] = dup(shared[0]);
    await(shared[0], "2\n");
    take("two", shared[0], 100);
    turn = 0;
    pthread_t thread;
    pthread_create(&thread, NULL, waiting, NULL);
    until(1);
    int leaving = connected(0);
    warm(leaving);
    await(leaving, "2\n");
    take("two", leaving, 100);
    ask(leaving, "mark\nbye\n");
    until(2);
    take("the end", leaving, 100);
    close(leaving);
    turn = 8;
    until(9);
    await(shared[0], "2\n");
    take("two", shared[0], 100);
    ask(shared[0], "1");
    turn = 3;
    until(4);
    gather("of two threads", shared[0], 10);
    await(shared[0], "2\n");
    take("two", shared[0], 100);
    turn = 5;
    until(6);
    ask(shared[0], "4\n");
    gather("another's", shared[1], 4);
    pthread_join(thread, NULL);
    for (int i = 0; i < 3; i++) {
        close(shared[i]);
    }
}

static void crashed(void) {
    int fd = connected(0);
    int teller = connected(0);
    warm(fd);
    fflush(stdout);
    pid_t child = fork();
    if (child == 0) {
        warm(fd);
        await(fd, "10\n");
        (void)!read(fd, bytes, 10);
        (void)!write(fd, "mark\n", 5);
        *(volatile int *)0 = 1;
    }
    close(fd);
    int status;
    waitpid(child, &status, 0);
    printf("killed by %d\n", WTERMSIG(status));
    await(teller, "last\n");
    take("crashed", teller, 100);
    close(teller);
}

int main(int argc, char **argv) {
    setvbuf(stdout, NULL, _IOFBF, 1 << 16);
    if (argc > 2) {
        take("after", atoi(argv[2]), 100);
        return 0;
    }
    port = atoi(argv[1]);
    epoll = check("epoll_create1", epoll_create1(0));
    parts();
    memory();
    others();
    threads();
    edges();
    writes();
    writing_threads();
    crashed();
    end("all", 10);
    end("in part", 9);
    killed(10);
    killed(9);
    executed(argv[0]);
    return 1;
}
