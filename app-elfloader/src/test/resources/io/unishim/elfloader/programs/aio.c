// Asynchronous input and output by the calls themselves: prints what they answer, without the names of contexts.
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/aio_abi.h>
#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define BAD ((void *) 0x10)

static aio_context_t context;
static int file;
static char room[64];

static long setup(unsigned events, aio_context_t *made) { return syscall(SYS_io_setup, events, made); }
static long destroy(aio_context_t which) { return syscall(SYS_io_destroy, which); }
static long submit(aio_context_t which, long count, struct iocb **all) {
    return syscall(SYS_io_submit, which, count, all);
}
static long cancel(aio_context_t which, struct iocb *one, struct io_event *event) {
    return syscall(SYS_io_cancel, which, one, event);
}
static long events(long least, long most, struct io_event *found, struct timespec *limit) {
    return syscall(SYS_io_getevents, context, least, most, found, limit);
}

static void say(const char *what, long result) {
    if (result == -1) printf("%s: %s\n", what, strerror(errno));
    else printf("%s: %ld\n", what, result);
}

static struct iocb wish(int opcode, int fd, void *memory, long count, long offset) {
    struct iocb one;
    memset(&one, 0, sizeof one);
    one.aio_lio_opcode = opcode;
    one.aio_fildes = fd;
    one.aio_buf = (uintptr_t) memory;
    one.aio_nbytes = count;
    one.aio_offset = offset;
    one.aio_data = 100 + opcode;
    return one;
}

// Submits one, and tells of it and of its event.
static void run(const char *what, struct iocb one) {
    struct iocb *list[] = {&one};
    long result = submit(context, 1, list);
    say(what, result);
    if (result != 1) return;
    struct io_event event;
    struct timespec limit = {5, 0};
    result = events(1, 1, &event, &limit);
    if (result != 1) say("  no event", result);
    else
        printf("  data %lld, same %d, result %lld %lld, key %u\n", (long long) event.data, event.obj == (uintptr_t) &one,
               (long long) event.res, (long long) event.res2, one.aio_key);
}

static void contexts(void) {
    aio_context_t none = 0, used = 5;
    say("setup of one in use", setup(1, &used));
    say("setup for nothing", setup(0, &none));
    say("setup for more than there can be", setup(0x10000000, &none));
    say("setup for more than is allowed", setup(1 << 20, &none));
    say("setup nowhere", setup(1, BAD));
    say("destroy none", destroy(0));
    say("destroy another", destroy(4096));
    say("setup", setup(8, &context));
    printf("is %d\n", context != 0);
    (void) *(volatile int *) context;
    printf("may be read\n");
    say("setup again", setup(8, &none));
    printf("differs %d\n", none != context);
    say("destroy", destroy(none));
    say("destroy again", destroy(none));
    say("submit there", submit(none, 0, NULL));
}

