/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/answer.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/mem.h"
#include "server/apply.h"
#include "server/caps.h"
#include "server/command.h"
#include "server/commands.h"
#include "server/hub.h"
#include "tests/suites.h"
#include "tests/unit/scene.h"

/* Everybody is in #big and in one of the others. */
enum { USERS = 10000, CHANNELS = 1000, PIECE = 16384 + 600, ASKERS = 20 };

static struct scene sc;
static struct session *asker, *other;
static struct buf said; /* to the asker, so far */
static size_t pieces;
static unsigned seen[USERS]; /* by the number in a nick or channel */

static struct event
by_user(const char *nick, enum event_kind kind)
{
	struct event e = hub_event(&sc.srv, kind, NULL);
	const struct user *u = world_user(&sc.srv.world, nick);

	e.source = (struct event_actor){
	    .nick = nick, .user = nick, .host = "host", .realname = "R"};
	if (u)
		world_actor(&e.source, u);
	return e;
}

/* "#c00042" */
static const char *
name_of(const char *lead, int i)
{
	static char name[16];

	snprintf(name, sizeof(name), "%s%05d", lead, i);
	return name;
}

static void
joins(const char *nick, const char *channel)
{
	struct event e = by_user(nick, EVENT_JOIN);

	e.target = channel;
	world_apply(&sc.srv.world, &e);
}

static void
comes(const char *nick)
{
	struct event e = by_user(nick, EVENT_CONNECT);

	world_apply(&sc.srv.world, &e);
}

static void
quits(const char *nick)
{
	struct event e = by_user(nick, EVENT_QUIT);

	e.body = "gone";
	hub_publish(&sc.srv, &e);
}

static void
parts(const char *nick, const char *channel)
{
	struct event e = by_user(nick, EVENT_PART);

	e.target = channel;
	hub_publish(&sc.srv, &e);
}

static void
renames(const char *nick, const char *to)
{
	struct event e = by_user(nick, EVENT_NICK);

	e.arg = to;
	hub_publish(&sc.srv, &e);
}

/* Once for all tests, each of which has a copy. */
static void
fill_world(void)
{
	char nick[16];

	scene_begin(&sc);
	sc.srv.commands = commands_table;
	for (int i = 0; i < USERS; i++) {
		snprintf(nick, sizeof(nick), "u%05d", i);
		comes(nick);
		joins(nick, name_of("#c", i % CHANNELS));
		joins(nick, "#big");
	}
}

static void
empty_world(void)
{
	scene_end(&sc);
}

static void
set_up(void)
{
	asker =
	    scene_user(&sc, "asker", NULL, CAP_BATCH | CAP_LABELED_RESPONSE);
	other = scene_user(&sc, "other", NULL, 0);
	sc.srv.answered = 0;
	pieces = 0;
	memset(seen, 0, sizeof(seen));
}

static void
tear_down(void)
{
	buf_free(&said);
}

static void
says(struct session *s, const char *line)
{
	char *copy = mem_strdup(line);
	struct irc_msg m;

	command_dispatch(
	    &sc.srv, s, &m, dialect_irc.decode(&m, copy, strlen(copy)));
	free(copy);
}

/* What it is sent in a turn, which is never much; whether more will come. */
static bool
piece(void)
{
	const char *text = scene_output(&sc, asker);

	ck_assert_uint_le(strlen(text), PIECE);
	ck_assert_ptr_null(asker->doom);
	buf_adds(&said, text);
	pieces++;
	if (!asker->answer)
		return false;
	answers_turn(&sc.srv);
	return true;
}

static void
all_pieces(void)
{
	while (piece())
		continue;
}

/* Counts, in all lines of this numeric, what stands behind each `before` by
 * the number in it. */
