/*
 * Times loops of system calls and prints "name nanoseconds-a-call", several times each.
 *
 *   call-loops DIRECTORY [NAME]...
 *
 * The same binary runs on Linux and on Unishim. The clock is read before and after a loop only: it may be a system call
 * itself. DIRECTORY is one in memory.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/futex.h>
#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

/*
 * How long a loop is to take: less than a time slice, so that on a busy machine most loops are not interrupted. A line is
 * the median of SAMPLES loops.
 */
#define LOOP_NANOS 400000L
#define SAMPLES 41
#define ROUNDS 5

/* Files in the directory that is listed. */
#define ENTRIES 1000

static int zero, null, file;
static char path[4096], fresh[4106], many[4106], appended[4106];
static int appending;
static long appends;
static char buffer[4096];
static unsigned word;
static jmp_buf failed;
static const char *self;
extern char **environ;

static void expect(long result, long wanted)
{
	if (result != wanted) {
		fprintf(stderr, "a call gave %ld, not %ld: %s\n", result, wanted, strerror(errno));
		longjmp(failed, 1);
	}
}

/* Each loop makes n calls (or pairs of calls). */

static void getppid_loop(long n)
{
	while (n-- > 0)
		getppid();
}

/*
 * As getppid, while the program uses the upper halves of the vector registers: those are not lost in a system call. A call
 * of a function would make the compiler clear them.
 */
static void getppid_with_ymm(long n)
{
	__asm__ volatile("vcmpps $15, %%ymm0, %%ymm0, %%ymm7" ::: "xmm7");
	while (n-- > 0) {
		long result;
		__asm__ volatile("movl %1, %%eax\n\tsyscall" : "=&a"(result) : "i"(SYS_getppid) : "rcx", "r11", "memory");
	}
	__asm__ volatile("vzeroupper");
}

static void read_zero(long n)
{
	while (n-- > 0)
		expect(read(zero, buffer, 1), 1);
}

static void pread_4096(long n)
{
	while (n-- > 0)
		expect(pread(file, buffer, 4096, 0), 4096);
}

static void pwrite_4096(long n)
{
	while (n-- > 0)
		expect(pwrite(file, buffer, 4096, 0), 4096);
}

static void write_null(long n)
{
	while (n-- > 0)
		expect(write(null, buffer, 1), 1);
}

static void open_close(long n)
{
	while (n-- > 0)
		expect(close(open(path, O_RDONLY)), 0);
}

static void create_unlink(long n)
{
	while (n-- > 0) {
		expect(close(open(fresh, O_WRONLY | O_CREAT | O_EXCL, 0644)), 0);
		expect(unlink(fresh), 0);
	}
}

static void stat_loop(long n)
{
	struct stat status;
	while (n-- > 0)
		expect(stat(path, &status), 0);
}

/* Cut to nothing when it has 1,024 blocks. */
static void append_4096(long n)
{
	while (n-- > 0) {
		if (++appends % 1024 == 0)
			expect(ftruncate(appending, 0), 0);
		expect(write(appending, buffer, 4096), 4096);
	}
}

static void readdir_1000(long n)
{
	while (n-- > 0) {
		DIR *directory = opendir(many);
		long count = 0;
		while (readdir(directory))
			count++;
		closedir(directory);
		expect(count, ENTRIES + 2);
	}
}

static void two_renames(long n)
{
	while (n-- > 0) {
		expect(rename(path, fresh), 0);
		expect(rename(fresh, path), 0);
	}
}

static void mkdir_rmdir(long n)
{
	while (n-- > 0) {
		expect(mkdir(fresh, 0755), 0);
		expect(rmdir(fresh), 0);
	}
}

static int turn;

/* What a loop took before it began what it is to time; 0 if all counts. */
static long prepared;

static long nanos(void)
{
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * 1000000000L + now.tv_nsec;
}

