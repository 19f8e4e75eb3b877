// 64 threads on one mutex, one condition variable, one barrier, and robust mutexes, between threads and processes.
#define _GNU_SOURCE
#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#define THREADS 64
#define ROUNDS 200

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t turned = PTHREAD_COND_INITIALIZER;
static pthread_barrier_t barrier;
static pthread_mutex_t robust;
static long counter, turn, serial, last, recovered;

static void *crowd(void *number) {
    long mine = (long) number;
    pthread_barrier_wait(&barrier);
    for (int i = 0; i < ROUNDS; i++) {
        pthread_mutex_lock(&mutex);
        counter++;
        pthread_mutex_unlock(&mutex);
    }
    for (int round = 0; round < 3; round++) {
        pthread_mutex_lock(&mutex);
        while (turn % THREADS != mine) {
            pthread_cond_wait(&turned, &mutex);
        }
        turn++;
        pthread_cond_broadcast(&turned);
        pthread_mutex_unlock(&mutex);
        if (pthread_barrier_wait(&barrier) == PTHREAD_BARRIER_SERIAL_THREAD) {
            __atomic_add_fetch(&serial, 1, __ATOMIC_SEQ_CST);
        }
    }
    int held = pthread_mutex_lock(&robust);
    if (held == EOWNERDEAD) {
        recovered++;
        pthread_mutex_consistent(&robust);
    }
    last++;
    if (mine % 8 == 0) {
        // Ends as the owner.
        return NULL;
    }
    pthread_mutex_unlock(&robust);
    return NULL;
}

static void *dies_with(void *lock) {
    pthread_mutex_lock(lock);
    return NULL;
}

static void robust_mutex(pthread_mutex_t *lock, int shared, int inherit) {
    pthread_mutexattr_t attributes;
    pthread_mutexattr_init(&attributes);
    pthread_mutexattr_setrobust(&attributes, PTHREAD_MUTEX_ROBUST);
    pthread_mutexattr_setpshared(&attributes, shared ? PTHREAD_PROCESS_SHARED : PTHREAD_PROCESS_PRIVATE);
    pthread_mutexattr_setprotocol(&attributes, inherit ? PTHREAD_PRIO_INHERIT : PTHREAD_PRIO_NONE);
    pthread_mutex_init(lock, &attributes);
}

static void owner_dies(const char *what, int inherit) {
    pthread_mutex_t lock;
    robust_mutex(&lock, 0, inherit);
    pthread_t thread;
    pthread_create(&thread, NULL, dies_with, &lock);
    pthread_join(thread, NULL);
    int first = pthread_mutex_lock(&lock), consistent = pthread_mutex_consistent(&lock);
    pthread_mutex_unlock(&lock);
    printf("%s: %d %d %d\n", what, first, consistent, pthread_mutex_trylock(&lock));
    pthread_mutex_unlock(&lock);
    pthread_create(&thread, NULL, dies_with, &lock);
    pthread_join(thread, NULL);
    first = pthread_mutex_lock(&lock);
    pthread_mutex_unlock(&lock);
    printf("not made consistent: %d %d\n", first, pthread_mutex_lock(&lock));
}

int main(void) {
    pthread_t threads[THREADS];
    robust_mutex(&robust, 0, 0);
    pthread_barrier_init(&barrier, NULL, THREADS);
    for (long i = 0; i < THREADS; i++) {
        pthread_create(&threads[i], NULL, crowd, (void *) i);
    }
    for (int i = 0; i < THREADS; i++) {
        pthread_join(threads[i], NULL);
    }
    // The last to lock it may be one that dies with it.
    printf("counter %ld turn %ld serial %ld last %ld recovered %d\n", counter, turn, serial, last,
            recovered == THREADS / 8 || recovered == THREADS / 8 - 1);
    owner_dies("robust", 0);
    owner_dies("robust with inheritance", 1);
    pthread_mutex_t *between = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    robust_mutex(between, 1, 0);
    pid_t child = fork();
    if (child == 0) {
        pthread_mutex_lock(between);
        _exit(5);
    }
    int status;
    waitpid(child, &status, 0);
    printf("child %x left it: %d\n", status, pthread_mutex_lock(between));
    return 12;
}
