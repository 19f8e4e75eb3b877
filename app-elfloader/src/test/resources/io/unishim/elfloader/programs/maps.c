/* What /proc/PID/maps tells of each kind of mapping: protection, pages, offset, whose file it is and what it is called. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/ipc.h>
#include <sys/mman.h>
#include <sys/shm.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/wait.h>
#include <unistd.h>

#define PAGE 4096L
#define RW (PROT_READ | PROT_WRITE)
#define ANON (MAP_PRIVATE | MAP_ANONYMOUS)

static char text[1 << 20];
static pid_t whose;

static void slurp(const char *file) {
    char path[64];
    sprintf(path, "/proc/%d/%s", whose, file);
    int fd = open(path, O_RDONLY);
    ssize_t got, all = 0;
    while ((got = read(fd, text + all, sizeof text - 1 - all)) > 0)
        all += got;
    text[all] = 0;
    close(fd);
}

struct line {
    unsigned long start, end, offset, inode;
    unsigned major, minor;
    char protection[5];
    int column;
    const char *name;
    size_t length;
};

static int parse(const char *at, struct line *line) {
    int past = 0;
    int got = sscanf(at, "%lx-%lx %4s %lx %x:%x %lu%n", &line->start, &line->end, line->protection, &line->offset,
                     &line->major, &line->minor, &line->inode, &past);
    if (got != 7)
        return 0;
    const char *eol = strchr(at, '\n');
    line->name = at + past;
    while (line->name < eol && *line->name == ' ')
        line->name++;
    line->column = line->name == eol ? (int)(eol - at) - past : (int)(line->name - at);
    line->length = eol - line->name;
    return 1;
}

static int find(const void *address, struct line *line) {
    slurp("maps");
    for (const char *at = text; *at; at = strchr(at, '\n') + 1)
        if (parse(at, line) && line->start <= (uintptr_t)address && (uintptr_t)address < line->end)
            return 1;
    return 0;
}

static void of(const char *label, const void *address, const struct stat *file) {
    struct line line;
    if (!find(address, &line)) {
        printf("%s: nothing\n", label);
        return;
    }
    const char *agrees = "no file";
    if (file)
        agrees = makedev(line.major, line.minor) == file->st_dev && line.inode == file->st_ino ? "its file" : "ANOTHER";
    else if (line.inode || line.minor)
        agrees = "some file";
    printf("%s: %s %lx %s, column %d, '", label, line.protection, line.offset, agrees, line.column);
    for (size_t i = 0; i < line.length; i++)
        printf(line.name[i] & 0x80 ? "<%02x>" : "%c", line.name[i] & 0xff);
    puts("'");
}

/* With how many pages there are before and behind. */
static void sized(const char *label, const void *address, int fd) {
    struct stat file;
    struct line line;
    if (fd >= 0)
        fstat(fd, &file);
    if (find(address, &line))
        printf("%lu and %lu pages, ", ((uintptr_t)address - line.start) / PAGE, (line.end - (uintptr_t)address) / PAGE);
    of(label, address, fd >= 0 ? &file : 0);
}

/* Pages with nothing of anybody else's beside them. */
static char *room(int pages) {
    static char *next;
    if (!next)
        next = mmap(0, 4096 * PAGE, PROT_NONE, ANON | MAP_NORESERVE, -1, 0);
    char *at = next + PAGE;
    next += (pages + 2) * PAGE;
    return at;
}

static char *map(int pages, int protection, int flags, int fd, long offset) {
    char *at = mmap(room(pages), pages * PAGE, protection, flags | MAP_FIXED, fd, offset);
    if (at == MAP_FAILED)
        printf("mmap: %s\n", strerror(errno));
    return at;
}

static int file(const char *name, int pages) {
    int fd = open(name, O_CREAT | O_RDWR, 0644);
    if (fd < 0)
        printf("%s: %s\n", name, strerror(errno));
    ftruncate(fd, pages * PAGE);
    return fd;
}

static char *shown[32];
static int shownFd[32];
static const char *shownLabel[32];
static int shownCount;

