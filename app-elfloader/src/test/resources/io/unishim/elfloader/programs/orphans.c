// Files without a name: reached through /proc by a descriptor of O_PATH, and by who executes them.
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static long say(const char *what, long result) {
    printf("%s: %s\n", what, result < 0 ? strerror(errno) : "fine");
    return result;
}

static const char *name(int fd) {
    static char text[40];
    sprintf(text, "/proc/self/fd/%d", fd);
    return text;
}

static void paths(void) {
    char content[8] = "";
    struct stat about;
    int file = open("orphan", O_RDWR | O_CREAT, 0755);
    if (write(file, "abc", 3) != 3) return;
    close(file);
    int path = open("orphan", O_PATH);
    unlink("orphan");
    int again = say("by its path", open(name(path), O_RDWR));
    say("read", read(again, content, 3));
    fstat(again, &about);
    printf("%s, %d bytes, %d names\n", content, (int) about.st_size, (int) about.st_nlink);
    close(again);
    say("truncate", truncate(name(path), 1));
    say("chmod", chmod(name(path), 0700));
    say("once more", again = open(name(path), O_RDONLY));
    printf("%ld byte\n", (long) read(again, content, 8));
    close(again);
    say("if it is new", open(name(path), O_RDONLY | O_CREAT | O_EXCL, 0600));
    char *arguments[] = {"orphan", NULL};
    say("execute", execveat(path, "", arguments, arguments, AT_EMPTY_PATH));
    close(path);
    say("closed", open(name(path), O_RDONLY));
    mkdir("orphan", 0755);
    path = open("orphan", O_PATH);
    rmdir("orphan");
    say("directory", again = open(name(path), O_RDONLY | O_DIRECTORY));
    say("a file in it", openat(path, "file", O_RDWR | O_CREAT, 0600));
    close(again), close(path);
}

// Runs a copy of this program, which removes itself.
static void executed(void) {
    struct stat about;
    int from = open("/proc/self/exe", O_RDONLY), to = open("copy", O_WRONLY | O_CREAT | O_TRUNC, 0755);
    fstat(from, &about);
    for (off_t done = 0; done < about.st_size;)
        if (sendfile(to, from, &done, about.st_size - done) <= 0) return;
    close(from), close(to);
    char *arguments[] = {"./copy", "first", NULL};
    fflush(stdout);
    if (fork() == 0) {
        execv("copy", arguments);
        _exit(1);
    }
    int status;
    wait(&status);
    printf("ended %x\n", status);
}

static void removed(int first) {
    char text[4096];
    struct stat about;
    if (first) {
        say("rename", rename("copy", "other"));
        ssize_t length = readlink("/proc/self/exe", text, sizeof text);
        printf("is %.*s\n", length < 5 ? 0 : 5, text + length - 5);
        say("remove", unlink("other"));
    }
    ssize_t length = readlink("/proc/self/exe", text, sizeof text);
    printf("is %.*s\n", length < 15 ? 0 : 15, text + length - 15);
    int file = say("open", open("/proc/self/exe", O_RDONLY));
    fstat(file, &about);
    printf("%d names, begins with %.3s\n", (int) about.st_nlink, read(file, text, 4) == 4 ? text + 1 : "nothing");
    int path = say("name", open("/proc/self/exe", O_PATH));
    say("by its name", open(name(path), O_RDONLY));
    say("write", open("/proc/self/exe", O_WRONLY));
    fflush(stdout);
    char *arguments[] = {"again", "second", NULL};
    if (first) say("execute", execv("/proc/self/exe", arguments));
}

int main(int count, char **arguments) {
    if (count > 1) {
        removed(strcmp(arguments[1], "first") == 0);
        return 4;
    }
    paths();
    executed();
    return 3;
}
