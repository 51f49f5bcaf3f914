/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/mem.h"
#include "server/acknowledge.h"
#include "server/hub.h"
#include "tests/harness/chance.h"
#include "tests/suites.h"
#include "tests/unit/disk.h"
#include "tests/unit/returning.h"

/*
 * By chance: alice talks and takes back what she said; the channel gets other
 * names; bob, at one of his devices, comes, parts, is kicked and goes, and
 * answers or does not; and the disk is full for a while. A model knows what is
 * kept, what bob was shown and what of that each device has answered for.
 */
enum { STEPS = 400, MOST = 4 * STEPS, DEVICES = 4 };

struct one {
	char id[EVENT_ID_LEN];
	uint64_t seq;
	bool open;          /* no commit yet */
	bool kept;          /* for good */
	bool gone;          /* taken back */
	bool due;           /* said while bob was there */
	bool shown;         /* to this connection */
	bool sure[DEVICES]; /* answered for */
};

static struct {
	unsigned short dice[3];
	struct one all[MOST];
	int said, last;
	size_t device;
	bool in, full, renamed;
	char token[32];
	bool before[MOST]; /* shown before that was asked */
} g;

static size_t
roll(size_t below)
{
	return (size_t)nrand48(g.dice) % below;
}

static const char *
name(void)
{
	return g.renamed ? "#coffee" : "#tea";
}

static void
speaks(void)
{
	struct one *o = &g.all[++g.said];
	struct event e = hub_event(&sc.srv, EVENT_MESSAGE, alice);
	char text[16];

	snprintf(text, sizeof(text), "n%d.", g.said);
	e.target = name();
	e.body = text;
	hub_publish(&sc.srv, &e);
	memcpy(o->id, e.id, sizeof(o->id));
	o->seq = e.seq;
	o->open = true;
	o->due = g.in;
}

static void
takes_back(void)
{
	struct event e = hub_event(&sc.srv, EVENT_REDACT, alice);
	struct one *o = &g.all[1 + roll((size_t)g.said + 1)];

	if (!o->seq || g.full)
		return;
	e.target = name();
	e.arg = o->id;
	hub_publish(&sc.srv, &e);
	o->gone = true;
}

static void
is_renamed(void)
{
	struct event e = hub_event(&sc.srv, EVENT_RENAME, alice);

	e.target = name();
	g.renamed = !g.renamed;
	e.arg = name();
	e.body = "";
	hub_publish(&sc.srv, &e);
}

static void
note(int n)
{
	struct one *o = &g.all[n];

	ck_assert_msg(!o->shown, "n%d twice", n);
	ck_assert_msg(
	    !o->sure[g.device], "n%d again, though it was answered for", n);
	ck_assert_msg(!o->kept || n > g.last, "n%d behind n%d", n, g.last);
	o->shown = true;
	if (o->kept)
		g.last = n;
}

static void
hears(const char *line)
{
	const char *at = strstr(line, "PING :" ACKNOWLEDGE_TOKEN);
	int n;

	if (at) {
		snprintf(g.token, sizeof(g.token), "%.*s",
		    (int)strcspn(at + 6, "\r"), at + 6);
		for (int i = 0; i < MOST; i++)
			g.before[i] = g.all[i].shown;
	}
	at = strstr(line, " :n");
	if (at && strstr(line, " PRIVMSG ") && sscanf(at, " :n%d.", &n) == 1)
		note(n);
}

/* One turn of the server, and what bob was sent in it. */
static void
goes_round(void)
{
	char *line, *rest;

	buf_reset(&said);
	turn();
	for (int n = 1; n <= g.said; n++) {
		struct one *o = &g.all[n];

		if (o->open)
			o->kept = o->seq && o->seq <= sc.srv.store->kept_seq;
		o->open = false;
	}
	rest = said.data;
	while (rest && (line = strsep(&rest, "\n")))
		hears(line);
	sc.srv.now_ms += 100;
}

static void
answers(void)
{
	char line[64];

	if (!*g.token || g.full)
		return;
	snprintf(line, sizeof(line), "PONG :%s", g.token);
	*g.token = '\0';
	says(bob, line);
	for (int n = 1; n <= g.said; n++)
		g.all[n].sure[g.device] |= g.before[n];
	goes_round();
}

static void
goes_and_comes(void)
{
	static const char *const devices[DEVICES] = {NULL, "a", "b", "c"};

	scene_quit(&sc, bob);
	for (int n = 1; n <= g.said; n++)
		g.all[n].shown = g.all[n].due = false;
	bob = comes("bob", NULL);
	g.device = roll(DEVICES);
	mem_replace(&bob->device, devices[g.device]);
	g.in = false;
	g.last = 0;
	*g.token = '\0';
}

static void
is_kicked(void)
{
	struct event e = hub_event(&sc.srv, EVENT_KICK, alice);

	e.target = name();
	e.arg = "bob";
	hub_publish(&sc.srv, &e);
	g.in = false;
}

static void
disk_changes(void)
{
	g.full = !g.full;
	if (g.full) {
		disk_fails(ENOSPC);
		return;
	}
	disk_works();
	sc.srv.now_ms += 1000;
	goes_round();
	ck_assert(!sc.srv.store_behind);
}

static void
moves(const char *command)
{
	char line[32];

	if (bob->answer)
		return;
	snprintf(line, sizeof(line), "%s %s", command, name());
	says(bob, line);
	g.in = !strcmp(command, "JOIN");
}

static void
bob_acts(void)
{
	switch (roll(8)) {
	case 0:
		goes_and_comes();
		break;
	case 1:
		if (g.in)
			is_kicked();
		break;
	case 2:
		moves("PART");
		break;
	case 3:
	case 4:
		answers();
		break;
	default:
		moves("JOIN");
		break;
	}
}

static void
something_happens(void)
{
	for (size_t i = roll(4); i > 0; i--)
		speaks();
	if (roll(6) == 0)
		takes_back();
	if (roll(10) == 0)
		is_renamed();
	if (roll(20) == 0)
		disk_changes();
	if (roll(3) == 0)
		bob_acts();
	for (size_t i = roll(4); i > 0; i--)
		goes_round();
}

static void
assert_complete(void)
{
	if (g.full)
		disk_changes();
	do
		goes_round();
	while (bob->answer);
	if (!g.in)
		moves("JOIN");
	do
		goes_round();
	while (bob->answer);
	for (int n = 1; n <= g.said; n++) {
		const struct one *o = &g.all[n];

		if (!o->gone)
			ck_assert_msg(
			    o->shown || (o->kept ? o->sure[g.device] : !o->due),
			    "n%d was never shown", n);
	}
}

START_TEST(whatever_happens_amid_it_nothing_is_lost_and_nothing_comes_twice)
{
	unsigned seed = chance_seed();

	fprintf(stderr, "TCPCHAT_SEED=%u\n", seed);
	memset(&g, 0, sizeof(g));
	g.dice[0] = (unsigned short)seed;
	sc.settings.history_lines = sc.settings.history_catch_up = MOST;
	for (int i = 0; i < STEPS; i++) {
		something_happens();
		if (i % 20 == 0)
			assert_complete();
	}
	assert_complete();
}
END_TEST

Suite *
suite_server_replay_chance(void)
{
	Suite *s = suite_create("server_replay_chance");
	TCase *tc = tcase_create("chance");

	tcase_add_checked_fixture(tc, returning_set_up, returning_tear_down);
	tcase_add_test(tc,
	    whatever_happens_amid_it_nothing_is_lost_and_nothing_comes_twice);
	suite_add_tcase(s, tc);
	return s;
}
