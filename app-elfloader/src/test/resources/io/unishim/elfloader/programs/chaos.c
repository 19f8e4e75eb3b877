/*
 * Nonsense at random from a seed: chaos SEED CHILDREN. Each child does one kind of it for a second at most: machine code,
 * calls, calls that the engine's code makes, maps over everything, and what it shares with the JVM.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#define PAGE 4096UL
#define SLOT 0x15000UL
#define HOST_STACK 0xa0

static sigjmp_buf back;
static uint64_t seed;
static char *gate;
static char room[16 * PAGE] __attribute__((aligned(4096)));

static uint64_t any(void) {
    seed ^= seed << 13;
    seed ^= seed >> 7;
    seed ^= seed << 17;
    return seed;
}

static void caught(int signal) {
    siglongjmp(back, signal);
}

static void catch_faults(void) {
    static char stack[4 * PAGE];
    stack_t other = {.ss_sp = stack, .ss_size = sizeof stack};
    sigaltstack(&other, 0);
    struct sigaction action = {.sa_handler = caught, .sa_flags = SA_NODEFER | SA_ONSTACK};
    int signals[] = {SIGSEGV, SIGBUS, SIGILL, SIGTRAP, SIGFPE, SIGSYS};
    for (unsigned i = 0; i < sizeof signals / sizeof *signals; i++) {
        sigaction(signals[i], &action, 0);
    }
}

static char *mailbox(void) {
    char *slot;
    __asm__ volatile("rdgsbase %0" : "=r"(slot));
    return slot;
}

/* The instruction in the engine's code that makes the calls that the JVM orders. */
static void find_gate(void) {
    char *at = *(char **)(*(char **)(mailbox() + HOST_STACK) + 56);
    while (memcmp(at, "\x0f\x05\x49\x89\x84\x24\x38", 7) != 0) {
        at++;
    }
    gate = at;
}

static uint64_t value(void) {
    switch (any() % 10) {
        case 0:
            return any();
        case 1:
            return any() % 8;
        case 2:
            return any() % 4096;
        case 3:
            return -(any() % 200);
        case 4:
            return 1UL << any() % 64;
        case 5:
            return (uintptr_t)mailbox() + any() % SLOT;
        case 6:
            return (uintptr_t)gate + any() % (4 * PAGE) - 2 * PAGE;
        case 7:
            return (uintptr_t)&seed + any() % (1 << 20);
        default:
            return (uintptr_t)room + any() % sizeof room;
    }
}

static long call(long number) {
    register long r10 __asm__("r10") = value();
    register long r8 __asm__("r8") = value();
    register long r9 __asm__("r9") = value();
    long result;
    __asm__ volatile("syscall"
                     : "=a"(result)
                     : "a"(number), "D"(value()), "S"(value()), "d"(value()), "r"(r10), "r"(r8), "r"(r9)
                     : "rcx", "r11", "memory");
    return result;
}

/* Registers at random, but for the stack pointer, and on to there. */
static void leap(void *where) {
    uint64_t registers[15];
    for (int i = 0; i < 15; i++) {
        registers[i] = value();
    }
    __asm__ volatile("mov %0, %%rax\n"
                     "push %1\n"
                     "mov 8(%%rax), %%rbx\n mov 16(%%rax), %%rcx\n mov 24(%%rax), %%rdx\n"
                     "mov 32(%%rax), %%rsi\n mov 40(%%rax), %%rdi\n mov 48(%%rax), %%rbp\n"
                     "mov 56(%%rax), %%r8\n mov 64(%%rax), %%r9\n mov 72(%%rax), %%r10\n"
                     "mov 80(%%rax), %%r11\n mov 88(%%rax), %%r12\n mov 96(%%rax), %%r13\n"
                     "mov 104(%%rax), %%r14\n mov 112(%%rax), %%r15\n mov (%%rax), %%rax\n"
                     "ret\n"
                     :
                     : "r"(registers), "r"(where)
                     : "memory");
    __builtin_unreachable();
}

