/* Threads: locks, conditions, thread-local storage, and memory that goes away under read(2). */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <semaphore.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t turn = PTHREAD_COND_INITIALIZER;
static __thread long mine;
static long total, next_turn, order_ok = 1;

static void *adder(void *arg) {
    long id = (long)arg;
    for (int i = 0; i < 5000; i++) {
        mine += id;
        pthread_mutex_lock(&lock);
        total += id;
        pthread_mutex_unlock(&lock);
    }
    return (void *)mine;
}

static void *taker(void *arg) {
    long id = (long)arg;
    for (int round = 0; round < 50; round++) {
        pthread_mutex_lock(&lock);
        while (next_turn % 8 != id) pthread_cond_wait(&turn, &lock);
        if (next_turn != round * 8 + id) order_ok = 0;
        next_turn++;
        pthread_cond_broadcast(&turn);
        pthread_mutex_unlock(&lock);
    }
    return 0;
}

static char *volatile shared_page;
static volatile int stop;
static void *unmapper(void *arg) {
    while (!stop) {
        munmap(shared_page, 4096);
        mmap(shared_page, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0);
    }
    return 0;
}

static sem_t posted;
static void *poster(void *arg) { sem_post(&posted); return 0; }
static pthread_key_t key;
static int destroyed;
static void destroy(void *value) { __sync_fetch_and_add(&destroyed, (int)(long)value); }
static void *keeper(void *arg) { pthread_setspecific(key, arg); pthread_exit(arg); }
static pthread_once_t once = PTHREAD_ONCE_INIT;
static int onces;
static void init_once(void) { onces++; }
static void *oncer(void *arg) { pthread_once(&once, init_once); return 0; }
static void *sleeper(void *arg) { pause(); return 0; }

int main(void) {
    pthread_t t[8];
    long sum = 0;
    for (long i = 0; i < 8; i++) pthread_create(&t[i], 0, adder, (void *)i);
    for (int i = 0; i < 8; i++) { void *r; pthread_join(t[i], &r); sum += (long)r; }
    printf("total %ld own %ld main's %ld\n", total, sum, mine);
    for (long i = 0; i < 8; i++) pthread_create(&t[i], 0, taker, (void *)i);
    for (int i = 0; i < 8; i++) pthread_join(t[i], 0);
    printf("turns %ld in order %ld\n", next_turn, order_ok);

    shared_page = mmap(0, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    int zero = open("/dev/zero", O_RDONLY), other = 0;
    pthread_create(&t[0], 0, unmapper, 0);
    for (int i = 0; i < 5000; i++) {
        long n = read(zero, shared_page, 4096);
        if (!(n == 4096 || (n >= 0 && n < 4096) || (n == -1 && errno == EFAULT))) other++;
    }
    stop = 1;
    pthread_join(t[0], 0);
    printf("unexpected results %d\n", other);

    sem_init(&posted, 0, 0);
    pthread_create(&t[0], 0, poster, 0);
    sem_wait(&posted);
    pthread_join(t[0], 0);
    pthread_key_create(&key, destroy);
    for (long i = 0; i < 8; i++) pthread_create(&t[i], 0, keeper, (void *)(i + 1));
    for (int i = 0; i < 8; i++) pthread_join(t[i], 0);
    for (long i = 0; i < 8; i++) pthread_create(&t[i], 0, oncer, 0);
    for (int i = 0; i < 8; i++) pthread_join(t[i], 0);
    printf("destroyed %d onces %d\n", destroyed, onces);
    struct timespec soon;
    clock_gettime(CLOCK_REALTIME, &soon);
    soon.tv_nsec += 3000000;
    if (soon.tv_nsec >= 1000000000) { soon.tv_nsec -= 1000000000; soon.tv_sec++; }
    pthread_mutex_lock(&lock);
    printf("timed out %d\n", pthread_cond_timedwait(&turn, &lock, &soon) == ETIMEDOUT);
    pthread_mutex_unlock(&lock);
    pthread_create(&t[0], 0, sleeper, 0);
    printf("still running: %s\n", strerror(pthread_kill(t[0], 0)));
    fflush(stdout);
    pthread_create(&t[1], 0, sleeper, 0);
    exit(5); /* with two threads asleep */
}