static void
count_numbers(const char *numeric, const char *before)
{
	char *copy = mem_strdup(said.data), *rest = copy, *line, *at;

	while ((line = strsep(&rest, "\n"))) {
		if (!strstr(line, numeric))
			continue;
		for (at = line; (at = strstr(at, before));) {
			at += strlen(before);
			if (strspn(at, "0123456789") == 5)
				seen[strtol(at, NULL, 10) % USERS]++;
		}
	}
	free(copy);
}

static void
all_seen_once(size_t first, size_t end)
{
	for (size_t i = first; i < end; i++)
		ck_assert_msg(seen[i] == 1, "%zu: %u times", i, seen[i]);
}

static size_t
lines_like(const char *word)
{
	size_t n = 0;

	for (const char *at = said.data; (at = strstr(at, word)); at++)
		n++;
	return n;
}

START_TEST(who_of_everybody_comes_in_bounded_pieces_each_row_once)
{
	says(asker, "WHO *");
	all_pieces();
	count_numbers(" 352 ", " srv u");
	all_seen_once(0, USERS);
	ck_assert_uint_eq(lines_like(" 352 "), USERS + 2);
	ck_assert_uint_eq(lines_like(" 315 asker * "), 1);
	ck_assert_uint_ge(pieces, 30);
}
END_TEST

START_TEST(names_of_a_big_channel_come_in_bounded_pieces_each_once)
{
	says(asker, "NAMES #big");
	all_pieces();
	count_numbers(" 353 ", "u");
	all_seen_once(0, USERS);
	ck_assert_uint_eq(lines_like(" 366 asker #big "), 1);
	ck_assert_uint_ge(pieces, 4);
}
END_TEST

START_TEST(list_of_all_channels_comes_in_bounded_pieces_each_once)
{
	says(asker, "LIST");
	all_pieces();
	count_numbers(" 322 ", " #c");
	all_seen_once(0, CHANNELS);
	ck_assert_uint_eq(lines_like(" 322 "), CHANNELS + 1);
	ck_assert_uint_eq(lines_like(" 323 "), 1);
	ck_assert_uint_ge(pieces, 2);
}
END_TEST

START_TEST(a_long_scan_that_finds_little_takes_many_turns_too)
{
	says(asker, "WHO u0999?");
	ck_assert_ptr_nonnull(asker->answer);
	all_pieces();
	ck_assert_uint_eq(lines_like(" 352 "), 10);
	ck_assert_uint_ge(pieces, 30);
}
END_TEST

/* In each piece, of the next hundred: one quits, one changes nick, one parts
 * and joins again; and somebody comes. */
static void
disturb(int i)
{
	char nick[16], fresh[16];
	int from = i * 100 % USERS;

	if (i >= USERS / 100)
		return;
	snprintf(nick, sizeof(nick), "u%05d", from);
	quits(nick);
	snprintf(nick, sizeof(nick), "u%05d", from + 50);
	snprintf(fresh, sizeof(fresh), "z%05d", from + 50);
	renames(nick, fresh);
	snprintf(nick, sizeof(nick), "u%05d", from + 70);
	parts(nick, "#big");
	joins(nick, "#big");
	snprintf(nick, sizeof(nick), "n%05d", i);
	comes(nick);
	joins(nick, "#big");
}

static void
disturbed_once(void)
{
	for (size_t i = 0; i < USERS; i++)
		if (i % 100 != 0 && i % 100 != 70)
			ck_assert_msg(
			    seen[i] == 1, "%zu: %u times", i, seen[i]);
		else
			ck_assert_uint_le(seen[i], 1);
}

START_TEST(whatever_people_do_meanwhile_who_says_nobody_twice)
{
	says(asker, "WHO *");
	for (int i = 0; piece(); i++)
		disturb(i);
	count_numbers(" 352 ", " srv u");
	count_numbers(" 352 ", " srv z");
	disturbed_once();
	ck_assert_uint_eq(lines_like(" 315 "), 1);
}
END_TEST

