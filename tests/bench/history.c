/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sysexits.h>
#include <unistd.h>

#include "common/mem.h"
#include "server/search_index.h"
#include "tests/bench/filled.h"
#include "tests/bench/guest.h"
#include "tests/bench/subject.h"
#include "tests/harness/plain.h"

/*
 * How long a page of CHATHISTORY takes from a database of very many messages,
 * as a ratio to one of few; how long a message takes from one bystander to
 * another while others search those very many, as a ratio to the same without
 * anybody who searches; and how much room a message takes.
 */
enum {
	PAGE = 100,
	ANSWER = 262144,
	COUNT_LEAST = 10 * PAGE,
	STEP = 5000, /* messages that the index takes at once */
	SEARCHES_MAX = 1000000
};

struct plan {
	int count, few, pages, searchers, samples;
};

/* A server and who asks it. */
struct side {
	struct host *h;
	int count;
	struct guest asker;
	char answer[ANSWER];
};

enum { KINDS = 3 };
static const char *const kinds[KINDS] = {"LATEST", "BEFORE", "BETWEEN"};

/* Nobody is asked for a sign of life while the other side is filled. */
static const char conf[] = "flood-rate = 0\n"
			   "flood-burst = 0\n"
			   "ping-interval = 0s\n";

/* With a page before it, and one between it and the last message. */
static int
some_place(int count)
{
	return PAGE + (int)(random() % (count - 2 * PAGE - 2));
}

static void
ask(struct side *s, int kind)
{
	char text[256], from[EVENT_ID_LEN], to[EVENT_ID_LEN];
	int place = some_place(s->count);

	filled_id(place, from);
	filled_id(s->count - 1, to);
	if (kind == 0)
		snprintf(text, sizeof(text),
		    "CHATHISTORY LATEST #bench * %d\r\n", PAGE);
	else if (kind == 1)
		snprintf(text, sizeof(text),
		    "CHATHISTORY BEFORE #bench msgid=%s %d\r\n", from, PAGE);
	else
		snprintf(text, sizeof(text),
		    "CHATHISTORY BETWEEN #bench msgid=%s msgid=%s %d\r\n", from,
		    to, PAGE);
	guest_say(s->asker.fd, text);
}

/* Up to the end of the batch, whose last line names it once more. */
static size_t
hear_page(struct side *s)
{
	size_t len = 0;
	ssize_t n;
	char *end = NULL;

	while (!end) {
		n = recv(s->asker.fd, s->answer + len, ANSWER - 1 - len, 0);
		if (n <= 0)
			give_up("the page did not come: %.200s", s->answer);
		/* the end may have come in two parts */
		end = s->answer + (len > 16 ? len - 16 : 0);
		len += (size_t)n;
		s->answer[len] = '\0';
		end = strstr(end, " BATCH -");
		if (end && !strchr(end, '\n'))
			end = NULL;
	}
	return len;
}

static void
check_page(const struct side *s, int kind)
{
	int lines = 0;

	for (const char *at = s->answer; (at = strstr(at, " PRIVMSG ")); at++)
		lines++;
	if (lines != PAGE)
		give_up("a page of %s had %d messages, not %d", kinds[kind],
		    lines, PAGE);
}

static double
time_page(struct side *s, int kind)
{
	int64_t start = guest_now_ns();
	double us;

	ask(s, kind);
	hear_page(s);
	us = (double)(guest_now_ns() - start) / 1e3;
	check_page(s, kind);
	return us;
}

static void
show(const char *name, const char *kind, const struct latency *l)
{
	printf("%-20s %-10s %10.0f %10.0f %10.0f\n", name, kind, l->median,
	    l->p99, l->most);
}

/* Page by page in turn, so that whatever else the machine does hits both. */
static double
compare(const struct plan *p, struct side *few, struct side *many, int kind)
{
	double *of_few = mem_alloc((size_t)p->pages * sizeof(*of_few));
	double *of_many = mem_alloc((size_t)p->pages * sizeof(*of_many));
	struct latency a, b;
	char name[32];

	for (int i = 0; i < p->pages; i++) {
		of_few[i] = time_page(few, kind);
		of_many[i] = time_page(many, kind);
	}
	a = guest_latency(of_few, (size_t)p->pages);
	b = guest_latency(of_many, (size_t)p->pages);
	snprintf(name, sizeof(name), "of %d", few->count);
	show(name, kinds[kind], &a);
	snprintf(name, sizeof(name), "of %d", many->count);
	show(name, kinds[kind], &b);
	printf("%-20s %-10s %10.2f %10.2f %10.2f\n\n", "ratio", kinds[kind],
	    b.median / a.median, b.p99 / a.p99, b.most / a.most);
	free(of_few);
	free(of_many);
	return b.p99 / a.p99;
}

/* As the server's thread does it, but without waiting in between. */
static void
make_index(const char *state, int count)
{
	struct search_index *x = search_index_new(state);
	int64_t start = guest_now_ns();
	enum search_step step;

	do
		step = search_index_step(x, STEP);
	while (step == SEARCH_MORE || step == SEARCH_ANEW);
	if (step == SEARCH_FAILED)
		give_up("the index: %s", search_index_error(x));
	search_index_free(x);
	printf("%d messages indexed in %.1f seconds\n", count,
	    (double)(guest_now_ns() - start) / 1e9);
}