static void hand_over(int from, int to)
{
	__atomic_store_n(&turn, to, __ATOMIC_SEQ_CST);
	syscall(SYS_futex, &turn, FUTEX_WAKE_PRIVATE, 1, 0, 0, 0);
	for (int now; (now = __atomic_load_n(&turn, __ATOMIC_SEQ_CST)) != from;)
		syscall(SYS_futex, &turn, FUTEX_WAIT_PRIVATE, now, 0, 0, 0);
}

static void *pong(void *rounds)
{
	for (int now; (now = __atomic_load_n(&turn, __ATOMIC_SEQ_CST)) != 1;)
		syscall(SYS_futex, &turn, FUTEX_WAIT_PRIVATE, now, 0, 0, 0);
	for (long n = (long)rounds; n > 0; n--)
		hand_over(1, 0);
	__atomic_store_n(&turn, 0, __ATOMIC_SEQ_CST);
	syscall(SYS_futex, &turn, FUTEX_WAKE_PRIVATE, 1, 0, 0, 0);
	return 0;
}

/*
 * A round trip between two threads, each asleep while it is the other's turn. The first one is not counted: the other thread is
 * made meanwhile, which thread-create-join measures.
 */
static void futex_ping_pong(long n)
{
	pthread_t other;
	long began = nanos();

	turn = 0;
	pthread_create(&other, 0, pong, (void *)n);
	hand_over(0, 1);
	prepared = nanos() - began;
	for (long i = 0; i < n; i++)
		hand_over(0, 1);
	began = nanos();
	pthread_join(other, 0);
	prepared += nanos() - began;
}

static void clock_gettime_loop(long n)
{
	struct timespec now;

	while (n-- > 0)
		clock_gettime(CLOCK_MONOTONIC, &now);
}

static volatile int handled;

static void on_signal(int signal)
{
	handled = signal;
}

static void signal_to_self(long n)
{
	signal(SIGUSR1, on_signal);
	while (n-- > 0)
		raise(SIGUSR1);
}

static void mmap_munmap(long n)
{
	while (n-- > 0)
		munmap(mmap(0, 1 << 20, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0), 1 << 20);
}

static void futex_wake(long n)
{
	while (n-- > 0)
		expect(syscall(SYS_futex, &word, FUTEX_WAKE_PRIVATE, 1, 0, 0, 0), 0);
}

static void *nothing(void *argument)
{
	return argument;
}

static void thread_join(long n)
{
	while (n-- > 0) {
		pthread_t thread;
		expect(pthread_create(&thread, 0, nothing, 0), 0);
		expect(pthread_join(thread, 0), 0);
	}
}

static void fork_exit_wait(long n)
{
	while (n-- > 0) {
		pid_t child = fork();
		if (child == 0)
			_exit(0);
		expect(waitpid(child, 0, 0), child);
	}
}

/* Starts this very program, which ends at once when told to do nothing. */
static void spawn_wait(long n)
{
	char *arguments[] = { (char *)self, (char *)"nothing", 0 };
	while (n-- > 0) {
		pid_t child = 0;
		expect(posix_spawn(&child, self, 0, 0, arguments, environ), 0);
		expect(waitpid(child, 0, 0), child);
	}
}

static const struct {
	const char *name;
	void (*run)(long n);
	/* Whether a child is to run it: there a call takes another way. */
	int in_a_child;
} loops[] = {
	{ "getppid", getppid_loop },
	{ "getppid-with-ymm", getppid_with_ymm },
	{ "read-zero", read_zero },
	{ "write-null", write_null },
	{ "pread-4096", pread_4096 },
	{ "pwrite-4096", pwrite_4096 },
	{ "open-close", open_close },
	{ "create-unlink", create_unlink },
	{ "stat", stat_loop },
	{ "append-4096", append_4096 },
	{ "readdir-1000", readdir_1000 },
	{ "two-renames", two_renames },
	{ "mkdir-rmdir", mkdir_rmdir },
	{ "futex-wake", futex_wake },
	{ "futex-ping-pong", futex_ping_pong },
	{ "clock-gettime", clock_gettime_loop },
	{ "signal-to-self", signal_to_self },
	{ "mmap-munmap-1m", mmap_munmap },
	{ "thread-create-join", thread_join },
	{ "fork-exit-wait", fork_exit_wait },
	{ "posix-spawn-wait", spawn_wait },
	{ "fork-in-a-child", fork_exit_wait, 1 },
	{ "getppid-in-a-child", getppid_loop, 1 },
	{ "read-in-a-child", read_zero, 1 },
};