static void keep(const char *label, char *at, int fd) {
    shown[shownCount] = at;
    shownFd[shownCount] = fd;
    shownLabel[shownCount++] = label;
}

static void kept(void) {
    for (int i = 0; i < shownCount; i++)
        sized(shownLabel[i], shown[i], shownFd[i]);
}

static void kinds(char **argv) {
    int fd = file("plain", 8);
    keep("a file", map(2, PROT_READ, MAP_PRIVATE, fd, 0), fd);
    keep("a file, shared", map(2, RW, MAP_SHARED, fd, 2 * PAGE), fd);
    keep("a file, hidden", map(1, PROT_NONE, MAP_PRIVATE, fd, PAGE), fd);
    int program = open(argv[0], O_RDONLY);
    keep("the program", map(1, PROT_READ | PROT_EXEC, MAP_PRIVATE, program, 0), program);
    keep("a program read", map(1, PROT_READ, MAP_SHARED, program, PAGE), program);
    int removed = file("removed", 4);
    keep("removed", map(2, RW, MAP_SHARED, removed, PAGE), removed);
    unlink("removed");
    int moved = file("moved", 4);
    keep("renamed", map(2, RW, MAP_SHARED, moved, 0), moved);
    rename("moved", "moved away");
    int odd = file("a\nb \\ (deleted) \303\244 \351", 1);
    keep("an odd name", map(1, PROT_READ, MAP_PRIVATE, odd, 0), odd);
    int secret = memfd_create("of\nmine", 0);
    ftruncate(secret, 4 * PAGE);
    keep("memfd", map(3, RW, MAP_SHARED, secret, PAGE), secret);
    keep("memfd, private", map(1, RW, MAP_PRIVATE, secret, 0), secret);
    int unnamed = open("/dev/shm", O_TMPFILE | O_RDWR, 0600);
    ftruncate(unnamed, PAGE);
    struct line line;
    char *at = map(1, RW, MAP_SHARED, unnamed, 0);
    struct stat st;
    fstat(unnamed, &st);
    find(at, &line);
    printf("O_TMPFILE: its file %d, deleted %d\n", line.inode == st.st_ino,
           memmem(line.name, line.length, " (deleted)", 10) != 0);
    keep("zeros", map(2, RW, ANON, -1, 0), -1);
    keep("shared zeros", map(2, RW, MAP_SHARED | MAP_ANONYMOUS, -1, 0), -1);
    keep("more shared zeros", map(2, PROT_READ, MAP_SHARED | MAP_ANONYMOUS, -1, 0), -1);
    struct line other;
    printf("objects of their own: %d\n", find(shown[shownCount - 2], &line) && find(shown[shownCount - 1], &other)
           && line.inode != other.inode && line.minor == other.minor && line.minor == 1 && line.major == 0);
    int shm = shmget(IPC_PRIVATE, 3 * PAGE, IPC_CREAT | 0600);
    at = shmat(shm, room(3), SHM_REMAP);
    find(at, &line);
    printf("its number %d, device %x:%x\n", line.inode == (unsigned long)shm, line.major, line.minor);
    keep("a segment", at, -1);
    key_t key = 0x7a000000 + getpid();
    int named = shmget(key, PAGE, IPC_CREAT | 0600);
    at = shmat(named, room(1), SHM_RDONLY | SHM_REMAP);
    char want[32];
    sprintf(want, "/SYSV%08x (deleted)", key);
    find(at, &line);
    printf("its name %d\n", strncmp(line.name, want, line.length));
    shmctl(shm, IPC_RMID, 0);
    shmctl(named, IPC_RMID, 0);
}

