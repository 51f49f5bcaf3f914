/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sysexits.h>
#include <unistd.h>

#include "common/mem.h"
#include "tests/bench/guest.h"
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
	SPARE = 64,         /* descriptors for all else */
	ASKS_MAX = 1000000, /* of one asker */
	BESIDE = 500        /* users beside ngIRCd, which takes them slowly */
};

struct plan {
	int users, channels, askers, samples, rounds;
};

/* Every tenth is in a channel that is large, too. */
static void
come(struct guest *g, const struct host *h, const struct plan *p, int i)
{
	char text[256];

	g->fd = guest_dial(h);
	g->len = 0;
	snprintf(text, sizeof(text),
	    "NICK u%d\r\nUSER u 0 * :user\r\nJOIN #c%d%s\r\nPING ready\r\n", i,
	    i % p->channels, i % TENTH ? "" : ",#big");
	guest_say(g->fd, text);
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
			guest_hear(&batch[k], " PONG ");
			fds[i + k] = batch[k].fd;
		}
		guest_read_logs();
	}
}

/* Asks again and again, and reads as fast as it comes, until a signal ends
 * it. */
static void
ask_on_and_on(const struct host *h, int number, int begun)
{
	static const char *const asks[] = {
	    "WHO *\r\n", "LIST\r\n", "WHO u1*\r\n", "NAMES #big\r\n"};
	static const char *const ends[] = {" 315 ", " 323 ", " 315 ", " 366 "};
	static struct guest g;
	char nick[16];

	snprintf(nick, sizeof(nick), "ask%d", number);
	guest_register(&g, h, nick);
	guest_has_begun(begun);
	for (int i = 0; i < ASKS_MAX; i++) {
		guest_say(g.fd, asks[i % 4]);
		guest_hear(&g, ends[i % 4]);
	}
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
	pid_t pids[GUEST_WORKERS_MAX];

	guest_read_logs();
	quiet = guest_measure(from, to, p->samples);
	guest_start_workers(pids, h, p->askers, ask_on_and_on);
	asked = guest_measure(from, to, p->samples);
	guest_stop_workers(pids, p->askers);
	guest_read_logs();
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
	guest_register(&from, h, "from");
	guest_register(&to, h, "to");
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
	    (rlim_t)p->users + SPARE + GUEST_WORKERS_MAX > most.rlim_cur) {
		p->users = (int)most.rlim_cur - SPARE - GUEST_WORKERS_MAX;
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
	p->samples = limited(p->samples, GUEST_SAMPLES_MAX);
	p->askers = limited(p->askers, GUEST_WORKERS_MAX);
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
