/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <sysexits.h>
#include <time.h>
#include <unistd.h>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>

#include "common/clock.h"
#include "common/mem.h"
#include "tests/bench/subject.h"
#include "tests/harness/plain.h"

/*
 * How long a message takes from one bystander to another while others ask
 * for everything there is: WHO, LIST and NAMES of a server with very many
 * users and channels. As a ratio to the same without anybody who asks.
 */
enum {
	BATCH = 50, /* users that come at once */
	TENTH = 10,
	SPARE = 64, /* descriptors for all else */
	WAIT_SECONDS = 60,
	SAMPLES_MAX = 20000,
	ASKERS_MAX = 64,
	ASKS_MAX = 1000000, /* of one asker */
	BESIDE = 500        /* users beside ngIRCd, which takes them slowly */
};

struct plan {
	int users, channels, askers, samples, rounds;
};

/* Somebody with a socket, and what of a line has come. */
struct guest {
	int fd;
	char in[65536];
	size_t len;
};

/* Sorted, in microseconds. */
struct latency {
	double median, p99, most;
};

static int64_t
now_ns(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

static void
say(int fd, const char *text)
{
	size_t len = strlen(text);

	if (send(fd, text, len, MSG_NOSIGNAL) != (ssize_t)len)
		give_up("the server takes nothing: %s", strerror(errno));
}

static int
dial(const struct host *h)
{
	struct sockaddr_in sin = {
	    .sin_family = AF_INET, .sin_port = htons((in_port_t)h->port)};
	struct timeval patience = {.tv_sec = WAIT_SECONDS};
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0), on = 1;

	sin.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	if (fd < 0 || connect(fd, (struct sockaddr *)&sin, sizeof(sin)) < 0)
		give_up("cannot connect: %s", strerror(errno));
	setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience));
	setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
	return fd;
}

/* Reads up to the end of a line with this in it. */
static void
hear(struct guest *g, const char *text)
{
	for (;;) {
		char *end = memchr(g->in, '\n', g->len);
		ssize_t n;

		if (end) {
			size_t line = (size_t)(end - g->in) + 1;
			bool found;

			*end = '\0';
			found = strstr(g->in, text);
			g->len -= line;
			memmove(g->in, end + 1, g->len);
			if (found)
				return;
			continue;
		}
		n = recv(g->fd, g->in + g->len, sizeof(g->in) - g->len, 0);
		if (n <= 0)
			give_up("waited in vain for \"%s\"", text);
		g->len += (size_t)n;
	}
}

/* Every tenth is in a channel that is large, too. */
static void
come(struct guest *g, const struct host *h, const struct plan *p, int i)
{
	char text[256];

	g->fd = dial(h);
	g->len = 0;
	snprintf(text, sizeof(text),
	    "NICK u%d\r\nUSER u 0 * :user\r\nJOIN #c%d%s\r\nPING ready\r\n", i,
	    i % p->channels, i % TENTH ? "" : ",#big");
	say(g->fd, text);
}

/* What the server logs must be read, or it would wait. */
static void
read_logs(void)
{
	while (watch_turn(clock_mono_ms() + 1) == 0)
		continue;
}

static void
all_come(int *fds, const struct host *h, const struct plan *p)
{
	static struct guest batch[BATCH];

	for (int i = 0; i < p->users; i += BATCH) {
		int n = p->users - i < BATCH ? p->users - i : BATCH;

		for (int k = 0; k < n; k++)
			come(&batch[k], h, p, i + k);
		for (int k = 0; k < n; k++) {
			hear(&batch[k], " PONG ");
			fds[i + k] = batch[k].fd;
		}
		read_logs();
	}
}

static void
register_as(struct guest *g, const struct host *h, const char *nick)
{
	char text[128];

	g->fd = dial(h);
	g->len = 0;
	snprintf(text, sizeof(text),
	    "NICK %s\r\nUSER b 0 * :bystander\r\nPING ready\r\n", nick);
	say(g->fd, text);
	hear(g, " PONG ");
}

/* Asks again and again, and reads as fast as it comes, until a signal ends
 * it; says by a byte that it has begun. */
static _Noreturn void
ask_on_and_on(const struct host *h, int number, int begun)
{
	static const char *const asks[] = {
	    "WHO *\r\n", "LIST\r\n", "WHO u1*\r\n", "NAMES #big\r\n"};
	static const char *const ends[] = {" 315 ", " 323 ", " 315 ", " 366 "};
	static struct guest g;
	char nick[16];

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	snprintf(nick, sizeof(nick), "ask%d", number);
	register_as(&g, h, nick);
	if (write(begun, "", 1) != 1)
		give_up("pipe: %s", strerror(errno));
	close(begun);
	for (int i = 0; i < ASKS_MAX; i++) {
		say(g.fd, asks[i % 4]);
		hear(&g, ends[i % 4]);
	}
	_exit(0);
}

static void
wait_until_begun(int begun, int n)
{
	char bytes[ASKERS_MAX];
	ssize_t len;

	for (; n > 0; n -= (int)len) {
		len = read(begun, bytes, (size_t)n);
		if (len <= 0)
			give_up("an asker ended before it began");
	}
}

static void
start_askers(pid_t *pids, const struct host *h, int n)
{
	int begun[2];

	if (pipe(begun) < 0)
		give_up("pipe: %s", strerror(errno));
	for (int i = 0; i < n; i++) {
		pids[i] = fork();
		if (pids[i] < 0)
			give_up("fork: %s", strerror(errno));
		if (pids[i] == 0)
			ask_on_and_on(h, i, begun[1]);
	}
	close(begun[1]);
	wait_until_begun(begun[0], n);
	close(begun[0]);
}

