/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "client/marker.h"

#include <stdio.h>
#include <string.h>

#include "client/handle.h"
#include "client/history.h"
#include "client/input.h"
#include "client/jump.h"
#include "common/clock.h"
#include "tests/suites.h"
#include "tests/unit/client_past.h"

static struct past p;

static void
setup(void)
{
	past_setup(&p);
}

static void
teardown(void)
{
	past_teardown(&p);
}

#define hear(line)        talker_hear(&p.t, line)
#define assert_asked(str) ck_assert_str_eq(past_asked(&p), str)

/* The text of the first line that is new, "" for none. */
static const char *
first_new(void)
{
	size_t i = room_index(p.r, p.r->marker + 1);

	return p.r->marker && i < p.r->count ? room_line(p.r, i)->text : "";
}

#define assert_new(str) ck_assert_str_eq(first_new(), str)

/* #a with its last page 0..4, of which the server says 0..2 were read. */
static void
join_read(void)
{
	past_join(&p);
	hear("MARKREAD #a timestamp=2026-11-03T12:02:00.000Z");
	p.r->joined_ms = 0; /* what is said now is not of before */
	past_asked(&p);
	past_page(&p, 0, 4, true);
}

static void
rest(void)
{
	ck_assert_str_eq(past_turn(&p), "");
	p.now_ms += MARKER_REST_MS;
}

START_TEST(the_line_stands_where_the_server_says_one_has_read)
{
	join_read();
	assert_new("text 3");
}
END_TEST

START_TEST(what_the_page_has_below_the_marker_is_unread_where_one_is_not)
{
	past_join(&p);
	state_switch(&p.t.state, p.t.n->room);
	hear("MARKREAD #a timestamp=2026-11-03T12:02:00.000Z");
	past_asked(&p);
	past_begin(&p, "draft/chathistory-end;");
	past_message(&p, "batch=p;", 2, "#a");
	past_message(&p, "batch=p;", 3, "#a");
	hear("@batch=p;msgid=x;time=2026-11-03T12:04:00.000Z "
	     ":bob!u@h PRIVMSG #a :me, look");
	hear("@batch=p;msgid=y;time=2026-11-03T12:05:00.000Z "
	     ":me!u@h PRIVMSG #a :mine");
	hear(":irc BATCH -p");
	ck_assert_uint_eq(p.r->unread, 2);
	ck_assert_uint_eq(p.r->mentions, 1);
}
END_TEST

START_TEST(history_is_not_unread_where_one_never_was)
{
	past_join(&p);
	state_switch(&p.t.state, p.t.n->room);
	hear("MARKREAD #a *");
	past_asked(&p);
	past_page(&p, 0, 4, true);
	ck_assert_uint_eq(p.r->unread, 0);
	assert_new("");
}
END_TEST

START_TEST(a_key_tells_the_server_what_was_seen_once_after_a_rest)
{
	join_read();
	ck_assert_str_eq(past_turn(&p), "");
	ck_assert_int_eq(marker_deadline(&p.t.state), -1);
	marker_touch(&p.t.state);
	past_turn(&p);
	ck_assert_int_eq(
	    marker_deadline(&p.t.state), p.now_ms + MARKER_REST_MS);
	past_live(&p, 5);
	past_live(&p, 6);
	marker_touch(&p.t.state);
	past_live(&p, 7); /* nobody pressed a key since */
	rest();
	assert_asked("MARKREAD #a timestamp=2026-11-03T12:06:00.000Z");
	hear("MARKREAD #a timestamp=2026-11-03T12:06:00.000Z");
	assert_new("text 3");
	rest();
	ck_assert_str_eq(past_turn(&p), "");
}
END_TEST

START_TEST(who_reads_above_the_end_has_not_seen_the_newest)
{
	join_read();
	room_scroll(p.r, room_line(p.r, 2)->id, 0);
	marker_touch(&p.t.state);
	rest();
	ck_assert_str_eq(past_turn(&p), "");
}
END_TEST

START_TEST(what_is_still_being_loaded_was_not_seen)
{
	join_read();
	past_lose(&p);
	past_asked(&p);
	past_live(&p, 9);
	marker_touch(&p.t.state);
	rest();
	ck_assert_str_eq(past_turn(&p), "");
	past_page(&p, 0, 9, true);
	marker_touch(&p.t.state);
	rest();
	assert_asked("MARKREAD #a timestamp=2026-11-03T12:09:00.000Z");
}
END_TEST

START_TEST(leaving_tells_at_once)
{
	join_read();
	marker_touch(&p.t.state);
	p.t.state.quitting = true;
	assert_asked("MARKREAD #a timestamp=2026-11-03T12:04:00.000Z");
}
END_TEST

