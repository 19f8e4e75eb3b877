#include <sys/prctl.h>
#include <stdio.h>
#include <string.h>
#include <errno.h>
#include <fcntl.h>
#include <unistd.h>
#include <elf.h>

#include <sys/auxv.h>

#ifndef PR_GET_AUXV
#define PR_GET_AUXV 0x41555856
#endif

/* The auxiliary vector by prctl(2) and by /proc. */
int main(void) {
    static unsigned long vector[128], file[128];
    int fd = open("/proc/self/auxv", O_RDONLY);
    long length = read(fd, file, sizeof file);
    long size = prctl(PR_GET_AUXV, vector, sizeof vector, 0, 0);
    if (size < 0)
        return 2; /* a kernel before 6.4 */
    printf("%d %d\n", size >= length, !memcmp(vector, file, length));
    int i = 0;
    while (file[i] != AT_NULL) i += 2;
    printf("%d\n", (i + 2) * 8 == length);
    for (int j = 0; j < i; j += 2)
        if (file[j] != AT_HWCAP && file[j + 1] != getauxval(file[j])) printf("type %lu differs\n", file[j]);
    for (long k = length / 8; k < size / 8; k++) if (vector[k]) printf("not zero\n");
    memset(vector, 0, sizeof vector);
    printf("%d", prctl(PR_GET_AUXV, vector, 16, 0, 0) == size);
    printf(" %d %d\n", vector[0] == file[0], vector[2] == 0);
    printf("%d", prctl(PR_GET_AUXV, 1, 16, 0, 0)); printf(" %d\n", errno);
    printf("%d", prctl(PR_GET_AUXV, vector, 16, 1, 0)); printf(" %d\n", errno);
    printf("%d\n", prctl(PR_GET_AUXV, 1, 0, 0, 0) == size);
    return 0;
}