START_TEST(whatever_people_do_meanwhile_names_says_nobody_twice)
{
	says(asker, "NAMES #big");
	for (int i = 0; piece(); i++)
		for (int k = 0; k < 20; k++)
			disturb(i * 20 + k);
	count_numbers(" 353 ", "u");
	count_numbers(" 353 ", "z");
	disturbed_once();
	ck_assert_uint_eq(lines_like(" 366 "), 1);
}
END_TEST

START_TEST(channels_that_end_or_begin_meanwhile_do_not_harm_a_list)
{
	char nick[16];
	int i = 0;

	says(asker, "LIST");
	while (piece()) {
		for (int k = 0; k < 10; k++) {
			snprintf(nick, sizeof(nick), "u%05d",
			    CHANNELS - 1 + k * CHANNELS);
			parts(nick, name_of("#c", CHANNELS - 1));
		}
		joins("u00000", name_of("#d", i++));
	}
	count_numbers(" 322 ", " #c");
	all_seen_once(0, CHANNELS - 1);
	ck_assert_uint_eq(lines_like(" #d"), 0);
	ck_assert_uint_eq(lines_like(" 323 "), 1);
}
END_TEST

START_TEST(a_channel_may_end_while_its_names_are_told)
{
	char nick[16];

	says(asker, "NAMES #big");
	piece();
	for (int i = 0; i < USERS; i++) {
		snprintf(nick, sizeof(nick), "u%05d", i);
		quits(nick);
	}
	ck_assert_ptr_null(world_channel(&sc.srv.world, "#big"));
	all_pieces();
	ck_assert_uint_eq(lines_like(" 366 asker #big "), 1);
}
END_TEST

START_TEST(a_message_passes_between_two_pieces)
{
	const char *before, *message, *end;

	says(asker, "WHO *");
	piece();
	scene_say(&sc, other, "asker", "hello");
	all_pieces();
	before = strstr(said.data, " srv u00000 ");
	message = strstr(said.data, ":other!other@host PRIVMSG asker :hello");
	end = strstr(said.data, " srv u09999 ");
	ck_assert(before && message && end);
	ck_assert(before < message && message < end);
}
END_TEST

START_TEST(a_labelled_answer_is_one_batch_and_what_others_say_is_not_in_it)
{
	size_t lines;

	says(asker, "@label=w1 WHO *");
	piece();
	scene_say(&sc, other, "asker", "hello");
	all_pieces();
	lines = lines_like("\r\n");
	ck_assert(!strncmp(
	    said.data, "@label=w1 :srv BATCH +1 labeled-response\r\n", 42));
	ck_assert_uint_eq(lines_like("label="), 1);
	ck_assert_uint_eq(lines_like(" BATCH +"), 1);
	ck_assert_uint_eq(lines_like("@batch=1 :srv "), lines - 3);
	ck_assert_uint_eq(lines_like("\r\n:other!other@host PRIVMSG "), 1);
	ck_assert_ptr_nonnull(strstr(said.data, " 315 asker * :"));
	ck_assert_str_eq(said.data + said.len - 17, "\r\n:srv BATCH -1\r\n");
}
END_TEST

START_TEST(a_labelled_answer_of_one_line_stays_one_however_long_it_takes)
{
	says(asker, "@label=w1 WHO nobody*");
	ck_assert_ptr_nonnull(asker->answer);
	all_pieces();
	ck_assert_str_eq(said.data,
	    "@label=w1 :srv 315 asker nobody* :End of /WHO list\r\n");
}
END_TEST

START_TEST(who_does_not_read_is_not_sent_more_and_not_dropped)
{
	says(asker, "WHO *");
	for (int i = 0; i < 1000; i++)
		answers_turn(&sc.srv);
	ck_assert_uint_le(asker->conn.out.bytes, PIECE);
	ck_assert_ptr_null(asker->doom);
	ck_assert(!answer_ready(asker));
	all_pieces();
	ck_assert_uint_eq(lines_like(" 352 "), USERS + 2);
}
END_TEST

