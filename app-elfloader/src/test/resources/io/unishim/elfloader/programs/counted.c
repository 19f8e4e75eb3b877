/* What /proc/PID/io counts: bytes and calls, of the program, its threads and the children that it waited for. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/sendfile.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <unistd.h>

static char bytes[1 << 16];

struct counts { long rchar, wchar, syscr, syscw, readBytes, writeBytes, cancelled; };

static struct counts of(const char *path) {
    struct counts c;
    char text[512] = "";
    int fd = open(path, O_RDONLY);
    if (fd < 0 || read(fd, text, sizeof text - 1) <= 0)
        printf("%s: %s\n", path, strerror(errno));
    close(fd);
    sscanf(text, "rchar: %ld\nwchar: %ld\nsyscr: %ld\nsyscw: %ld\nread_bytes: %ld\nwrite_bytes: %ld\ncancelled_write_bytes: %ld",
           &c.rchar, &c.wchar, &c.syscr, &c.syscw, &c.readBytes, &c.writeBytes, &c.cancelled);
    return c;
}

static struct counts before;
static long looked;

/* The look itself reads a text whose length may differ: it is taken off. */
static void begin(void) {
    before = of("/proc/self/io");
    char text[512];
    looked = sprintf(text, "rchar: %ld\nwchar: %ld\nsyscr: %ld\nsyscw: %ld\nread_bytes: %ld\nwrite_bytes: %ld\ncancelled_write_bytes: %ld\n",
                     before.rchar, before.wchar, before.syscr, before.syscw, before.readBytes, before.writeBytes, before.cancelled);
}

static void end(const char *what) {
    struct counts now = of("/proc/self/io");
    printf("%s: rchar %ld, wchar %ld, syscr %ld, syscw %ld\n", what, now.rchar - before.rchar - looked,
           now.wchar - before.wchar, now.syscr - before.syscr - 1, now.syscw - before.syscw);
    fflush(stdout);
    begin();
}

static void *threads(void *file) {
    int fd = *(int *)file;
    pread(fd, bytes, 1000, 0);
    write(fd, bytes, 7);
    char path[64];
    sprintf(path, "/proc/self/task/%ld/io", syscall(SYS_gettid));
    struct counts own = of(path);
    printf("own: rchar %ld, wchar %ld, syscr %ld, syscw %ld\n", own.rchar, own.wchar, own.syscr, own.syscw);
    return 0;
}

int main(void) {
    static char out[1 << 16];
    setvbuf(stdout, out, _IOFBF, sizeof out);
    int fd = open("counted", O_CREAT | O_RDWR | O_TRUNC, 0600), other = open("copied", O_CREAT | O_RDWR | O_TRUNC, 0600);
    begin();
    write(fd, bytes, 5000);
    end("write");
    pread(fd, bytes, 100, 10);
    end("pread");
    lseek(fd, 4990, SEEK_SET);
    read(fd, bytes, 100);
    end("a short read");
    read(fd, bytes, 100);
    end("the end");
    struct iovec two[2] = {{bytes, 10}, {bytes + 10, 20}};
    pwritev(fd, two, 2, 0);
    preadv(fd, two, 2, 100);
    end("vectors");
    sendfile(other, fd, (off_t[]){0}, 300);
    end("sendfile");
    copy_file_range(fd, (off_t[]){0}, other, (off_t[]){0}, 400, 0);
    end("copy_file_range");
    int pipes[2], sockets[2];
    pipe2(pipes, O_NONBLOCK);
    socketpair(AF_UNIX, SOCK_STREAM, 0, sockets);
    read(pipes[0], bytes, 10);
    end("nothing there");
    write(pipes[1], bytes, 70000);
    end("a full pipe");
    read(pipes[0], bytes, 65536);
    end("a pipe");
    write(sockets[0], bytes, 11);
    read(sockets[1], bytes, 100);
    end("a socket");
    send(sockets[0], bytes, 12, 0);
    recv(sockets[1], bytes, 100, 0);
    end("messages");
    read(-1, bytes, 1);
    write(99, bytes, 1);
    end("no descriptor");
    read(open(".", O_DIRECTORY), bytes, 100);
    end("a directory");
    pthread_t thread;
    pthread_create(&thread, 0, threads, &fd);
    pthread_join(thread, 0);
    struct counts all = of("/proc/self/io");
    printf("threads: wchar %ld, syscw %ld\n", all.wchar - before.wchar, all.syscw - before.syscw);
    fflush(stdout);
    begin();
    if (fork() == 0) {
        pread(fd, bytes, 3000, 0);
        pwrite(other, bytes, 77, 0);
        _exit(0);
    }
    end("a child");
    wait(0);
    end("waited for");
    return 0;
}
