/* Makes the system calls that its input lists, in an empty tmpfs that is its root, and prints what each gave. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/vfs.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <unistd.h>

#define MOST 16
static long vars[64];
static unsigned char named[16][256];

struct arg {
    char kind;
    long value;
    long size;
    char *text;
};

static int by_text(const void *a, const void *b) { return strcmp(*(char **)a, *(char **)b); }

static void show_bytes(const unsigned char *p, long n) {
    putchar(' ');
    putchar('"');
    for (long i = 0; i < n && i < 200; i++) {
        if (p[i] > 32 && p[i] < 127) putchar(p[i]);
        else printf("\\%02x", p[i]);
    }
    putchar('"');
}

static void show_text(const char *p, long n) {
    putchar(' ');
    for (long i = 0; i < n; i++) putchar(p[i] == '\n' ? '|' : p[i]);
}

static void show_dirents(const char *p, long n) {
    char *names[1000];
    int count = 0;
    for (long at = 0; at < n && count < 1000;) {
        unsigned short reclen = *(unsigned short *)(p + at + 16);
        char *line = malloc(300);
        snprintf(line, 300, "%s:%d", p + at + 19, p[at + 18]);
        names[count++] = line;
        at += reclen;
    }
    qsort(names, count, sizeof *names, by_text);
    for (int i = 0; i < count; i++) printf(" %s", names[i]);
}

#define UNIQUE_ID 0x4000

static unsigned long mount_id(const char *path) {
    long stx[32] = {0};
    return syscall(SYS_statx, AT_FDCWD, path, 0, UNIQUE_ID, stx) ? 0 : stx[18];
}

static void show_string(const char *name, const unsigned *sm, unsigned at, unsigned count) {
    printf(" %s=", name);
    for (const char *p = (char *)sm + 512 + at; count--; p += strlen(p) + 1) printf("[%s]", p);
}

static void show_statmount(const unsigned *sm) {
    unsigned long *l = (void *)sm, mask = l[1];
    printf(" %lx", mask);
    if (!(mask & 0x4c0)) printf(" size=%u", sm[0]);
    if (mask & 1) printf(" sb=%lx,%x", l[3], sm[8]);
    if (mask & 2)
        printf(" mnt=%d%d,%lx,%lx,%d%d", l[5] > 1ul << 31, l[6] > 1ul << 31 || l[5] == l[6], l[8], l[9], l[10] != 0,
               l[11] != 0);
    if (mask & 4) printf(" from=%d", l[12] != 0);
    if (mask & 8) show_string("root", sm, sm[26], 1);
    if (mask & 16) show_string("point", sm, sm[27], 1);
    if (mask & 32) show_string("type", sm, sm[9], 1);
    if (mask & 64) printf(" ns=%d", l[14] != 0);
    if (mask & 128) show_string("opts", sm, sm[1], 1);
    if (mask & 512) show_string("source", sm, sm[31], 1);
    if (mask & 1024) show_string("array", sm, sm[33], sm[32]);
    if (mask & 0x1000) printf(" can=%lx", l[18] & 0xfff);
}

static void show_statx(const unsigned *x) {
    const unsigned long *l = (void *)x;
    printf(" %x %x %lx %x %x %x %o %lu %lu %lx %x:%x %x %x", x[0], x[1], l[1], x[4], x[5], x[6], x[7] & 0xffff, l[5], l[6],
           l[7], x[32], x[33], x[38], x[39]);
}

static void show_mounts(const unsigned long *ids, long count) {
    for (long i = 0; i < count; i++) {
        unsigned long req[4] = {32, ids[i], 16, 0}, room[200];
        printf(" %s", syscall(457, req, room, sizeof room, 0) ? "?" : (char *)room + 512 + ((unsigned *)room)[27]);
    }
}

static void show(struct arg *a, long result) {
    if (a->kind == 'X') show_statx((void *)a->value);
    if (a->kind == 'U') show_statmount((void *)a->value);
    if (a->kind == 'Y') show_mounts((void *)a->value, result);
    if (a->kind == 'b') show_bytes((void *)a->value, result < a->size ? result : a->size);
    if (a->kind == 'D') show_dirents((void *)a->value, result);
    if (a->kind == 'L' || a->kind == 'F')
        for (long i = 0; i < a->size; i++) printf(" %ld", ((long *)a->value)[i]);
    if (a->kind == 'S' || a->kind == 'T') {
        struct stat *s = (void *)a->value;
        printf(" %o %ld %d %d %ld %ld %lx", s->st_mode, (long)s->st_nlink, s->st_uid, s->st_gid, (long)s->st_size,
               (long)s->st_blocks, (long)s->st_rdev);
        if (a->kind == 'T')
            printf(" %ld.%09ld %ld.%09ld", s->st_atim.tv_sec, s->st_atim.tv_nsec, s->st_mtim.tv_sec, s->st_mtim.tv_nsec);
    }
    if (a->kind == 'Q') {
        struct statfs *s = (void *)a->value;
        printf(" %lx %ld %ld %ld %ld %ld %ld %ld %ld %lx", (long)s->f_type, (long)s->f_bsize, (long)s->f_blocks,
               (long)s->f_bfree, (long)s->f_bavail, (long)s->f_files, (long)s->f_ffree, (long)s->f_namelen,
               (long)s->f_frsize, (long)s->f_flags);
    }
    if (a->kind == 'M') show_text((void *)a->value, result);
    if (a->kind == 'h') {
        putchar(' ');
        for (long i = 0; i < a->size; i++) printf("%02x", ((unsigned char *)a->value)[i]);
    }
    if (a->kind == '@') printf(" %d:%d", ((int *)a->value)[0], ((int *)a->value)[1]);
    if (a->kind == 'v') {
        struct iovec *v = (void *)a->value;
        for (long i = 0; i < a->size; i++) show_bytes(v[i].iov_base, v[i].iov_len);
    }
}

static void hex(const char *text, unsigned char *to) {
    unsigned byte;
    for (; sscanf(text, "%2x", &byte) == 1; text += 2) *to++ = byte;
}

static void parse(char *word, struct arg *a) {
    memset(a, 0, sizeof *a);
    char *rest = word + 2;
    if (word[0] == '$') {
        a->value = vars[atoi(word + 1)];
    } else if (word[1] == ':' || word[0] == '@') {
        a->kind = word[0];
        switch (word[0]) {
        case 's':
        case 'w': a->value = (long)strdup(rest); break;
        case 'b':
        case 'M':
        case 'D':
            a->size = atol(rest);
            a->value = (long)calloc(1, a->size + 1);
            break;
        case 'R': { /* struct mnt_id_req: path,param */
            unsigned long *req = calloc(1, 32);
            char *comma = strrchr(rest, ',');
            *comma = 0;
            req[0] = 32;
            req[1] = mount_id(rest);
            req[2] = strtol(comma + 1, NULL, 0);
            a->value = (long)req;
            break;
        }
        case 'U':
        case 'X':
        case 'Y': a->value = (long)calloc(1, 4096); break;
        case 'Q':
        case 'S':
        case 'T': a->value = (long)calloc(1, 512); break;
        case 'L':
        case 'F': {
            long *words = calloc(MOST, sizeof *words);
            for (char *n = strtok(rest, ","); n; n = strtok(NULL, ",")) words[a->size++] = strtol(n, NULL, 0);
            a->value = (long)words;
            break;
        }
        case 'h': a->size = strlen(rest) / 2; a->value = (long)calloc(1, a->size + 64); hex(rest, (void *)a->value); break;
        case 'x': a->value = (long)calloc(1, strlen(rest) / 2 + 1); hex(rest, (void *)a->value); break;
        case '@': {
            unsigned char *buffer = named[strtol(word + 1, &rest, 10)];
            if (*rest == ':') hex(rest + 1, buffer);
            a->value = (long)buffer;
            break;
        }
        case 'v':
        case 'u': {
            struct iovec *v = calloc(MOST, sizeof *v);
            for (char *n = strtok(rest, ","); n; n = strtok(NULL, ",")) {
                struct iovec *each = &v[a->size++];
                if (word[0] == 'u') {
                    each->iov_base = strdup(n);
                    each->iov_len = strlen(n);
                } else {
                    each->iov_len = atol(n);
                    each->iov_base = calloc(1, each->iov_len + 1);
                }
            }
            a->value = (long)v;
            break;
        }
        }
    } else {
        a->value = strtol(word, NULL, 0);
    }
}

