/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/text.h"
#include "common/utf8.h"
#include "tests/harness/chance.h"
#include "tests/suites.h"
#include "tests/unit/plain_scene.h"

enum { LINES = 3000, STEPS_MAX = 400 };

static unsigned seed;

static size_t
any(size_t n)
{
	return (size_t)rand_r(&seed) % n;
}

static void
any_line(struct buf *out)
{
	static const char *const words[] = {"@", "@@", "@join", "@part",
	    "@nick", "@dm", "@me", "@all", "@history", "@search", "@list",
	    "@topic", "@help", "@away", "@pass", "@channels", "@jion", "/msg",
	    "#lobby", "#a", "#b", "bob", ":x", "3", " ", "\t", "\001",
	    "\033[2J", "\r", "\377", "\342\202\254", "\360\237\246\212",
	    "a;b=c\\", ","};
	size_t n = any(6);

	buf_reset(out);
	buf_adds(out, "");
	for (size_t i = 0; i < n; i++)
		buf_addf(out, "%s%s", i ? " " : "",
		    words[any(sizeof(words) / sizeof(*words))]);
	if (any(20) == 0)
		for (size_t i = any(8000); i > 0; i--)
			buf_addc(out, any(9) ? 'x' : ' ');
}

static void
anything_happens(void)
{
	struct event kick = {.kind = EVENT_KICK, .arg = net.nick};

	if (net.nchannels == 0 || !net.nick)
		return;
	kick.target = net.channels[any(net.nchannels)];
	if (any(3) == 0)
		does(EVENT_PART, kick.target, 99);
	else if (any(2))
		sees(&kick);
	/* it may also be unseen */
	if (any(2))
		go(kick.target);
}

/* One that is said in a channel is said in one that they are in, unless they
 * named it; nothing of it steers a terminal or another client. */
static void
check_message(const char *line, const char *typed_line)
{
	const char *to = line + strlen("> PRIVMSG "), *text = strstr(to, " :");
	char target[64];
	int cp;

	ck_assert(text && text - to < (int)sizeof(target));
	snprintf(target, sizeof(target), "%.*s", (int)(text - to), to);
	text += 2;
	ck_assert_uint_gt(strlen(text), 0);
	if (*target == '#')
		ck_assert(is_in(NULL, target) || strstr(typed_line, target));
	if (!strncmp(text, "\001ACTION ", 8))
		text += 8;
	for (size_t n; *text; text += n) {
		n = utf8_next(text, strlen(text), &cp);
		ck_assert_int_ge(cp, *text == '\001' && !text[1] ? 1 : ' ');
	}
}

static void
check_lines(const char *typed_line)
{
	char *at = net.out.data, *end;

	for (; at && *at; at = end + 1) {
		end = strchr(at, '\n');
		ck_assert_ptr_nonnull(end);
		*end = '\0';
		ck_assert(utf8_valid(at, strlen(at)));
		ck_assert_msg(strchr("><!-", *at) != NULL, "%s", at);
		if (!strncmp(at, "> PRIVMSG ", 10))
			check_message(at, typed_line);
	}
}

static void
type_one(const char *line)
{
	int steps = 0;

	types(line);
	buf_reset(&net.out);
	while (step()) {
		check_lines(line);
		buf_reset(&net.out);
		ck_assert_int_lt(++steps, STEPS_MAX);
		if (any(50) == 0)
			anything_happens();
	}
}

START_TEST(whatever_is_typed_goes_where_one_talks_and_comes_to_an_end)
{
	static const char *const refused[] = {
	    NULL, NULL, "JOIN", "PRIVMSG", "SEARCH", "WHO", "CHATHISTORY"};
	unsigned first = chance_seed();
	struct buf line = {0};

	printf("seed %u\n", first);
	seed = first;
	for (int i = 0; i < LINES; i++) {
		net.refusals = any(5) ? 0 : (unsigned)any(40);
		net.refuses = refused[any(sizeof(refused) / sizeof(*refused))];
		if (net.nchannels + 2 >= PLAIN_CHANNELS)
			go(net.channels[0]);
		any_line(&line);
		type_one(line.data);
		anything_happens();
	}
	buf_free(&line);
}
END_TEST

Suite *
suite_plain_chance(void)
{
	const TTest *const tests[] = {
	    whatever_is_typed_goes_where_one_talks_and_comes_to_an_end, NULL};

	return plain_suite("plain_chance", tests);
}
