// Clocks by the vDSO and by calls, processor time, and timers that count it: in a program and in its child.
#define _GNU_SOURCE
#include <errno.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/times.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#ifndef sigev_notify_thread_id
#define sigev_notify_thread_id _sigev_un._tid
#endif

static volatile int signals;
static volatile int last_code;
static volatile int most_overruns;

static void on_signal(int signal, siginfo_t *info, void *context) {
    (void) signal;
    (void) context;
    signals++;
    last_code = info->si_code;
    if (info->si_overrun > most_overruns) {
        most_overruns = info->si_overrun;
    }
}

static long long nanos(struct timespec t) {
    return t.tv_sec * 1000000000LL + t.tv_nsec;
}

static long long by_call(clockid_t clock) {
    struct timespec t = {-1, -1};
    return syscall(SYS_clock_gettime, clock, &t) < 0 ? -errno : nanos(t);
}

static long long by_function(clockid_t clock) {
    struct timespec t = {-1, -1};
    return clock_gettime(clock, &t) < 0 ? -errno : nanos(t);
}

// A coarse clock may be a tick behind.
static const char *agrees(clockid_t clock) {
    long long before = by_call(clock), between = by_function(clock), after = by_call(clock);
    if (before < 0) {
        return before == between ? strerror(-before) : "disagrees";
    }
    return before - 20000000 <= between && between <= after + 20000000 ? "agrees" : "disagrees";
}

static void clocks(void) {
    printf("vdso %d\n", getauxval(AT_SYSINFO_EHDR) != 0);
    for (int clock = -1; clock < 14; clock++) {
        struct timespec one = {7, 7}, other = {7, 7};
        int result = clock_getres(clock, &one);
        int call = syscall(SYS_clock_getres, clock, &other);
        printf("clock %d %s, resolution %s\n", clock, agrees(clock),
                result == call && nanos(one) == nanos(other) ? "agrees" : "disagrees");
    }
    long long before = by_function(CLOCK_MONOTONIC), step;
    int backwards = 0;
    for (int i = 0; i < 100000; i++, before = step) {
        step = by_function(CLOCK_MONOTONIC);
        backwards += step < before;
    }
    printf("backwards %d\n", backwards);
    struct timeval now, then;
    struct timezone zone;
    printf("gettimeofday %d\n", gettimeofday(&now, &zone));
    time_t seconds;
    time_t told = time(&seconds);
    printf("gettimeofday %d\n", gettimeofday(&then, NULL));
    // time(2) may be a tick behind.
    printf("time %d %d\n", told == seconds, now.tv_sec - 1 <= told && told <= then.tv_sec);
    unsigned cpu = -1, node = -1;
    printf("getcpu %d %d\n", syscall(SYS_getcpu, &cpu, &node, NULL), sched_getcpu() >= 0);
}

static long long work(long long how_long) {
    long long begin = by_call(CLOCK_THREAD_CPUTIME_ID), now;
    volatile unsigned long x = 1;
    do {
        for (int i = 0; i < 100000; i++) {
            x = x * 25214903917UL + 11;
        }
        now = by_call(CLOCK_THREAD_CPUTIME_ID);
    } while (now - begin < how_long);
    return now - begin;
}

static void *worker(void *unused) {
    work(30000000);
    return unused;
}

static void processor_time(void) {
    long long process = by_call(CLOCK_PROCESS_CPUTIME_ID), thread = by_call(CLOCK_THREAD_CPUTIME_ID);
    pthread_t other;
    pthread_create(&other, NULL, worker, NULL);
    pthread_join(other, NULL);
    long long in_thread = by_call(CLOCK_THREAD_CPUTIME_ID) - thread;
    long long in_process = by_call(CLOCK_PROCESS_CPUTIME_ID) - process;
    // What the other thread used is the process's time and not this thread's; a clock may be put together of microseconds.
    printf("process %d, without this thread %d\n", in_process >= 30000000, in_process - in_thread >= 30000000 - 1000000);
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    printf("usage %d\n", usage.ru_utime.tv_sec * 1000000 + usage.ru_utime.tv_usec
            + usage.ru_stime.tv_sec * 1000000 + usage.ru_stime.tv_usec >= 30000);
    clockid_t clock;
    int got = clock_getcpuclockid(0, &clock);
    printf("getcpuclockid %d %d\n", got, by_call(clock) > 0);
    printf("of nobody %d\n", clock_getcpuclockid(999999, &clock));
}

static void until(int count) {
    long long begin = by_call(CLOCK_THREAD_CPUTIME_ID);
    while (signals < count && by_call(CLOCK_THREAD_CPUTIME_ID) - begin < 20000000000LL) {
        for (volatile int i = 0; i < 100000; i++) {
        }
    }
    printf("signals %d\n", signals >= count);
}

