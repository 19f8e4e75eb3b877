/* set_mempolicy(2), get_mempolicy(2), mbind(2), migrate_pages(2), move_pages(2) on a machine of one node: results and errno. */
#define _GNU_SOURCE
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#define PAGE 4096L
#define N(call) do { errno = 0; long n_ = (long)(call); printf("%d: %ld %s\n", __LINE__, n_, n_ == -1 ? strerror(errno) : ""); fflush(stdout); } while (0)
#define SYS_set_mempolicy_home_node 450

static unsigned long mask[32];

static void told(long address, long flags) {
    int mode = 77;
    mask[0] = 0x5555;
    errno = 0;
    long r = syscall(SYS_get_mempolicy, &mode, mask, 1024L, address, flags);
    printf("  told %ld %x %lx %s\n", r, mode, mask[0], r == -1 ? strerror(errno) : "");
}

/* Every mode with every flag and some sets of nodes, for the thread and for pages. */
static void modes(char *pages) {
    static const int flags[] = {0, 1 << 15, 1 << 14, 1 << 13, 3 << 14, 1 << 12, 5 << 13, 1 << 20};
    for (int mode = -1; mode < 8; mode++)
        for (int f = 0; f < 8; f++)
            for (int set = 0; set < 5; set++) {
                memset(mask, 0, sizeof mask);
                mask[0] = set & 3;
                long r = syscall(SYS_set_mempolicy, mode | flags[f], set == 4 ? 0 : mask, set == 4 ? 0 : 64L);
                printf("mode %d %x %d: %ld\n", mode, flags[f], set, r);
                told(0, 0);
                syscall(SYS_set_mempolicy, 0, 0L, 0L);
                mask[0] = set & 3;
                r = syscall(SYS_mbind, pages, 2 * PAGE, mode | flags[f], set == 4 ? 0 : mask, set == 4 ? 0 : 64L, 0);
                printf("bind %d %x %d: %ld\n", mode, flags[f], set, r);
                told((long) pages + 100, 2);
                syscall(SYS_mbind, pages, 2 * PAGE, 0, 0L, 0L, 0);
            }
}

static void sets(void) {
    static const long bits[] = {0, 1, 2, 3, 65, 1024, 40000, -1};
    memset(mask, 0, sizeof mask);
    mask[0] = 1;
    for (int i = 0; i < 8; i++) N(syscall(SYS_set_mempolicy, 2, mask, bits[i]));
    N(syscall(SYS_set_mempolicy, 2, 8L, 64L));
    N(syscall(SYS_set_mempolicy, 0, 8L, 64L));
    mask[20] = 1;
    N(syscall(SYS_set_mempolicy, 2, mask, 64L * 22));
    mask[20] = 0;
    mask[0] = 3;
    N(syscall(SYS_set_mempolicy, 3, mask, 3L));
    for (long flags = 0; flags < 9; flags++) {
        told(0, flags);
        told((long) mask, flags);
        told(PAGE, flags);
    }
    N(syscall(SYS_get_mempolicy, 8L, 0L, 0L, 0L, 0L));
    N(syscall(SYS_get_mempolicy, 0L, 8L, 1024L, 0L, 0L));
    N(syscall(SYS_get_mempolicy, 0L, mask, 0L, 0L, 0L));
    N(syscall(SYS_get_mempolicy, 0L, 0L, 0L, 0L, 0L));
    fflush(stdout);
    if (fork() == 0) {
        told(0, 0);
        fflush(stdout);
        _exit(0);
    }
    wait(0);
    N(syscall(SYS_set_mempolicy, 0, 0L, 0L));
}

