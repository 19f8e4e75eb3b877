// Makes system calls that a script tells, and prints what they gave; CallScript says what the lines mean.
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/capability.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/mman.h>
#include <unistd.h>

#define BUFFERS 32
#define SIZE 65536

static unsigned char *buffers[BUFFERS];
static long results[16384];

static long value(const char *token) {
    int id, at;
    switch (*token) {
        case 'r': return results[atoi(token + 1)];
        case 'b': sscanf(token, "b%d+%d", &id, &at); return (long) (buffers[id] + at);
        case 'e': sscanf(token, "e%d-%d", &id, &at); return (long) (buffers[id] + SIZE - at);
        case 'v': sscanf(token, "v%d+%d", &id, &at); return *(int *) (buffers[id] + at);
        default: return strtol(token, NULL, 10);
    }
}

// A script must not be able to harm the host: no setting of clocks, no mounts, no reboot, no modules.
static void drop(void) {
    const int kept[] = {CAP_CHOWN, CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH, CAP_FOWNER, CAP_FSETID, CAP_SETGID,
                        CAP_SETUID, CAP_MKNOD, CAP_NET_BIND_SERVICE, CAP_WAKE_ALARM, CAP_IPC_OWNER,
                        CAP_IPC_LOCK};
    unsigned long mask = 0;
    for (unsigned i = 0; i < sizeof kept / sizeof *kept; i++) mask |= 1UL << kept[i];
    struct __user_cap_header_struct header = {_LINUX_CAPABILITY_VERSION_3, 0};
    struct __user_cap_data_struct data[2];
    if (syscall(SYS_capget, &header, data)) abort();
    data[0].permitted = data[0].effective &= mask;
    data[1].permitted = data[1].effective &= mask >> 32;
    if (syscall(SYS_capset, &header, data)) abort();
}

int main(void) {
    drop();
    // The first descriptors are as free as in a new process of ours.
    FILE *in = fdopen(fcntl(0, F_DUPFD_CLOEXEC, 200), "r");
    FILE *out = fdopen(fcntl(1, F_DUPFD_CLOEXEC, 200), "w");
    close(0);
    close(1);
    close(2);
    signal(SIGPIPE, SIG_IGN);
    for (int i = 0; i < BUFFERS; i++) {
        // The page after each buffer is bad.
        buffers[i] = mmap(NULL, SIZE + 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
        mprotect(buffers[i] + SIZE, 4096, PROT_NONE);
    }
    static char line[1 << 20];
    int count = 0;
    while (fgets(line, sizeof line, in)) {
        char *save, *word = strtok_r(line, " \n", &save);
        if (!word) continue;
        if (*word == '=') {
            unsigned char *to = (unsigned char *) value(strtok_r(NULL, " \n", &save));
            char *hex = strtok_r(NULL, " \n", &save);
            for (unsigned byte; hex && sscanf(hex, "%2x", &byte) == 1; hex += 2) *to++ = byte;
        } else if (*word == '4' && word[1] == '=') {
            int *to = (int *) value(strtok_r(NULL, " \n", &save));
            *to = value(strtok_r(NULL, " \n", &save));
        } else if (*word == '8' && word[1] == '=') {
            long *to = (long *) value(strtok_r(NULL, " \n", &save));
            *to = value(strtok_r(NULL, " \n", &save));
        } else if (*word == '?') {
            unsigned char *from = (unsigned char *) value(strtok_r(NULL, " \n", &save));
            int length = atoi(strtok_r(NULL, " \n", &save));
            for (int i = 0; i < length; i++) fprintf(out, "%02x", from[i]);
            fprintf(out, "\n");
        } else {
            long a[6] = {0}, number = atol(word + 1);
            for (int i = 0; i < 6 && (word = strtok_r(NULL, " \n", &save)); i++) a[i] = value(word);
            errno = 0;
            long result = syscall(number, a[0], a[1], a[2], a[3], a[4], a[5]);
            results[count] = result == -1 && errno ? -(long) errno : result;
            fprintf(out, "%ld\n", results[count++]);
        }
        fflush(out);
    }
    return 0;
}
