// Says where its memory shall lie: hints, fixed places and the lowest 2 GiB, far from where the kernel would put it.
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#ifndef MAP_FIXED_NOREPLACE
#define MAP_FIXED_NOREPLACE 0x100000
#endif

#define PAGE 4096L
#define FAR ((char *)0x3a0000000000)
#define FARTHER ((char *)0x190000000000)
#define LARGE (1L << 30)

static void *at(void *where, long length, int flags) {
    return mmap(where, length, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | flags, -1, 0);
}

static void say(const char *what, void *got, void *wanted) {
    if (got == MAP_FAILED) {
        printf("%s: %s\n", what, strerror(errno));
    } else {
        printf("%s: %s\n", what, got == wanted ? "there" : "elsewhere");
    }
}

static int shown(char *where) {
    char line[512];
    FILE *maps = fopen("/proc/self/maps", "r");
    int found = 0;
    while (fgets(line, sizeof line, maps)) {
        unsigned long start, end;
        found |= sscanf(line, "%lx-%lx", &start, &end) == 2 && start <= (uintptr_t)where && (uintptr_t)where < end;
    }
    fclose(maps);
    return found;
}

static void hints(void) {
    say("a free hint", at(FAR, 2 * PAGE, 0), FAR);
    say("the same again", at(FAR, PAGE, 0), FAR);
    say("not to be replaced", at(FAR + PAGE, PAGE, MAP_FIXED_NOREPLACE), FAR + PAGE);
    say("half of it taken", at(FAR + PAGE, 2 * PAGE, MAP_FIXED_NOREPLACE), FAR + PAGE);
    say("the neighbour", at(FAR + 2 * PAGE, 2 * PAGE, MAP_FIXED_NOREPLACE), FAR + 2 * PAGE);
    say("one between pages", at(FAR + 8 * PAGE + 5, PAGE, 0), FAR + 8 * PAGE);
    say("a gigabyte", mmap(FARTHER, LARGE, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0), FARTHER);
    say("a part of it in use", at(FARTHER + LARGE / 2, PAGE, MAP_FIXED), FARTHER + LARGE / 2);
    FARTHER[LARGE / 2] = 1;
    printf("shown %d %d %d %d\n", shown(FAR), shown(FAR + 3 * PAGE), shown(FAR + 4 * PAGE), shown(FARTHER));
}

static void calls(void) {
    int zero = open("/dev/zero", O_RDONLY);
    int ends[2];
    memset(FAR, 'x', 4 * PAGE);
    printf("read over two mappings: %zd\n", read(zero, FAR + PAGE, 2 * PAGE));
    printf("%d %d %d\n", FAR[PAGE - 1], FAR[PAGE], FAR[3 * PAGE]);
    printf("read over the end: %zd\n", read(zero, FAR + 3 * PAGE, 2 * PAGE));
    printf("read behind it: %zd %d\n", read(zero, FAR + 4 * PAGE, 10), errno);
    if (pipe(ends) == 0) {
        printf("write over two mappings: %zd\n", write(ends[1], FAR + 2 * PAGE - 3, 6));
        printf("write from behind it: %zd %d\n", write(ends[1], FAR + 4 * PAGE, 1), errno);
    }
    close(zero);
    close(ends[0]);
    close(ends[1]);
}

static void moves(void) {
    say("no room to grow", mremap(FAR, 2 * PAGE, 3 * PAGE, 0), FAR);
    say("room to grow", mremap(FAR + 2 * PAGE, 2 * PAGE, 4 * PAGE, 0), FAR + 2 * PAGE);
    FAR[5 * PAGE] = 7;
    char *moved = mremap(FAR, 6 * PAGE, 6 * PAGE, MREMAP_MAYMOVE | MREMAP_FIXED, FAR + 64 * PAGE);
    say("moved", moved, FAR + 64 * PAGE);
    printf("%d, still shown %d\n", FAR[69 * PAGE], shown(FAR));
    printf("unmapped %d, shown %d\n", munmap(FAR + 64 * PAGE, 3 * PAGE), shown(FAR + 64 * PAGE));
    say("back", at(FAR + 64 * PAGE, PAGE, MAP_FIXED), FAR + 64 * PAGE);
    printf("%d\n", FAR[64 * PAGE]);
}

static void files(const char *self) {
    int fd = open(self, O_RDONLY);
    char *mapped = mmap(FAR + 128 * PAGE, PAGE, PROT_READ, MAP_PRIVATE, fd, 0);
    say("a file", mapped, FAR + 128 * PAGE);
    printf("%.3s\n", mapped + 1);
    close(fd);
}

static void low(void) {
    char *places[3];
    for (int i = 0; i < 3; i++) {
        places[i] = at(NULL, 16 * PAGE, MAP_32BIT);
        printf("in the lowest 2 GiB: %d\n", places[i] != MAP_FAILED && (uintptr_t)places[i] + 16 * PAGE <= 1UL << 31);
        memset(places[i], i, 16 * PAGE);
    }
    printf("apart: %d\n", places[0] != places[1] && places[1] != places[2] && places[2] != places[0]);
    munmap(places[1], 16 * PAGE);
    places[1] = at(NULL, 16 * PAGE, MAP_32BIT);
    printf("again: %d %d\n", (uintptr_t)places[1] < 1UL << 31, places[1][5]);
    say("below everything", at((void *)PAGE, PAGE, 0), (void *)PAGE);
}

static void child(void) {
    pid_t pid = fork();
    if (pid == 0) {
        FARTHER[LARGE / 2]++;
        say("the child's own", at(FAR + 512 * PAGE, PAGE, 0), FAR + 512 * PAGE);
        int zero = open("/dev/zero", O_RDONLY);
        printf("the child reads %zd\n", read(zero, FAR + 512 * PAGE, PAGE));
        fflush(stdout);
        _exit(FARTHER[LARGE / 2]);
    }
    int status;
    waitpid(pid, &status, 0);
    printf("child %d, here %d, shown %d\n", WEXITSTATUS(status), FARTHER[LARGE / 2], shown(FAR + 512 * PAGE));
}

int main(int count, char **arguments) {
    (void)count;
    setvbuf(stdout, NULL, _IONBF, 0);
    hints();
    calls();
    moves();
    files(arguments[0]);
    low();
    child();
    return 9;
}