static void
stop_askers(const pid_t *pids, int n)
{
	for (int i = 0; i < n; i++) {
		kill(pids[i], SIGKILL);
		waitpid(pids[i], NULL, 0);
	}
}

static int
by_value(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

static struct latency
measure(struct guest *from, struct guest *to, int samples)
{
	static double all[SAMPLES_MAX];
	char line[64], text[32];

	for (int i = 0; i < samples; i++) {
		int64_t start = now_ns();

		snprintf(text, sizeof(text), ":%d.", i);
		snprintf(line, sizeof(line), "PRIVMSG to %s\r\n", text);
		say(from->fd, line);
		hear(to, text);
		all[i] = (double)(now_ns() - start) / 1e3;
	}
	qsort(all, (size_t)samples, sizeof(*all), by_value);
	return (struct latency){
	    all[samples / 2], all[samples * 99 / 100], all[samples - 1]};
}

static void
show(const char *name, const char *when, const struct latency *l)
{
	printf("%-10s %-16s %10.0f %10.0f %10.0f\n", name, when, l->median,
	    l->p99, l->most);
}

static void
run_round(const struct plan *p, const char *name, const struct host *h,
    struct guest *from, struct guest *to)
{
	struct latency quiet, asked;
	pid_t pids[ASKERS_MAX];

	read_logs();
	quiet = measure(from, to, p->samples);
	start_askers(pids, h, p->askers);
	asked = measure(from, to, p->samples);
	stop_askers(pids, p->askers);
	read_logs();
	show(name, "nobody asks", &quiet);
	show(name, "while they ask", &asked);
	printf("%-10s %-16s %10.2f %10.2f %10.2f\n\n", name, "ratio",
	    asked.median / quiet.median, asked.p99 / quiet.p99,
	    asked.most / quiet.most);
	fflush(stdout);
}

static void
run_subject(const struct plan *p, const struct subject *subject)
{
	struct host *h = subject->start();
	int *fds = mem_alloc((size_t)p->users * sizeof(*fds));
	static struct guest from, to;

	all_come(fds, h, p);
	register_as(&from, h, "from");
	register_as(&to, h, "to");
	for (int i = 0; i < p->rounds; i++)
		run_round(p, subject->name, h, &from, &to);
	for (int i = 0; i < p->users; i++)
		close(fds[i]);
	close(from.fd);
	close(to.fd);
	free(fds);
	subject_stop(h);
	plain_clean();
}

/* As many as asked for, where the machine lets us have as many descriptors;
 * the server needs one for each too, and has the same limit. */
static void
fit_to_machine(struct plan *p)
{
	struct rlimit most;

	if (getrlimit(RLIMIT_NOFILE, &most) < 0)
		return;
	most.rlim_cur = most.rlim_max;
	setrlimit(RLIMIT_NOFILE, &most);
	if (most.rlim_cur != RLIM_INFINITY &&
	    (rlim_t)p->users + SPARE + ASKERS_MAX > most.rlim_cur) {
		p->users = (int)most.rlim_cur - SPARE - ASKERS_MAX;
		printf("Only %llu descriptors may be open here, so fewer "
		       "users come.\n",
		    (unsigned long long)most.rlim_cur);
	}
	if (p->users < 1)
		give_up("too few descriptors");
}

static int
limited(int value, int most)
{
	return value < most ? value : most;
}

static void
parse(struct plan *p, int argc, char **argv)
{
	int c;

	while ((c = getopt(argc, argv, "u:c:a:n:r:")) != -1) {
		int *into = c == 'u' ? &p->users
		    : c == 'c'       ? &p->channels
		    : c == 'a'       ? &p->askers
		    : c == 'n'       ? &p->samples
		    : c == 'r'       ? &p->rounds
				     : NULL;

		if (!into || (*into = atoi(optarg)) < 1) {
			fputs("usage: asks [-u USERS] [-c CHANNELS] "
			      "[-a ASKERS] [-n SAMPLES] [-r ROUNDS]\n",
			    stderr);
			exit(EX_USAGE);
		}
	}
	p->samples = limited(p->samples, SAMPLES_MAX);
	p->askers = limited(p->askers, ASKERS_MAX);
}

static void
say_plan(const struct plan *p)
{
	printf("asks: a message between two bystanders, %d times, among %d "
	       "users in %d channels,\nwhile %d clients ask WHO, LIST and "
	       "NAMES without end; microseconds\n\n%-10s %-16s %10s %10s "
	       "%10s\n",
	    p->samples, p->users, p->channels, p->askers, "", "", "median",
	    "99 %", "most");
	fflush(stdout);
}

static void
compare(struct plan *p)
{
	if (!subject_ngircd_installed()) {
		puts("ngIRCd is not installed; install it for a comparison.");
		return;
	}
	p->users = limited(p->users, BESIDE);
	say_plan(p);
	run_subject(p, &subject_tcpchat);
	run_subject(p, &subject_ngircd);
}

int
main(int argc, char **argv)
{
	struct plan plan = {.users = 10000,
	    .channels = 1000,
	    .askers = 4,
	    .samples = 1000,
	    .rounds = 3};

	parse(&plan, argc, argv);
	plain_find_programs(argv[0], 2);
	fit_to_machine(&plan);
	say_plan(&plan);
	run_subject(&plan, &subject_tcpchat);
	compare(&plan);
	return EXIT_SUCCESS;
}
