// System V IPC between processes: prints what they find, without ids, addresses and times.
#define _GNU_SOURCE
#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ipc.h>
#include <sys/mman.h>
#include <sys/msg.h>
#include <sys/sem.h>
#include <sys/shm.h>
#include <sys/wait.h>
#include <unistd.h>

#define PAGE 4096

static int segment, set, queue;

static const char *error(long result) { return result == -1 ? strerror(errno) : "fine"; }

static int attached(void) {
    struct shmid_ds about;
    if (shmctl(segment, IPC_STAT, &about)) return -errno;
    return about.shm_nattch;
}

static int last_was(pid_t pid) {
    struct shmid_ds about;
    return shmctl(segment, IPC_STAT, &about) == 0 && about.shm_lpid == pid && about.shm_dtime != 0;
}

static void clean(void) {
    shmctl(segment, IPC_RMID, NULL);
    semctl(set, 0, IPC_RMID);
    msgctl(queue, IPC_RMID, NULL);
}

static int operate(int number, int amount, int flags) {
    struct sembuf one = {number, amount, flags};
    return semop(set, &one, 1);
}

static void *thread(void *memory) {
    strcpy(memory, "from a thread");
    return shmat(segment, NULL, 0);
}

static void memory(char **argv) {
    char *here = shmat(segment, NULL, 0);
    printf("attached %d, zeros %d\n", attached(), here[0] == 0 && here[5 * PAGE - 1] == 0);
    pid_t child = fork();
    if (child == 0) {
        printf("child: attached %d\n", attached());
        fflush(stdout);
        strcpy(here + PAGE, "from the child");
        char *again = shmat(segment, NULL, SHM_RDONLY);
        printf("child: attached %d, sees %s\n", attached(), again + PAGE);
        printf("child: may write: %s\n", error(mprotect(again, PAGE, PROT_READ | PROT_WRITE)));
        fflush(stdout);
        _exit(0);
    }
    waitpid(child, NULL, 0);
    printf("attached %d, sees %s, last the child %d\n", attached(), here + PAGE, last_was(child));
    child = fork();
    if (child == 0) {
        for (;;) pause();
    }
    printf("attached %d\n", attached());
    kill(child, SIGKILL);
    waitpid(child, NULL, 0);
    printf("after a kill: attached %d\n", attached());
    int pipes[2];
    if (pipe(pipes)) abort();
    child = vfork();
    if (child == 0) {
        dup2(pipes[0], 0);
        close(pipes[1]);
        execl("/bin/cat", "cat", NULL);
        _exit(127);
    }
    printf("after an exec: attached %d\n", attached());
    close(pipes[0]);
    close(pipes[1]);
    waitpid(child, NULL, 0);
    printf("attached %d\n", attached());

    pthread_t other;
    void *there;
    pthread_create(&other, NULL, thread, here);
    pthread_join(other, &there);
    printf("attached %d, says %s\n", attached(), (char *) there);

    // Pieces of one attachment are counted, and go together.
    printf("hole: %s\n", error(munmap((char *) there + PAGE, PAGE)));
    printf("attached %d\n", attached());
    mprotect((char *) there + 3 * PAGE, PAGE, PROT_READ);
    printf("attached %d\n", attached());
    printf("not its beginning: %s\n", error(shmdt((char *) there + 2 * PAGE)));
    printf("detach: %s\n", error(shmdt(there)));
    printf("attached %d\n", attached());

    // Places of the program's choice.
    char *place = mmap(NULL, 16 * PAGE, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    printf("where something is: %s\n", error((long) shmat(segment, place, 0)));
    printf("replaced: %d\n", shmat(segment, place, SHM_REMAP) == place && strcmp(place, "from a thread") == 0);
    munmap(place, 16 * PAGE);
    printf("rounded: %d\n", shmat(segment, place + 5, SHM_RND) == place);
    printf("not rounded: %s\n", error((long) shmat(segment, place + PAGE * 8 + 5, 0)));
    printf("attached %d\n", attached());
    char *moved = mremap(place, 5 * PAGE, 5 * PAGE, MREMAP_MAYMOVE | MREMAP_FIXED, place + 8 * PAGE);
    printf("moved %d, attached %d\n", moved == place + 8 * PAGE && strcmp(moved, "from a thread") == 0, attached());

    char line[512];
    FILE *maps = fopen("/proc/self/maps", "r");
    while (fgets(line, sizeof line, maps)) {
        char *name = strstr(line, "/SYSV");
        if (name) printf("%.4s %s", strchr(line, ' ') + 1, name);
    }
    fclose(maps);

    printf("remove: %s\n", error(shmctl(segment, IPC_RMID, NULL)));
    struct shmid_ds about;
    shmctl(segment, IPC_STAT, &about);
    printf("mode %o, attached %d\n", about.shm_perm.mode, attached());
    printf("attach once more: %s\n", error((long) shmat(segment, NULL, 0)));
    printf("detach: %s %s\n", error(shmdt(moved)), error(shmdt(moved)));
    printf("still %s\n", here);
    fflush(stdout);
    if (fork() == 0) {
        munmap(here, 5 * PAGE);
        execv("/proc/self/exe", (char *[]){argv[0], "gone", NULL});
        _exit(1);
    }
    wait(NULL);
    while (shmdt(here) == 0) continue;
    printf("attached %d\n", attached());
}

static void semaphores(void) {
    struct sembuf many[] = {{0, 3, SEM_UNDO}, {1, 1, 0}};
    pid_t child = fork();
    if (child == 0) {
        semop(set, many, 2);
        operate(2, -1, 0);
        _exit(0);
    }
    operate(1, -1, 0);
    printf("while it lives %d\n", semctl(set, 0, GETVAL));
    operate(2, 1, 0);
    waitpid(child, NULL, 0);
    printf("after it %d, its doing %d\n", semctl(set, 0, GETVAL), semctl(set, 0, GETPID) == child);
    child = fork();
    if (child == 0) {
        semop(set, many, 2);
        execl("/bin/sh", "sh", "-c", "read line", NULL);
        _exit(1);
    }
    operate(1, -1, 0);
    kill(child, SIGKILL);
    waitpid(child, NULL, 0);
    printf("after a kill %d\n", semctl(set, 0, GETVAL));
    child = fork();
    if (child == 0) {
        _exit(operate(0, -1, 0) == -1 && errno == EIDRM ? 3 : 4);
    }
    while (semctl(set, 0, GETNCNT) != 1) usleep(1000);
    printf("remove: %s\n", error(semctl(set, 0, IPC_RMID)));
    int status;
    waitpid(child, &status, 0);
    printf("it hears %d\n", WEXITSTATUS(status));
}

static void messages(void) {
    struct {
        long type;
        char text[64];
    } message = {5, "hello"};
    pid_t child = fork();
    if (child == 0) {
        long got = msgrcv(queue, &message, sizeof message.text, 7, 0);
        message.type = got;
        strcat(message.text, " back");
        msgsnd(queue, &message, strlen(message.text) + 1, 0);
        _exit(0);
    }
    msgsnd(queue, &message, 6, 0);
    message.type = 7;
    msgsnd(queue, &message, 6, 0);
    waitpid(child, NULL, 0);
    printf("receive: %ld\n", (long) msgrcv(queue, &message, 3, 6, MSG_NOERROR));
    printf("%ld %.3s\n", message.type, message.text);
    printf("receive: %ld\n", (long) msgrcv(queue, &message, 64, 0, 0));
    printf("%ld %s\n", message.type, message.text);
}

int main(int argc, char **argv) {
    if (argc > 1) return 0;
    segment = shmget(IPC_PRIVATE, 5 * PAGE - 1, 0600);
    set = semget(IPC_PRIVATE, 3, 0600);
    queue = msgget(IPC_PRIVATE, 0600);
    if (segment < 0 || set < 0 || queue < 0) return 1;
    pid_t self = getpid();
    memory(argv);
    semaphores();
    messages();
    if (getpid() == self) clean();
    return 11;
}
