/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/clock.h"
#include "common/mem.h"
#include "server/answer.h"
#include "server/caps.h"
#include "server/command.h"
#include "server/commands.h"
#include "server/correspondent.h"
#include "server/hub.h"
#include "tests/suites.h"
#include "tests/unit/history_model.h"
#include "tests/unit/scene.h"

enum { HISTORIES = 30, QUERIES = 50 };
#define CAPS (CAP_CHATHISTORY | CAP_BATCH | CAP_MESSAGE_TAGS | CAP_SERVER_TIME)

static struct scene sc;
static struct session *alice;
static uint64_t channel; /* of the history; 0: between alice and bob */
static struct buf said, ids;
static struct model model;
static unsigned seed; /* of the history: what begins all chance */

/* The store begins empty: nobody's coming is in it. */
static void
begin(bool in_channel, bool playback)
{
	struct session *carol;

	scene_begin(&sc);
	sc.srv.commands = commands_table;
	carol = scene_user(&sc, "carol", NULL, 0);
	scene_join(&sc, carol, "#c");
	world_channel(&sc.srv.world, "#c")->used = true; /* so that it stays */
	alice = scene_user(
	    &sc, "alice", "alice", CAPS | (playback ? CAP_EVENT_PLAYBACK : 0));
	scene_join(&sc, alice, "#c");
	scene_user(&sc, "bob", "bob", 0);
	scene_keep(&sc);
	scene_output(&sc, alice);
	channel = in_channel ? world_channel(&sc.srv.world, "#c")->id : 0;
	model.playback = playback;
}

static void
end(void)
{
	scene_end(&sc);
}

static void
tear_down(void)
{
	buf_free(&said);
	buf_free(&ids);
}

/* Whoever says it is none of those who are here. */
static bool
append(struct event *e, bool redacted)
{
	const struct store_ops *ops = sc.srv.store->ops;

	e->source =
	    (struct event_actor){.nick = "dave", .user = "d", .host = "h"};
	e->target = channel ? "#c" : "alice";
	e->arg = e->kind == EVENT_REDACT ? "id" : NULL;
	e->body = "text";
	if (!channel)
		e->status = 0;
	ck_assert_int_eq(ops->append(sc.srv.store, channel, e), 0);
	if (!channel)
		ops->talk(sc.srv.store, e, "alice", "bob", "bob");
	if (redacted)
		ops->redact(sc.srv.store, channel, e->id);
	return !e->status && !redacted;
}

/* What alice is answered, over as many turns as it takes. */
static void
asks(const char *line)
{
	char *copy = mem_strdup(line);
	struct irc_msg m;

	buf_reset(&said);
	sc.srv.answered = 0;
	command_dispatch(
	    &sc.srv, alice, &m, dialect_irc.decode(&m, copy, strlen(copy)));
	buf_adds(&said, scene_output(&sc, alice));
	while (alice->answer) {
		answers_turn(&sc.srv);
		buf_adds(&said, scene_output(&sc, alice));
	}
	free(copy);
}

/* The ids of what was answered, in order, and "end" where it says so. */
static const char *
answered(void)
{
	const char *p = said.data;

	buf_reset(&ids);
	ck_assert_msg(strstr(p, " BATCH +") && strstr(p, " BATCH -"), "%s", p);
	while ((p = strstr(p, ";msgid="))) {
		p += strlen(";msgid=");
		buf_addf(&ids, "%.*s ", (int)strcspn(p, "; "), p);
	}
	buf_adds(
	    &ids, strstr(said.data, "@draft/chathistory-end ") ? "end" : "");
	return ids.data;
}

static const char *
place(void)
{
	return channel ? "#c" : "bob";
}

static void
ask_by_chance(void)
{
	static const char *const subcommands[] = {
	    "LATEST", "BEFORE", "AFTER", "AROUND", "BETWEEN"};
	const char *sub = subcommands[model_chance(&model, 5)];
	bool two = !strcmp(sub, "BETWEEN");
	size_t limit = 1 + model_chance(&model, 20);
	struct model_ref a = {0}, b = {0};
	struct buf wanted = {0};
	char line[256];

	model_ref(&model, &a, !strcmp(sub, "LATEST"));
	model_ref(&model, &b, false);
	snprintf(line, sizeof(line), "CHATHISTORY %s %s %s %s %zu", sub,
	    place(), a.text, two ? b.text : "", limit);
	asks(line);
	model_answer(&model, sub, &a, two ? &b : &a, limit, &wanted);
	ck_assert_msg(!strcmp(answered(), wanted.data),
	    "seed %u: %s\nwas\n%s\nnot\n%s", seed, line, ids.data, wanted.data);
	buf_free(&wanted);
}

