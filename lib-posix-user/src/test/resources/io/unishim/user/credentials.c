// Runs scenarios of calls that change credentials, each in a child of its own, and prints what each call did.
// A line is a call and its arguments; an empty line ends a scenario.
#define _GNU_SOURCE
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <linux/capability.h>

static long call(const char *name, long *a) {
    if (!strcmp(name, "setuid")) return syscall(SYS_setuid, a[0]);
    if (!strcmp(name, "setreuid")) return syscall(SYS_setreuid, a[0], a[1]);
    if (!strcmp(name, "setresuid")) return syscall(SYS_setresuid, a[0], a[1], a[2]);
    if (!strcmp(name, "setfsuid")) return syscall(SYS_setfsuid, a[0]);
    if (!strcmp(name, "setgid")) return syscall(SYS_setgid, a[0]);
    if (!strcmp(name, "setregid")) return syscall(SYS_setregid, a[0], a[1]);
    if (!strcmp(name, "setresgid")) return syscall(SYS_setresgid, a[0], a[1], a[2]);
    if (!strcmp(name, "setfsgid")) return syscall(SYS_setfsgid, a[0]);
    if (!strcmp(name, "setgroups")) {
        int list[3] = {a[1], a[2], a[3]};
        return syscall(SYS_setgroups, a[0], list);
    }
    if (!strcmp(name, "getgroups")) {
        int list[8];
        return syscall(SYS_getgroups, a[0], list);
    }
    if (!strcmp(name, "capset")) {
        struct __user_cap_header_struct h = {_LINUX_CAPABILITY_VERSION_3, a[3]};
        struct __user_cap_data_struct d[2] = {{a[0], a[1], a[2]}, {a[0] >> 32, a[1] >> 32, a[2] >> 32}};
        return syscall(SYS_capset, &h, d);
    }
    if (!strcmp(name, "capget")) {
        struct __user_cap_header_struct h = {a[0], a[1]};
        struct __user_cap_data_struct d[2];
        long result = syscall(SYS_capget, &h, a[2] ? d : NULL);
        int e = errno;
        printf("version %x ", h.version);
        errno = e;
        return result;
    }
    if (!strcmp(name, "securebits")) return prctl(PR_SET_SECUREBITS, a[0]);
    abort();
}

static void state(void) {
    unsigned r, e, s, list[8];
    syscall(SYS_getresuid, &r, &e, &s);
    printf(" uid %u %u %u %u", r, e, s, (unsigned) syscall(SYS_setfsuid, -1));
    syscall(SYS_getresgid, &r, &e, &s);
    printf(" gid %u %u %u %u", r, e, s, (unsigned) syscall(SYS_setfsgid, -1));
    printf(" groups");
    int n = syscall(SYS_getgroups, 8, list);
    for (int i = 0; i < n; i++) printf(" %u", list[i]);
    struct __user_cap_header_struct h = {_LINUX_CAPABILITY_VERSION_3, 0};
    struct __user_cap_data_struct d[2];
    syscall(SYS_capget, &h, d);
    printf(" caps %x.%x %x.%x %x.%x\n", d[1].effective, d[0].effective, d[1].permitted, d[0].permitted,
           d[1].inheritable, d[0].inheritable);
}

static void scenario(char *line) {
    for (char *next; line && *line; line = next) {
        next = strchr(line, '\n');
        if (next) *next++ = 0;
        char name[32];
        long a[4] = {0};
        sscanf(line, "%31s %ld %ld %ld %ld", name, a, a + 1, a + 2, a + 3);
        printf("%s:", line);
        long result = call(name, a);
        printf(" %ld", result == -1 && errno ? -(long) errno : result);
        state();
        errno = 0;
    }
}

int main(void) {
    size_t size = 0, room = 1 << 24;
    char *text = malloc(room + 1);
    for (size_t n; (n = fread(text + size, 1, room - size, stdin)) > 0;) size += n;
    text[size] = 0;
    for (char *each = text, *end; *each; each = end) {
        end = strstr(each, "\n\n");
        if (end) { end[1] = 0; end += 2; } else end = text + size;
        fflush(stdout);
        if (fork() == 0) {
            errno = 0;
            scenario(each);
            fflush(stdout);
            _exit(0);
        }
        int status;
        wait(&status);
        if (status) return 1;
    }
    return 0;
}