START_TEST(who_leaves_in_the_middle_takes_the_answer_along)
{
	struct channel *big = world_channel(&sc.srv.world, "#big");

	says(asker, "WHO *");
	says(other, "NAMES #big");
	scene_quit(&sc, other);
	ck_assert_ptr_null(big->walks);
	ck_assert_ptr_eq(sc.srv.answers, asker->answer);
	scene_quit(&sc, asker);
	ck_assert_ptr_null(sc.srv.answers);
	ck_assert_ptr_null(sc.srv.world.user_walks);
}
END_TEST

START_TEST(a_turn_is_bounded_however_many_ask_and_all_have_their_share)
{
	struct session *many[ASKERS];
	size_t rows = 0, least = SIZE_MAX;

	for (int i = 0; i < ASKERS; i++) {
		many[i] = scene_user(&sc, name_of("m", i), NULL, 0);
		says(many[i], "WHO *");
	}
	for (int turn = 0; turn < ASKERS; turn++) {
		answers_turn(&sc.srv);
		ck_assert_uint_le(sc.srv.answered, 512);
	}
	for (int i = 0; i < ASKERS; i++) {
		size_t n = many[i]->conn.out.count;

		rows += n;
		least = n < least ? n : least;
	}
	ck_assert_uint_gt(least, 0);
	ck_assert_uint_gt(rows, 0);
}
END_TEST

START_TEST(who_joins_a_big_channel_gets_all_in_order)
{
	const char *join, *topic, *names, *end;
	struct event e = by_user("u00000", EVENT_TOPIC);

	e.target = "#big";
	e.body = "large";
	hub_publish(&sc.srv, &e);
	says(asker, "JOIN #big,#c00000");
	all_pieces();
	join = strstr(said.data, "JOIN #big");
	topic = strstr(said.data, " 332 asker #big :large");
	names = strstr(said.data, " 353 asker = #big :");
	end = strstr(said.data, " 366 asker #big ");
	ck_assert(join && topic && names && end);
	ck_assert(join < topic && topic < names && names < end);
	ck_assert(end < strstr(said.data, "JOIN #c00000"));
	ck_assert_ptr_nonnull(strstr(said.data, " 366 asker #c00000 "));
	ck_assert_uint_gt(pieces, 4);
}
END_TEST

START_TEST(a_list_of_very_many_masks_comes_in_pieces)
{
	enum { MASKS = 2000 };

	for (int i = 0; i < MASKS; i++)
		scene_mode(&sc, NULL, "#big", true, 'b', name_of("*!*@m", i));
	says(asker, "MODE #big bI");
	all_pieces();
	count_numbers(" 367 ", "*!*@m");
	all_seen_once(0, MASKS);
	ck_assert_uint_eq(lines_like(" 368 asker #big "), 1);
	ck_assert_uint_eq(lines_like(" 347 asker #big "), 1);
	ck_assert_uint_gt(pieces, 4);
}
END_TEST

START_TEST(connections_that_end_meanwhile_do_not_harm_who_traces_all)
{
	struct session *many[4];

	for (int i = 0; i < 4; i++)
		many[i] = scene_user(&sc, name_of("t", i), NULL, 0);
	sc.srv.answer_rows = 1;
	asker->user->modes |= USER_OPER;
	says(asker, "TRACE");
	scene_quit(&sc, other);
	scene_quit(&sc, many[1]);
	piece();
	scene_quit(&sc, many[3]);
	all_pieces();
	ck_assert_uint_eq(lines_like(" 204 asker Oper users asker"), 1);
	ck_assert_uint_eq(lines_like(" 205 asker User users t0000"), 2);
	ck_assert_uint_eq(lines_like(" 205 "), 2);
	ck_assert_uint_eq(lines_like(" 262 asker srv "), 1);
}
END_TEST