static void machine_code(void) {
    unsigned char *code =
            mmap(0, 2 * PAGE, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    for (unsigned i = 0; i < 2 * PAGE; i += 8) {
        *(uint64_t *)(code + i) = any();
    }
    /* Instructions that random bytes seldom are. */
    static const char *often[] = {"\x0f\x05", "\xcd\x80", "\x0f\x34", "\xf3\x48\x0f\xae\xd8", "\xf3\x0f\xae\xd0", "\x0f\x01\xef",
            "\x65\x48\x89\x04\x25", "\x9d", "\x48\xcf", "\x0f\xae\x28", "\xcc", "\xf4"};
    for (int i = 0; i < 300; i++) {
        const char *one = often[any() % (sizeof often / sizeof *often)];
        memcpy(code + any() % (2 * PAGE - 8), one, strlen(one));
    }
    leap(code + any() % (2 * PAGE));
}

/* A call that the engine's code makes. */
static void through_the_gate(int maps) {
    static const int all[] = {3, 9, 10, 11, 15, 25, 26, 28, 39, 56, 60, 62, 110, 131, 149, 157, 150, 186, 202, 219, 231, 273, 325, 324, 438, 436};
    static const int of_memory[] = {9, 9, 10, 11, 11, 25, 28};
    uint64_t number = maps ? of_memory[any() % 7] : any() % 4 ? all[any() % 26] : any() % 480;
    uint64_t address = maps && any() % 2 ? any() % 0x800000000000UL : value();
    uint64_t length = any() % 3 ? any() % 64 * PAGE : 1UL << any() % 48;
    uint64_t flags = any() % 2 ? 0x32 : value();
    uint64_t where = maps && any() % 2 ? address & -PAGE : address;
    __asm__ volatile("mov %0, %%rax\n mov %1, %%rdi\n mov %2, %%rsi\n mov %3, %%r10\n mov %4, %%r12\n mov %5, %%rbx\n"
                     "mov $7, %%edx\n mov $-1, %%r8\n xor %%r9, %%r9\n mov $1, %%r13\n jmp *%%rbx\n"
                     :
                     : "m"(number), "m"(where), "m"(length), "m"(flags), "r"(room), "m"(gate)
                     : "memory", "rax", "rdi", "rsi", "r10", "r12", "rbx", "rdx", "r8", "r9", "r13");
    __builtin_unreachable();
}

static void *scribble(void *of) {
    char *slot = of;
    for (;;) {
        uint64_t at = any() % 3 ? any() % 0x800 : any() % 2 ? 0x10000 + any() % 0x600 : any() % SLOT;
        at += at < 0x800 ? 0x4000 : 0;
        if (any() % 2) {
            *(volatile uint32_t *)(slot + at / 4 * 4) = (uint32_t)value();
        } else {
            *(volatile uint64_t *)(slot + at / 8 * 8) = value();
        }
        if (any() % 64 == 0) {
            usleep(1);
        }
    }
}

static void talk(void) {
    int ends[2];
    int poll = epoll_create1(0);
    struct epoll_event event = {.events = EPOLLIN};
    socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, ends);
    epoll_ctl(poll, EPOLL_CTL_ADD, ends[0], &event);
    for (int i = 0; i < 2000; i++) {
        write(ends[1], room, any() % sizeof room);
        epoll_wait(poll, &event, 1, 0);
        read(ends[0], room, any() % sizeof room);
        if (i % 64 == 0 && fork() == 0) {
            _exit(0);
        }
        while (waitpid(-1, 0, WNOHANG) > 0) {
        }
    }
}

static void child(int kind) {
    volatile int rounds = 0;
    alarm(1);
    catch_faults();
    sigsetjmp(back, 1);
    if (rounds++ > 400) {
        _exit(0);
    }
    if (kind == 0) {
        machine_code();
    } else if (kind == 1) {
        for (;;) {
            long number = any() % 470;
            if (number != SYS_alarm && number != SYS_setitimer) {
                call(number);
            }
        }
    } else if (kind == 2 || kind == 3) {
        through_the_gate(kind == 3);
    } else {
        pthread_t other;
        pthread_create(&other, 0, scribble, mailbox());
        talk();
        _exit(0);
    }
}

int main(int count, char **values) {
    seed = strtoul(values[1], 0, 0) * 0x9e3779b97f4a7c15UL | 1;
    int children = count > 2 ? atoi(values[2]) : 10;
    find_gate();
    for (int i = 0; i < children; i++) {
        any();
        pid_t made = fork();
        if (made == 0) {
            seed += i * 0x9e3779b97f4a7c15UL | 1;
            any();
            setpgid(0, 0);
            child(any() % 5);
        }
        int status;
        waitpid(made, &status, 0);
    }
    puts("done");
    return 0;
}