static void refusals(void) {
    struct iocb good = wish(IOCB_CMD_PREAD, file, room, 4, 0), bad = wish(99, file, room, 4, 0);
    struct iocb *list[] = {&good, &bad, &good};
    say("less than nothing", submit(context, -1, list));
    say("nothing", submit(context, 0, list));
    say("no list", submit(context, 1, NULL));
    say("a list nowhere", submit(context, 1, BAD));
    struct iocb *nowhere[] = {BAD, &good};
    say("a wish nowhere", submit(context, 2, nowhere));
    say("the second is bad", submit(context, 3, list));
    struct io_event found[4];
    say("events", events(0, 4, found, NULL));
    say("events", events(0, 4, found, NULL));

    for (int opcode = 3; opcode < 7; opcode++) {
        char text[20];
        sprintf(text, "operation %d", opcode);
        if (opcode == 4 || opcode == 6) run(text, wish(opcode, file, 0, 0, 0));
    }
    run("no descriptor", wish(IOCB_CMD_PREAD, 99, room, 4, 0));
    run("no descriptor, no operation", wish(99, 99, room, 4, 0));
    run("negative count", wish(IOCB_CMD_PREAD, file, room, -4, 0));
    run("negative offset", wish(IOCB_CMD_PREAD, file, room, 4, -4));
    struct iocb one = wish(IOCB_CMD_PREAD, file, room, 4, 0);
    one.aio_reserved2 = 1;
    run("reserved", one);
    one = wish(IOCB_CMD_PREAD, file, room, 4, 0);
    one.aio_rw_flags = 0x40000000;
    run("unknown flag", one);
    one = wish(IOCB_CMD_PREAD, file, room, 4, 0);
    one.aio_flags = IOCB_FLAG_RESFD;
    one.aio_resfd = file;
    run("tell a file", one);
    one.aio_resfd = 99;
    run("tell nobody", one);
    one = wish(IOCB_CMD_PREAD, file, room, 4, 0);
    one.aio_flags = IOCB_FLAG_IOPRIO;
    one.aio_reqprio = 7 << 13;
    run("unknown priority", one);
    one.aio_reqprio = 2 << 13 | 4;
    run("priority", one);
    one.aio_key = 7;
    run("key", one);

    int reader = open("wishes", O_RDONLY), writer = open("wishes", O_WRONLY), path = open("wishes", O_PATH);
    run("write without leave", wish(IOCB_CMD_PWRITE, reader, room, 4, 0));
    run("read without leave", wish(IOCB_CMD_PREAD, writer, room, 4, 0));
    run("a path", wish(IOCB_CMD_PREAD, path, room, 4, 0));
    int directory = open(".", O_RDONLY);
    run("a directory", wish(IOCB_CMD_PREAD, directory, room, 4, 0));
    run("a directory polled", wish(IOCB_CMD_POLL, directory, (void *) POLLIN, 0, 0));
    run("memory nowhere", wish(IOCB_CMD_PREAD, file, BAD, 4, 0));
    run("memory nowhere to write", wish(IOCB_CMD_PWRITE, file, BAD, 4, 0));
    run("memory past all", wish(IOCB_CMD_PREAD, file, (void *) (1L << 60), 4, 0));
    run("vectors nowhere", wish(IOCB_CMD_PREADV, file, BAD, 1, 0));
    struct iovec many = {room, -1};
    run("a negative vector", wish(IOCB_CMD_PREADV, file, &many, 1, 0));
    run("too many vectors", wish(IOCB_CMD_PREADV, file, &many, 1025, 0));
    run("sync with memory", wish(IOCB_CMD_FSYNC, file, room, 0, 0));
    run("sync with a count", wish(IOCB_CMD_FDSYNC, file, NULL, 1, 0));
    run("sync with an offset", wish(IOCB_CMD_FDSYNC, file, NULL, 0, 1));
    run("poll with a count", wish(IOCB_CMD_POLL, file, (void *) POLLIN, 1, 0));
    run("poll for too much", wish(IOCB_CMD_POLL, file, (void *) 0x10001, 0, 0));
    close(reader), close(writer), close(path), close(directory);
}

