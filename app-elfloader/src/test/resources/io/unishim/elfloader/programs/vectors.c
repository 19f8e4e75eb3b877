/* Buffers in a row, good and bad, to and from a server outside at port argv[1]: each line is a call, its result and errno. */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <limits.h>
#include <netinet/in.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

#define PAGE 4096L
#define MANY 1024

static int port;
static char *edge; /* the end of good memory */
static char bytes[200000];

static void told(int line, long result) {
    printf("%d: %ld %s\n", line, result, result == -1 ? strerror(errno) : "");
    fflush(stdout);
}
#define N(call) (errno = 0, told(__LINE__, (long)(call)))

/* The server counts what comes ('c') or sends 200,000 bytes ('s'). */
static int outside(char what) {
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    if (connect(fd, (struct sockaddr *)&to, sizeof to) || write(fd, &what, 1) != 1) {
        perror("connect");
        exit(1);
    }
    return fd;
}

static void counted(int line, int fd) {
    unsigned char answer[8];
    shutdown(fd, SHUT_WR);
    if (recv(fd, answer, 8, MSG_WAITALL) != 8) memset(answer, 0xff, 8);
    long count = 0, sum = 0;
    for (int i = 0; i < 4; i++) count = count << 8 | answer[i], sum = sum << 8 | answer[i + 4];
    printf("%d: came %ld, sum %ld\n", line, count, sum);
    fflush(stdout);
    close(fd);
}
#define SENDS(calls) do { int fd = outside('c'); calls; counted(__LINE__, fd); } while (0)

static void rest(int line, int fd) {
    long count = 0, sum = 0, got;
    while ((got = read(fd, bytes, sizeof bytes)) > 0) {
        count += got;
        for (long i = 0; i < got; i++) sum += (unsigned char)bytes[i];
    }
    printf("%d: rest %ld, sum %ld, %ld\n", line, count, sum, got);
    fflush(stdout);
    close(fd);
}
static void all_there(int fd) {
    while (recv(fd, bytes, 1000, MSG_PEEK | MSG_WAITALL) != 1000) {}
}
#define RECEIVES(calls) do { int fd = outside('s'); all_there(fd); calls; rest(__LINE__, fd); } while (0)

static void *reader(void *argument) {
    void **what = argument;
    struct iovec iov[2] = {{what[1], 100}, {(char *)what[1] + 200, 100}};
    N(readv((int)(long)what[0], iov, 2));
    return NULL;
}

int main(int argc, char **argv) {
    port = atoi(argv[1]);
    char *memory = mmap(NULL, 64 * PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    edge = memory + 63 * PAGE;
    munmap(edge, PAGE);
    char *readonly = mmap(NULL, PAGE, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    for (long i = 0; i < 63 * PAGE; i++) memory[i] = i % 251;
    for (long i = 0; i < (long)sizeof bytes; i++) bytes[i] = i % 241;

    /* As many as there may be, of one byte and of none. */
    static struct iovec many[MANY + 1];
    for (int i = 0; i <= MANY; i++) many[i] = (struct iovec){memory + i, i % 3 ? 1 : 0};
    SENDS(N(writev(fd, many, MANY)));
    SENDS(N(writev(fd, many, MANY + 1)));
    SENDS(N(writev(fd, many, 0)));
    SENDS(N(writev(fd, many, -1)));
    SENDS(N(writev(fd, (void *)8, 2)));
    SENDS(N(writev(fd, (void *)8, 0)));
    struct msghdr m = {.msg_iov = many, .msg_iovlen = MANY};
    SENDS(N(sendmsg(fd, &m, 0)));
    m.msg_iovlen = MANY + 1;
    SENDS(N(sendmsg(fd, &m, 0)));
    m.msg_iovlen = 0;
    SENDS(N(sendmsg(fd, &m, 0)));

    /* Bad ones: what is small goes whole or not at all. */
    struct iovec bad[3] = {{memory, 10}, {edge, 10}, {memory, 10}};
    SENDS(N(writev(fd, bad, 3)));
    bad[0].iov_base = edge;
    SENDS(N(writev(fd, bad, 3)));
    bad[0] = (struct iovec){edge, 0};
    bad[1] = (struct iovec){memory, 7};
    SENDS(N(writev(fd, bad, 3)));
    bad[0] = (struct iovec){NULL, 0};
    SENDS(N(writev(fd, bad, 3)));
    bad[0] = (struct iovec){NULL, 1};
    SENDS(N(writev(fd, bad, 3)));
    bad[0] = (struct iovec){memory, -1};
    SENDS(N(writev(fd, bad, 3)));
    bad[0] = (struct iovec){(void *)0xffff800000000000, 1};
    SENDS(N(writev(fd, bad, 3)));
    SENDS(N(write(fd, edge - 5, 10)));
    SENDS(N(write(fd, edge, 10)));
    SENDS(N(write(fd, edge, 0)));
    SENDS(N(send(fd, edge - 5, 5, 0)));
    bad[0] = (struct iovec){edge - 100000, 100000};
    bad[1] = (struct iovec){bytes, 100000};
    SENDS(N(writev(fd, bad, 2)));

    /* Receiving. */
    struct iovec into[3] = {{memory, 10}, {memory + 100, 0}, {memory + 200, 20}};
    RECEIVES(N(readv(fd, into, 3)));
    for (int i = 0; i <= MANY; i++) many[i] = (struct iovec){memory + i, i % 3 ? 1 : 0};
    RECEIVES(N(readv(fd, many, MANY)));
    RECEIVES(N(readv(fd, many, MANY + 1)));
    RECEIVES(N(readv(fd, many, 0)));
    RECEIVES(N(read(fd, edge, 0)));
    RECEIVES(N(read(fd, edge, 10)));
    RECEIVES(N(read(fd, readonly, 10)));
    RECEIVES(N(recv(fd, NULL, 10, 0)));
    RECEIVES(N(recv(fd, edge - 5, 10, MSG_PEEK)); N(recv(fd, edge - 5, 5, MSG_PEEK)));
    into[0].iov_base = edge;
    RECEIVES(N(readv(fd, into, 3)));
    into[0] = (struct iovec){edge, 0};
    RECEIVES(N(readv(fd, into, 3)));
    RECEIVES(N(recv(fd, edge, 100, MSG_TRUNC)));

    /* The memory goes while somebody waits. */
    char *going = mmap(NULL, PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    int fd = outside('w');
    void *what[2] = {(void *)(long)fd, going};
    pthread_t thread;
    pthread_create(&thread, NULL, reader, what);
    usleep(20000);
    munmap(going, PAGE);
    if (write(fd, "s", 1) != 1) return 1;
    pthread_join(thread, NULL);
    rest(__LINE__, fd);
    return 3;
}