START_TEST(without_the_capability_no_marker_is_told)
{
	talker_welcome(&p.t, "batch server-time message-tags");
	p.r = talker_join(&p.t, "#a");
	past_live(&p, 1);
	marker_touch(&p.t.state);
	rest();
	ck_assert_str_eq(past_turn(&p), "");
}
END_TEST

START_TEST(another_device_moves_the_line_and_the_count_but_never_back)
{
	join_read();
	state_switch(&p.t.state, p.t.n->room);
	past_live(&p, 5);
	past_live(&p, 6);
	past_live(&p, 7);
	ck_assert_uint_eq(p.r->unread, 3);
	hear("MARKREAD #A timestamp=2026-11-03T12:05:00.000Z");
	ck_assert_uint_eq(p.r->unread, 2);
	assert_new("text 6");
	hear("MARKREAD #a timestamp=2026-11-03T12:01:00.000Z");
	hear("MARKREAD #a *");
	hear("MARKREAD #a timestamp=nonsense");
	hear("MARKREAD #a 2026-11-03T12:09:00.000Z");
	hear("MARKREAD #b timestamp=2026-11-03T12:09:00.000Z");
	assert_new("text 6");
	hear("MARKREAD #a timestamp=2026-11-03T12:07:00.000Z");
	ck_assert_uint_eq(p.r->unread, 0);
	ck_assert(!p.r->active);
	assert_new("");
}
END_TEST

START_TEST(who_comes_and_what_one_said_oneself_is_not_below_the_line)
{
	join_read();
	hear("@time=2026-11-03T12:05:00.000Z :me!u@h PRIVMSG #a :mine");
	hear("@time=2026-11-03T12:06:00.000Z :ann!u@h JOIN #a");
	hear("MARKREAD #a timestamp=2026-11-03T12:04:00.000Z");
	assert_new("");
	past_live(&p, 7);
	assert_new("");
	ck_assert_uint_eq(p.r->marker, room_newest(p.r));
}
END_TEST

START_TEST(what_was_missed_is_new_in_the_window_on_screen)
{
	past_join(&p);
	past_asked(&p);
	past_page(&p, 0, 1, true);
	p.t.n->heard_ms = clock_parse_iso("2026-11-03T12:01:30.000Z");
	handle_lost(&p.t.state, p.t.n, "gone");
	talker_welcome(&p.t, PAST_CAPS);
	hear(":me!u@h JOIN #a");
	past_asked(&p);
	past_page(&p, 0, 3, true);
	ck_assert_str_eq(past_shown(&p), "0 1 2 3 ");
	assert_new("text 2");
}
END_TEST

START_TEST(the_key_goes_to_the_line_wherever_that_is)
{
	join_read();
	jump_marker(&p.t.state);
	ck_assert_str_eq(
	    room_line(p.r, room_index(p.r, p.r->jump))->text, "text 3");
	room_clear(p.r);
	hear("MARKREAD #a timestamp=2026-11-03T12:03:00.000Z");
	past_live(&p, 9);
	jump_marker(&p.t.state);
	assert_asked(
	    "CHATHISTORY AROUND #a timestamp=2026-11-03T12:03:00.000Z 100");
}
END_TEST

START_TEST(the_key_for_mentions_goes_from_one_to_the_next)
{
	join_read();
	state_switch(&p.t.state, p.t.n->room);
	for (int i = 0; i < 6; i++) {
		char line[200];

		snprintf(line, sizeof(line),
		    "@time=2026-11-03T12:1%d:00.000Z "
		    ":bob!u@h PRIVMSG #a :%s %d",
		    i, i % 2 ? "me:" : "you:", i);
		hear(line);
	}
	state_switch(&p.t.state, p.r);
	for (int i = 1; i <= 5; i += 2) {
		char text[16];

		snprintf(text, sizeof(text), "me: %d", i);
		jump_mention(&p.t.state);
		ck_assert_str_eq(
		    room_line(p.r, room_index(p.r, p.r->jump))->text, text);
	}
	jump_end(&p.t.state);
	ck_assert_uint_eq(p.r->anchor, 0);
}
END_TEST

static struct room *
talk_with(const char *nick)
{
	return state_find(&p.t.state, p.t.n, nick);
}

static void
targets(const char *nick, const char *time)
{
	char line[200];

	hear("@label=targets :irc BATCH +t draft/chathistory-targets");
	snprintf(line, sizeof(line), "@batch=t :irc CHATHISTORY TARGETS %s %s",
	    nick, time);
	hear(line);
	hear("@batch=t :irc CHATHISTORY TARGETS #c 2026-11-03T12:00:00.000Z");
	hear("@batch=t :irc CHATHISTORY TARGETS me 2026-11-03T12:00:00.000Z");
	hear(":irc BATCH -t");
}

