/* Executes a script of calls on pipes, event counters and epoll instances, one a line, and prints what Linux answers.
   Slots stand for descriptors, so that numbers do not matter. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/ioctl.h>
#include <sys/select.h>
#include <unistd.h>

static int slot[32];
static char bytes[1 << 20];

static int compare(const void *a, const void *b) {
    const struct epoll_event *x = a, *y = b;
    if (x->data.u64 != y->data.u64) {
        return x->data.u64 < y->data.u64 ? -1 : 1;
    }
    return x->events < y->events ? -1 : x->events > y->events;
}

static void keep(long in, int fd) {
    if (slot[in] >= 0) {
        close(slot[in]);
    }
    slot[in] = fd;
}

int main(void) {
    char line[256], word[32];
    long a, b, c, d, e;
    signal(SIGPIPE, SIG_IGN);
    for (int i = 0; i < 32; i++) {
        slot[i] = -1;
    }
    while (fgets(line, sizeof line, stdin)) {
        a = b = c = d = e = 0;
        if (sscanf(line, "%31s %ld %ld %ld %ld %ld", word, &a, &b, &c, &d, &e) < 1) {
            continue;
        }
        char extra[512] = "";
        long r = -1;
        errno = 0;
        if (!strcmp(word, "pipe")) {
            int p[2];
            r = pipe2(p, c);
            if (r == 0) {
                keep(a, p[0]);
                keep(b, p[1]);
            }
        } else if (!strcmp(word, "eventfd")) {
            r = eventfd(b, c);
            if (r >= 0) {
                keep(a, r);
                r = 0;
            }
        } else if (!strcmp(word, "epoll")) {
            r = epoll_create1(b);
            if (r >= 0) {
                keep(a, r);
                r = 0;
            }
        } else if (!strcmp(word, "dup")) {
            r = dup(slot[a]);
            if (r >= 0) {
                keep(b, r);
                r = 0;
            }
        } else if (!strcmp(word, "close")) {
            r = close(slot[a]);
            slot[a] = -1;
        } else if (!strcmp(word, "read")) {
            r = read(slot[a], bytes, b);
        } else if (!strcmp(word, "write")) {
            r = write(slot[a], bytes, b);
        } else if (!strcmp(word, "add")) {
            uint64_t value = b;
            r = write(slot[a], &value, 8);
        } else if (!strcmp(word, "take")) {
            uint64_t value = 0;
            r = read(slot[a], &value, 8);
            sprintf(extra, " %lu", (unsigned long) value);
        } else if (!strcmp(word, "ctl")) {
            struct epoll_event event = {.events = d, .data.u64 = e};
            r = epoll_ctl(slot[a], b, slot[c], &event);
        } else if (!strcmp(word, "wait")) {
            struct epoll_event events[16];
            r = epoll_wait(slot[a], events, b, 0);
            if (r > 0 && b == 16) {
                qsort(events, r, sizeof events[0], compare); /* all of them: their order is nobody's business */
            }
            for (long i = 0; i < r; i++) {
                sprintf(extra + strlen(extra), " %x:%lu", events[i].events, (unsigned long) events[i].data.u64);
            }
        } else if (!strcmp(word, "poll")) {
            struct pollfd fds[2] = {{slot[a], b, 0}, {slot[c], d, 0}};
            r = poll(fds, 2, 0);
            sprintf(extra, " %x %x", fds[0].revents, fds[1].revents);
        } else if (!strcmp(word, "select")) {
            fd_set in, out, except;
            FD_ZERO(&in);
            FD_ZERO(&out);
            FD_ZERO(&except);
            int fd = slot[a] < 0 ? 60 : slot[a];
            FD_SET(fd, &in);
            FD_SET(fd, &out);
            FD_SET(fd, &except);
            struct timeval none = {0, 0};
            r = select(fd + 1, &in, &out, &except, &none);
            sprintf(extra, " %d %d %d", FD_ISSET(fd, &in) != 0, FD_ISSET(fd, &out) != 0, FD_ISSET(fd, &except) != 0);
            if (r < 0) {
                extra[0] = 0;
            }
        } else if (!strcmp(word, "fionread")) {
            int count = -1;
            r = ioctl(slot[a], FIONREAD, &count);
            sprintf(extra, " %d", count);
        } else if (!strcmp(word, "size")) {
            r = fcntl(slot[a], F_GETPIPE_SZ);
        } else if (!strcmp(word, "resize")) {
            r = fcntl(slot[a], F_SETPIPE_SZ, b);
        }
        printf("%s = %ld %s%s\n", strtok(line, "\n"), r, r < 0 ? strerrorname_np(errno) : "", extra);
    }
    return 0;
}
