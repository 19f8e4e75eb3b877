/* What /proc tells of who runs, and of the time that processors spent on it. */
#define _GNU_SOURCE
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static char text[1 << 16];

static void slurp(const char *path) {
    FILE *file = fopen(path, "r");
    text[file ? fread(text, 1, sizeof text - 1, file) : 0] = 0;
    if (file)
        fclose(file);
}

static char state(pid_t pid) {
    char path[64];
    sprintf(path, "/proc/%d/stat", pid);
    slurp(path);
    char *past = strrchr(text, ')');
    return past ? past[2] : '?';
}

/* Until it is so, or ten seconds. */
static char becomes(pid_t pid, char wanted) {
    char now = 0;
    for (int tries = 0; tries < 1000 && (now = state(pid)) != wanted; tries++)
        usleep(10000);
    return now;
}

static long number(const char *key) {
    slurp("/proc/stat");
    char *at = strstr(text, key);
    return at ? atol(at + strlen(key)) : -1;
}

struct times { long user, nice, system, idle; };

static struct times processors(int *agree) {
    struct times all = {0}, sum = {0}, one;
    slurp("/proc/stat");
    int count = 0;
    for (char *line = strtok(text, "\n"); line; line = strtok(0, "\n")) {
        int which;
        if (line[3] == ' ' && sscanf(line, "cpu  %ld %ld %ld %ld", &all.user, &all.nice, &all.system, &all.idle) == 4)
            continue;
        if (sscanf(line, "cpu%d %ld %ld %ld %ld", &which, &one.user, &one.nice, &one.system, &one.idle) == 5) {
            sum.user += one.user, sum.system += one.system, sum.idle += one.idle;
            count++;
        }
    }
    long off = labs(all.user - sum.user) + labs(all.system - sum.system) + labs(all.idle - sum.idle);
    *agree = count > 0 && off <= 10 * count + (all.user + all.system + all.idle) / 20;
    return all;
}

static void burn(double seconds) {
    clock_t until = clock() + seconds * CLOCKS_PER_SEC;
    while (clock() < until)
        ;
}

int main(void) {
    setvbuf(stdout, 0, _IOLBF, 0);
    printf("the reader: %c\n", state(getpid()));
    pid_t busy = fork();
    if (busy == 0)
        for (volatile long i = 0;; i++)
            ;
    printf("who computes: %c\n", becomes(busy, 'R'));
    printf("two run: %d\n", number("procs_running ") >= 2);
    slurp("/proc/loadavg");
    int running = 0, tasks = 0;
    sscanf(text, "%*f %*f %*f %d/%d", &running, &tasks);
    printf("of many: %d\n", running >= 1 && tasks >= 2);
    kill(busy, SIGSTOP);
    printf("who is stopped: %c\n", becomes(busy, 'T'));
    kill(busy, SIGCONT);
    printf("who goes on: %c\n", becomes(busy, 'R'));
    kill(busy, SIGKILL);
    printf("who is dead: %c\n", becomes(busy, 'Z'));
    waitpid(busy, 0, 0);
    pid_t waits = fork();
    if (waits == 0) {
        pause();
        _exit(0);
    }
    printf("who waits: %c\n", becomes(waits, 'S'));
    kill(waits, SIGKILL);
    waitpid(waits, 0, 0);
    long made = number("processes ");
    for (int i = 0; i < 5; i++) {
        pid_t child = fork();
        if (child == 0)
            _exit(0);
        waitpid(child, 0, 0);
    }
    printf("made: %d\n", number("processes ") >= made + 5);
    double up = 0, idle = 0;
    slurp("/proc/uptime");
    sscanf(text, "%lf %lf", &up, &idle);
    long booted = number("btime ");
    printf("booted: %d, idle %d\n", labs(booted - (long)(time(0) - up)) <= 2, idle > 0);
    int first, second, third;
    struct times before = processors(&first);
    burn(0.3);
    struct times after = processors(&second);
    printf("processors: %d %d, busy %d\n", first, second,
           after.user + after.system - before.user - before.system >= 20);
    pid_t child = fork();
    if (child == 0) {
        burn(0.3);
        _exit(0);
    }
    signal(SIGCHLD, SIG_IGN); /* nobody counts it then */
    while (kill(child, 0) == 0)
        usleep(10000);
    struct times last = processors(&third);
    printf("of who is forgotten: %d, busy %d, never less %d\n", third,
           last.user + last.system - after.user - after.system >= 20,
           last.user >= after.user && last.system >= after.system);
    return 0;
}
