// Runs scripts about terminals, signals of input and leases on the host: the twin of TerminalScript.java.
// A line is: [P] command arguments; P is the process that executes it, 0 by default. Descriptors are 50 + their slot.
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { PROCESSES = 8, FIRST = 50, LOGS = 64 };
static int commands[PROCESSES][2], replies[PROCESSES][2];
static volatile int *pids;
static int me, number[64];
static char logged[LOGS][64];
static volatile int logs;
static unsigned char buffer[1 << 17];

static void note(int sig, siginfo_t *info, void *context) {
    char text[64];
    if ((sig == SIGIO || sig >= SIGRTMIN) && (info->si_code == SI_SIGIO || info->si_code == SI_KERNEL || (info->si_code >= 1 && info->si_code <= 6)))
        snprintf(text, sizeof text, "%d:%d:%d:%lx", sig, info->si_code,
                 info->si_code == SI_KERNEL || info->si_code == SI_SIGIO ? 0 : info->si_fd - FIRST,
                 info->si_code == SI_KERNEL || info->si_code == SI_SIGIO ? 0 : (long)info->si_band);
    else
        snprintf(text, sizeof text, "%d", sig);
    for (int i = 0; i < logs; i++)
        if (!strcmp(logged[i], text)) return;
    if (logs < LOGS) strcpy(logged[logs++], text);
}

static void block_all(sigset_t *old) {
    sigset_t all;
    sigfillset(&all);
    sigprocmask(SIG_BLOCK, &all, old);
}

static int compare(const void *a, const void *b) { return strcmp(a, b); }

static char *show_log(char *out) {
    sigset_t old;
    block_all(&old);
    qsort(logged, logs, sizeof logged[0], compare);
    for (int i = 0; i < logs; i++) out += sprintf(out, " sig=%s", logged[i]);
    logs = 0;
    sigprocmask(SIG_SETMASK, &old, 0);
    return out;
}

static long keep(long fd, int slot) {
    if (fd < 0) return fd;
    close(FIRST + slot);
    int got = fcntl(fd, F_DUPFD, FIRST + slot);
    if (fd != got) close(fd);
    return 0;
}

static int unhex(const char *text, unsigned char *out) {
    int n = 0;
    for (; text[0] && text[1] && text[0] != '-'; text += 2) sscanf(text, "%2hhx", &out[n++]);
    return n;
}

static int by_slot(const void *a, const void *b) {
    const struct epoll_event *x = a, *y = b;
    return (int)x->data.u64 - (int)y->data.u64;
}

static void loop(int process);

static int who(int pid) {
    for (int i = 0; i < PROCESSES && pid != 0; i++)
        if (pids[i] == pid) return i;
    return pid == 0 ? -1 : -2;
}

