/* The processor's state: vector registers, rounding, jumps; and what a program is started with. */
#define _GNU_SOURCE
#include <elf.h>
#include <fenv.h>
#include <immintrin.h>
#include <math.h>
#include <setjmp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/syscall.h>
#include <unistd.h>

extern char **environ;
static jmp_buf env;
static volatile double x = 2, third = 3;

__attribute__((target("avx"))) static void spoil(int n) {
    __m256 v = _mm256_set1_ps(-1);
    __asm__ volatile("vmovaps %0, %%ymm3; vmovaps %0, %%ymm12; vmovaps %0, %%ymm15" ::"x"(v) : "xmm3", "xmm12", "xmm15");
}

/* Keeps values in registers of 256 bits over calls of a kernel, which preserves them. */
__attribute__((target("avx"), noinline)) static int kept(long number, long a0, long a1) {
    float in[8] = {1, 2, 3, 4, 5, 6, 7, 8}, out[3][8];
    long result;
    __asm__ volatile("vmovups (%[in]), %%ymm3\n vmovups (%[in]), %%ymm12\n vmovups (%[in]), %%ymm15\n"
                     "syscall\n"
                     "vmovups %%ymm3, (%[out])\n vmovups %%ymm12, 32(%[out])\n vmovups %%ymm15, 64(%[out])\n vzeroupper"
                     : "=a"(result)
                     : "a"(number), "D"(a0), "S"(a1), [in] "r"(in), [out] "r"(out)
                     : "rcx", "r11", "memory", "xmm3", "xmm12", "xmm15");
    return !memcmp(out[0], in, 32) && !memcmp(out[1], in, 32) && !memcmp(out[2], in, 32);
}

static int jumps(void) {
    volatile int n = 0;
    int r = setjmp(env);
    n++;
    if (r < 3) longjmp(env, r + 1);
    return n;
}

int main(int argc, char **argv) {
    for (int i = 0; i < argc; i++) printf("argv[%d]=%s\n", i, argv[i]);
    int variables = 0;
    for (char **e = environ; *e; e++) variables++;
    printf("LANG %s TZ %s of %d\n", getenv("LANG"), getenv("TZ"), variables);
    printf("end of argv %d\n", argv[argc] == 0);
    printf("page %lu secure %lu phent %lu uids %d entry %d random %d clktck %lu platform %s base %d\n", getauxval(AT_PAGESZ),
           getauxval(AT_SECURE), getauxval(AT_PHENT),
           getauxval(AT_UID) == getuid() && getauxval(AT_EUID) == geteuid() && getauxval(AT_GID) == getgid(),
           getauxval(AT_ENTRY) != 0, getauxval(AT_RANDOM) != 0, getauxval(AT_CLKTCK), (char *)getauxval(AT_PLATFORM),
           getauxval(AT_BASE) != 0);
    printf("execfn %d hwcap %d\n", !strcmp((char *)getauxval(AT_EXECFN), argv[0]), getauxval(AT_HWCAP) != 0);
    printf("stack aligned %d\n", ((unsigned long)__builtin_frame_address(0) & 15) == 0);
    printf("jumps %d\n", jumps());
    printf("%.17g %.17g %.17g %.20Lg\n", sin(1e10), x / third, pow(x, 0.5), 1.0L / 3);
    fesetround(FE_UPWARD);
    syscall(SYS_getppid);
    double up = x / third;
    fesetround(FE_DOWNWARD);
    syscall(SYS_getppid);
    printf("rounds %d\n", up > x / third);
    fesetround(FE_TONEAREST);
    feclearexcept(FE_ALL_EXCEPT);
    volatile double inf = 1 / (x - 2);
    syscall(SYS_getppid);
    printf("exceptions kept %d\n", fetestexcept(FE_DIVBYZERO) != 0);
    if (__builtin_cpu_supports("avx")) {
        signal(SIGUSR1, spoil);
        int all = 1;
        for (int i = 0; i < 200; i++) all &= kept(SYS_getppid, 0, 0);
        printf("vectors kept over calls %d", all);
        for (int i = 0; i < 50; i++) all &= kept(SYS_kill, getpid(), SIGUSR1);
        printf(" over handlers %d\n", all);
    }
    return 3;
}