/* Registers; the request is all that is left to be sent. */
static const char *
welcome(const char *caps)
{
	struct buf line = {0};

	handle_connected(p.t.n);
	buf_addf(&line, "CAP * ACK :%s", caps);
	hear(line.data);
	buf_free(&line);
	hear(":irc.net 001 me :Welcome");
	talker_sent(&p.t);
	hear(":irc.net 422 me :No message of the day");
	return talker_sent(&p.t);
}

START_TEST(at_a_start_private_talks_with_something_unread_get_a_window)
{
	ck_assert_ptr_nonnull(strstr(welcome(PAST_CAPS),
	    "@label=targets CHATHISTORY TARGETS timestamp="));
	targets("bob", "2026-11-03T12:05:00.000Z");
	ck_assert_ptr_null(talk_with("bob"));
	ck_assert_ptr_null(talk_with("#c"));
	assert_asked("MARKREAD bob");
	hear("MARKREAD bob timestamp=2026-11-03T12:04:00.000Z");
	p.r = talk_with("bob");
	ck_assert_ptr_nonnull(p.r);
	ck_assert_ptr_ne(p.t.state.current, p.r);
	assert_asked("CHATHISTORY LATEST bob * 100");
	past_begin(&p, "");
	past_message(&p, "batch=p;", 4, "me");
	past_message(&p, "batch=p;", 5, "me");
	hear(":irc BATCH -p");
	ck_assert_str_eq(past_shown(&p), "4 5 ");
	ck_assert_uint_eq(p.r->mentions, 1);
	targets("ann", "2026-11-03T12:05:00.000Z");
	hear("MARKREAD ann timestamp=2026-11-03T12:05:00.000Z");
	ck_assert_ptr_null(talk_with("ann"));
	ck_assert_ptr_null(talk_with("me"));
}
END_TEST

START_TEST(without_markers_a_start_opens_no_private_windows)
{
	ck_assert_str_eq(welcome("batch server-time draft/chathistory"), "");
}
END_TEST

START_TEST(private_talks_that_went_on_meanwhile_are_filled_or_opened)
{
	const char *sent;

	talker_welcome(&p.t,
	    "batch server-time message-tags "
	    "labeled-response draft/chathistory");
	past_message(&p, "", 1, "me");
	p.r = talk_with("bob");
	past_asked(&p);
	past_begin(&p, "draft/chathistory-end;");
	past_message(&p, "batch=p;", 1, "me");
	hear(":irc BATCH -p");
	p.t.n->heard_ms = clock_parse_iso("2026-11-03T12:01:30.000Z");
	handle_lost(&p.t.state, p.t.n, "gone");
	sent = welcome("batch server-time message-tags labeled-response "
		       "draft/chathistory");
	ck_assert_ptr_nonnull(
	    strstr(sent, "timestamp=2026-11-03T12:01:20.000Z"));
	targets("bob", "2026-11-03T12:03:00.000Z");
	assert_asked("CHATHISTORY LATEST bob * 100");
	past_begin(&p, "draft/chathistory-end;");
	past_message(&p, "batch=p;", 1, "me");
	past_message(&p, "batch=p;", 2, "me");
	past_message(&p, "batch=p;", 3, "me");
	hear(":irc BATCH -p");
	ck_assert_str_eq(past_shown(&p), "1 2 3 ");
	ck_assert_uint_eq(p.r->unread, 3);
	targets("ann", "2026-11-03T12:03:00.000Z");
	ck_assert_ptr_nonnull(talk_with("ann"));
}
END_TEST

/* The number of the message that is said so long after now. */
static int
message_in(int64_t ms)
{
	int64_t first_ms = clock_parse_iso("2026-11-03T12:00:00.000Z");

	return (int)((clock_wall_ms() + ms - first_ms) / 60000);
}

/* The second moment of CHATHISTORY TARGETS. */
static int64_t
since_of(const char *sent)
{
	const char *name = "timestamp=", *first = strstr(sent, name);
	const char *second = first ? strstr(first + 1, name) : NULL;
	char iso[CLOCK_ISO_LEN] = "";

	if (second)
		snprintf(iso, sizeof(iso), "%s", second + strlen(name));
	return clock_parse_iso(iso);
}

