/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/harness/child.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>
#ifdef __linux__
#include <sys/prctl.h>
#endif

#include "common/mem.h"

static char dir[64];

static void
child_ready(struct watch *w)
{
	struct child *c = (struct child *)w;
	char bytes[4096];
	ssize_t n = read(w->fd, bytes, sizeof(bytes));

	if (n > 0) {
		buf_add(&c->log, bytes, (size_t)n);
		record(c->name, '!', bytes, (size_t)n);
		return;
	}
	if (n < 0 && (errno == EINTR || errno == EAGAIN))
		return;
	close(w->fd);
	w->fd = -1;
	while (waitpid(c->pid, &c->status, 0) < 0 && errno == EINTR)
		continue;
	c->ended = true;
}

static void
child_end(struct watch *w)
{
	struct child *c = (struct child *)w;

	if (!c->ended) {
		kill(c->pid, SIGKILL);
		close(w->fd);
		while (waitpid(c->pid, NULL, 0) < 0 && errno == EINTR)
			continue;
	}
	buf_free(&c->log);
	free(c);
}

void
child_prepare(const char *const *env)
{
	sigset_t none;

#ifdef __linux__
	prctl(PR_SET_PDEATHSIG, SIGKILL);
#endif
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	/* a job in the background ignores some (SIGQUIT, of most shells) */
	for (int sig = 1; sig < NSIG; sig++)
		signal(sig, SIG_DFL);
	for (; env && *env; env++)
		putenv(mem_strdup(*env));
}

static void
inherit_socket(int fd)
{
	char pid[32];

	snprintf(pid, sizeof(pid), "%ld", (long)getpid());
	setenv("LISTEN_PID", pid, 1);
	setenv("LISTEN_FDS", "1", 1);
	if (fd == 3)
		fcntl(fd, F_SETFD, 0);
	else
		dup2(fd, 3);
}

static _Noreturn void
child_run(const struct child_options *o, int out)
{
	struct rlimit files = {(rlim_t)o->files, (rlim_t)o->files};
	struct rlimit size = {(rlim_t)o->file_size, RLIM_INFINITY};
	int null = open("/dev/null", O_RDONLY);

	dup2(null, 0);
	dup2(out, 1);
	dup2(out, 2);
	child_prepare(o->env);
	if (o->inherit)
		inherit_socket(o->inherit);
	if (o->files)
		setrlimit(RLIMIT_NOFILE, &files);
	if (o->file_size)
		setrlimit(RLIMIT_FSIZE, &size);
	execv(o->argv[0], (char *const *)(uintptr_t)o->argv);
	perror(o->argv[0]);
	_exit(127);
}

struct child *
child_start(const struct child_options *o)
{
	struct child *c = mem_alloc(sizeof(*c));
	int ends[2];

	if (pipe(ends) < 0)
		give_up("pipe: %s", strerror(errno));
	fcntl(ends[0], F_SETFD, FD_CLOEXEC);
	fcntl(ends[1], F_SETFD, FD_CLOEXEC);
	fcntl(ends[0], F_SETFL, O_NONBLOCK);
	c->name = o->name;
	c->pid = fork();
	if (c->pid < 0)
		give_up("fork: %s", strerror(errno));
	if (!c->pid)
		child_run(o, ends[1]);
	close(ends[1]);
	c->watch.fd = ends[0];
	c->watch.events = POLLIN;
	c->watch.ready = child_ready;
	c->watch.end = child_end;
	watch_add(&c->watch);
	return c;
}

/* Moves `seen` past the next whole line that holds the text. */
static bool
log_find(struct child *c, const char *text)
{
	char *line, *end;

	while (c->log.len > c->seen) {
		line = c->log.data + c->seen;
		end = strchr(line, '\n');
		if (!end)
			return false;
		*end = '\0';
		c->seen = (size_t)(end + 1 - c->log.data);
		bool found = strstr(line, text) != NULL;
		*end = '\n';
		if (found)
			return true;
	}
	return false;
}

void
child_expect_log(struct child *c, const char *text)
{
	int64_t deadline = watch_deadline();

	while (!log_find(c, text))
		if (c->ended || watch_turn(deadline) < 0)
			give_up("%s did not say \"%s\"", c->name, text);
}

void
child_signal(struct child *c, int sig)
{
	if (!c->ended)
		kill(c->pid, sig);
}

int
child_wait(struct child *c)
{
	int64_t deadline = watch_deadline();

	while (!c->ended)
		if (watch_turn(deadline) < 0)
			give_up("%s did not end", c->name);
	return c->status;
}

void
child_expect_exit(struct child *c, int code)
{
	int status = child_wait(c);

	if (!WIFEXITED(status))
		give_up("%s died by signal %d", c->name, WTERMSIG(status));
	if (WEXITSTATUS(status) != code)
		give_up("%s ended with %d instead of %d", c->name,
		    WEXITSTATUS(status), code);
}

const char *
child_sanitizer_report(const char *log)
{
	static const char *const signs[] = {"ERROR: AddressSanitizer",
	    "ERROR: LeakSanitizer",
	    "runtime error: ", "WARNING: ThreadSanitizer"};

	for (size_t i = 0; log && i < sizeof(signs) / sizeof(*signs); i++)
		if (strstr(log, signs[i]))
			return strstr(log, signs[i]);
	return NULL;
}

static bool
proc_read(pid_t pid, const char *name, char *text, size_t size)
{
	char path[64];
	FILE *f;
	size_t n;

	snprintf(path, sizeof(path), "/proc/%ld/%s", (long)pid, name);
	f = fopen(path, "r");
	if (!f)
		return false;
	n = fread(text, 1, size - 1, f);
	text[n] = '\0';
	fclose(f);
	return true;
}

int64_t
child_cpu_ms(pid_t pid)
{
	unsigned long user = 0, sys = 0;
	char stat[1024];
	char *after;

	if (!proc_read(pid, "stat", stat, sizeof(stat)))
		return 0;
	after = strrchr(stat, ')');
	if (!after ||
	    sscanf(after + 2,
		"%*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u "
		"%lu %lu",
		&user, &sys) != 2)
		return 0;
	return (int64_t)(user + sys) * 1000 / sysconf(_SC_CLK_TCK);
}

int64_t
child_memory_kib(pid_t pid)
{
	char statm[256];
	long pages = 0;

	if (!proc_read(pid, "statm", statm, sizeof(statm)) ||
	    sscanf(statm, "%*d %ld", &pages) != 1)
		return 0;
	return (int64_t)pages * sysconf(_SC_PAGESIZE) / 1024;
}

const char *
test_dir(void)
{
	if (*dir)
		return dir;
	strcpy(dir, "/tmp/tcpchat-test.XXXXXX");
	if (!mkdtemp(dir) || chmod(dir, 0755) < 0)
		give_up("%s: %s", dir, strerror(errno));
	return dir;
}

static int
remove_one(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
	(void)st;
	(void)type;
	(void)ftw;
	return remove(path);
}

void
test_dir_remove(void)
{
	if (*dir)
		nftw(dir, remove_one, 16, FTW_DEPTH | FTW_PHYS);
	*dir = '\0';
}

void
test_file(const char *name, const char *text)
{
	char path[512];
	FILE *f;

	snprintf(path, sizeof(path), "%s/%s", test_dir(), name);
	f = fopen(path, "w");
	/* there may be a password in it */
	if (!f || fchmod(fileno(f), 0600) < 0 || fputs(text, f) < 0 ||
	    fclose(f) != 0)
		give_up("%s: %s", path, strerror(errno));
}
