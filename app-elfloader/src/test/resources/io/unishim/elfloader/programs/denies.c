/* What a process gives up: PR_SET_MDWE, unshare(2), and protection keys that a machine may not have. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#ifndef PR_SET_MDWE
#define PR_SET_MDWE 65
#define PR_GET_MDWE 66
#endif
#define RW (PROT_READ | PROT_WRITE)
#define RX (PROT_READ | PROT_EXEC)

static void told(const char *what, long result) {
    if (result < 0) printf("%s %s\n", what, strerrorname_np(errno));
    else printf("%s %ld\n", what, result);
    fflush(stdout);
}

static char *mapped(const char *what, int protection) {
    char *at = mmap(NULL, 3 * 4096, protection, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    told(what, at == MAP_FAILED ? -1 : 1);
    return at;
}

static void in_child(const char *what, void (*does)(void)) {
    fflush(stdout);
    pid_t child = fork();
    if (child == 0) {
        does();
        fflush(stdout);
        _exit(0);
    }
    int status;
    waitpid(child, &status, 0);
    printf("%s %x\n", what, status);
    fflush(stdout);
}

static void mdwe_of_child(void) { told("inherited", prctl(PR_GET_MDWE, 0, 0, 0, 0)); }

static void mdwe(void) {
    told("get", prctl(PR_GET_MDWE, 0, 0, 0, 0));
    told("get 1", prctl(PR_GET_MDWE, 1, 0, 0, 0));
    told("get 0 1", prctl(PR_GET_MDWE, 0, 1, 0, 0));
    told("set 4", prctl(PR_SET_MDWE, 4, 0, 0, 0));
    told("set 2", prctl(PR_SET_MDWE, 2, 0, 0, 0));
    told("set 1 1", prctl(PR_SET_MDWE, 1, 1, 0, 0));
    told("set 1 0 0 1", prctl(PR_SET_MDWE, 1, 0, 0, 1));
    told("set 0", prctl(PR_SET_MDWE, 0, 0, 0, 0));
    char *before = mapped("rwx before", RW | PROT_EXEC), *written = mapped("rw before", RW);
    told("set 1", prctl(PR_SET_MDWE, 1, 0, 0, 0));
    told("get", prctl(PR_GET_MDWE, 0, 0, 0, 0));
    told("again", prctl(PR_SET_MDWE, 1, 0, 0, 0));
    told("less", prctl(PR_SET_MDWE, 0, 0, 0, 0));
    told("more", prctl(PR_SET_MDWE, 3, 0, 0, 0));
    mapped("rwx", RW | PROT_EXEC);
    mapped("wx", PROT_WRITE | PROT_EXEC);
    char *x = mapped("rx", RX);
    told("rx stays", mprotect(x, 4096, RX));
    told("x only", mprotect(x, 4096, PROT_EXEC));
    told("rx again", mprotect(x, 4096, RX));
    told("rwx of rx", mprotect(x, 4096, RW | PROT_EXEC));
    told("rw of rx", mprotect(x, 4096, RW));
    told("back", mprotect(x, 4096, RX));
    told("rx of both", mprotect(x, 3 * 4096, RX));
    told("rx of rw", mprotect(written, 4096, RX));
    told("rw of rwx", mprotect(before, 4096, RW));
    told("rwx of rwx", mprotect(before + 4096, 4096, RW | PROT_EXEC));
    told("rx of rwx", mprotect(before + 4096, 4096, RX));
    told("nothing", mprotect(written, 0, RX));
    told("unaligned", mprotect(written + 1, 4096, RX));
    in_child("child", mdwe_of_child);
    execl("/proc/self/exe", "denies", "executed", NULL);
}

static void not_inherited(void) {
    told("set 3", prctl(PR_SET_MDWE, 3, 0, 0, 0));
    told("get", prctl(PR_GET_MDWE, 0, 0, 0, 0));
    mapped("rwx", RW | PROT_EXEC);
    in_child("child", mdwe_of_child);
    execl("/proc/self/exe", "denies", "executed", NULL);
}

static void keys(void) {
    char *at = mapped("memory", RW);
    told("rights", syscall(SYS_pkey_alloc, 0, 8));
    told("flags", syscall(SYS_pkey_alloc, 1, 0));
    told("free", syscall(SYS_pkey_free, 3));
    told("free -1", syscall(SYS_pkey_free, -1));
    told("no key", syscall(SYS_pkey_mprotect, at, 4096, PROT_READ, -1));
    told("bad key", syscall(SYS_pkey_mprotect, at, 4096, PROT_READ, 99));
}

static int fd;
static void *waits(void *unused) { pause(); return NULL; }

static void unshares(void) {
    char here[200], c;
    int back[2], go[2];
    told("nothing", unshare(0));
    told("fs", unshare(CLONE_FS));
    told("files", unshare(CLONE_FILES));
    told("semaphores", unshare(CLONE_SYSVSEM));
    told("all", unshare(CLONE_FS | CLONE_FILES | CLONE_SYSVSEM));
    told("vm", unshare(CLONE_VM));
    told("thread", unshare(CLONE_THREAD | CLONE_SIGHAND | CLONE_VM));
    told("unknown", unshare(1));
    told("parent", unshare(CLONE_PARENT));
    pipe(back);
    pipe(go);
    fd = open("/dev/null", O_RDONLY);
    fflush(stdout);
    pid_t child = syscall(SYS_clone, CLONE_FILES | CLONE_FS | SIGCHLD, 0, 0, 0, 0);
    if (child == 0) {
        chdir("/usr");
        close(fd);
        write(back[1], "1", 1);
        read(go[0], &c, 1);
        int result = unshare(CLONE_FILES | CLONE_FS);
        chdir("/etc");
        close(back[0]);
        umask(0123);
        write(back[1], result == 0 ? "2" : "x", 1);
        _exit(0);
    }
    read(back[0], &c, 1);
    told("closed there", fcntl(fd, F_GETFD));
    printf("at %s\n", getcwd(here, sizeof here));
    write(go[1], "g", 1);
    read(back[0], &c, 1);
    printf("unshared %c\n", c);
    waitpid(child, NULL, 0);
    told("still open", fcntl(back[0], F_GETFD));
    printf("at %s, umask %o\n", getcwd(here, sizeof here), umask(022));
    pthread_t other;
    pthread_create(&other, NULL, waits, NULL);
    told("vm of two", unshare(CLONE_VM));
    told("sighand of two", unshare(CLONE_SIGHAND));
    told("thread of two", unshare(CLONE_THREAD));
    told("semaphores of two", unshare(CLONE_SYSVSEM));
    if (setresuid(65534, 65534, 65534) == 0 || geteuid() != 0) told("mounts", unshare(CLONE_NEWNS));
}

int main(int argc, char **argv) {
    if (argc > 1) {
        told("executed", prctl(PR_GET_MDWE, 0, 0, 0, 0));
        return 0;
    }
    in_child("mdwe", mdwe);
    in_child("not inherited", not_inherited);
    in_child("keys", keys);
    in_child("unshare", unshares);
    return 0;
}