static void transfers(void) {
    run("write", wish(IOCB_CMD_PWRITE, file, "hello world", 11, 0));
    memset(room, '.', 16);
    run("read", wish(IOCB_CMD_PREAD, file, room, 5, 6));
    printf("%.8s\n", room);
    run("read at the end", wish(IOCB_CMD_PREAD, file, room, 20, 8));
    run("read past the end", wish(IOCB_CMD_PREAD, file, room, 20, 80));
    run("read nothing", wish(IOCB_CMD_PREAD, file, room, 0, 0));
    char *parts = "HEYYOU";
    struct iovec out[] = {{parts, 3}, {parts + 3, 3}}, in[] = {{room, 2}, {room + 10, 4}};
    run("write parts", wish(IOCB_CMD_PWRITEV, file, out, 2, 2));
    run("read parts", wish(IOCB_CMD_PREADV, file, in, 2, 1));
    printf("%.2s %.4s\n", room, room + 10);
    struct iocb one = wish(IOCB_CMD_PWRITE, file, "end", 3, 0);
    one.aio_rw_flags = RWF_APPEND;
    run("append", one);
    printf("size %ld, position %ld\n", lseek(file, 0, SEEK_END), lseek(file, 0, SEEK_SET));
    run("sync", wish(IOCB_CMD_FSYNC, file, NULL, 0, 0));
    run("sync data", wish(IOCB_CMD_FDSYNC, file, NULL, 0, 0));
    int appends = open("wishes", O_WRONLY | O_APPEND);
    run("write with O_APPEND", wish(IOCB_CMD_PWRITE, appends, "more", 4, 0));
    printf("size %ld\n", lseek(file, 0, SEEK_END));
    close(appends);

    int pipes[2];
    if (pipe2(pipes, O_NONBLOCK)) exit(1);
    run("read an empty pipe", wish(IOCB_CMD_PREAD, pipes[0], room, 4, 0));
    run("write a pipe", wish(IOCB_CMD_PWRITE, pipes[1], "through", 7, 0));
    run("read a pipe", wish(IOCB_CMD_PREAD, pipes[0], room, 20, 5));
    run("read a pipe at a negative offset", wish(IOCB_CMD_PREAD, pipes[0], room, 20, -5));
    run("sync a pipe", wish(IOCB_CMD_FSYNC, pipes[0], NULL, 0, 0));
    close(pipes[0]);
    signal(SIGPIPE, SIG_IGN);
    run("write a broken pipe", wish(IOCB_CMD_PWRITE, pipes[1], "through", 7, 0));
    close(pipes[1]);
}