/* TEST_SEED repeats one. */
static void
with_histories(void (*test)(void))
{
	const char *given = getenv("TEST_SEED");
	unsigned first = given ? (unsigned)strtoul(given, NULL, 10)
			       : (unsigned)clock_wall_ms();

	for (unsigned i = 0; i < (given ? 1 : HISTORIES); i++) {
		seed = model.seed = first + i;
		begin(model_chance(&model, 2), model_chance(&model, 2));
		model_fill(&model, append);
		test();
		end();
	}
}

static void
ask_often(void)
{
	for (int i = 0; i < QUERIES; i++)
		ask_by_chance();
}

START_TEST(every_page_is_what_a_plain_walk_through_all_of_it_finds)
{
	with_histories(ask_often);
}
END_TEST

/* All that alice may see, in order. */
static void
all_of_it(struct buf *out)
{
	const struct model_ref all = {.kind = REF_ALL};

	model_answer(&model, "LATEST", &all, &all, MODEL_MOST, out);
}

static bool
at_end(void)
{
	return strstr(said.data, "@draft/chathistory-end ");
}

static void
ck_all(const struct buf *got)
{
	struct buf wanted = {0};

	all_of_it(&wanted);
	ck_assert_msg(!strcmp(got->data, wanted.data),
	    "seed %u: paged\n%s\nnot\n%s", seed, got->data, wanted.data);
	buf_free(&wanted);
}

/* In front of what was gathered before; its "end" once. */
static void
put_in_front(struct buf *all)
{
	struct buf more = {0};
	size_t len = strlen(answered()) - (at_end() ? strlen("end") : 0);

	buf_add(&more, ids.data, len);
	buf_adds(&more, all->len ? all->data : "end");
	buf_free(all);
	*all = more;
}

static void
page_back(void)
{
	struct buf all = {0};
	char line[256];
	size_t limit = 1 + model_chance(&model, 20);

	snprintf(
	    line, sizeof(line), "CHATHISTORY LATEST %s * %zu", place(), limit);
	for (asks(line); put_in_front(&all), !at_end(); asks(line))
		snprintf(line, sizeof(line),
		    "CHATHISTORY BEFORE %s msgid=%.*s %zu", place(), 26,
		    all.data, limit);
	ck_all(&all);
	buf_free(&all);
}

START_TEST(paging_back_from_the_end_meets_each_message_once)
{
	with_histories(page_back);
}
END_TEST

static void
page_forth(void)
{
	struct buf all = {0};
	char line[256];
	size_t limit = 1 + model_chance(&model, 20);

	snprintf(line, sizeof(line),
	    "CHATHISTORY AFTER %s timestamp=1970-01-01T00:00:00.000Z %zu",
	    place(), limit);
	for (asks(line); buf_adds(&all, answered()), !at_end(); asks(line))
		snprintf(line, sizeof(line),
		    "CHATHISTORY AFTER %s msgid=%s %zu", place(),
		    all.data + all.len - 27, limit);
	ck_all(&all);
	buf_free(&all);
}

START_TEST(paging_forth_from_the_start_meets_each_message_once)
{
	with_histories(page_forth);
}
END_TEST

Suite *
suite_chathistory(void)
{
	Suite *s = suite_create("chathistory");
	TCase *tc = tcase_create("model");

	tcase_add_checked_fixture(tc, NULL, tear_down);
	tcase_set_timeout(tc, 60);
	tcase_add_test(
	    tc, every_page_is_what_a_plain_walk_through_all_of_it_finds);
	tcase_add_test(tc, paging_back_from_the_end_meets_each_message_once);
	tcase_add_test(tc, paging_forth_from_the_start_meets_each_message_once);
	suite_add_tcase(s, tc);
	return s;
}
