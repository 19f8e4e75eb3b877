/* Mappings of /dev/zero, and pages of mappings in another order (remap_file_pages(2)): a line is a call or what is seen. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define PAGE 4096L
#define RW (PROT_READ | PROT_WRITE)
#define N(call) do { errno = 0; long n_ = (long)(call); printf("%d: %ld %s\n", __LINE__, n_, n_ == -1 ? strerror(errno) : ""); } while (0)
#define M(call) do { errno = 0; void *n_ = (call); printf("%d: %s\n", __LINE__, n_ == MAP_FAILED ? strerror(errno) : "mapped"); } while (0)

static void shows(const char *label, char *at, int pages) {
    printf("%s:", label);
    for (int i = 0; i < pages; i++)
        printf(" %d", at[i * PAGE]);
    puts("");
}

static void named(const char *label, void *at) {
    char line[512], name[256] = "";
    FILE *maps = fopen("/proc/self/maps", "r");
    while (fgets(line, sizeof line, maps)) {
        unsigned long start, end, offset, inode;
        char protection[5];
        if (sscanf(line, "%lx-%lx %4s %lx %*x:%*x %lu %255[^\n]", &start, &end, protection, &offset, &inode, name) >= 5
            && start <= (uintptr_t)at && (uintptr_t)at < end) {
            printf("%s: %s %lx %s\n", label, protection, offset, name);
            break;
        }
        *name = 0;
    }
    fclose(maps);
}

static void device(void) {
    int zero = open("/dev/zero", O_RDWR), readOnly = open("/dev/zero", O_RDONLY), writeOnly = open("/dev/zero", O_WRONLY);
    M(mmap(0, PAGE, PROT_READ, MAP_SHARED, writeOnly, 0));
    M(mmap(0, PAGE, PROT_READ, MAP_PRIVATE, writeOnly, 0));
    M(mmap(0, PAGE, RW, MAP_SHARED, readOnly, 0));
    M(mmap(0, PAGE, PROT_READ, MAP_SHARED, readOnly, 0));
    M(mmap(0, PAGE, RW, MAP_PRIVATE, readOnly, 0));
    M(mmap(0, PAGE, RW, MAP_SHARED, zero, 5));
    M(mmap(0, 0, RW, MAP_SHARED, zero, 0));
    M(mmap(0, PAGE, RW, MAP_SHARED_VALIDATE, zero, 0));
    M(mmap(0, PAGE, RW, MAP_SHARED, open("/dev/null", O_RDWR), 0));
    M(mmap(0, PAGE, RW, MAP_PRIVATE, open("/dev/full", O_RDWR), 0));
    M(mmap(0, PAGE, RW, MAP_PRIVATE, open("/dev/urandom", O_RDWR), 0));
    char *shared = mmap(0, 4 * PAGE, RW, MAP_SHARED, zero, 0);
    char *other = mmap(0, 4 * PAGE, RW, MAP_SHARED, zero, 0);
    char *own = mmap(0, 4 * PAGE, RW, MAP_PRIVATE, zero, 2 * PAGE);
    named("shared", shared);
    named("private", own);
    shows("zeros", shared, 4);
    shared[0] = 1;
    own[0] = 2;
    own[PAGE] = 3;
    shows("an object of its own", other, 4);
    pid_t child = fork();
    if (child == 0) {
        shows("of the parent, shared", shared, 4);
        shows("of the parent, private", own, 4);
        shared[2 * PAGE] = 4;
        own[2 * PAGE] = 5;
        N(msync(shared, 4 * PAGE, MS_SYNC));
        named("the child's", shared);
        fflush(stdout);
        _exit(0);
    }
    waitpid(child, 0, 0);
    shows("of the child, shared", shared, 4);
    shows("of the child, private", own, 4);
    N(madvise(own, PAGE, MADV_DONTNEED));
    shows("dropped", own, 4);
    N(madvise(own, PAGE, MADV_WIPEONFORK));
    N(madvise(own, PAGE, MADV_REMOVE));
    N(mprotect(own + PAGE, PAGE, PROT_READ));
    named("split", own + PAGE);
    own = mremap(own + 2 * PAGE, 2 * PAGE, 5 * PAGE, MREMAP_MAYMOVE);
    own[4 * PAGE] = 6;
    shows("moved and grown", own, 5);
    named("moved and grown", own);
    close(zero);
    own[3 * PAGE] = 7;
    shows("closed", own, 5);
    N(munmap(own, 5 * PAGE));
    char *large = mmap(0, 1L << 30, RW, MAP_PRIVATE | MAP_NORESERVE, readOnly, 0);
    large[(1L << 30) - PAGE] = 8;
    printf("large: %d %d\n", large[0], large[(1L << 30) - PAGE]);
    N(munmap(large, 1L << 30));
    N(write(writeOnly, "x", 1));
}

static char *numbered(int fd, int pages) {
    char *at = mmap(0, pages * PAGE, RW, fd < 0 ? MAP_SHARED | MAP_ANONYMOUS : MAP_SHARED, fd, 0);
    for (int i = 0; i < pages; i++)
        at[i * PAGE] = i + 1;
    return at;
}

static void order(const char *label, char *at) {
    shows(label, at, 6);
    N(remap_file_pages(at, PAGE, 0, 3, 0));
    shows("first shows fourth", at, 6);
    N(remap_file_pages(at + 3 * PAGE, PAGE, 0, 0, 0));
    shows("swapped", at, 6);
    N(remap_file_pages(at + 4 * PAGE, 2 * PAGE, 0, 1, MAP_NONBLOCK));
    shows("two", at, 6);
    at[4 * PAGE] = 42;
    shows("one page twice", at, 6);
    N(remap_file_pages(at + 2 * PAGE, 3 * PAGE, 0, 0, 0));
    shows("over what was remapped", at, 6);
    N(remap_file_pages(at, 6 * PAGE, 0, 0, 0));
    shows("in order", at, 6);
    N(remap_file_pages(at, 7 * PAGE, 0, 0, 0));
    N(mprotect(at + PAGE, PAGE, PROT_READ));
    N(remap_file_pages(at, 2 * PAGE, 0, 0, 0));
    N(remap_file_pages(at + PAGE, PAGE, 0, 5, 0));
    N(mprotect(at + PAGE, PAGE, RW));
    at[PAGE] = 43;
    shows("written", at, 6);
    pid_t child = fork();
    if (child == 0) {
        shows("in the child", at, 6);
        N(remap_file_pages(at, PAGE, 0, 4, 0));
        at[0] = 44;
        shows("by the child", at, 6);
        fflush(stdout);
        _exit(0);
    }
    waitpid(child, 0, 0);
    shows("after the child", at, 6);
    N(munmap(at + PAGE, PAGE));
    N(remap_file_pages(at, 3 * PAGE, 0, 0, 0));
    N(remap_file_pages(at + PAGE, PAGE, 0, 0, 0));
    N(munmap(at, 6 * PAGE));
}

int main(int argc, char **argv) {
    setvbuf(stdout, 0, _IOLBF, 0);
    device();
    int secret = memfd_create("pages", 0);
    ftruncate(secret, 6 * PAGE);
    order("a memfd", numbered(secret, 6));
    int file = open("pages", O_CREAT | O_RDWR | O_TRUNC, 0600);
    ftruncate(file, 6 * PAGE);
    order("a file", numbered(file, 6));
    order("zeros", numbered(-1, 6));
    order("a device", numbered(open("/dev/zero", O_RDWR), 6));
    return 0;
}
