/* Makes the calls that it reads, one a line, and prints what the kernel answers. A scenario ends with "end" and runs in a
   process of its own, which leads a session; then its wait status is printed. Words: a number, @n for an address in a
   block of zeros, P for the process's id. "poke n value" and "peek n" write and read 64 bits of the block. */
#define _GNU_SOURCE
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

static char *block;

static long word(const char *text) {
    if (text[0] == '@') {
        return (long)block + atol(text + 1);
    }
    if (text[0] == 'P') {
        return getpid();
    }
    return (long)strtoull(text, 0, 0);
}

static void make(char *line) {
    char *words[8] = {0};
    int count = 0;
    for (char *each = strtok(line, " "); each && count < 8; each = strtok(0, " ")) {
        words[count++] = each;
    }
    if (!strcmp(words[0], "poke")) {
        *(long *)word(words[1]) = word(words[2]);
        return;
    }
    if (!strcmp(words[0], "peek")) {
        printf("%lx\n", *(long *)word(words[1]));
        return;
    }
    long a[7] = {0};
    for (int i = 0; i < count; i++) {
        a[i] = word(words[i]);
    }
    long result = syscall(a[0], a[1], a[2], a[3], a[4], a[5], a[6]);
    if (result < 0 && result >= -4095) {
        result = -errno;
    }
    if (result == getpid()) {
        printf("P\n");
    } else {
        printf("%ld\n", result);
    }
}

int main(void) {
    static char lines[256][128];
    int count = 0;
    signal(SIGHUP, SIG_DFL); // also under nohup(1)
    while (fgets(lines[count], 128, stdin)) {
        lines[count][strcspn(lines[count], "\n")] = 0;
        if (strcmp(lines[count], "end")) {
            count++;
            continue;
        }
        fflush(stdout);
        pid_t child = fork();
        if (child == 0) {
            sigset_t none;
            sigemptyset(&none);
            setsid();
            setvbuf(stdout, 0, _IONBF, 0);
            block = mmap(0, 8192, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
            mprotect(block + 4096, 4096, PROT_NONE);
            sigprocmask(SIG_SETMASK, &none, 0);
            for (int i = 0; i < count; i++) {
                make(lines[i]);
            }
            _exit(0);
        }
        int status;
        waitpid(child, &status, 0);
        printf("status %x\n", status);
        count = 0;
    }
    return 0;
}