static void collecting(void) {
    struct iocb all[6], *list[6];
    struct io_event found[8];
    for (int i = 0; i < 6; i++) {
        all[i] = wish(IOCB_CMD_PREAD, file, room, i, 0);
        list[i] = all + i;
    }
    int counter = eventfd(0, EFD_NONBLOCK);
    for (int i = 0; i < 3; i++) {
        all[i].aio_flags = IOCB_FLAG_RESFD;
        all[i].aio_resfd = counter;
    }
    say("six", submit(context, 6, list));
    uint64_t count = 0;
    say("counter", read(counter, &count, 8));
    printf("counted %d\n", (int) count);
    say("least above most", events(3, 2, found, NULL));
    say("negative least", events(-1, 2, found, NULL));
    say("negative most", events(0, -1, found, NULL));
    say("none", events(0, 0, found, NULL));
    say("nowhere", events(1, 1, BAD, NULL));
    say("limit nowhere", events(1, 1, found, BAD));
    say("two", events(1, 2, found, NULL));
    printf("%lld %lld\n", (long long) found[0].res, (long long) found[1].res);
    struct timespec now = {0, 0}, soon = {0, 20 * 1000 * 1000};
    say("those left", events(4, 8, found, &now));
    printf("%lld %lld\n", (long long) found[0].res, (long long) found[3].res);
    say("no more", events(1, 8, found, &now));
    say("nor later", events(1, 8, found, &soon));
    say("no such context", syscall(SYS_io_getevents, 4096L, 0L, 1L, found, NULL));
    say("no such context to cancel", cancel(4096, all, found));
    say("cancel what is over", cancel(context, all, found));
    all[0].aio_key = 1;
    say("cancel with another key", cancel(context, all, found));
    say("cancel nowhere", cancel(context, BAD, found));
    close(counter);
    char *pages = mmap(NULL, 8192, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    mprotect(pages + 4096, 4096, PROT_NONE);
    say("two more", submit(context, 2, list + 4));
    say("room for one", events(2, 2, (struct io_event *) (pages + 4096) - 1, NULL));
    say("both are there", events(0, 8, found, NULL));
    for (int i = 0; i < 3; i++) all[i].aio_flags = 0;
    say("six more", submit(context, 6, list));
    say("room for one, one would do", events(1, 6, (struct io_event *) (pages + 4096) - 1, NULL));
    say("all are there", events(0, 8, found, NULL));
    munmap(pages, 8192);
}

static void polls(void) {
    int pipes[2];
    if (pipe(pipes)) exit(1);
    struct iocb one = wish(IOCB_CMD_POLL, pipes[0], (void *) POLLIN, 0, 0), two = one, *list[] = {&one};
    struct io_event event;
    struct timespec now = {0, 0};
    run("poll for room", wish(IOCB_CMD_POLL, pipes[1], (void *) POLLOUT, 0, 0));
    int counter = eventfd(0, EFD_NONBLOCK);
    one.aio_flags = IOCB_FLAG_RESFD;
    one.aio_resfd = counter;
    say("poll", submit(context, 1, list));
    say("not yet", events(1, 1, &event, &now));
    say("write", write(pipes[1], "x", 1));
    say("now", events(1, 1, &event, NULL));
    printf("found %llx\n", (long long) event.res);
    uint64_t count = 0;
    say("counter", read(counter, &count, 8));
    say("read", read(pipes[0], room, 1));
    list[0] = &two;
    say("poll again", submit(context, 1, list));
    say("cancel", cancel(context, &two, &event));
    say("cancelled", events(1, 1, &event, NULL));
    printf("found %llx\n", (long long) event.res);
    say("cancel again", cancel(context, &two, &event));
    say("poll for the end", submit(context, 1, list));
    pid_t child = fork();
    if (child == 0) {
        say("child", syscall(SYS_io_getevents, context, 0L, 1L, &event, NULL));
        fflush(stdout);
        close(pipes[1]);
        _exit(0);
    }
    waitpid(child, NULL, 0);
    close(pipes[1]);
    say("the end", events(1, 1, &event, NULL));
    printf("found %llx\n", (long long) event.res);
    close(pipes[0]);
    run("poll a file", wish(IOCB_CMD_POLL, file, (void *) POLLIN, 0, 0));
    close(counter);
}

static void handler(int number) { (void) number; }

static void interruptions(void) {
    struct io_event event;
    struct { const sigset_t *set; size_t size; } mask;
    struct timespec soon = {0, 20 * 1000 * 1000};
    sigset_t blocked, none;
    sigemptyset(&none);
    sigemptyset(&blocked);
    sigaddset(&blocked, SIGUSR1);
    struct sigaction action = {.sa_handler = handler, .sa_flags = SA_RESTART};
    sigaction(SIGUSR1, &action, NULL);
    sigprocmask(SIG_BLOCK, &blocked, NULL);
    raise(SIGUSR1);
    say("pending, blocked", events(1, 1, &event, &soon));
    mask.set = &none, mask.size = 8;
    say("let through", syscall(SYS_io_pgetevents, context, 1L, 1L, &event, NULL, &mask));
    mask.size = 4;
    say("a mask of another size", syscall(SYS_io_pgetevents, context, 1L, 1L, &event, &soon, &mask));
    say("a mask nowhere", syscall(SYS_io_pgetevents, context, 1L, 1L, &event, &soon, BAD));
    mask.set = NULL, mask.size = 0;
    say("no mask", syscall(SYS_io_pgetevents, context, 1L, 1L, &event, &soon, &mask));
    say("nothing at all", syscall(SYS_io_pgetevents, context, 1L, 1L, &event, &soon, NULL));
    struct sigaction plain = {.sa_handler = handler};
    sigaction(SIGALRM, &plain, NULL);
    alarm(1);
    say("alarm", events(1, 1, &event, NULL));
}

int main(void) {
    setvbuf(stdout, NULL, _IONBF, 0);
    file = open("wishes", O_RDWR | O_CREAT | O_TRUNC, 0600);
    if (write(file, "12345678", 8) != 8) return 1;
    contexts();
    refusals();
    transfers();
    collecting();
    polls();
    interruptions();
    struct iocb left = wish(IOCB_CMD_POLL, eventfd(0, 0), (void *) POLLIN, 0, 0), *list[] = {&left};
    say("left waiting", submit(context, 1, list));
    say("destroyed all the same", destroy(context));
    say("gone", events(0, 0, NULL, NULL));
    unlink("wishes");
    return 8;
}
