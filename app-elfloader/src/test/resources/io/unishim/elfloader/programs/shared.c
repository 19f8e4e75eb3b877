// Memory that is a file's: what one side changes, the other sees.
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#define PAGE 4096
#define SHOW(what) show(#what, (long)(what))

static sigjmp_buf back;

static void show(const char *what, long value) {
    if (value == -1) printf("%s: %s\n", what, strerror(errno));
    else printf("%s: %ld\n", what, value);
}

static void caught(int signal) { siglongjmp(back, signal); }

static void touch(const char *what, volatile char *at, int write) {
    int signal = sigsetjmp(back, 1);
    if (signal) printf("%s: signal %d\n", what, signal);
    else if (write) *at = 'w', printf("%s: written\n", what);
    else printf("%s: %d\n", what, *at);
}

static char *map(size_t length, int protection, int flags, int fd, off_t offset) {
    char *at = mmap(NULL, length, protection, flags, fd, offset);
    if (at == MAP_FAILED) printf("mmap %d %d: %s\n", protection, flags, strerror(errno));
    return at;
}

static void file(int fd) {
    char page[PAGE];
    for (int i = 0; i < 3; i++) {
        memset(page, 'a' + i, PAGE);
        SHOW(write(fd, page, PAGE));
    }
    char *one = map(4 * PAGE, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    char *two = map(2 * PAGE, PROT_READ, MAP_SHARED, fd, PAGE);
    char *own = map(3 * PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE, fd, 0);
    one[PAGE + 5] = 'X';
    SHOW(two[5]);
    SHOW(own[PAGE + 5]);
    own[PAGE + 5] = 'O';
    SHOW(one[PAGE + 5]);
    SHOW(pread(fd, page, 10, PAGE));
    printf("%.10s\n", page);
    SHOW(pwrite(fd, "hello", 5, 2 * PAGE + 7));
    printf("%.8s %.8s\n", two + PAGE + 5, own + 2 * PAGE + 5);
    own[2 * PAGE] = 'p';
    SHOW(pwrite(fd, "unseen", 6, 2 * PAGE + 7));
    printf("%.8s %.8s\n", two + PAGE + 5, own + 2 * PAGE + 5);
    touch("past the end", one + 3 * PAGE, 0);
    SHOW(ftruncate(fd, 3 * PAGE + 100));
    touch("after growing", one + 3 * PAGE, 0);
    touch("write after growing", one + 3 * PAGE + 99, 1);
    SHOW(lseek(fd, 3 * PAGE, SEEK_DATA));
    SHOW(ftruncate(fd, PAGE + 10));
    touch("within", one + PAGE + 20, 0);
    touch("cut off", one + 2 * PAGE, 1);
    touch("cut off, private", own + 2 * PAGE, 0);
    SHOW(pread(fd, one + 2 * PAGE, 4, 0));
    SHOW(write(1, one + 3 * PAGE, 4));
    one[PAGE + 50] = 'z';
    SHOW(ftruncate(fd, 64 * PAGE));
    touch("zeros again", one + PAGE + 50, 0);
    char *far = map(2 * PAGE, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 40 * PAGE);
    touch("a hole", far + PAGE, 0);
    SHOW(lseek(fd, 5 * PAGE, SEEK_DATA));
    far[PAGE + 1] = 1;
    SHOW(lseek(fd, 42 * PAGE, SEEK_DATA));
    SHOW(fallocate(fd, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, 41 * PAGE, PAGE));
    touch("punched", far + PAGE + 1, 0);
    SHOW(msync(one, PAGE, MS_SYNC));
    char *moved = mremap(far, 2 * PAGE, 4 * PAGE, MREMAP_MAYMOVE);
    moved[3 * PAGE] = 'm';
    SHOW(pread(fd, page, 1, 43 * PAGE));
    SHOW(page[0]);
    SHOW(munmap(one, PAGE));
    SHOW(mprotect(two, PAGE, PROT_READ | PROT_WRITE));
    two[0] = 'q';
    SHOW(pread(fd, page, 1, PAGE));
    SHOW(page[0]);
    struct stat now;
    SHOW(fstat(fd, &now));
    SHOW(now.st_size);
}

int main(void) {
    signal(SIGBUS, caught);
    signal(SIGSEGV, caught);
    setvbuf(stdout, NULL, _IONBF, 0);
    char name[] = "/dev/shm/shared-XXXXXX"; // a tmpfs natively, too
    int fd = mkstemp(name);
    file(fd);
    int readable = open(name, O_RDONLY);
    SHOW(unlink(name));
    map(PAGE, PROT_READ | PROT_WRITE, MAP_SHARED, readable, 0);
    char *still = map(PAGE, PROT_READ, MAP_SHARED, readable, 2 * PAGE);
    SHOW(close(fd));
    SHOW(close(readable));
    touch("nameless", still, 0);
    SHOW(mprotect(still, PAGE, PROT_READ | PROT_WRITE));
    int memory = memfd_create("m", MFD_ALLOW_SEALING);
    SHOW(ftruncate(memory, PAGE));
    char *shared = map(PAGE, PROT_READ | PROT_WRITE, MAP_SHARED, memory, 0);
    shared[0] = 's';
    SHOW(fcntl(memory, F_ADD_SEALS, F_SEAL_WRITE));
    SHOW(fcntl(memory, F_ADD_SEALS, F_SEAL_SHRINK));
    SHOW(ftruncate(memory, 0));
    SHOW(munmap(shared, PAGE));
    SHOW(fcntl(memory, F_ADD_SEALS, F_SEAL_WRITE));
    map(PAGE, PROT_READ | PROT_WRITE, MAP_SHARED, memory, 0);
    char *sealed = map(PAGE, PROT_READ, MAP_SHARED, memory, 0);
    SHOW(sealed[0]);
    SHOW(mprotect(sealed, PAGE, PROT_READ | PROT_WRITE));
    return 7;
}
