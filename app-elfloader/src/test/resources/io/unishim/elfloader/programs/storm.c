/* Processes made beside threads that make calls where none was made before, map memory, fork too, or send signals. */
#define _GNU_SOURCE
#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

enum { SITES = 400, SITE = 16 };

static volatile int stop;

static long must(long result, const char *what) {
    if (result < 0) {
        perror(what);
        exit(1);
    }
    return result;
}

/* Calls of getpid, each at a site of its own. */
static long (*site(unsigned char *code, int i))(void) {
    return (long (*)(void))(code + i * SITE);
}

static unsigned char *sites(void) {
    static const unsigned char call[] = {0xb8, SYS_getpid, 0, 0, 0, 0x0f, 0x05, 0xc3};
    unsigned char *code = mmap(0, SITES * SITE, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    must(code == MAP_FAILED ? -1 : 0, "mmap");
    for (int i = 0; i < SITES; i++) {
        memcpy(code + i * SITE, call, sizeof call);
    }
    return code;
}

static void *meet_sites(void *own) {
    while (!stop) {
        unsigned char *code = sites();
        for (int i = 0; i < SITES && !stop; i++) {
            if (site(code, i)() != (long)own) {
                puts("another pid");
                exit(1);
            }
        }
        munmap(code, SITES * SITE);
    }
    return 0;
}

static void *map(void *none) {
    while (!stop) {
        char *memory = mmap(0, 1 << 16, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
        must(memory == MAP_FAILED ? -1 : 0, "mmap");
        memory[4096] = 1;
        must(mprotect(memory, 4096, PROT_READ), "mprotect");
        must(munmap(memory + 8192, 4096), "munmap");
        must(munmap(memory, 1 << 16), "munmap");
    }
    return none;
}

static void *fork_too(void *left) {
    int *children = left;
    for (int i = 0; i < *children; i++) {
        int status;
        pid_t child = must(fork(), "fork");
        if (child == 0) {
            _exit(i % 7);
        }
        must(waitpid(child, &status, 0), "waitpid");
        if (!WIFEXITED(status) || WEXITSTATUS(status) != i % 7) {
            printf("status %x, not %d\n", status, i % 7);
            exit(1);
        }
    }
    return 0;
}

/* What a child does: calls at sites of which some were patched when it was made, and some are new to it. */
static int in_a_child(unsigned char *code) {
    int wrong = 0;
    for (int round = 0; round < 4; round++) {
        for (int i = 0; i < SITES; i += 9) {
            wrong += site(code, i)() != getpid();
        }
    }
    return wrong != 0;
}

static void pester(int children) {
    for (int i = 0; i < children; i++) {
        int status;
        pid_t child = must(fork(), "fork");
        if (child == 0) {
            for (;;) {
                pid_t grandchild = fork();
                if (grandchild == 0) {
                    _exit(0);
                }
                waitpid(grandchild, 0, 0);
            }
        }
        for (int j = 0; j < i % 5; j++) {
            must(kill(child, SIGCONT), "kill");
        }
        if (i % 3 == 0) {
            usleep(i * 100);
        }
        must(kill(child, SIGKILL), "kill");
        must(waitpid(child, &status, 0), "waitpid");
        if (!WIFSIGNALED(status) || WTERMSIG(status) != SIGKILL) {
            printf("status %x\n", status);
        }
    }
}

int main(int argc, char **argv) {
    int children = argc > 1 ? atoi(argv[1]) : 30;
    pthread_t threads[4];
    unsigned char *code = sites();
    int failures = 0;
    for (int i = 0; i < SITES; i += 2) {
        site(code, i)();
    }
    pthread_create(&threads[0], 0, meet_sites, (void *)(long)getpid());
    pthread_create(&threads[1], 0, map, 0);
    pthread_create(&threads[2], 0, fork_too, &children);
    pthread_create(&threads[3], 0, fork_too, &children);
    for (int i = 0; i < children; i++) {
        int status;
        pid_t child = must(fork(), "fork");
        if (child == 0) {
            _exit(in_a_child(code));
        }
        must(waitpid(child, &status, 0), "waitpid");
        failures += status != 0;
    }
    pthread_join(threads[2], 0);
    pthread_join(threads[3], 0);
    stop = 1;
    pthread_join(threads[0], 0);
    pthread_join(threads[1], 0);
    printf("%d children, %d failures\n", 3 * children, failures);
    pester(children / 2);
    while (wait(0) > 0) {
    }
    printf("pestered, then %s\n", strerror(errno));
    return 0;
}
