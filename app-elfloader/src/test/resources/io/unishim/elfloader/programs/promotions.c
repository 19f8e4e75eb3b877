// Who a program is that somebody else executes: set-id bits, capabilities of files, and what stands against them.
// Begins as root; each line tells who called what, and what came of it.
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <linux/capability.h>
#include <linux/securebits.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/personality.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <sys/xattr.h>
#include <unistd.h>

#define BIT(capability) (1u << (capability))

// What there is: SETPCAP and SETFCAP are needed to set the scene.
#define THERE (BIT(CAP_CHOWN) | BIT(CAP_KILL) | BIT(CAP_SETGID) | BIT(CAP_SETUID) | BIT(CAP_SETPCAP) | BIT(CAP_NET_RAW))

static char program[64];

static void tell(void) {
    uid_t r, e, s;
    gid_t gr, ge, gs;
    struct __user_cap_header_struct header = {_LINUX_CAPABILITY_VERSION_3, 0};
    struct __user_cap_data_struct sets[2];
    int signal = -1;
    getresuid(&r, &e, &s);
    getresgid(&gr, &ge, &gs);
    syscall(SYS_capget, &header, sets);
    prctl(PR_GET_PDEATHSIG, &signal);
    printf("  uid %d %d %d %ld gid %d %d %d %ld", r, e, s, syscall(SYS_setfsuid, -1), gr, ge, gs, syscall(SYS_setfsgid, -1));
    unsigned ambient = 0;
    for (int i = 0; i < 32; i++) ambient |= prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_IS_SET, i, 0, 0) == 1 ? 1u << i : 0;
    printf(" p %x e %x i %x a %x", sets[0].permitted, sets[0].effective, sets[0].inheritable, ambient);
    printf(" secure %ld dumpable %d signal %d", getauxval(AT_SECURE), prctl(PR_GET_DUMPABLE), signal);
    printf(" personality %x bits %x\n", personality(0xffffffff), prctl(PR_GET_SECUREBITS));
    printf("  told %ld %ld %ld %ld\n", getauxval(AT_UID), getauxval(AT_EUID), getauxval(AT_GID), getauxval(AT_EGID));
}

static void sets(unsigned permitted, unsigned inheritable) {
    struct __user_cap_header_struct header = {_LINUX_CAPABILITY_VERSION_3, 0};
    struct __user_cap_data_struct data[2] = {{permitted, permitted, inheritable}};
    if (syscall(SYS_capset, &header, data) != 0) perror("capset");
}

struct file {
    const char *what;
    uid_t uid;
    gid_t gid;
    mode_t mode;
    int revision;
    int effective;
    unsigned permitted;
    unsigned inheritable;
};

static const struct file files[] = {
    {"ordinary", 0, 0, 0755, 0, 0, 0, 0},
    {"set-uid root", 0, 0, 04755, 0, 0, 0, 0},
    {"set-uid 1001", 1001, 1001, 04755, 0, 0, 0, 0},
    {"set-gid 1002", 0, 1002, 02755, 0, 0, 0, 0},
    {"set-gid, not executable by the group", 0, 1002, 02745, 0, 0, 0, 0},
    {"both", 1001, 1002, 06755, 0, 0, 0, 0},
    {"not readable", 0, 0, 0711, 0, 0, 0, 0},
    {"set-uid root, not readable", 0, 0, 04711, 0, 0, 0, 0},
    {"capable", 0, 0, 0755, 2, 1, BIT(CAP_NET_RAW), 0},
    {"capable later", 0, 0, 0755, 2, 0, BIT(CAP_NET_RAW) | BIT(CAP_KILL), 0},
    {"capable of what is inherited", 0, 0, 0755, 2, 1, 0, BIT(CAP_CHOWN) | BIT(CAP_KILL)},
    {"capable of too much", 0, 0, 0755, 2, 1, BIT(CAP_SYS_TIME), 0},
    {"capable of too much, later", 0, 0, 0755, 2, 0, BIT(CAP_SYS_TIME) | BIT(CAP_KILL), 0},
    {"capable of nothing", 0, 0, 0755, 2, 1, 0, 0},
    {"capable and set-uid root", 0, 0, 04755, 2, 1, BIT(CAP_NET_RAW), 0},
    {"capable, in a namespace", 0, 0, 0755, 3, 1, BIT(CAP_NET_RAW), 0},
};

struct caller {
    const char *what;
    uid_t real, effective;
    gid_t group;
    unsigned inheritable;
    unsigned ambient;
    int no_new;
    int bits;
};