static void own(char **argv) {
    struct stat program;
    stat(argv[0], &program);
    of("code", (void *)(uintptr_t)own, &program);
    of("stack", &program, 0);
    char *heap = sbrk(0);
    sbrk(PAGE);
    of("heap", heap, 0);
    of("vdso", (void *)getauxval(AT_SYSINFO_EHDR), 0);
    sbrk(3 * PAGE);
    char *top = (char *)(((uintptr_t)sbrk(0) - 1) & -PAGE) - PAGE;
    mprotect(top, PAGE, PROT_READ);
    of("heap, split", top, 0);
    of("heap, behind", top + PAGE, 0);
    mprotect(top, PAGE, RW);
    int lines = 0, same = 0;
    slurp("maps");
    char *maps = strdup(text);
    slurp("smaps");
    for (const char *at = maps; *at; at = strchr(at, '\n') + 1) {
        char header[8192];
        size_t length = strchr(at, '\n') + 1 - at;
        sprintf(header, "%.*s", (int)length, at);
        lines++;
        same += strstr(text, header) != 0;
    }
    printf("smaps as maps: %d\n", lines - same <= 1); /* of a buffer that grew meanwhile */
}

static void changes(void) {
    int fd = open("plain", O_RDWR);
    char *at = map(6, RW, MAP_SHARED, fd, 0);
    mprotect(at + 2 * PAGE, PAGE, PROT_READ);
    sized("split, first", at, fd);
    sized("split, middle", at + 2 * PAGE, fd);
    sized("split, last", at + 3 * PAGE, fd);
    mprotect(at + 2 * PAGE, PAGE, RW);
    sized("joined", at + 2 * PAGE, fd);
    munmap(at + 1 * PAGE, PAGE);
    sized("before the hole", at, fd);
    sized("hole", at + PAGE, fd);
    sized("behind the hole", at + 2 * PAGE, fd);
    mmap(at + 4 * PAGE, 2 * PAGE, RW, ANON | MAP_FIXED, -1, 0);
    sized("halved", at + 2 * PAGE, fd);
    sized("over half", at + 4 * PAGE, -1);
    mmap(at + 3 * PAGE, PAGE, PROT_READ, MAP_PRIVATE | MAP_FIXED, fd, 7 * PAGE);
    sized("another part", at + 3 * PAGE, fd);
    char *b = map(4, RW, MAP_PRIVATE, fd, 2 * PAGE);
    char *to = room(6);
    mremap(b + PAGE, 2 * PAGE, 2 * PAGE, MREMAP_MAYMOVE | MREMAP_FIXED, to);
    sized("moved", to, fd);
    sized("left before", b, fd);
    sized("left behind", b + 3 * PAGE, fd);
    char *c = map(2, RW, MAP_SHARED, fd, PAGE);
    munmap(c + 2 * PAGE, PAGE);
    mremap(c, 2 * PAGE, 3 * PAGE, 0);
    sized("grown", c, fd);
    mremap(c, 3 * PAGE, PAGE, 0);
    sized("shrunk", c, fd);
    char *d = map(4, RW, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    munmap(d, PAGE);
    sized("shared zeros, cut", d + PAGE, -1);
    mremap(d + 2 * PAGE, PAGE, PAGE, MREMAP_MAYMOVE | MREMAP_FIXED, to + 4 * PAGE);
    sized("shared zeros, moved", to + 4 * PAGE, -1);
    struct line one, two;
    printf("one object: %d\n", find(d + PAGE, &one) && find(to + 4 * PAGE, &two) && one.inode == two.inode);
    char *heap = sbrk(4 * PAGE);
    heap = (char *)(((uintptr_t)heap + PAGE) & -PAGE);
    char *apart = room(2);
    mremap(heap, PAGE, PAGE, MREMAP_MAYMOVE | MREMAP_FIXED, apart);
    sized("from the heap", apart, -1);
    mmap(heap, PAGE, PROT_READ, ANON | MAP_FIXED, -1, 0);
    of("over the heap", heap, 0);
    close(fd);
}

int main(int argc, char **argv) {
    setvbuf(stdout, 0, _IOLBF, 0);
    whose = getpid();
    kinds(argv);
    kept();
    own(argv);
    changes();
    pid_t child = fork();
    if (child == 0) {
        puts("the parent");
        kept();
        whose = getpid();
        puts("the child");
        kept();
        own(argv);
        changes();
        _exit(0);
    }
    int status = 0;
    waitpid(child, &status, 0);
    printf("child: %x\n", status);
    return 0;
}
