/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sysexits.h>
#include <time.h>
#include <unistd.h>

#include "common/mem.h"
#include "tests/bench/report.h"
#include "tests/bench/subject.h"
#include "tests/harness/plain.h"

enum {
	SENDERS_MAX = 16,
	TEXT = 100,
	ROUND_SECONDS = 60,
	BUFFER = 65536,
	SUBJECTS = 5
};

/* Somebody in the channel; the first ones send. */
struct member {
	struct peer *peer;
	char *in;
	size_t in_len;
	int sent;
	int next[SENDERS_MAX]; /* what must come next of each sender */
	int64_t got;
};

struct round {
	const struct plan *plan;
	struct member *members;
	struct pollfd *set;
	int count;
	int64_t wanted; /* deliveries in all */
	int64_t got;
	int64_t until_ns;
};

static int64_t
now_ns(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

/* ":s3!~s3@host PRIVMSG #bench :42 xxxx…" */
static void
take_line(struct round *r, struct member *m, const char *line)
{
	const char *text = strstr(line, " PRIVMSG #bench :");
	int from = atoi(line + 2), number;

	if (strncmp(line, ":s", 2) || !text)
		return;
	number = atoi(text + 17);
	if (from < 0 || from >= r->plan->senders || number != m->next[from])
		give_up("%s got message %d of sender %d instead of %d",
		    m->peer->name, number, from,
		    from < r->plan->senders ? m->next[from] : -1);
	if (strlen(text + 17) != TEXT)
		give_up("%s got a message that was cut", m->peer->name);
	m->next[from]++;
	m->got++;
	r->got++;
}

static void
take_lines(struct round *r, struct member *m)
{
	char *from = m->in, *end;

	while ((end = memchr(from, '\n', m->in_len - (size_t)(from - m->in)))) {
		end[end > from && end[-1] == '\r' ? -1 : 0] = '\0';
		take_line(r, m, from);
		from = end + 1;
	}
	m->in_len -= (size_t)(from - m->in);
	memmove(m->in, from, m->in_len);
}

/* Over TLS more may wait inside than poll can see. */
static void
take_bytes(struct round *r, struct member *m)
{
	ssize_t n;

	do {
		n = peer_recv(m->peer, m->in + m->in_len, BUFFER - m->in_len);
		if (n == 0 || (n < 0 && errno != EAGAIN))
			give_up("%s lost the server", m->peer->name);
		m->in_len += n > 0 ? (size_t)n : 0;
		take_lines(r, m);
	} while (n > 0 && m->peer->tls);
}

/* How many of this sender's messages everybody else has by now. */
static int
seen_by_all(const struct round *r, int sender)
{
	int least = r->plan->messages;

	for (int i = 0; i < r->count; i++)
		if (i != sender && r->members[i].next[sender] < least)
			least = r->members[i].next[sender];
	return least;
}

/* A sender has at most `window` messages on their way. */
static void
send_more(struct round *r)
{
	char line[TEXT + 32];

	for (int s = 0; s < r->plan->senders; s++) {
		struct member *m = &r->members[s];
		int most = seen_by_all(r, s) + r->plan->window;

		for (; m->sent < most && m->sent < r->plan->messages;
		     m->sent++) {
			int len = snprintf(line, sizeof(line),
			    "PRIVMSG #bench :%-*d", TEXT, m->sent);

			memset(strchr(strchr(line, ':'), ' '), 'x',
			    (size_t)(line + len -
				strchr(strchr(line, ':'), ' ')));
			memcpy(line + len, "\r\n", 3);
			peer_raw(m->peer, line, (size_t)len + 2);
		}
	}
}

static void
run_round(struct round *r)
{
	while (r->got < r->wanted) {
		send_more(r);
		if (poll(r->set, (nfds_t)r->count, 1000) < 0 && errno != EINTR)
			give_up("poll: %s", strerror(errno));
		if (now_ns() > r->until_ns)
			give_up("only %lld of %lld deliveries came",
			    (long long)r->got, (long long)r->wanted);
		for (int i = 0; i < r->count; i++)
			if (r->set[i].revents)
				take_bytes(r, &r->members[i]);
	}
}

static void
set_modes(struct peer *p, const char *modes)
{
	peer_send(p, "MODE #bench %s", modes);
	peer_expect(p, "* MODE #bench *");
}

static void
join_all(struct round *r, const struct host *h, const struct subject *subject)
{
	char nick[16];

	for (int i = 0; i < r->count; i++) {
		struct member *m = &r->members[i];

		snprintf(nick, sizeof(nick), "%c%d",
		    i < r->plan->senders ? 's' : 'm', i);
		m->peer = subject->connect ? subject->connect(h, nick)
					   : peer_connect(h, nick);
		peer_register(m->peer, nick);
		peer_joins(m->peer, "#bench");
		m->in = mem_alloc(BUFFER);
		r->set[i] =
		    (struct pollfd){.fd = m->peer->watch.fd, .events = POLLIN};
	}
	if (subject->modes)
		set_modes(r->members[0].peer, subject->modes);
	for (int i = 0; i < r->count; i++)
		peer_barrier(r->members[i].peer);
	for (int i = 0; i < r->count; i++)
		peer_deaf(r->members[i].peer);
}

static struct result
measure(const struct plan *p, const struct subject *subject)
{
	struct round r = {.plan = p, .count = p->members + p->senders};
	struct result result;
	struct host *h = subject->start();
	int64_t start, cpu;

	r.members = mem_alloc((size_t)r.count * sizeof(*r.members));
	r.set = mem_alloc((size_t)r.count * sizeof(*r.set));
	r.wanted = (int64_t)p->senders * p->messages * (r.count - 1);
	join_all(&r, h, subject);
	cpu = subject_cpu_ns(h);
	start = now_ns();
	r.until_ns = start + (int64_t)ROUND_SECONDS * 1000000000;
	run_round(&r);
	result = (struct result){.deliveries = r.got,
	    .wall_ns = now_ns() - start,
	    .cpu_ns = subject_cpu_ns(h) - cpu};
	for (int i = 0; i < r.count; i++) {
		if (peer_recv(r.members[i].peer, r.members[i].in, 1) > 0)
			give_up(
			    "%s got something twice", r.members[i].peer->name);
		free(r.members[i].in);
	}
	subject_stop(h);
	plain_clean();
	free(r.members);
	free(r.set);
	return result;
}

static void
parse(struct plan *p, int argc, char **argv)
{
	int c;

	while ((c = getopt(argc, argv, "m:s:n:r:w:")) != -1) {
		int *into = c == 'm' ? &p->members
		    : c == 's'       ? &p->senders
		    : c == 'n'       ? &p->messages
		    : c == 'r'       ? &p->rounds
		    : c == 'w'       ? &p->window
				     : NULL;

		if (!into || (*into = atoi(optarg)) < 1) {
			fputs("usage: fanout [-m MEMBERS] [-s SENDERS] "
			      "[-n MESSAGES] [-r ROUNDS] [-w WINDOW]\n",
			    stderr);
			exit(EX_USAGE);
		}
	}
	p->senders = p->senders < SENDERS_MAX ? p->senders : SENDERS_MAX;
	p->rounds =
	    p->rounds < REPORT_ROUNDS_MAX ? p->rounds : REPORT_ROUNDS_MAX;
}

int
main(int argc, char **argv)
{
	struct plan plan = {.members = 100,
	    .senders = 4,
	    .messages = 500,
	    .rounds = 5,
	    .window = 8};
	const struct subject *subjects[] = {&subject_tcpchat, &subject_tls,
	    &subject_unix, &subject_unkept, &subject_ngircd};
	struct results all[SUBJECTS] = {{.name = "tcpchat"}, {.name = "TLS"},
	    {.name = "Unix"}, {.name = "no history"}, {.name = "ngIRCd"}};
	size_t count = subject_ngircd_installed() ? SUBJECTS : SUBJECTS - 1;

	parse(&plan, argc, argv);
	plain_find_programs(argv[0], 2);
	for (int round = 0; round < plan.rounds; round++)
		for (size_t i = 0; i < count; i++)
			all[i].rounds[all[i].count++] =
			    measure(&plan, subjects[i]);
	report_table(&plan, all, count);
	report_json("fanout.json", &plan, all, count);
	if (count < SUBJECTS)
		puts("ngIRCd is not installed; install it for a comparison.");
	return EXIT_SUCCESS;
}
