/*
 * A server of one thread: it sends back what it is sent, in pieces from pieces, on as many connections as there come.
 *
 *   echoes PORT
 */
#include <errno.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

static void fail(const char *what) {
    perror(what);
    exit(1);
}

static void echo(int fd) {
    char head[5];
    char tail[4096];
    struct iovec in[] = {{head, sizeof head}, {tail, sizeof tail}};
    ssize_t got = readv(fd, in, 2);
    if (got < 0 && (errno == EAGAIN || errno == EINTR)) {
        return;
    }
    if (got > 0) {
        size_t first = got < (ssize_t) sizeof head ? got : sizeof head;
        struct iovec out[] = {{head, first}, {tail, got - first}};
        // Who does not read what comes back is not waited for.
        if (writev(fd, out, 2) == got) {
            return;
        }
    }
    close(fd);
}

int main(int argc, char **argv) {
    struct sockaddr_in at = {.sin_family = AF_INET, .sin_port = htons(atoi(argv[1]))};
    struct rlimit files = {65536, 65536};
    struct epoll_event events[256];
    struct epoll_event event = {.events = EPOLLIN};
    int epoll = epoll_create1(0);
    int listener = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
    signal(SIGPIPE, SIG_IGN);
    if (setrlimit(RLIMIT_NOFILE, &files) < 0) {
        fail("setrlimit");
    }
    event.data.fd = listener;
    if (bind(listener, (struct sockaddr *) &at, sizeof at) < 0 || listen(listener, 4096) < 0
            || epoll_ctl(epoll, EPOLL_CTL_ADD, listener, &event) < 0) {
        fail("listen");
    }
    for (;;) {
        int count = epoll_wait(epoll, events, 256, -1);
        for (int i = 0; i < count; i++) {
            int fd = events[i].data.fd;
            if (fd != listener) {
                echo(fd);
                continue;
            }
            while ((fd = accept4(listener, NULL, NULL, SOCK_NONBLOCK)) >= 0) {
                event.data.fd = fd;
                if (epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &event) < 0) {
                    fail("epoll_ctl");
                }
            }
            if (errno != EAGAIN && errno != ECONNABORTED) {
                fail("accept4");
            }
        }
    }
}
