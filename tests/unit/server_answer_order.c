/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/answer.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "server/hub.h"
#include "server/serve.h"
#include "tests/suites.h"
#include "tests/unit/crowd.h"

enum { ASKERS = 20 };

START_TEST(a_message_passes_between_two_pieces)
{
	const char *before, *message, *end;

	crowd_says(crowd.asker, "WHO *");
	crowd_piece();
	scene_say(&crowd.sc, crowd.other, "asker", "hello");
	crowd_all_pieces();
	before = strstr(crowd.said.data, " srv u00000 ");
	message =
	    strstr(crowd.said.data, ":other!other@host PRIVMSG asker :hello");
	end = strstr(crowd.said.data, " srv u09999 ");
	ck_assert(before && message && end);
	ck_assert(before < message && message < end);
}
END_TEST

START_TEST(a_labelled_answer_is_one_batch_and_what_others_say_is_not_in_it)
{
	size_t lines;

	crowd_says(crowd.asker, "@label=w1 WHO *");
	crowd_piece();
	scene_say(&crowd.sc, crowd.other, "asker", "hello");
	crowd_all_pieces();
	lines = crowd_lines_like("\r\n");
	ck_assert(!strncmp(crowd.said.data,
	    "@label=w1 :srv BATCH +1 labeled-response\r\n", 42));
	ck_assert_uint_eq(crowd_lines_like("label="), 1);
	ck_assert_uint_eq(crowd_lines_like(" BATCH +"), 1);
	ck_assert_uint_eq(crowd_lines_like("@batch=1 :srv "), lines - 3);
	ck_assert_uint_eq(
	    crowd_lines_like("\r\n:other!other@host PRIVMSG "), 1);
	ck_assert_ptr_nonnull(strstr(crowd.said.data, " 315 asker * :"));
	ck_assert_str_eq(
	    crowd.said.data + crowd.said.len - 17, "\r\n:srv BATCH -1\r\n");
}
END_TEST

START_TEST(a_labelled_answer_of_one_line_stays_one_however_long_it_takes)
{
	crowd_says(crowd.asker, "@label=w1 WHO nobody*");
	ck_assert_ptr_nonnull(crowd.asker->answer);
	crowd_all_pieces();
	ck_assert_str_eq(crowd.said.data,
	    "@label=w1 :srv 315 asker nobody* :End of /WHO list\r\n");
}
END_TEST

START_TEST(who_does_not_read_is_not_sent_more_and_not_dropped)
{
	crowd_says(crowd.asker, "WHO *");
	for (int i = 0; i < 1000; i++)
		answers_turn(&crowd.sc.srv);
	ck_assert_uint_le(crowd.asker->conn.out.bytes, CROWD_PIECE);
	ck_assert_ptr_null(crowd.asker->doom);
	ck_assert(!answer_ready(crowd.asker));
	crowd_all_pieces();
	ck_assert_uint_eq(crowd_lines_like(" 352 "), CROWD_USERS + 2);
}
END_TEST

START_TEST(silence_counts_only_while_nothing_is_taken)
{
	struct server *srv = &crowd.sc.srv;

	crowd_says(crowd.asker, "WHO *");
	scene_output(&crowd.sc, crowd.asker);
	crowd.asker->pinged_ms = 4000;
	srv->now_ms = 5000;
	while (answer_ready(crowd.asker))
		answers_turn(srv);
	ck_assert_int_eq(crowd.asker->heard_ms, 5000);
	ck_assert_int_eq(crowd.asker->pinged_ms, 0);
	srv->now_ms = 6000;
	answers_turn(srv);
	ck_assert_int_eq(crowd.asker->heard_ms, 5000);
}
END_TEST

