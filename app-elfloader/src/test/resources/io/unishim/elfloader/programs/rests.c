/*
 * Threads that come after others, here and in a child: nothing that one thread had done is another's.
 */
#include <errno.h>
#include <fenv.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define BURNT 120000000L
#define THREADS 100

static long used(void)
{
	struct timespec now;
	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
	return now.tv_sec * 1000000000L + now.tv_nsec;
}

/* Leaves nothing of a thread as it was. */
static void *spoil(void *unused)
{
	static char stack[1 << 16];
	stack_t alternate = { .ss_sp = stack, .ss_size = sizeof stack };
	sigset_t all;

	sigfillset(&all);
	pthread_sigmask(SIG_BLOCK, &all, 0);
	sigaltstack(&alternate, 0);
	prctl(PR_SET_NAME, "spoilt");
	fesetround(FE_UPWARD);
	__asm__ volatile("fldpi\n\tpcmpeqb %%xmm7, %%xmm7" ::: "xmm7");
	while (used() < BURNT)
		;
	return unused;
}

static void *look(void *result)
{
	stack_t alternate;
	sigset_t mask;
	char name[16];
	unsigned short status;
	long time = used();

	__asm__ volatile("fnstsw %0" : "=a"(status));
	sigaltstack(0, &alternate);
	pthread_sigmask(SIG_BLOCK, 0, &mask);
	prctl(PR_GET_NAME, name);
	sprintf(result, "time %s, alternate stack %d, SIGUSR1 blocked %d, name %s, rounding %d, x87 stack %d",
		time < BURNT / 2 ? "its own" : "of another", alternate.ss_flags, sigismember(&mask, SIGUSR1), name, fegetround(),
		status >> 11 & 7);
	return result;
}

static void *nothing(void *argument)
{
	return argument;
}

static void *run(void *(*what)(void *), void *argument)
{
	pthread_t thread;
	void *result = 0;
	int error = pthread_create(&thread, 0, what, argument);

	if (error != 0) {
		printf("pthread_create: %s\n", strerror(error));
		exit(1);
	}
	pthread_join(thread, &result);
	return result;
}

static void follow(const char *where)
{
	char told[256];

	prctl(PR_SET_NAME, "first");
	run(spoil, 0);
	for (int i = 0; i < 3; i++)
		printf("%s: %s\n", where, (char *)run(look, told));
	for (long i = 0; i < THREADS; i++)
		if (run(nothing, (void *)i) != (void *)i)
			printf("%s: thread %ld gave something else\n", where, i);
	/* Many at once, then one at a time: more than any pool holds. */
	for (int round = 0; round < 3; round++) {
		pthread_t many[40];
		for (long i = 0; i < 40; i++)
			pthread_create(&many[i], 0, nothing, (void *)i);
		for (long i = 0; i < 40; i++) {
			void *result;
			pthread_join(many[i], &result);
			if (result != (void *)i)
				printf("%s: thread %ld of many gave something else\n", where, i);
		}
	}
	fflush(stdout);
}

int main(void)
{
	int status;

	follow("here");
	if (fork() == 0) {
		follow("in a child");
		_exit(3);
	}
	wait(&status);
	printf("the child left with %d\n", WEXITSTATUS(status));
	return 0;
}
