/*
 * Asks a memcached on 127.0.0.1 for values, or gives it some, over several connections with one request under way on each,
 * and prints how many requests a second were answered:
 *
 *   memcached-load PORT get|set CONNECTIONS REQUESTS
 */
#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define MOST 1024
#define VALUE 100

static char request[VALUE + 64];
static int request_length;
static int answer_length;
static int left_to_read[MOST];

static void fail(const char *what) {
    perror(what);
    exit(1);
}

static int dial(int port) {
    struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    int one = 1;
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    if (fd < 0 || connect(fd, (struct sockaddr *) &to, sizeof to) < 0) {
        fail("connect");
    }
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    return fd;
}

static void ask(int fd) {
    if (write(fd, request, request_length) != request_length) {
        fail("write");
    }
    left_to_read[fd] = answer_length;
}

/* One SET over a connection of its own, so that what is got is there. */
static void prepare(int port, const char *value) {
    char answer[64];
    int fd = dial(port);
    request_length = sprintf(request, "set key 0 0 %d\r\n%s\r\n", VALUE, value);
    if (write(fd, request, request_length) != request_length || read(fd, answer, sizeof answer) != 8
            || memcmp(answer, "STORED\r\n", 8) != 0) {
        fail("set");
    }
    close(fd);
}

static double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec + time.tv_nsec / 1e9;
}

int main(int argc, char **argv) {
    if (argc != 5) {
        fprintf(stderr, "usage: memcached-load PORT get|set CONNECTIONS REQUESTS\n");
        return 2;
    }
    int port = atoi(argv[1]);
    int gets = strcmp(argv[2], "get") == 0;
    int connections = atoi(argv[3]);
    long requests = atol(argv[4]);
    char value[VALUE + 1];
    char answer[4096];
    memset(value, 'x', VALUE);
    value[VALUE] = 0;
    alarm(60);
    prepare(port, value);
    answer_length = 8;
    if (gets) {
        request_length = sprintf(request, "get key\r\n");
        answer_length = sprintf(answer, "VALUE key 0 %d\r\n%s\r\nEND\r\n", VALUE, value);
    }
    int epoll = epoll_create1(0);
    struct epoll_event events[64];
    int fds[MOST];
    for (int i = 0; i < connections && i < MOST - 16; i++) {
        fds[i] = dial(port);
        struct epoll_event event = {.events = EPOLLIN, .data.fd = fds[i]};
        if (fds[i] >= MOST || epoll_ctl(epoll, EPOLL_CTL_ADD, fds[i], &event) < 0) {
            fail("epoll_ctl");
        }
    }
    double begun = now();
    long asked = 0;
    long answered = 0;
    for (int i = 0; i < connections; i++, asked++) {
        ask(fds[i]);
    }
    while (answered < asked) {
        int count = epoll_wait(epoll, events, 64, -1);
        for (int i = 0; i < count; i++) {
            int fd = events[i].data.fd;
            int got = read(fd, answer, sizeof answer);
            if (got <= 0) {
                fail("read");
            }
            left_to_read[fd] -= got;
            if (left_to_read[fd] == 0) {
                answered++;
                if (asked < requests) {
                    ask(fd);
                    asked++;
                }
            }
        }
    }
    printf("%.0f\n", answered / (now() - begun));
    return 0;
}