static const struct caller callers[] = {
    {"root", 0, 0, 0, 0, 0, 0, 0},
    {"root without a root's rights", 0, 0, 0, 0, 0, 0, 1 << SECURE_NOROOT},
    {"a user", 1000, 1000, 1000, 0, 0, 0, 0},
    {"a user in the group", 1000, 1000, 1002, 0, 0, 0, 0},
    {"a user who inherits", 1000, 1000, 1000, BIT(CAP_KILL), 0, 0, 0},
    {"a user with ambient rights", 1000, 1000, 1000, BIT(CAP_KILL), BIT(CAP_KILL), 0, 0},
    {"a user who wants no more", 1000, 1000, 1000, 0, 0, 1, 0},
    {"root who wants no more", 0, 0, 0, 0, 0, 1, 0},
    {"really root", 0, 1000, 0, 0, 0, 0, 0},
    {"effectively root", 1000, 0, 1000, 0, 0, 0, 0},
    {"the owner", 1001, 1001, 1001, 0, 0, 0, 0},
};

static void attach(const struct file *file) {
    unsigned words[6] = {
        (unsigned)file->revision << 24 | file->effective, file->permitted, file->inheritable, 0, 0, 0};
    if (file->revision && setxattr(program, "security.capability", words, file->revision == 2 ? 20 : 24, 0) != 0) {
        printf("setxattr: %s\n", strerror(errno));
    }
}

static void become(const struct caller *caller) {
    prctl(PR_SET_KEEPCAPS, 1);
    if (setgroups(0, NULL) != 0 || setresgid(caller->group, caller->group, caller->group) != 0) perror("setresgid");
    if (setresuid(caller->real, caller->effective, caller->effective) != 0) perror("setresuid");
    unsigned keeps = caller->real && caller->effective ? caller->inheritable : THERE;
    sets(keeps | BIT(CAP_SETPCAP), caller->inheritable);
    for (int i = 0; i < 32; i++) {
        if (caller->ambient >> i & 1 && prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, i, 0, 0) != 0) perror("ambient");
    }
    if (caller->bits && prctl(PR_SET_SECUREBITS, caller->bits) != 0) perror("securebits");
    if (caller->real && caller->effective) sets(keeps, caller->inheritable);
    if (caller->no_new && prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) perror("no new privileges");
    prctl(PR_SET_PDEATHSIG, SIGUSR1);
    personality(ADDR_NO_RANDOMIZE);
}

static void attempt(const struct file *file, const struct caller *caller) {
    fflush(stdout);
    pid_t child = fork();
    if (child == 0) {
        become(caller);
        execl(program, program, "tell", NULL);
        printf("  %s\n", strerror(errno));
        fflush(stdout);
        _exit(1);
    }
    int status;
    waitpid(child, &status, 0);
    if (status) printf("  ended by %x\n", status);
}

static int copy(const char *from, const char *to) {
    char bytes[65536];
    int in = open(from, O_RDONLY), out = open(to, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    ssize_t count;
    while ((count = read(in, bytes, sizeof bytes)) > 0) {
        if (write(out, bytes, count) != count) return 0;
    }
    close(in);
    return close(out) == 0 && count == 0;
}

static void each_file(const char *self) {
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        const struct file *file = &files[i];
        if (!copy(self, program) || chown(program, file->uid, file->gid) || chmod(program, file->mode)) perror(program);
        attach(file);
        for (size_t j = 0; j < sizeof callers / sizeof *callers; j++) {
            printf("%s executes what is %s\n", callers[j].what, file->what);
            attempt(file, &callers[j]);
        }
        unlink(program);
    }
}

// What setresuid(2) and its kin do to who may look into a process.
static void dumpable(void) {
    printf("dumpable %d", prctl(PR_GET_DUMPABLE));
    prctl(PR_SET_PDEATHSIG, SIGUSR2);
    syscall(SYS_setresgid, -1, 7, -1);
    int signal;
    prctl(PR_GET_PDEATHSIG, &signal);
    printf(" after setresgid %d signal %d", prctl(PR_GET_DUMPABLE), signal);
    prctl(PR_SET_DUMPABLE, 1);
    syscall(SYS_setresuid, 5, -1, -1);
    printf(" real id %d", prctl(PR_GET_DUMPABLE));
    syscall(SYS_setfsuid, 6);
    printf(" setfsuid %d", prctl(PR_GET_DUMPABLE));
    prctl(PR_SET_DUMPABLE, 1);
    syscall(SYS_setresuid, -1, 6, -1);
    printf(" setresuid %d\n", prctl(PR_GET_DUMPABLE));
}

int main(int count, char **arguments) {
    if (count > 1) {
        tell();
        return 0;
    }
    char directory[] = "/tmp/promotionsXXXXXX";
    for (int i = 0; i < 64; i++) {
        if (i > 31 || !((THERE | BIT(CAP_SETFCAP)) >> i & 1)) prctl(PR_CAPBSET_DROP, i);
    }
    umask(022);
    if (!mkdtemp(directory) || chmod(directory, 0755) != 0) perror(directory);
    snprintf(program, sizeof program, "%s/program", directory);
    char self[4096];
    ssize_t length = readlink("/proc/self/exe", self, sizeof self - 1);
    self[length < 0 ? 0 : length] = 0;
    each_file(self);
    rmdir(directory);
    dumpable();
    return 11;
}