START_TEST(a_server_whose_clock_is_ahead_is_asked_by_its_clock)
{
	int said = message_in(3600000);
	char shown[64], since[CLOCK_ISO_LEN];
	const char *sent;

	talker_welcome(&p.t, PAST_CAPS);
	past_message(&p, "", said, "me");
	p.r = talk_with("bob");
	past_asked(&p);
	past_page(&p, said, said, true);
	handle_lost(&p.t.state, p.t.n, "gone");
	sent = welcome(PAST_CAPS);
	past_iso(said, since);
	ck_assert_ptr_nonnull(strstr(sent, "CHATHISTORY TARGETS"));
	ck_assert_int_ge(since_of(sent), clock_parse_iso(since) - 60000);
	past_iso(said + 2, since);
	targets("bob", since);
	past_asked(&p);
	past_begin(&p, "draft/chathistory-end;");
	for (int i = said; i < said + 3; i++)
		past_message(&p, "batch=p;", i, "me");
	hear(":irc BATCH -p");
	snprintf(shown, sizeof(shown), "%d %d %d ", said, said + 1, said + 2);
	ck_assert_str_eq(past_shown(&p), shown);
}
END_TEST

START_TEST(where_talks_are_not_told_those_that_are_open_are_asked_about)
{
	talker_welcome(&p.t, PAST_CAPS);
	past_message(&p, "", 1, "me");
	p.r = talk_with("bob");
	past_asked(&p);
	past_page(&p, 1, 1, true);
	handle_lost(&p.t.state, p.t.n, "gone");
	welcome(PAST_CAPS);
	hear("@label=targets FAIL CHATHISTORY MESSAGE_ERROR TARGETS :Not now");
	assert_asked("CHATHISTORY LATEST bob * 100");
	ck_assert_uint_eq(p.t.n->room->count
		? talker_last(p.t.n->room, 0)->kind == SAID_ERROR
		: 0,
	    0);
}
END_TEST

START_TEST(what_i_said_to_somebody_under_another_nick_is_mine)
{
	talker_welcome(&p.t, PAST_CAPS);
	input_line(&p.t.state, "/query bob");
	p.r = p.t.state.current;
	ck_assert_ptr_nonnull(strstr(past_turn(&p), "MARKREAD bob"));
	past_asked(&p);
	snprintf(p.label, sizeof(p.label), "h%d", (int)p.r->past.serial);
	past_begin(&p, "");
	hear("@batch=p;msgid=a;time=2026-11-03T12:00:00.000Z "
	     ":oldme!u@h PRIVMSG bob :hi");
	hear("@batch=p;msgid=b;time=2026-11-03T12:01:00.000Z "
	     ":bobby!u@h PRIVMSG me :yes?");
	hear(":irc BATCH -p");
	ck_assert(room_line(p.r, 0)->flags & LINE_SELF);
	ck_assert(!(room_line(p.r, 1)->flags & LINE_SELF));
	ck_assert_uint_eq(p.t.state.nrooms, 2);
}
END_TEST

Suite *
suite_client_marker(void)
{
	Suite *s = suite_create("client_marker");
	TCase *tc = tcase_create("marker");

	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, the_line_stands_where_the_server_says_one_has_read);
	tcase_add_test(
	    tc, what_the_page_has_below_the_marker_is_unread_where_one_is_not);
	tcase_add_test(tc, history_is_not_unread_where_one_never_was);
	tcase_add_test(
	    tc, a_key_tells_the_server_what_was_seen_once_after_a_rest);
	tcase_add_test(tc, who_reads_above_the_end_has_not_seen_the_newest);
	tcase_add_test(tc, what_is_still_being_loaded_was_not_seen);
	tcase_add_test(tc, leaving_tells_at_once);
	tcase_add_test(tc, without_the_capability_no_marker_is_told);
	tcase_add_test(
	    tc, another_device_moves_the_line_and_the_count_but_never_back);
	tcase_add_test(
	    tc, who_comes_and_what_one_said_oneself_is_not_below_the_line);
	tcase_add_test(tc, what_was_missed_is_new_in_the_window_on_screen);
	tcase_add_test(tc, the_key_goes_to_the_line_wherever_that_is);
	tcase_add_test(tc, the_key_for_mentions_goes_from_one_to_the_next);
	tcase_add_test(
	    tc, at_a_start_private_talks_with_something_unread_get_a_window);
	tcase_add_test(tc, without_markers_a_start_opens_no_private_windows);
	tcase_add_test(
	    tc, private_talks_that_went_on_meanwhile_are_filled_or_opened);
	tcase_add_test(tc, a_server_whose_clock_is_ahead_is_asked_by_its_clock);
	tcase_add_test(
	    tc, where_talks_are_not_told_those_that_are_open_are_asked_about);
	tcase_add_test(tc, what_i_said_to_somebody_under_another_nick_is_mine);
	suite_add_tcase(s, tc);
	return s;
}