START_TEST(reports_about_many_end_behind_them)
{
	asker->user->modes |= USER_OPER;
	says(asker, "STATS p");
	all_pieces();
	ck_assert_uint_eq(lines_like(" 249 asker p :asker ("), 1);
	ck_assert_uint_eq(lines_like(" 249 asker p :1 operators "), 1);
	ck_assert_ptr_nonnull(strstr(said.data, " 219 asker p :"));
	says(asker, "STATS l");
	all_pieces();
	ck_assert_uint_eq(lines_like(" 211 asker "), 2);
	ck_assert_uint_eq(lines_like(" 219 asker l :"), 1);
	ck_assert_uint_ge(pieces, 30);
}
END_TEST

START_TEST(invitations_are_found_among_very_many_channels)
{
	struct event e = by_user("u00999", EVENT_INVITE);

	e.target = "asker";
	e.arg = "#c00999";
	hub_publish(&sc.srv, &e);
	scene_output(&sc, asker);
	says(asker, "INVITE");
	all_pieces();
	ck_assert_uint_eq(lines_like(" 336 asker #c00999\r\n"), 1);
	ck_assert_uint_eq(lines_like(" 337 asker :"), 1);
	ck_assert_uint_ge(pieces, 4);
}
END_TEST

START_TEST(a_long_answer_costs_more_than_a_line)
{
	int64_t before = asker->allowance.left;

	says(asker, "WHO asker");
	ck_assert_int_eq(asker->allowance.left, before - 1000);
	says(asker, "WHO *");
	all_pieces();
	ck_assert_int_le(asker->allowance.left, before - 10000);
}
END_TEST

Suite *
suite_server_answer(void)
{
	Suite *s = suite_create("server_answer");
	TCase *tc = tcase_create("answer");

	tcase_set_timeout(tc, 30);
	tcase_add_unchecked_fixture(tc, fill_world, empty_world);
	tcase_add_checked_fixture(tc, set_up, tear_down);
	tcase_add_test(
	    tc, who_of_everybody_comes_in_bounded_pieces_each_row_once);
	tcase_add_test(
	    tc, names_of_a_big_channel_come_in_bounded_pieces_each_once);
	tcase_add_test(
	    tc, list_of_all_channels_comes_in_bounded_pieces_each_once);
	tcase_add_test(tc, a_long_scan_that_finds_little_takes_many_turns_too);
	tcase_add_test(tc, whatever_people_do_meanwhile_who_says_nobody_twice);
	tcase_add_test(
	    tc, whatever_people_do_meanwhile_names_says_nobody_twice);
	tcase_add_test(
	    tc, channels_that_end_or_begin_meanwhile_do_not_harm_a_list);
	tcase_add_test(tc, a_channel_may_end_while_its_names_are_told);
	tcase_add_test(tc, a_message_passes_between_two_pieces);
	tcase_add_test(tc,
	    a_labelled_answer_is_one_batch_and_what_others_say_is_not_in_it);
	tcase_add_test(
	    tc, a_labelled_answer_of_one_line_stays_one_however_long_it_takes);
	tcase_add_test(tc, who_does_not_read_is_not_sent_more_and_not_dropped);
	tcase_add_test(tc, who_leaves_in_the_middle_takes_the_answer_along);
	tcase_add_test(
	    tc, a_turn_is_bounded_however_many_ask_and_all_have_their_share);
	tcase_add_test(tc, who_joins_a_big_channel_gets_all_in_order);
	tcase_add_test(tc, a_list_of_very_many_masks_comes_in_pieces);
	tcase_add_test(
	    tc, connections_that_end_meanwhile_do_not_harm_who_traces_all);
	tcase_add_test(tc, reports_about_many_end_behind_them);
	tcase_add_test(tc, invitations_are_found_among_very_many_channels);
	tcase_add_test(tc, a_long_answer_costs_more_than_a_line);
	suite_add_tcase(s, tc);
	return s;
}