static void run(void) {
    static char line[40000];
    memset(vars, -1, sizeof vars); /* not 0: that is the script */
    while (fgets(line, sizeof line, stdin)) {
        line[strcspn(line, "\n")] = 0;
        struct arg args[6] = {0};
        int count = 0;
        char *save;
        char *var = strtok_r(line, " ", &save);
        char *number = strtok_r(NULL, " ", &save);
        for (char *w; count < 6 && (w = strtok_r(NULL, " ", &save));) parse(w, &args[count++]);
        long nr = atol(number), result;
        if (nr == -2) { /* overlay: what is in lower/ so far, with changes above it, is the root from here on */
            mkdir("/upper", 0755);
            mkdir("/work", 0755);
            mkdir("/merged", 0755);
            result = mount("none", "/merged", "overlay", 0,
                           "lowerdir=/lower,upperdir=/upper,workdir=/work,index=on,nfs_export=on,xino=on");
            if (result || chroot("/merged") || chdir("/")) printf("cannot mount ");
            result = 0;
        } else if (nr == -1) { /* user uid gid */
            if (setresuid(0, 0, 0) || setresgid(args[1].value, args[1].value, 0) || setgroups(0, NULL)
                || setresuid(args[0].value, args[0].value, 0))
                printf("cannot change the user ");
            result = 0;
        } else {
            result = syscall(nr, args[0].value, args[1].value, args[2].value, args[3].value, args[4].value, args[5].value);
            if (result == -1) result = -errno;
        }
        if (var[0] != '-') vars[atoi(var)] = result;
        printf("%ld", result);
        for (int i = 0; i < count; i++)
            if (result >= 0 || args[i].kind == '@') show(&args[i], result);
        putchar('\n');
    }
    fflush(stdout);
}

int main(void) {
    char directory[] = "/dev/shm/unishim-XXXXXX";
    if (!mkdtemp(directory)) return 1;
    pid_t child = fork();
    if (child == 0) {
        if (unshare(CLONE_NEWNS) || mount("none", "/", NULL, MS_REC | MS_PRIVATE, NULL)
            || mount("none", directory, "tmpfs", 0, "mode=755")) {
            puts("cannot mount");
            fflush(stdout);
            _exit(0);
        }
        if (chroot(directory) || chdir("/")) return 2;
        umask(022);
        signal(SIGPIPE, SIG_IGN);
        run();
        _exit(0);
    }
    int status;
    waitpid(child, &status, 0);
    rmdir(directory);
    return status != 0;
}
