/*
 * One place in the program makes a system call as C libraries do: the call, then a comparison of what came of it. Threads
 * stand in that call while others make it for the first times, and come back to the comparison later: from the call itself,
 * from a handler that interrupted it, and from one after which it is made again.
 */
#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

/* Each copy of the function is a site of its own; -1 if the comparison says that it is an error. */
#define SITE(name)                                                                                          \
	long name(long fd, void *to, long size);                                                           \
	__asm__(".text\n" #name ": xorl %eax, %eax\n\tsyscall\n\tcmpq $-4096, %rax\n\tja 1f\n\tret\n"       \
		"1: movq $-1, %rax\n\tret\n")

SITE(read_of_threads);
SITE(read_in_handler);
SITE(read_again);

static int in[4][2];
static volatile int handled, came_back;
static long (*interrupted)(long, void *, long);

static void *reader(void *which)
{
	int *end = which;
	char c = 0;
	long got = read_of_threads(end[0], &c, 1);
	return (void *)(got * 256 + c);
}

static void on_signal(int signal)
{
	char c;
	/* The site is made a jump here, while the call that was interrupted stands there. */
	for (int i = 0; i < 4; i++)
		interrupted(-1, &c, 1);
	handled++;
}

static void *waits_for_signal(void *end)
{
	char c = 0;
	long got = interrupted(((int *)end)[0], &c, 1);
	came_back = 1;
	return (void *)(got * 256 + c);
}

static long interrupt(long (*site)(long, void *, long), int flags, int *end)
{
	pthread_t thread;
	struct sigaction action;
	void *result;

	memset(&action, 0, sizeof action);
	action.sa_handler = on_signal;
	action.sa_flags = flags;
	sigaction(SIGUSR1, &action, 0);
	interrupted = site;
	handled = came_back = 0;
	pthread_create(&thread, 0, waits_for_signal, end);
	/* The first signals may come before the thread stands in its call. */
	while (flags == 0 ? !came_back : handled < 3) {
		pthread_kill(thread, SIGUSR1);
		usleep(1000);
	}
	if (flags != 0)
		write(end[1], "x", 1);
	pthread_join(thread, &result);
	return (long)result;
}

static void run(const char *where)
{
	pthread_t threads[3];
	char c;

	for (int i = 0; i < 3; i++)
		pthread_create(&threads[i], 0, reader, in[i]);
	usleep(20000);
	printf("%s: %ld\n", where, read_of_threads(-1, &c, 1));
	for (int i = 0; i < 3; i++) {
		void *result;
		char sent = 'a' + i;
		write(in[i][1], &sent, 1);
		pthread_join(threads[i], &result);
		printf("%s: thread %d got %ld\n", where, i, (long)result);
	}
	printf("%s: interrupted %ld\n", where, interrupt(read_in_handler, 0, in[3]));
	printf("%s: made again %ld\n", where, interrupt(read_again, SA_RESTART, in[3]));
	fflush(stdout);
}

int main(void)
{
	for (int i = 0; i < 4; i++)
		pipe(in[i]);
	pid_t child = fork();
	if (child == 0) {
		run("child");
		_exit(2);
	}
	int status;
	waitpid(child, &status, 0);
	run("parent");
	return WEXITSTATUS(status);
}
