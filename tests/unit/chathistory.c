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
#include "tests/harness/chance.h"
#include "tests/suites.h"
#include "tests/unit/history_model.h"
#include "tests/unit/scene.h"

enum { HISTORIES = 30, QUERIES = 50, HIDDEN = 5000 };
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

static void
start(const char *line)
{
	char *copy = mem_strdup(line);
	struct irc_msg m;

	sc.srv.answered = 0;
	command_dispatch(
	    &sc.srv, alice, &m, dialect_irc.decode(&m, copy, strlen(copy)));
	free(copy);
}

/* What alice is answered, over as many turns as it takes. */
static void
asks(const char *line)
{
	buf_reset(&said);
	start(line);
	buf_adds(&said, scene_output(&sc, alice));
	while (alice->answer) {
		answers_turn(&sc.srv);
		buf_adds(&said, scene_output(&sc, alice));
	}
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
	    "TCPCHAT_SEED=%u: %s\nwas\n%s\nnot\n%s", seed, line, ids.data,
	    wanted.data);
	buf_free(&wanted);
}

/* TCPCHAT_SEED repeats one. */
static void
with_histories(void (*test)(void), bool fill)
{
	unsigned first = chance_seed();

	for (unsigned i = 0; i < HISTORIES; i++) {
		seed = model.seed = first + i;
		begin(model_chance(&model, 2), model_chance(&model, 2));
		if (fill)
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
	with_histories(ask_often, true);
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
	    "TCPCHAT_SEED=%u: paged\n%s\nnot\n%s", seed, got->data,
	    wanted.data);
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
	with_histories(page_back, true);
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
	with_histories(page_forth, true);
}
END_TEST

enum { PLACES = 8 };
static struct {
	char name[8];
	int64_t last_ms; /* of its last message that alice may see; 0: none */
} places[PLACES];

/* #t0 to #t3, in which alice is, and talks with p4 to p7. */
static void
make_place(int i)
{
	bool is_channel = i < PLACES / 2;

	snprintf(places[i].name, sizeof(places[i].name), "%s%d",
	    is_channel ? "#t" : "p", i);
	places[i].last_ms = 0;
	if (!is_channel)
		return;
	scene_join(&sc, alice, places[i].name);
	scene_output(&sc, alice);
}

static void
keep_at(int i, struct event *e)
{
	const struct store_ops *ops = sc.srv.store->ops;
	const struct channel *c = world_channel(&sc.srv.world, places[i].name);

	e->source =
	    (struct event_actor){.nick = "dave", .user = "d", .host = "h"};
	e->target = c ? places[i].name : "alice";
	e->body = "text";
	ops->append(sc.srv.store, c ? c->id : 0, e);
	if (!c)
		ops->talk(
		    sc.srv.store, e, "alice", places[i].name, places[i].name);
}

static void
happens_at(int i)
{
	struct event e = {.time_ms = model_time(&model)};
	bool hidden = model_chance(&model, 4) == 0;

	e.kind = hidden ? EVENT_TOPIC : EVENT_MESSAGE;
	model_id(&model, e.id, e.time_ms);
	keep_at(i, &e);
	if (!hidden && e.time_ms > places[i].last_ms)
		places[i].last_ms = e.time_ms;
}

/* "name time ", in order; of those of one time, in the order of places. */
static void
wanted_targets(int64_t a, int64_t b, size_t limit, struct buf *out)
{
	int64_t low = a < b ? a : b, high = a < b ? b : a;
	int order[PLACES];
	char iso[CLOCK_ISO_LEN];
	size_t n = 0, first;

	for (int64_t t = low + 1; t < high; t++)
		for (int i = 0; i < PLACES; i++)
			if (places[i].last_ms == t)
				order[n++] = i;
	first = a > b && n > limit ? n - limit : 0;
	for (size_t k = first; k < n && k < first + limit; k++) {
		clock_iso(places[order[k]].last_ms, iso);
		buf_addf(out, "%s %s ", places[order[k]].name, iso);
	}
	buf_adds(out, n > limit ? "" : "end");
}

static const char *
answered_targets(void)
{
	static const char word[] = " CHATHISTORY TARGETS ";
	const char *p = said.data;

	buf_reset(&ids);
	ck_assert_ptr_nonnull(strstr(p, " draft/chathistory-targets"));
	while ((p = strstr(p, word))) {
		p += strlen(word);
		buf_addf(&ids, "%.*s ", (int)strcspn(p, "\r"), p);
	}
	buf_adds(&ids, at_end() ? "end" : "");
	return ids.data;
}

static void
ask_for_targets(void)
{
	int64_t a = model_time(&model) - 1, b = model_time(&model) + 1;
	size_t limit = 1 + model_chance(&model, PLACES);
	char from[CLOCK_ISO_LEN], to[CLOCK_ISO_LEN], line[128];
	struct buf wanted = {0};

	clock_iso(a, from);
	clock_iso(b, to);
	snprintf(line, sizeof(line),
	    "CHATHISTORY TARGETS timestamp=%s timestamp=%s %zu", from, to,
	    limit);
	asks(line);
	wanted_targets(a, b, limit, &wanted);
	ck_assert_msg(!strcmp(answered_targets(), wanted.data),
	    "TCPCHAT_SEED=%u: %s\nwas\n%s\nnot\n%s", seed, line, ids.data,
	    wanted.data);
	buf_free(&wanted);
}

static void
ask_for_targets_often(void)
{
	for (int i = 0; i < PLACES; i++)
		make_place(i);
	for (int n = (int)model_chance(&model, 30); n > 0; n--)
		happens_at((int)model_chance(&model, PLACES));
	for (int i = 0; i < QUERIES; i++)
		ask_for_targets();
}

START_TEST(targets_are_what_a_plain_walk_through_all_places_finds)
{
	with_histories(ask_for_targets_often, false);
}
END_TEST

START_TEST(what_is_not_shown_is_passed_over_in_many_turns)
{
	struct event e = {.kind = EVENT_MESSAGE, .status = '@'};
	int turns = 0;

	model.seed = 1;
	begin(true, false);
	for (int i = 0; i < HIDDEN; i++) {
		e.time_ms = model_time(&model) + (i > 0) * 1000;
		model_id(&model, e.id, e.time_ms);
		e.status = i > 0 ? '@' : 0;
		append(&e, false);
	}
	start("CHATHISTORY LATEST #c * 5");
	for (; alice->answer; turns++)
		answers_turn(&sc.srv);
	ck_assert_int_ge(turns, HIDDEN / 1024);
	ck_assert_uint_eq(scene_count(scene_output(&sc, alice), "PRIVMSG"), 1);
	end();
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
	tcase_add_test(
	    tc, targets_are_what_a_plain_walk_through_all_places_finds);
	tcase_add_test(tc, what_is_not_shown_is_passed_over_in_many_turns);
	suite_add_tcase(s, tc);
	return s;
}