static void ranges(char *pages, char *hole) {
    mask[0] = 1;
    for (int flags = 0; flags < 16; flags++) N(syscall(SYS_mbind, pages, 2 * PAGE, 2, mask, 64L, flags));
    N(syscall(SYS_mbind, pages + 1, PAGE, 2, mask, 64L, 0));
    N(syscall(SYS_mbind, pages, 0L, 2, mask, 64L, 0));
    N(syscall(SYS_mbind, PAGE, PAGE, 2, mask, 64L, 0));
    N(syscall(SYS_mbind, pages, -1L, 2, mask, 64L, 0));
    N(syscall(SYS_mbind, -PAGE, PAGE, 2, mask, 64L, 0));
    N(syscall(SYS_mbind, pages, PAGE, 0, mask, 64L, 0));
    N(syscall(SYS_mbind, hole, 4 * PAGE, 2, mask, 64L, 0));
    N(syscall(SYS_mbind, hole, 4 * PAGE, 0, 0L, 0L, 0));
    for (int mode = 0; mode < 7; mode++) {
        N(syscall(SYS_mbind, pages, PAGE, mode, mode == 0 || mode == 4 ? 0L : (long) mask, 64L, 0));
        N(syscall(SYS_set_mempolicy_home_node, pages, PAGE, 0L, 0L));
    }
    N(syscall(SYS_set_mempolicy_home_node, pages, PAGE, 0L, 1L));
    N(syscall(SYS_set_mempolicy_home_node, pages + 1, PAGE, 0L, 0L));
    N(syscall(SYS_set_mempolicy_home_node, pages, 0L, 0L, 0L));
    N(syscall(SYS_set_mempolicy_home_node, pages, PAGE, 1L, 0L));
    N(syscall(SYS_set_mempolicy_home_node, PAGE, PAGE, 0L, 0L));
    /* A policy is that of a mapping: it goes along, and away, with it. */
    N(syscall(SYS_mbind, pages + PAGE, PAGE, 2, mask, 64L, 0));
    char *moved = mremap(pages, 2 * PAGE, 2 * PAGE, MREMAP_MAYMOVE | MREMAP_FIXED, hole + 8 * PAGE);
    if (moved == MAP_FAILED) {
        mremap(pages, PAGE, PAGE, MREMAP_MAYMOVE | MREMAP_FIXED, hole + 8 * PAGE);
        moved = mremap(pages + PAGE, PAGE, PAGE, MREMAP_MAYMOVE | MREMAP_FIXED, hole + 9 * PAGE);
        moved -= PAGE;
    }
    told((long) moved + PAGE, 2);
    munmap(moved, 2 * PAGE);
    told((long) moved + PAGE, 2);
    mmap(moved, 2 * PAGE, 3, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0);
    told((long) moved + PAGE, 2);
}

static void moves(char *pages, char *hole) {
    unsigned long to[32] = {1};
    mask[0] = 1;
    N(syscall(SYS_migrate_pages, 0, 64L, mask, to));
    N(syscall(SYS_migrate_pages, getpid(), 64L, mask, to));
    N(syscall(SYS_migrate_pages, 9999999, 64L, mask, to));
    N(syscall(SYS_migrate_pages, 0, 0L, mask, to));
    N(syscall(SYS_migrate_pages, 0, 64L, 8L, to));
    N(syscall(SYS_migrate_pages, 0, 64L, mask, 8L));
    N(syscall(SYS_migrate_pages, 0, 40000L, mask, to));
    to[0] = 0;
    N(syscall(SYS_migrate_pages, 0, 64L, mask, to));
    to[0] = 3;
    N(syscall(SYS_migrate_pages, 0, 64L, mask, to));
    pages[0] = pages[PAGE] = 1;
    void *where[] = {pages, pages + PAGE + 100, pages + 2 * PAGE, (void *) PAGE, hole + 2 * PAGE};
    int node[] = {0, 0, 0, 0, 0}, status[5];
    for (int flags = 0; flags < 9; flags++)
        for (int to_node = -1; to_node < 2; to_node++) {
            node[0] = to_node;
            memset(status, 0x55, sizeof status);
            errno = 0;
            long r = syscall(SYS_move_pages, 0, 5L, where, node, status, flags);
            printf("move %x to %d: %ld %s", flags, to_node, r, r == -1 ? strerror(errno) : "");
            for (int i = 0; i < 5; i++) printf(" %d", status[i]);
            puts("");
        }
    N(syscall(SYS_move_pages, getpid(), 2L, where, 0L, status, 2));
    printf("%d %d\n", status[0], status[1]);
    N(syscall(SYS_move_pages, 9999999, 1L, where, 0L, status, 0));
    N(syscall(SYS_move_pages, 0, 1L, 8L, 0L, status, 0));
    N(syscall(SYS_move_pages, 0, 1L, where, 8L, status, 2));
    N(syscall(SYS_move_pages, 0, 1L, where, 0L, 8L, 2));
    N(syscall(SYS_move_pages, 0, 0L, 0L, 0L, 0L, 2));
}

int main(int argc, char **argv) {
    char *pages = mmap(0, 4 * PAGE, 3, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    char *hole = mmap(0, 16 * PAGE, 3, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    munmap(hole + 2 * PAGE, 14 * PAGE);
    mask[0] = 3;
    /* One node, and a kernel that knows of more: else there is nothing to compare with. */
    int one = syscall(SYS_set_mempolicy, 6, mask, 64L) == 0;
    syscall(SYS_get_mempolicy, 0L, mask, 1024L, 0L, 4L);
    syscall(SYS_set_mempolicy, 0, 0L, 0L);
    if (argc > 1) return one && mask[0] == 1 ? 0 : 77;
    modes(pages);
    sets();
    ranges(pages, hole);
    pages = mmap(0, 4 * PAGE, 3, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    moves(pages, hole);
    return 6;
}