static long nothing_special(char **w, char *extra) {
    const char *c = w[0];
    long a = w[1] ? strtol(w[1], 0, 0) : 0, b = w[2] ? strtol(w[2], 0, 0) : 0, d = w[3] ? strtol(w[3], 0, 0) : 0;
    int fd = FIRST + a;
    if (!strcmp(c, "ptmx")) {
        long fd = open("/dev/ptmx", O_RDWR | O_NOCTTY | b);
        int unlocked = 0, got = -1;
        if (fd >= 0) ioctl(fd, TIOCSPTLCK, &unlocked), ioctl(fd, TIOCGPTN, &got);
        number[a] = got;
        return keep(fd, a);
    }
    if (!strcmp(c, "pts")) {
        char path[32];
        sprintf(path, "/dev/pts/%d", number[b]);
        return keep(open(path, d), a);
    }
    if (!strcmp(c, "open")) return keep(open(w[2], d, 0600), a);
    if (!strcmp(c, "peer")) return keep(ioctl(FIRST + b, TIOCGPTPEER, (int)d), a);
    if (!strcmp(c, "pipe")) {
        int p[2];
        if (pipe2(p, d) < 0) return -1;
        keep(p[0], a);
        return keep(p[1], b);
    }
    if (!strcmp(c, "pair")) {
        int p[2];
        if (socketpair(AF_UNIX, d, 0, p) < 0) return -1;
        keep(p[0], a);
        return keep(p[1], b);
    }
    if (!strcmp(c, "eventfd")) return keep(eventfd(0, b), a);
    if (!strcmp(c, "dup")) return keep(dup(fd), b);
    if (!strcmp(c, "close")) return close(fd);
    if (!strcmp(c, "w")) return write(fd, buffer, unhex(w[2] ? w[2] : "", buffer));
    if (!strcmp(c, "fill")) { memset(buffer, 'x', b); return write(fd, buffer, b); }
    if (!strcmp(c, "r")) {
        long n = read(fd, buffer, b);
        for (long i = 0; i < n; i++) sprintf(extra + 2 * i + 1, "%02x", buffer[i]);
        if (n >= 0) extra[0] = ' ';
        return n;
    }
    if (!strcmp(c, "io")) return ioctl(fd, b, d);
    if (!strcmp(c, "ip")) {  // ip slot request hex-in bytes-out
        memset(buffer, 0, 256);
        unhex(w[3], buffer);
        long n = ioctl(fd, b, buffer), count = atoi(w[4]);
        *extra++ = ' ';
        if (n >= 0) for (long i = 0; i < count; i++) sprintf(extra + 2 * i, "%02x", buffer[i]);
        return n;
    }
    if (!strcmp(c, "poll")) {
        struct pollfd p = {fd, b, 0};
        long n = poll(&p, 1, 0);
        sprintf(extra, " %x", p.revents);
        return n;
    }
    if (!strcmp(c, "epoll")) return keep(epoll_create1(0), a);
    if (!strcmp(c, "watch")) {
        struct epoll_event e = {(unsigned)d, {.u64 = b}};
        return epoll_ctl(fd, EPOLL_CTL_ADD, FIRST + b, &e);
    }
    if (!strcmp(c, "events")) {
        struct epoll_event e[8];
        long n = epoll_wait(fd, e, 8, 0);
        if (n > 1) qsort(e, n, sizeof *e, by_slot);  // which end is told first, nobody promises
        for (int i = 0; i < n; i++) extra += sprintf(extra, " %d:%x", (int)e[i].data.u64, e[i].events);
        return n;
    }
    if (!strcmp(c, "fcntl")) return fcntl(fd, b, d);
    if (!strcmp(c, "fcntlpid")) return fcntl(fd, b, d < 0 ? -pids[-d - 1] : pids[d]);
    if (!strcmp(c, "getown")) {
        long n = fcntl(fd, F_GETOWN);
        sprintf(extra, " %s%d", n < -1000 || (n < 0 && n != -1) ? "-" : "", n < 0 ? who(-n) : n == 0 ? -1 : who(n));
        return 0;
    }
    if (!strcmp(c, "ownex")) {
        struct { int type, pid; } own = {b, d >= 0 ? pids[d] : 0};
        return fcntl(fd, F_SETOWN_EX, &own);
    }
    if (!strcmp(c, "getownex")) {
        struct { int type, pid; } own = {-1, -1};
        long n = fcntl(fd, F_GETOWN_EX, &own);
        sprintf(extra, " %d %d", own.type, who(own.pid));
        return n;
    }
    if (!strcmp(c, "hint")) {
        unsigned long v = d;
        long n = fcntl(fd, b, &v);
        sprintf(extra, " %lu", v);
        return n;
    }
    if (!strcmp(c, "mkdir")) return mkdir(w[1], 0700);
    if (!strcmp(c, "unlink")) return unlink(w[1]);
    if (!strcmp(c, "truncate")) return truncate(w[1], b);
    if (!strcmp(c, "setsid")) return setsid() < 0 ? -1 : 0;
    if (!strcmp(c, "setpgid")) return setpgid(pids[a], b < 0 ? 0 : pids[b]);
    if (!strcmp(c, "tcsetpgrp")) { int group = b < 0 ? (int)b : pids[b]; return ioctl(fd, TIOCSPGRP, &group); }
    if (!strcmp(c, "tcgetpgrp") || !strcmp(c, "tcgetsid")) {
        int group = 0;
        long n = ioctl(fd, c[5] == 'p' ? TIOCGPGRP : TIOCGSID, &group);
        if (n >= 0) sprintf(extra, " %d", who(group));
        return n;
    }
    if (!strcmp(c, "block") || !strcmp(c, "unblock")) {
        sigset_t set;
        sigemptyset(&set);
        sigaddset(&set, a);
        return sigprocmask(c[0] == 'b' ? SIG_BLOCK : SIG_UNBLOCK, &set, 0);
    }
    if (!strcmp(c, "ignore")) return signal(a, SIG_IGN) == SIG_ERR ? -1 : 0;
    if (!strcmp(c, "vhangup")) return vhangup();
    if (!strcmp(c, "kill")) return kill(pids[a], b);
    if (!strcmp(c, "signals")) return 0;
    if (!strcmp(c, "fork")) {
        int ready[2];
        if (pipe(ready)) return -1;
        int pid = fork();
        if (pid == 0) {
            me = a;
            logs = 0;
            write(ready[1], "x", 1);
            close(ready[0]);
            close(ready[1]);
            loop(a);
        }
        char x;
        while (read(ready[0], &x, 1) < 0) {}
        close(ready[0]);
        close(ready[1]);
        pids[a] = pid;
        return pid < 0 ? -1 : 0;
    }
    if (!strcmp(c, "exit")) return 0;
    fprintf(stderr, "%s?\n", c);
    exit(3);
}