/* Once with a channel in which something was said, then filled. */
static void
open_side(struct side *s, int count)
{
	static struct guest first;
	double seconds;

	s->count = count;
	s->h = host_start(conf);
	guest_register(&first, s->h, "first");
	guest_say(first.fd, "JOIN #bench\r\nPRIVMSG #bench :.\r\nPING x\r\n");
	guest_hear(&first, " PONG ");
	close(first.fd);
	host_stop(s->h);
	seconds = filled_make(s->h->state, "#bench", count);
	printf("%d messages made in %.1f seconds\n", count, seconds);
	make_index(s->h->state, count);
	fflush(stdout);
	host_again(s->h, conf, false);
	guest_register(&s->asker, s->h, "asker");
	guest_say(s->asker.fd,
	    "CAP REQ :batch server-time message-tags draft/chathistory\r\n"
	    "JOIN #bench\r\nPING ready\r\n");
	guest_hear(&s->asker, " PONG ");
}

static void
close_side(struct side *s)
{
	close(s->asker.fd);
	guest_read_logs();
	host_stop(s->h);
}

static void
show_pages(const struct plan *p, struct side *few, struct side *many)
{
	double worst = 0;

	printf("\nhistory: a page of %d messages, %d times each, in turn; "
	       "microseconds\n\n%-20s %-10s %10s %10s %10s\n",
	    PAGE, p->pages, "", "", "median", "99 %", "most");
	for (int kind = 0; kind < KINDS; kind++) {
		double ratio = compare(p, few, many, kind);

		worst = ratio > worst ? ratio : worst;
	}
	printf("99 %% of the pages of %d come within %.2f times of those of "
	       "%d (5 is the most that may be)\n\n",
	    many->count, worst, few->count);
}

/* One word that is said often and one that is not, without end. */
static void
search_on_and_on(const struct host *h, int number, int begun)
{
	static struct guest g;
	char text[128], often[16];

	snprintf(text, sizeof(text), "seeker%d", number);
	guest_register(&g, h, text);
	guest_say(g.fd,
	    "CAP REQ :batch server-time message-tags soju.im/search\r\n"
	    "JOIN #bench\r\nPING ready\r\n");
	guest_hear(&g, " PONG ");
	guest_has_begun(begun);
	srandom((unsigned)number);
	for (int i = 0; i < SEARCHES_MAX; i++) {
		snprintf(often, sizeof(often), "%s",
		    filled_word((unsigned)random() % 50));
		snprintf(text, sizeof(text),
		    "SEARCH in=#bench;text=%s\\s%s\r\n", often,
		    filled_word((unsigned)random() % FILLED_WORDS));
		guest_say(g.fd, text);
		guest_hear(&g, " BATCH -");
	}
}

static void
show_search(const struct plan *p, const struct side *many)
{
	static struct guest from, to;
	struct latency quiet, searched;
	pid_t pids[GUEST_WORKERS_MAX];

	guest_register(&from, many->h, "from");
	guest_register(&to, many->h, "to");
	quiet = guest_measure(&from, &to, p->samples);
	guest_start_workers(pids, many->h, p->searchers, search_on_and_on);
	searched = guest_measure(&from, &to, p->samples);
	guest_stop_workers(pids, p->searchers);
	printf("search: a message between two bystanders, %d times, while %d "
	       "clients search %d\nmessages without end; microseconds\n\n"
	       "%-20s %-10s %10s %10s %10s\n",
	    p->samples, p->searchers, many->count, "", "", "median", "99 %",
	    "most");
	show("nobody searches", "", &quiet);
	show("while they search", "", &searched);
	printf("%-20s %-10s %10.2f %10.2f %10.2f\n\n", "ratio", "",
	    searched.median / quiet.median, searched.p99 / quiet.p99,
	    searched.most / quiet.most);
	close(from.fd);
	close(to.fd);
}

static void
show_size(const struct side *s)
{
	int64_t history = filled_size(s->h->state, "history.db");
	int64_t search = filled_size(s->h->state, "search.db");

	printf("history.db: %.0f bytes a message; search.db beside it: %.0f\n",
	    (double)history / s->count, (double)search / s->count);
}

static void
parse(struct plan *p, int argc, char **argv)
{
	int c;

	while ((c = getopt(argc, argv, "n:f:p:a:s:")) != -1) {
		int *into = c == 'n' ? &p->count
		    : c == 'f'       ? &p->few
		    : c == 'p'       ? &p->pages
		    : c == 'a'       ? &p->searchers
		    : c == 's'       ? &p->samples
				     : NULL;

		if (!into || (*into = atoi(optarg)) < 1 ||
		    (strchr("nf", c) && *into < COUNT_LEAST)) {
			fputs("usage: history [-n MESSAGES] [-f FEW] "
			      "[-p PAGES] [-a SEARCHERS] [-s SAMPLES]; at "
			      "least 1000 messages\n",
			    stderr);
			exit(EX_USAGE);
		}
	}
	if (p->searchers > GUEST_WORKERS_MAX)
		p->searchers = GUEST_WORKERS_MAX;
	if (p->samples > GUEST_SAMPLES_MAX)
		p->samples = GUEST_SAMPLES_MAX;
}

int
main(int argc, char **argv)
{
	struct plan plan = {.count = 5000000,
	    .few = 1000,
	    .pages = 2000,
	    .searchers = 2,
	    .samples = 2000};
	static struct side few, many;

	parse(&plan, argc, argv);
	plain_find_programs(argv[0], 2);
	open_side(&few, plan.few);
	open_side(&many, plan.count);
	show_pages(&plan, &few, &many);
	show_search(&plan, &many);
	close_side(&few);
	close_side(&many);
	show_size(&many);
	plain_clean();
	return EXIT_SUCCESS;
}
