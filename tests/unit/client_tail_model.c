/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/suites.h"
#include "tests/unit/client_tailer.h"

/*
 * A server that keeps what is said, and a client that loses its connection,
 * and whose sink fills, at any moment: all is shown, once, in order.
 */
enum { SAID_MAX = 4000, STEPS = 3000 };

struct word {
	int ms;
	char text[12];
};

static struct tailer x;
static struct word said[SAID_MAX];
static size_t nsaid;
static unsigned seed;
static const char *caps, *token;
static bool ids;
static size_t most;

static unsigned
chance(unsigned n)
{
	seed = seed * 1103515245 + 12345;
	return (seed >> 16) % n;
}

static void
setup(void)
{
	nsaid = 0;
}

static const char *
id_of(size_t i)
{
	static char id[16];

	snprintf(id, sizeof(id), "m%zu", i);
	return ids ? id : "";
}

/* Times repeat, but never so often that a page is of one time. */
static void
speak(void)
{
	struct word *s = &said[nsaid];
	int last = nsaid ? s[-1].ms : 0;

	s->ms =
	    nsaid > 1 && s[-2].ms == last ? last + 1 : last + (int)chance(2);
	snprintf(s->text, sizeof(s->text), "%zu", nsaid);
	nsaid++;
}

/* The first one after what "msgid=mN" or "timestamp=…SS.MSZ" names. */
static size_t
first_after(const char *reference)
{
	const char *point = strchr(reference, '.');
	size_t i = 0;
	int ms;

	if (!strncmp(reference, "msgid=m", 7))
		return strtoul(reference + 7, NULL, 10) + 1;
	if (!strncmp(reference, "timestamp=1970", 14))
		return 0;
	ms = atoi(point - 2) * 1000 + atoi(point + 1);
	while (i < nsaid && said[i].ms <= ms)
		i++;
	return i;
}

/* Answers a request; loses the connection within the answer now and then. */
static bool
answer(const char *request)
{
	const char *after = strstr(request, "AFTER #c ");
	size_t from = nsaid ? nsaid - 1 : 0, to = nsaid;

	if (after) {
		from = first_after(after + strlen("AFTER #c "));
		to = nsaid - from > most ? from + most : nsaid;
	}
	tailer_begin(&x, after && to == nsaid && chance(2));
	for (size_t i = from; i < to; i++) {
		if (!chance(40))
			return false;
		tailer_page(&x, said[i].ms, id_of(i), said[i].text);
	}
	tailer_end(&x);
	return true;
}

static void
reconnect(void)
{
	tailer_lose(&x);
	for (unsigned n = chance(5); n > 0; n--)
		speak();
	tailer_connect(&x, caps, token);
}

static void
serve(void)
{
	char sent[512];

	snprintf(sent, sizeof(sent), "%s", talker_sent(&x.t));
	if (strstr(sent, "CHATHISTORY") && !answer(sent))
		reconnect();
	tailer_turn(&x);
}

static void
step(void)
{
	size_t i = nsaid;

	if (chance(2)) {
		speak();
		tailer_say(&x, said[i].ms, id_of(i), said[i].text);
	}
	if (!chance(4))
		x.room = chance(4);
	if (!chance(30))
		reconnect();
	else
		serve();
}

/* Nothing more is said, and the sink takes it all. */
static void
settle(void)
{
	size_t before = 0;

	x.room = SIZE_MAX / 2;
	for (int quiet = 0; quiet < 5; quiet++) {
		serve();
		if (x.shown.len != before)
			quiet = 0;
		before = x.shown.len;
	}
}

/* Check takes no long messages. */
static void
expect_shown(const char *wanted)
{
	const char *shown = x.shown.data;
	size_t at = 0;

	while (shown[at] && shown[at] == wanted[at])
		at++;
	ck_assert_msg(shown[at] == wanted[at], "shown: %.40s wanted: %.40s",
	    shown + at, wanted + at);
}

static void
run(void)
{
	struct buf wanted = {0};

	tailer_setup(&x);
	follow_since(x.f, "", 0);
	tailer_connect(&x, caps, token);
	for (int i = 0; i < STEPS; i++)
		step();
	settle();
	for (size_t i = 0; i < nsaid; i++)
		buf_addf(&wanted, "%s|", said[i].text);
	expect_shown(wanted.data);
	tailer_expect_told(&x, "");
	buf_free(&wanted);
	tailer_teardown(&x);
}

START_TEST(with_ids_and_labels_everything_is_shown_once_and_in_order)
{
	seed = (unsigned)_i + 1;
	ids = true;
	caps = TAILER_CAPS;
	token = "CHATHISTORY=7";
	most = 7;
	run();
}
END_TEST

START_TEST(by_time_alone_everything_is_shown_once_and_in_order)
{
	seed = (unsigned)_i + 1;
	ids = false;
	caps = "batch draft/chathistory message-tags server-time";
	token = "CHATHISTORY=5 MSGREFTYPES=timestamp";
	most = 5;
	run();
}
END_TEST

Suite *
suite_client_tail_model(void)
{
	Suite *s = suite_create("client_tail_model");
	TCase *tc = tcase_create("client_tail_model");

	tcase_add_checked_fixture(tc, setup, NULL);
	tcase_add_loop_test(tc,
	    with_ids_and_labels_everything_is_shown_once_and_in_order, 0, 10);
	tcase_add_loop_test(
	    tc, by_time_alone_everything_is_shown_once_and_in_order, 0, 10);
	suite_add_tcase(s, tc);
	return s;
}