/* However little of it that is, so that there is no room for the next piece. */
START_TEST(who_takes_slowly_what_it_is_sent_is_not_silent)
{
	struct server *srv = &crowd.sc.srv;
	struct session *s = crowd.asker;
	int pair[2], small = 1;

	ck_assert_int_eq(
	    socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, pair), 0);
	setsockopt(pair[0], SOL_SOCKET, SO_SNDBUF, &small, sizeof(small));
	s->conn.fd = pair[0];
	crowd_says(s, "WHO *");
	s->pinged_ms = crowd.other->pinged_ms = 4000;
	srv->now_ms = 5000;
	serve_output(srv);
	ck_assert_uint_gt(s->conn.out.bytes, 0);
	ck_assert_int_eq(s->heard_ms, 5000);
	ck_assert_int_eq(s->pinged_ms, 0);
	srv->now_ms = 6000;
	serve_output(srv);
	ck_assert_int_eq(s->heard_ms, 5000);
	close(pair[1]);
}
END_TEST

START_TEST(a_line_behind_a_long_answer_waits_until_all_of_it_is_written)
{
	static const char lines[] = "NAMES #c00000\r\nQUIT :bye\r\n";
	struct server *srv = &crowd.sc.srv;
	struct session *s = crowd.asker;
	int pair[2];

	ck_assert_int_eq(
	    socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, pair), 0);
	s->conn.fd = pair[0];
	srv->answer_rows = 1;
	ck_assert_int_eq(send(pair[1], lines, strlen(lines), 0), strlen(lines));
	serve_input(srv, s);
	while (s->answer)
		answers_turn(srv);
	serve_time(srv, s);
	ck_assert_ptr_null(s->doom);
	ck_assert_int_eq(serve_wait(srv, s), -1);
	serve_output(srv);
	ck_assert_uint_eq(s->conn.out.bytes, 0);
	ck_assert_int_eq(serve_wait(srv, s), 0);
	serve_time(srv, s);
	ck_assert_str_eq(s->doom, "bye");
	close(pair[1]);
}
END_TEST

START_TEST(who_leaves_in_the_middle_takes_the_answer_along)
{
	struct channel *big = world_channel(&crowd.sc.srv.world, "#big");

	crowd_says(crowd.asker, "WHO *");
	crowd_says(crowd.other, "NAMES #big");
	scene_quit(&crowd.sc, crowd.other);
	ck_assert_ptr_null(big->walks);
	ck_assert_ptr_eq(crowd.sc.srv.answers, crowd.asker->answer);
	scene_quit(&crowd.sc, crowd.asker);
	ck_assert_ptr_null(crowd.sc.srv.answers);
	ck_assert_ptr_null(crowd.sc.srv.world.user_walks);
}
END_TEST