static void interval(int which, int signal) {
    struct itimerval value = {{0, 10000}, {0, 10000}}, off = {{0, 0}, {0, 0}}, got;
    signals = 0;
    printf("setitimer %d", setitimer(which, &value, NULL));
    until(3);
    printf("getitimer %d", getitimer(which, &got));
    printf(" interval %ld left %d\n", got.it_interval.tv_usec, got.it_value.tv_usec <= 10000 + 4000);
    printf("code %d signal %d\n", last_code, signal);
    printf("off %d", setitimer(which, &off, &got));
    printf(" interval %ld\n", got.it_interval.tv_usec);
    value.it_interval.tv_usec = 0;
    signals = 0;
    setitimer(which, &value, NULL);
    until(1);
    getitimer(which, &got);
    printf("once: interval %ld left %ld\n", got.it_interval.tv_usec, got.it_value.tv_usec);
}

static void timer(clockid_t clock, int to_thread) {
    struct sigevent event = {.sigev_notify = to_thread ? SIGEV_THREAD_ID : SIGEV_SIGNAL, .sigev_signo = SIGRTMIN + 3};
    event.sigev_notify_thread_id = syscall(SYS_gettid);
    int id;
    printf("timer_create %ld", syscall(SYS_timer_create, clock, &event, &id));
    struct itimerspec value = {{0, 5000000}, {0, 5000000}}, got;
    signals = 0;
    printf(" timer_settime %ld\n", syscall(SYS_timer_settime, id, 0, &value, NULL));
    until(3);
    printf("code %d\n", last_code);
    syscall(SYS_timer_gettime, id, &got);
    printf("interval %ld left %d\n", got.it_interval.tv_nsec, got.it_value.tv_nsec <= 5000000);
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGRTMIN + 3);
    sigprocmask(SIG_BLOCK, &set, NULL);
    signals = 0;
    most_overruns = 0;
    work(60000000);
    printf("blocked %d\n", signals);
    sigprocmask(SIG_UNBLOCK, &set, NULL);
    // One that had expired before may come a little later, on a busy machine.
    int at_once = signals;
    until(1);
    printf("few at once %d, with overruns %d\n", at_once <= 2, most_overruns >= 3);
    printf("timer_delete %ld", syscall(SYS_timer_delete, id));
    printf(" again %ld\n", syscall(SYS_timer_delete, id));
}

static void overruns(void) {
    struct sigevent event = {.sigev_notify = SIGEV_SIGNAL, .sigev_signo = SIGRTMIN + 4};
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGRTMIN + 4);
    sigprocmask(SIG_BLOCK, &set, NULL);
    int id;
    syscall(SYS_timer_create, CLOCK_MONOTONIC, &event, &id);
    struct itimerspec value = {{0, 1000000}, {0, 1000000}};
    syscall(SYS_timer_settime, id, 0, &value, NULL);
    usleep(30000);
    siginfo_t info;
    sigwaitinfo(&set, &info);
    int counted = syscall(SYS_timer_getoverrun, id);
    printf("overruns %d, the same %d\n", info.si_overrun >= 20, counted == info.si_overrun);
    struct itimerspec off = {{0, 0}, {0, 0}};
    syscall(SYS_timer_settime, id, 0, &off, NULL);
    struct timespec none = {0, 0};
    int left = 0;
    while (sigtimedwait(&set, &info, &none) > 0) {
        left++;
    }
    printf("left %d\n", left <= 1);
    syscall(SYS_timer_delete, id);
}

static void all(void) {
    clocks();
    processor_time();
    interval(ITIMER_VIRTUAL, SIGVTALRM);
    interval(ITIMER_PROF, SIGPROF);
    timer(CLOCK_PROCESS_CPUTIME_ID, 0);
    timer(CLOCK_THREAD_CPUTIME_ID, 1);
    overruns();
    fflush(stdout);
}

int main(void) {
    setvbuf(stdout, NULL, _IOFBF, 1 << 16);
    struct sigaction action = {.sa_sigaction = on_signal, .sa_flags = SA_SIGINFO | SA_RESTART};
    sigaction(SIGVTALRM, &action, NULL);
    sigaction(SIGPROF, &action, NULL);
    sigaction(SIGRTMIN + 3, &action, NULL);
    all();
    int go[2];
    pipe(go);
    pid_t child = fork();
    if (child == 0) {
        all();
        work(50000000);
        write(go[1], "x", 1);
        for (;;) {
            pause();
        }
    }
    char c;
    read(go[0], &c, 1);
    clockid_t clock;
    int got = clock_getcpuclockid(child, &clock);
    long long used = by_call(clock);
    printf("its clock %d %lld\n", got, used > 50000000 ? 1 : used);
    kill(child, SIGKILL);
    struct rusage usage;
    int status;
    pid_t ended = wait4(child, &status, 0, &usage);
    printf("wait4 %d status %x\n", ended == child, status);
    printf("used %d\n", usage.ru_utime.tv_sec * 1000000 + usage.ru_utime.tv_usec
            + usage.ru_stime.tv_sec * 1000000 + usage.ru_stime.tv_usec >= 50000);
    struct tms tms;
    times(&tms);
    printf("children %d\n", tms.tms_cutime + tms.tms_cstime >= 4);
    return 6;
}
