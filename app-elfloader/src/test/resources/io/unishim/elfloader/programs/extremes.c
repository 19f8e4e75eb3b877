/* Very many children, threads and signals, one kind a run; and children until there may be no more. */
#define _GNU_SOURCE
#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

static volatile int caught;

static void count(int signal) {
    caught++;
}

static void *thread(void *argument) {
    return argument;
}

static void forks(int n) {
    int status, good = 0;
    for (int i = 0; i < n; i++) {
        pid_t pid = fork();
        if (pid == 0)
            _exit(i & 0x7f);
        good += waitpid(pid, &status, 0) == pid && WEXITSTATUS(status) == (i & 0x7f);
    }
    printf("%d forks\n", good);
}

static void threads(int n) {
    pthread_t t[50];
    void *result;
    long good = 0;
    for (int i = 0; i < n; i += 50) {
        for (int j = 0; j < 50; j++)
            if (pthread_create(&t[j], 0, thread, (void *)(long)(i + j)))
                printf("no thread\n");
        for (int j = 0; j < 50; j++) {
            pthread_join(t[j], &result);
            good += (long)result == i + j;
        }
    }
    printf("%ld threads\n", good);
}

static void signals(int n) {
    signal(SIGUSR1, count);
    for (int i = 0; i < n; i++)
        kill(getpid(), SIGUSR1);
    printf("%d signals\n", caught);
}

/* A user whom no other process of the machine is: RLIMIT_NPROC counts them all, of other runs and those not quite ended. */
static uid_t nobody_else(void) {
    return 20000 + getpid() % 40000;
}

static void children(void) {
    uid_t user = nobody_else();
    pid_t pids[200];
    int made = 0, status, p[2];
    char c;
    if (setresuid(user, user, user) != 0)
        return;
    struct rlimit few = {40, 40};
    setrlimit(RLIMIT_NPROC, &few);
    pipe(p);
    while (made < 200) {
        pid_t pid = fork();
        if (pid == 0) {
            close(p[1]);
            read(p[0], &c, 1);
            _exit(1);
        }
        if (pid < 0)
            break;
        pids[made++] = pid;
    }
    printf("%d children, then %s\n", made, strerror(errno));
    close(p[1]);
    int good = 0;
    while (wait(&status) > 0)
        good += WEXITSTATUS(status) == 1;
    printf("%d ended\n", good);
    pid_t pid = fork();
    if (pid == 0)
        _exit(5);
    waitpid(pid, &status, 0);
    printf("and on: %d\n", WEXITSTATUS(status));
}

int main(int argc, char **argv) {
    int n = atoi(argv[2]);
    if (!strcmp(argv[1], "forks"))
        forks(n);
    else if (!strcmp(argv[1], "threads"))
        threads(n);
    else if (!strcmp(argv[1], "signals"))
        signals(n);
    else
        children();
    return 0;
}