START_TEST(a_turn_is_bounded_however_many_ask_and_all_have_their_share)
{
	struct session *many[ASKERS];
	size_t rows = 0, least = SIZE_MAX;

	for (int i = 0; i < ASKERS; i++) {
		many[i] = scene_user(&crowd.sc, crowd_name_of("m", i), NULL, 0);
		crowd_says(many[i], "WHO *");
	}
	for (int turn = 0; turn < ASKERS; turn++) {
		answers_turn(&crowd.sc.srv);
		ck_assert_uint_le(crowd.sc.srv.answered, 512);
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
	struct event e = crowd_by_user("u00000", EVENT_TOPIC);

	e.target = "#big";
	e.body = "large";
	hub_publish(&crowd.sc.srv, &e);
	crowd_says(crowd.asker, "JOIN #big,#c00000");
	crowd_all_pieces();
	join = strstr(crowd.said.data, "JOIN #big");
	topic = strstr(crowd.said.data, " 332 asker #big :large");
	names = strstr(crowd.said.data, " 353 asker = #big :");
	end = strstr(crowd.said.data, " 366 asker #big ");
	ck_assert(join && topic && names && end);
	ck_assert(join < topic && topic < names && names < end);
	ck_assert(end < strstr(crowd.said.data, "JOIN #c00000"));
	ck_assert_ptr_nonnull(strstr(crowd.said.data, " 366 asker #c00000 "));
	ck_assert_uint_gt(crowd.pieces, 4);
}
END_TEST

START_TEST(a_list_of_very_many_masks_comes_in_pieces)
{
	enum { MASKS = 2000 };

	for (int i = 0; i < MASKS; i++)
		scene_mode(&crowd.sc, NULL, "#big", true, 'b',
		    crowd_name_of("*!*@m", i));
	crowd_says(crowd.asker, "MODE #big bI");
	crowd_all_pieces();
	crowd_count_numbers(" 367 ", "*!*@m");
	crowd_all_seen_once(0, MASKS);
	ck_assert_uint_eq(crowd_lines_like(" 368 asker #big "), 1);
	ck_assert_uint_eq(crowd_lines_like(" 347 asker #big "), 1);
	ck_assert_uint_gt(crowd.pieces, 4);
}
END_TEST

START_TEST(connections_that_end_meanwhile_do_not_harm_who_traces_all)
{
	struct session *many[4];

	for (int i = 0; i < 4; i++)
		many[i] = scene_user(&crowd.sc, crowd_name_of("t", i), NULL, 0);
	crowd.sc.srv.answer_rows = 1;
	crowd.asker->user->modes |= USER_OPER;
	crowd_says(crowd.asker, "TRACE");
	scene_quit(&crowd.sc, crowd.other);
	scene_quit(&crowd.sc, many[1]);
	crowd_piece();
	scene_quit(&crowd.sc, many[3]);
	crowd_all_pieces();
	ck_assert_uint_eq(crowd_lines_like(" 204 asker Oper users asker"), 1);
	ck_assert_uint_eq(crowd_lines_like(" 205 asker User users t0000"), 2);
	ck_assert_uint_eq(crowd_lines_like(" 205 "), 2);
	ck_assert_uint_eq(crowd_lines_like(" 262 asker srv "), 1);
}
END_TEST

static void
renames_channel(const char *from, const char *to)
{
	struct event e = crowd_by_user("u00001", EVENT_RENAME);

	e.target = from;
	e.arg = to;
	hub_publish(&crowd.sc.srv, &e);
}

START_TEST(names_that_a_rename_brings_wait_for_the_answer_and_are_bounded)
{
	char from[16] = "#c00001";

	crowd_joins("asker", from);
	crowd_says(crowd.asker, "WHO *");
	for (int i = 0; i < 2 * ANSWERS_MAX; i++) {
		renames_channel(from, crowd_name_of("#r", i));
		snprintf(from, sizeof(from), "#r%05d", i);
		crowd_piece();
	}
	crowd_all_pieces();
	ck_assert_uint_eq(crowd_lines_like(" 352 "), CROWD_USERS + 2);
	ck_assert_uint_eq(crowd_lines_like("JOIN #r"), 2 * ANSWERS_MAX);
	ck_assert(strstr(crowd.said.data, " 315 ") <
	    strstr(crowd.said.data, " 366 asker #r"));
	ck_assert_uint_ge(crowd_lines_like(" 366 asker #r"), ANSWERS_MAX - 1);
	ck_assert_uint_lt(crowd_lines_like(" 366 asker #r"), 2 * ANSWERS_MAX);
}
END_TEST

START_TEST(a_labelled_answer_ends_before_the_names_of_a_rename)
{
	const char *end;

	crowd_joins("asker", "#c00001");
	crowd_says(crowd.asker, "@label=w1 WHO *");
	crowd_piece();
	renames_channel("#c00001", "#new");
	crowd_all_pieces();
	end = strstr(crowd.said.data, ":srv BATCH -1\r\n");
	ck_assert_ptr_nonnull(
	    strstr(crowd.said.data, "\r\n:asker!asker@host JOIN #new"));
	ck_assert_ptr_nonnull(end);
	ck_assert_ptr_nonnull(strstr(end, "\r\n:srv 353 asker = #new :"));
	ck_assert_ptr_nonnull(strstr(end, "\r\n:srv 366 asker #new :"));
}
END_TEST

START_TEST(who_joins_several_big_channels_takes_several_turns)
{
	for (int i = 0; i < CROWD_USERS; i++) {
		char nick[16];

		snprintf(nick, sizeof(nick), "u%05d", i);
		crowd_joins(nick, "#large");
	}
	crowd_says(crowd.asker, "JOIN #big,#large");
	scene_output(&crowd.sc, crowd.asker);
	ck_assert_ptr_null(world_member(
	    world_channel(&crowd.sc.srv.world, "#large"), crowd.asker->user));
	crowd_all_pieces();
	ck_assert_ptr_nonnull(world_member(
	    world_channel(&crowd.sc.srv.world, "#large"), crowd.asker->user));
}
END_TEST

START_TEST(reports_about_many_end_behind_them)
{
	crowd.asker->user->modes |= USER_OPER;
	crowd_says(crowd.asker, "STATS p");
	crowd_all_pieces();
	ck_assert_uint_eq(crowd_lines_like(" 249 asker p :asker ("), 1);
	ck_assert_uint_eq(crowd_lines_like(" 249 asker p :1 operators "), 1);
	ck_assert_ptr_nonnull(strstr(crowd.said.data, " 219 asker p :"));
	crowd_says(crowd.asker, "STATS l");
	crowd_all_pieces();
	ck_assert_uint_eq(crowd_lines_like(" 211 asker "), 2);
	ck_assert_uint_eq(crowd_lines_like(" 219 asker l :"), 1);
	ck_assert_uint_ge(crowd.pieces, 30);
}
END_TEST

START_TEST(invitations_are_found_among_very_many_channels)
{
	struct event e = crowd_by_user("u00999", EVENT_INVITE);

	e.target = "asker";
	e.arg = "#c00999";
	hub_publish(&crowd.sc.srv, &e);
	scene_output(&crowd.sc, crowd.asker);
	crowd_says(crowd.asker, "INVITE");
	crowd_all_pieces();
	ck_assert_uint_eq(crowd_lines_like(" 336 asker #c00999\r\n"), 1);
	ck_assert_uint_eq(crowd_lines_like(" 337 asker :"), 1);
	ck_assert_uint_ge(crowd.pieces, 4);
}
END_TEST

START_TEST(a_long_answer_costs_more_than_a_line)
{
	int64_t before = crowd.asker->allowance->left;

	crowd_says(crowd.asker, "WHO asker");
	ck_assert_int_eq(crowd.asker->allowance->left, before - 1000);
	crowd_says(crowd.asker, "WHO *");
	crowd_all_pieces();
	ck_assert_int_le(crowd.asker->allowance->left, before - 10000);
}
END_TEST

START_TEST(who_is_passed_over_in_names_costs_as_much_as_a_row)
{
	int64_t before = crowd.asker->allowance->left;
	struct user *u;

	for (u = crowd.sc.srv.world.users; u; u = u->hh.next)
		u->modes |= USER_INVISIBLE;
	crowd_says(crowd.asker, "NAMES #big");
	crowd_all_pieces();
	ck_assert_uint_eq(crowd_lines_like(" 353 "), 0);
	ck_assert_uint_eq(crowd_lines_like(" 366 "), 1);
	ck_assert_uint_ge(crowd.pieces, 10);
	ck_assert_int_le(crowd.asker->allowance->left, before - 3000);
}
END_TEST

/* What coming to #big costs. */
static int64_t
cost_of_coming(void)
{
	int64_t before = crowd.asker->allowance->left, after;

	crowd_says(crowd.asker, "JOIN #big");
	crowd_all_pieces();
	after = crowd.asker->allowance->left;
	scene_part(&crowd.sc, crowd.asker, "#big");
	return before - after;
}

START_TEST(who_brings_metadata_to_a_big_channel_pays_for_all_who_are_told)
{
	int64_t with_none = cost_of_coming();

	metadata_put(&crowd.asker->user->metadata, "avatar", "x");
	metadata_put(&crowd.asker->user->metadata, "url", "x");
	ck_assert_int_ge(cost_of_coming(), with_none + 4000);
}
END_TEST

START_TEST(what_joins_tell_others_in_a_turn_is_bounded_too)
{
	enum { CHANNELS = 40, JOINERS = 5, MOST = 8000 };
	struct server *srv = &crowd.sc.srv;
	struct buf line = {0};

	crowd.sc.settings.output_max = MOST;
	buf_adds(&line, "JOIN #j");
	for (int i = 0; i < CHANNELS; i++) {
		scene_join(&crowd.sc, crowd.other, crowd_name_of("#j", i));
		buf_addf(&line, ",%s", crowd_name_of("#j", i));
	}
	for (int i = 0; i < JOINERS; i++)
		crowd_says(
		    scene_user(&crowd.sc, crowd_name_of("m", i), NULL, 0),
		    line.data);
	for (int i = 0; i <= JOINERS; i++) {
		ck_assert_uint_le(srv->rendered, MOST / 2);
		srv->rendered = 0;
		answers_turn(srv);
	}
	ck_assert_ptr_null(srv->answers);
	ck_assert_uint_eq(crowd.other->user->nmembers, CHANNELS);
	ck_assert_uint_eq(
	    world_channel(&srv->world, "#j00000")->nmembers, JOINERS + 1);
	buf_free(&line);
}
END_TEST

Suite *
suite_server_answer_order(void)
{
	Suite *s = suite_create("server_answer_order");
	TCase *tc = tcase_create("order");

	tcase_set_timeout(tc, 30);
	tcase_add_unchecked_fixture(tc, crowd_fill, crowd_empty);
	tcase_add_checked_fixture(tc, crowd_set_up, crowd_tear_down);
	tcase_add_test(tc, a_message_passes_between_two_pieces);
	tcase_add_test(tc,
	    a_labelled_answer_is_one_batch_and_what_others_say_is_not_in_it);
	tcase_add_test(
	    tc, a_labelled_answer_of_one_line_stays_one_however_long_it_takes);
	tcase_add_test(tc, who_does_not_read_is_not_sent_more_and_not_dropped);
	tcase_add_test(tc, silence_counts_only_while_nothing_is_taken);
	tcase_add_test(tc, who_takes_slowly_what_it_is_sent_is_not_silent);
	tcase_add_test(
	    tc, a_line_behind_a_long_answer_waits_until_all_of_it_is_written);
	tcase_add_test(tc, who_leaves_in_the_middle_takes_the_answer_along);
	tcase_add_test(
	    tc, a_turn_is_bounded_however_many_ask_and_all_have_their_share);
	tcase_add_test(tc, who_joins_a_big_channel_gets_all_in_order);
	tcase_add_test(tc, a_list_of_very_many_masks_comes_in_pieces);
	tcase_add_test(
	    tc, connections_that_end_meanwhile_do_not_harm_who_traces_all);
	tcase_add_test(
	    tc, names_that_a_rename_brings_wait_for_the_answer_and_are_bounded);
	tcase_add_test(tc, a_labelled_answer_ends_before_the_names_of_a_rename);
	tcase_add_test(tc, who_joins_several_big_channels_takes_several_turns);
	tcase_add_test(tc, reports_about_many_end_behind_them);
	tcase_add_test(tc, invitations_are_found_among_very_many_channels);
	tcase_add_test(tc, a_long_answer_costs_more_than_a_line);
	tcase_add_test(tc, what_joins_tell_others_in_a_turn_is_bounded_too);
	tcase_add_test(tc, who_is_passed_over_in_names_costs_as_much_as_a_row);
	tcase_add_test(
	    tc, who_brings_metadata_to_a_big_channel_pays_for_all_who_are_told);
	suite_add_tcase(s, tc);
	return s;
}