static long timed(void (*run)(long n), long n)
{
	long start = nanos();
	prepared = 0;
	run(n);
	return nanos() - start - prepared;
}

/* The number of calls that take about as long as a loop is to take. */
static long calls_a_loop(void (*run)(long n))
{
	long n = 1, took;
	while ((took = timed(run, n)) < LOOP_NANOS / 4)
		n *= 2;
	n = n * LOOP_NANOS / took;
	return n > 0 ? n : 1;
}

static int compare(const void *one, const void *other)
{
	long a = *(const long *)one, b = *(const long *)other;
	return (a > b) - (a < b);
}

static void measure(const char *name, void (*run)(long n))
{
	static long samples[SAMPLES];

	if (setjmp(failed)) {
		fprintf(stderr, "%s is left out\n", name);
		return;
	}
	for (int round = 0; round < ROUNDS; round++) {
		long n = calls_a_loop(run);
		for (int i = 0; i < SAMPLES; i++)
			samples[i] = timed(run, n);
		qsort(samples, SAMPLES, sizeof *samples, compare);
		printf("%s %.2f\n", name, (double)samples[SAMPLES / 2] / n);
	}
	fflush(stdout);
}

static int wanted(const char *name, int argc, char **argv)
{
	for (int i = 2; i < argc; i++)
		if (strcmp(argv[i], name) == 0)
			return 1;
	return argc <= 2;
}

/* Makes, or removes, what is listed. */
static void fill(int make)
{
	char name[sizeof many + 16];

	if (make)
		mkdir(many, 0755);
	for (int i = 0; i < ENTRIES; i++) {
		snprintf(name, sizeof name, "%s/entry-%d", many, i);
		if (make)
			close(open(name, O_WRONLY | O_CREAT, 0644));
		else
			unlink(name);
	}
	if (!make)
		rmdir(many);
}

int main(int argc, char **argv)
{
	if (argc == 2 && strcmp(argv[1], "nothing") == 0)
		return 0;
	self = argv[0];
	snprintf(path, sizeof path, "%s/call-loops-%d", argc > 1 ? argv[1] : "/tmp", getpid());
	snprintf(fresh, sizeof fresh, "%s-fresh", path);
	snprintf(many, sizeof many, "%s-many", path);
	snprintf(appended, sizeof appended, "%s-appended", path);
	zero = open("/dev/zero", O_RDONLY);
	null = open("/dev/null", O_WRONLY);
	file = open(path, O_RDWR | O_CREAT | O_TRUNC, 0600);
	if (pwrite(file, buffer, sizeof buffer, 0) != sizeof buffer)
		perror(path);
	appending = open(appended, O_WRONLY | O_CREAT | O_APPEND, 0600);
	fill(1);
	for (size_t i = 0; i < sizeof loops / sizeof *loops; i++)
		if (wanted(loops[i].name, argc, argv)) {
			pid_t child = loops[i].in_a_child ? fork() : 0;
			if (child != 0) {
				waitpid(child, 0, 0);
				continue;
			}
			measure(loops[i].name, loops[i].run);
			if (loops[i].in_a_child)
				_exit(0);
		}
	unlink(path);
	unlink(appended);
	fill(0);
	return 0;
}