static void loop(int process) {
    static char line[1 << 17], reply[1 << 18], extra[1 << 18];
    struct sigaction act = {.sa_sigaction = note, .sa_flags = SA_SIGINFO};
    int all[] = {SIGHUP, SIGINT, SIGQUIT, SIGTSTP, SIGTTIN, SIGTTOU, SIGCONT, SIGWINCH, SIGIO, SIGURG, 40, 41};
    for (unsigned i = 0; i < sizeof all / sizeof *all; i++)
        if (process == 0 || all[i] != SIGTTOU) sigaction(all[i], &act, 0);
    sigaction(SIGTTOU, &act, 0);
    signal(SIGPIPE, SIG_IGN);
    for (;;) {
        int n = 0;
        while (n == 0 || line[n - 1] != '\n') {
            int got = read(commands[process][0], line + n, 1);
            if (got == 0) _exit(0);
            if (got > 0) n++;
        }
        line[n - 1] = 0;
        char *words[32] = {0}, *rest = 0;
        int count = 0;
        for (char *w = strtok_r(line, " ", &rest); w && count < 31; w = strtok_r(0, " ", &rest)) words[count++] = w;
        extra[0] = 0;
        memset(extra, 0, 64);
        errno = 0;
        long result = nothing_special(words, extra);
        int error = result < 0 ? errno : 0;
        char *end = reply + sprintf(reply, "%s%ld%s%s", error ? "-" : "", error ? 1 : result, error ? strerrorname_np(error) : "", extra);
        if (!strcmp(words[0], "signals")) end = show_log(end);
        *end++ = '\n';
        for (char *at = reply; at < end;) {
            long done = write(replies[process][1], at, end - at);
            if (done > 0) at += done;
        }
        if (!strcmp(words[0], "exit")) _exit(0);
    }
}

static int patience = 1;

static void settle(int millis) {
    struct timespec time = {0, millis * patience * 1000000L};
    nanosleep(&time, 0);
}

static void take(int process, const char *line) {
    static char reply[1 << 18];
    int n = 0;
    while (n == 0 || reply[n - 1] != '\n') {
        struct pollfd p = {replies[process][0], POLLIN, 0};
        if (poll(&p, 1, 10000) != 1) {
            printf("%s = hangs\n", line);
            exit(4);
        }
        n += read(replies[process][0], reply + n, 1);
    }
    reply[n - 1] = 0;
    printf("%s = %s\n", line, reply);
}

int main() {
    static char line[1 << 17], copy[1 << 17];
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, 0);  // a JVM blocks SIGQUIT
    alarm(50);
    pids = mmap(0, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    for (int i = 0; i < PROCESSES; i++)
        if (pipe(commands[i]) || pipe(replies[i])) return 2;
    int first = fork();
    if (first == 0) {
        setsid();
        loop(0);
    }
    pids[0] = first;
    while (fgets(line, sizeof line, stdin)) {
        line[strcspn(line, "\n")] = 0;
        if (sscanf(line, "patience %d", &patience) == 1) continue;
        strcpy(copy, line);
        char *at = copy;
        int waits = 1, process = 0;
        if (*at == '&') waits = 0, at++;
        if (*at >= '0' && *at <= '9') process = strtol(at, &at, 10), at++;
        if (!strncmp(at, "join", 4)) {
            take(process, line);
        } else {
            dprintf(commands[process][1], "%s\n", at);
            if (waits) take(process, line); else printf("%s\n", line);
        }
        int quick = waits && (!strncmp(at, "r ", 2) || !strncmp(at, "poll", 4) || !strncmp(at, "events", 6) || !strncmp(at, "get", 3) || !strncmp(at, "signals", 7));
        if (!quick) settle(waits ? 2 : 20);
    }
    for (int i = 0; i < PROCESSES; i++)
        if (pids[i] > 0) kill(pids[i], SIGKILL);
    return 0;
}
