/* select, poll and epoll on pipes, clocks, files that are mapped, and another program at the end. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/mman.h>
#include <sys/select.h>
#include <sys/stat.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

static int p[2];
static void *later(void *arg) { usleep(5000); write(p[1], "late", 4); return 0; }

int main(int argc, char **argv) {
    char text[64] = "";
    pipe2(p, O_NONBLOCK | O_CLOEXEC);
    ssize_t none = read(p[0], text, 4);
    printf("empty %zd %s\n", none, strerror(errno));
    fd_set r, w;
    FD_ZERO(&r); FD_SET(p[0], &r); FD_ZERO(&w); FD_SET(p[1], &w);
    struct timeval tv = {0, 1000};
    int n = select(p[1] + 1, &r, &w, 0, &tv);
    printf("select %d %d %d\n", n, FD_ISSET(p[0], &r) != 0, FD_ISSET(p[1], &w) != 0);
    struct pollfd f[3] = {{p[0], POLLIN}, {p[1], POLLOUT}, {-1, POLLIN}};
    n = poll(f, 3, 0);
    printf("poll %d %x %x %x\n", n, f[0].revents, f[1].revents, f[2].revents);
    pthread_t t;
    pthread_create(&t, 0, later, 0);
    n = poll(f, 1, 10000);
    printf("late %d %x %zd %.4s\n", n, f[0].revents, read(p[0], text, 10), text);
    pthread_join(t, 0);
    int e = epoll_create1(EPOLL_CLOEXEC), ev = eventfd(3, EFD_NONBLOCK);
    struct epoll_event in = {EPOLLIN | EPOLLET, {.u32 = 7}}, on = {EPOLLIN | EPOLLONESHOT, {.u32 = 8}}, out[4];
    epoll_ctl(e, EPOLL_CTL_ADD, p[0], &in);
    epoll_ctl(e, EPOLL_CTL_ADD, ev, &on);
    int again = epoll_ctl(e, EPOLL_CTL_ADD, ev, &on);
    printf("again %d %s\n", again, strerror(errno));
    n = epoll_wait(e, out, 4, 0);
    printf("epoll %d %u %x\n", n, out[0].data.u32, out[0].events);
    printf("oneshot %d\n", epoll_wait(e, out, 4, 0));
    pthread_create(&t, 0, later, 0);
    n = epoll_wait(e, out, 4, 10000);
    printf("epoll %d %u %x\n", n, out[0].data.u32, out[0].events);
    printf("edge %d\n", epoll_wait(e, out, 4, 0));
    pthread_join(t, 0);
    close(p[1]);
    n = epoll_wait(e, out, 4, 100);
    printf("hung up %d %x\n", n, out[0].events);
    unsigned long v;
    read(ev, &v, 8);
    printf("counter %lu then %zd\n", v, read(ev, &v, 8));
    int timer = timerfd_create(CLOCK_MONOTONIC, 0);
    struct itimerspec its = {{0, 0}, {0, 2000000}};
    timerfd_settime(timer, 0, &its, 0);
    read(timer, &v, 8);
    printf("expired %lu\n", v);

    struct timespec a, b, res;
    clock_gettime(CLOCK_MONOTONIC, &a);
    usleep(1000);
    clock_gettime(CLOCK_MONOTONIC, &b);
    printf("went on %d\n", (b.tv_sec - a.tv_sec) * 1000000000L + b.tv_nsec - a.tv_nsec >= 1000000);
    clock_getres(CLOCK_REALTIME, &res);
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &b);
    printf("resolution %ld.%09ld time %d cpu %d\n", res.tv_sec, res.tv_nsec, time(0) > 1500000000, b.tv_sec * 1000000000L + b.tv_nsec > 0);

    int fd = open("deep/er/est/file", O_RDONLY);
    struct stat s;
    fstat(fd, &s);
    char *m = mmap(0, s.st_size, PROT_READ | PROT_WRITE, MAP_PRIVATE, fd, 0);
    printf("mapped %.5s", m);
    memcpy(m, "DEEP", 4);
    pread(fd, text, 5, 0);
    printf("private %.5s%.5s", m, text);
    printf("beyond the end %d %d\n", m[s.st_size], m[(s.st_size | 4095)]);
    close(fd);
    printf("last %.5s", m + s.st_size - 5);
    char *a1 = mmap(0, 1 << 20, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    a1[0] = 'a'; a1[(1 << 20) - 1] = 'z';
    char *a2 = mremap(a1, 1 << 20, 4 << 20, MREMAP_MAYMOVE);
    printf("moved %c%c%d\n", a2[0], a2[(1 << 20) - 1], a2[(4 << 20) - 1]);
    munmap(a2, 4 << 20);
    char *big = malloc(50 << 20);
    memset(big, 1, 50 << 20);
    free(big);
    void *top = sbrk(0);
    printf("break %d\n", sbrk(100000) == top && brk(top) == 0 && sbrk(0) == top);
    fflush(stdout);
    if (argc > 1) {
        char *args[] = {argv[1], "-n", argc > 2 ? argv[2] : "", "replaced", 0}, *vars[] = {"LANG=C.UTF-8", 0};
        dup2(1, 7);
        execve(argv[1], args, vars);
        printf("execve %s\n", strerror(errno));
    }
    return 9;
}
