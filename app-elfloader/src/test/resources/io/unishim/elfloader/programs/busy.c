/* Files that are executed, and files that are open for writing: man 2 execve and man 2 open on ETXTBSY. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

static void told(const char *what, long result) {
    printf("%s %s\n", what, result < 0 ? strerrorname_np(errno) : "well");
    fflush(stdout);
}

static int opened(const char *what, const char *path, int flags) {
    int fd = open(path, flags, 0755);
    told(what, fd);
    if (fd >= 0) close(fd);
    return fd;
}

static void copy(const char *from, const char *to) {
    char bytes[65536];
    int in = open(from, O_RDONLY), out = open(to, O_WRONLY | O_CREAT | O_TRUNC, 0755);
    for (ssize_t n; (n = read(in, bytes, sizeof bytes)) > 0;) write(out, bytes, n);
    close(in);
    close(out);
}

/* @return what came of executing it: 0, or the errno */
static int executed(const char *path, int fd) {
    pid_t child = fork();
    if (child == 0) {
        char *args[] = {(char *)path, "end", NULL}, *none[] = {NULL};
        if (fd >= 0) syscall(SYS_execveat, fd, "", args, none, AT_EMPTY_PATH);
        else execve(path, args, none);
        _exit(errno);
    }
    int status;
    waitpid(child, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 1000 + status;
}

static void ran(const char *what, int status) {
    printf("%s %s\n", what, status == 0 ? "well" : status < 1000 ? strerrorname_np(status) : "killed");
    fflush(stdout);
}

static int go[2], ready[2];

/* Starts it with a word; returns when it is there. */
static pid_t started(const char *path, const char *how) {
    pipe(go);
    pipe(ready);
    pid_t child = fork();
    if (child == 0) {
        dup2(go[0], 0);
        dup2(ready[1], 1);
        close(go[0]);
        close(go[1]);
        close(ready[0]);
        close(ready[1]);
        execl(path, path, how, NULL);
        _exit(100);
    }
    char c;
    close(go[0]);
    close(ready[1]);
    read(ready[0], &c, 1);
    return child;
}

static void ended(pid_t child) {
    char c;
    close(go[1]);
    while (read(ready[0], &c, 1) > 0) {} /* until everybody who has it is gone */
    close(ready[0]);
    waitpid(child, NULL, 0);
}

static void wait_for_end(void) {
    char c;
    write(1, "r", 1);
    read(0, &c, 1);
}

static void writers(const char *path) {
    opened("write", path, O_WRONLY);
    opened("read and write", path, O_RDWR);
    opened("append", path, O_WRONLY | O_APPEND);
    opened("create", path, O_WRONLY | O_CREAT);
    opened("create anew", path, O_WRONLY | O_CREAT | O_EXCL);
    opened("empty", path, O_RDONLY | O_TRUNC);
    opened("both and empty", path, O_RDWR | O_TRUNC);
    opened("read", path, O_RDONLY);
    opened("path", path, O_PATH | O_WRONLY);
    told("truncate", truncate(path, 100000));
    told("truncate nothing", truncate(path, -1));
}

int main(int argc, char **argv) {
    if (argc > 1 && !strcmp(argv[1], "end")) return 0;
    if (argc > 1 && !strcmp(argv[1], "wait")) return wait_for_end(), 0;
    if (argc > 1 && !strcmp(argv[1], "fork")) {
        if (fork() == 0) wait_for_end();
        return 0;
    }
    if (argc > 1 && !strcmp(argv[1], "exec")) {
        execl(argv[2] ? argv[2] : "./other", "other", "wait", NULL);
        return 100;
    }
    opened("itself", "/proc/self/exe", O_WRONLY);
    copy("/proc/self/exe", "copy");
    copy("/proc/self/exe", "other");

    int fd = open("copy", O_WRONLY);
    ran("open for writing", executed("./copy", -1));
    int reader = open("copy", O_RDONLY);
    ran("by a descriptor that reads", executed("", reader));
    int again = dup(fd);
    close(fd);
    ran("a duplicate is open", executed("./copy", -1));
    void *page = mmap(NULL, 4096, PROT_READ, MAP_SHARED, again, 0);
    if (page == MAP_FAILED) page = NULL;
    close(again);
    ran("nobody writes", executed("./copy", -1));
    ran("by a descriptor again", executed("", reader));
    close(reader);
    fd = open("copy", O_RDWR);
    ran("by a descriptor that writes", executed("", fd));
    page = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    close(fd);
    ran("mapped to be written", executed("./copy", -1));
    munmap(page, 4096);
    ran("no longer mapped", executed("./copy", -1));
    fd = open("copy", O_RDONLY);
    page = mmap(NULL, 4096, PROT_READ | PROT_EXEC, MAP_PRIVATE, fd, 0);
    close(fd);
    opened("mapped to be executed, as a library", "copy", O_RDWR);
    munmap(page, 4096);

    pid_t child = started("./copy", "wait");
    writers("copy");
    told("rename", rename("copy", "moved"));
    opened("moved", "moved", O_WRONLY);
    told("chmod", chmod("moved", 0700));
    link("moved", "linked");
    opened("linked", "linked", O_WRONLY);
    unlink("linked");
    ran("twice", executed("./moved", -1));
    opened("still", "moved", O_WRONLY);
    ended(child);
    opened("ended", "moved", O_WRONLY);
    rename("moved", "copy");

    child = started("./copy", "fork");
    opened("a child has it", "copy", O_WRONLY);
    ended(child);
    opened("the child ended", "copy", O_WRONLY);

    child = started("./copy", "exec");
    opened("left by exec", "copy", O_WRONLY);
    opened("what it executes now", "other", O_WRONLY);
    ended(child);
    opened("ended as well", "other", O_WRONLY);

    fd = open("script", O_WRONLY | O_CREAT | O_TRUNC, 0755);
    write(fd, "#!./copy end\n", 13);
    ran("a script open for writing", executed("./script", -1));
    close(fd);
    ran("a script", executed("./script", -1));
    fd = open("script", O_WRONLY | O_TRUNC);
    write(fd, "#!./copy wait\n", 14);
    close(fd);
    child = started("./script", "x");
    opened("a script that runs", "script", O_WRONLY);
    opened("its interpreter", "copy", O_WRONLY);
    ended(child);
    fd = open("copy", O_WRONLY);
    ran("an interpreter open for writing", executed("./script", -1));
    close(fd);

    fd = open(".", O_TMPFILE | O_RDWR, 0755);
    linkat(fd, "", AT_FDCWD, "late", AT_EMPTY_PATH);
    char path[64];
    snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
    linkat(AT_FDCWD, path, AT_FDCWD, "late", AT_SYMLINK_FOLLOW);
    copy("copy", path);
    ran("a file that got its name late", executed("./late", -1));
    close(fd);
    ran("and is closed", executed("./late", -1));
    fd = memfd_create("memory", 0);
    snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
    copy("copy", path);
    ran("a file in memory", executed("", fd));
    close(fd);
    unlink("copy");
    unlink("other");
    unlink("script");
    unlink("late");
    return 0;
}
