// Handlers on an alternate stack: nested ones, those that change or disarm it, and those that have no room there.
#define _GNU_SOURCE
#include <errno.h>
#include <setjmp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <ucontext.h>
#include <unistd.h>

#ifndef SS_AUTODISARM
#define SS_AUTODISARM (1U << 31)
#endif

#define SIZE (64 * 1024)
static char one[SIZE] __attribute__((aligned(4096)));
static char two[SIZE] __attribute__((aligned(4096)));
static char *outer;
static sigjmp_buf away;

static const char *where(char *sp) {
    return sp > one && sp <= one + SIZE ? "one" : sp > two && sp <= two + SIZE ? "two" : "main";
}

static const char *named(void *base) {
    return base == one ? "one" : base == two ? "two" : base == NULL ? "none" : "other";
}

static void show(const char *what) {
    stack_t now;
    int result = sigaltstack(NULL, &now);
    printf("%s: %d %s flags %x size %zu\n", what, result, named(now.ss_sp), now.ss_flags, now.ss_size);
}

static void set(char *base, int flags, size_t size) {
    stack_t wanted = {.ss_sp = base, .ss_flags = flags, .ss_size = size};
    int result = sigaltstack(&wanted, NULL);
    printf("set %s flags %x: %d %s\n", named(base), flags, result, result ? strerror(errno) : "");
}

static void frame(ucontext_t *context) {
    stack_t *kept = &context->uc_stack;
    // Without a stack the flags are those of whoever executed this program.
    int flags = kept->ss_size == 0 ? 0 : kept->ss_flags;
    printf("kept %s flags %x size %zu\n", named(kept->ss_sp), flags, kept->ss_size);
}

static void inner(int signal, siginfo_t *info, void *context) {
    (void) info;
    char here;
    int together = outer != NULL && strcmp(where(outer), where(&here)) == 0;
    printf("inner %d on %s, %s\n", signal, where(&here), together ? &here < outer ? "below" : "above" : "alone");
    frame(context);
}

static void nesting(int signal, siginfo_t *info, void *context) {
    (void) info;
    char here, canary[256];
    memset(canary, 0x5a, sizeof canary);
    outer = &here;
    printf("outer %d on %s\n", signal, where(&here));
    frame(context);
    show("in the handler");
    set(two, 0, SIZE);
    raise(SIGUSR2);
    int changed = 0;
    for (size_t i = 0; i < sizeof canary; i++) {
        changed += canary[i] != 0x5a;
    }
    printf("changed %d\n", changed);
    outer = NULL;
}

static void changing(int signal, siginfo_t *info, void *context) {
    (void) signal;
    (void) info;
    ucontext_t *mine = context;
    char here;
    printf("changing on %s\n", where(&here));
    mine->uc_stack.ss_sp = two;
    mine->uc_stack.ss_flags = 0;
    mine->uc_stack.ss_size = SIZE;
}

static void nonsense(int signal, siginfo_t *info, void *context) {
    (void) signal;
    (void) info;
    ucontext_t *mine = context;
    mine->uc_stack.ss_flags = 77;
}

static void disarmed(int signal, siginfo_t *info, void *context) {
    (void) info;
    char here;
    printf("disarmed %d on %s\n", signal, where(&here));
    frame(context);
    show("disarmed");
    set(two, 0, SIZE);
    raise(SIGUSR2);
}

static void leaving(int signal, siginfo_t *info, void *context) {
    (void) signal;
    (void) info;
    (void) context;
    siglongjmp(away, 1);
}

static void deep(int signal, siginfo_t *info, void *context) {
    (void) info;
    (void) context;
    raise(signal);
}

static void handle(int signal, void (*handler)(int, siginfo_t *, void *), int flags) {
    struct sigaction action = {.sa_sigaction = handler, .sa_flags = SA_SIGINFO | flags};
    sigaction(signal, &action, NULL);
}

static void end(const char *what, int how) {
    pid_t child = fork();
    if (child == 0) {
        set(one, 0, SIZE);
        handle(SIGUSR1, how == 1 ? deep : inner, SA_ONSTACK | SA_NODEFER);
        if (how == 2) {
            // Room for the bytes of the smallest frame, not for that of a processor of today.
            set(one + SIZE - 2048, 0, 2048);
        }
        fflush(stdout);
        raise(SIGUSR1);
        fflush(stdout);
        _exit(3);
    }
    int status;
    waitpid(child, &status, 0);
    printf("%s: %x\n", what, status);
}

int main(void) {
    setvbuf(stdout, NULL, _IOFBF, 1 << 16);
    show("at first");
    set(one, 0, 100);
    set(one, 5, SIZE);
    handle(SIGUSR2, inner, SA_ONSTACK);
    raise(SIGUSR2);
    set(one, 0, SIZE);
    show("set");
    handle(SIGUSR2, inner, 0);
    raise(SIGUSR2);
    handle(SIGUSR2, inner, SA_ONSTACK);
    handle(SIGUSR1, nesting, SA_ONSTACK);
    raise(SIGUSR1);
    show("after nesting");
    handle(SIGUSR1, nesting, 0);
    raise(SIGUSR1);
    show("after nesting on the main stack");
    set(one, 0, SIZE);
    handle(SIGUSR1, changing, 0);
    raise(SIGUSR1);
    show("after a change");
    set(one, 0, SIZE);
    handle(SIGUSR1, changing, SA_ONSTACK);
    raise(SIGUSR1);
    show("after a change on it");
    set(one, SS_AUTODISARM, SIZE);
    raise(SIGUSR1);
    show("after a change on one that disarms itself");
    set(one, SS_ONSTACK, SIZE);
    handle(SIGUSR1, nonsense, 0);
    raise(SIGUSR1);
    show("after nonsense");
    set(one, SS_AUTODISARM, SIZE);
    show("self-disarming");
    handle(SIGUSR1, disarmed, SA_ONSTACK);
    raise(SIGUSR1);
    show("armed again");
    handle(SIGUSR1, leaving, SA_ONSTACK);
    if (sigsetjmp(away, 1) == 0) {
        raise(SIGUSR1);
    }
    show("left by a jump");
    set(one, 0, SIZE);
    if (sigsetjmp(away, 1) == 0) {
        raise(SIGUSR1);
    }
    show("left by a jump");
    set(NULL, SS_DISABLE, 0);
    show("disabled");
    fflush(stdout);
    end("too deep", 1);
    end("too small", 2);
    end("well", 3);
    return 4;
}
