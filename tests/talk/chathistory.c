/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>
#include <string.h>

#include "common/clock.h"
#include "tests/talk/talk.h"

#define CAPS                                   \
	"draft/chathistory server-time batch " \
	"message-tags standard-replies echo-message"
#define PLAYBACK CAPS " draft/event-playback"
#define FLOOD    "flood-rate = 0\nflood-burst = 0\nhistory-lines = 0\n"
#define END      "draft/chathistory-end"

enum { LINES = 9, LONG = 16, MANY = 60 };
static struct host *h;
static struct peer *a;
static char ids[LINES][64], times[LINES][64];

static void
says(struct peer *p, int i)
{
	peer_send(p, "PRIVMSG #c :n%d", i);
	peer_expect(p, ":%s!* PRIVMSG #c :n%d", p->name, i);
	snprintf(ids[i], sizeof(ids[i]), "%s", peer_tag(p, "msgid"));
	snprintf(times[i], sizeof(times[i]), "%s", peer_tag(p, "time"));
}

/* alice said n0 to n8 in #c, each in a millisecond of its own. */
static void
gather(const char *config)
{
	int64_t last = 0;

	h = host_start(config);
	a = peer_join_caps(h, "alice", CAPS, "#c");
	for (int i = 0; i < LINES; i++) {
		do
			peer_barrier(a);
		while (clock_wall_ms() <= last + 1);
		says(a, i);
		last = clock_parse_iso(times[i]);
	}
}

/* The batch that comes next holds these and nothing else; whether it says that
 * nothing lies behind it. */
static void
ck_page(struct peer *p, int first, int last, bool end)
{
	peer_next(p, ":* BATCH +* chathistory #c");
	ck_assert_int_eq(peer_tag(p, END) != NULL, end);
	for (int i = first; i <= last; i++) {
		peer_next(p, ":alice!* PRIVMSG #c :n%d", i);
		ck_assert_str_eq(peer_tag(p, "msgid"), ids[i]);
		ck_assert_str_eq(peer_tag(p, "time"), times[i]);
		ck_assert_ptr_nonnull(peer_tag(p, "batch"));
	}
	peer_next(p, ":* BATCH -*");
}

START_TEST(latest_shows_the_last_ones_and_those_after_a_point)
{
	gather(FLOOD);
	peer_send(a, "CHATHISTORY LATEST #c * 3");
	ck_page(a, 6, 8, false);
	peer_send(a, "CHATHISTORY latest #C * 50");
	ck_page(a, 0, 8, true);
	peer_send(a, "CHATHISTORY LATEST #c msgid=%s 50", ids[4]);
	ck_page(a, 5, 8, true);
	peer_send(a, "CHATHISTORY LATEST #c timestamp=%s 2", times[4]);
	ck_page(a, 7, 8, false);
}
END_TEST

START_TEST(all_of_it_comes_after_a_time_before_all_times)
{
	gather(FLOOD);
	peer_send(
	    a, "CHATHISTORY AFTER #c timestamp=0001-01-01T00:00:00.000Z 2");
	ck_page(a, 0, 1, false);
}
END_TEST

START_TEST(before_shows_the_last_ones_in_front_of_a_point)
{
	gather(FLOOD);
	peer_send(a, "CHATHISTORY BEFORE #c msgid=%s 3", ids[6]);
	ck_page(a, 3, 5, false);
	peer_send(a, "CHATHISTORY BEFORE #c timestamp=%s 3", times[3]);
	ck_page(a, 0, 2, true);
	peer_send(a, "CHATHISTORY BEFORE #c msgid=%s 3", ids[0]);
	ck_page(a, 0, -1, true);
}
END_TEST

START_TEST(after_shows_the_first_ones_behind_a_point)
{
	gather(FLOOD);
	peer_send(a, "CHATHISTORY AFTER #c msgid=%s 3", ids[1]);
	ck_page(a, 2, 4, false);
	peer_send(a, "CHATHISTORY AFTER #c timestamp=%s 3", times[5]);
	ck_page(a, 6, 8, true);
	peer_send(a, "CHATHISTORY AFTER #c msgid=%s 3", ids[8]);
	ck_page(a, 0, -1, true);
}
END_TEST

START_TEST(around_shows_the_point_between_its_neighbours)
{
	gather(FLOOD);
	peer_send(a, "CHATHISTORY AROUND #c msgid=%s 1", ids[4]);
	ck_page(a, 4, 4, false);
	peer_send(a, "CHATHISTORY AROUND #c msgid=%s 4", ids[4]);
	ck_page(a, 2, 5, false);
	peer_send(a, "CHATHISTORY AROUND #c timestamp=%s 5", times[7]);
	ck_page(a, 4, 8, false);
}
END_TEST

START_TEST(between_counts_from_the_first_of_two_points)
{
	gather(FLOOD);
	peer_send(
	    a, "CHATHISTORY BETWEEN #c msgid=%s msgid=%s 50", ids[2], ids[6]);
	ck_page(a, 3, 5, true);
	peer_send(a, "CHATHISTORY BETWEEN #c timestamp=%s msgid=%s 2", times[2],
	    ids[6]);
	ck_page(a, 3, 4, false);
	peer_send(
	    a, "CHATHISTORY BETWEEN #c msgid=%s msgid=%s 2", ids[6], ids[2]);
	ck_page(a, 4, 5, false);
}
END_TEST

/* The answer is this FAIL alone. */
static void
ck_fails(struct peer *p, const char *command, const char *answer)
{
	peer_send(p, "CHATHISTORY %s", command);
	peer_next(p, ":* FAIL CHATHISTORY %s", answer);
	peer_expect_none(p, "*");
}

START_TEST(what_cannot_be_understood_is_said_by_its_code)
{
	gather(FLOOD);
	ck_fails(a, "OLDEST #c * 5", "INVALID_PARAMS OLDEST :Unknown command");
	ck_fails(
	    a, "LATEST #c *", "INVALID_PARAMS LATEST :Insufficient parameters");
	ck_fails(a, "BETWEEN #c * 5",
	    "INVALID_PARAMS BETWEEN :Insufficient parameters");
	ck_fails(
	    a, "LATEST #c * 5 5", "INVALID_PARAMS LATEST :Too many parameters");
	ck_fails(a, "LATEST #c timestamp=yesterday 5",
	    "INVALID_PARAMS LATEST timestamp=yesterday :Invalid timestamp");
	ck_fails(
	    a, "BEFORE #c * 5", "INVALID_PARAMS BEFORE \\* :Invalid message*");
	ck_fails(
	    a, "LATEST #c * many", "INVALID_PARAMS LATEST many :Invalid limit");
	ck_fails(a, "LATEST #c * 0", "INVALID_PARAMS LATEST 0 :Invalid limit");
	ck_fails(
	    a, "LATEST #c * -3", "INVALID_PARAMS LATEST -3 :Invalid limit");
	ck_fails(a, "LATEST #c seq=5 5",
	    "INVALID_MSGREFTYPE LATEST #c seq=5 :*timestamp*msgid*");
	ck_fails(a, "TARGETS msgid=x timestamp=2026-01-01T00:00:00.000Z 5",
	    "INVALID_MSGREFTYPE TARGETS msgid=x :Only timestamp *");
	ck_fails(a, "LATEST #c msgid=nonsense 5",
	    "MESSAGE_ERROR LATEST #c nonsense :*");
	peer_send(a, "CHATHISTORY");
	peer_next(a, ":* 461 alice CHATHISTORY :*");
}
END_TEST

START_TEST(what_is_absent_and_what_may_not_be_read_are_answered_alike)
{
	struct peer *b;

	gather(FLOOD);
	b = peer_new_caps(h, "bob", CAPS);
	ck_fails(b, "LATEST #c * 5",
	    "INVALID_TARGET LATEST #c :Messages could not be retrieved");
	ck_fails(b, "LATEST #d * 5",
	    "INVALID_TARGET LATEST #d :Messages could not be retrieved");
	ck_fails(b, "LATEST nobody * 5",
	    "INVALID_TARGET LATEST nobody :Messages could not be retrieved");
	peer_send(a, "MODE #c +s");
	peer_barrier(a);
	ck_fails(b, "BEFORE #c timestamp=2026-01-01T00:00:00.000Z 5",
	    "INVALID_TARGET BEFORE #c :Messages could not be retrieved");
}
END_TEST

START_TEST(nothing_to_show_is_an_empty_batch)
{
	h = host_start(NULL);
	a = peer_join_caps(h, "alice", CAPS, "#c");
	peer_send(a, "CHATHISTORY LATEST #c * 5");
	ck_page(a, 0, -1, true);
}
END_TEST

START_TEST(who_has_not_asked_for_it_does_not_know_the_command)
{
	h = host_start(NULL);
	a = peer_join(h, "alice", "#c");
	peer_send(a, "CHATHISTORY LATEST #c * 5");
	peer_next(a, ":* 421 alice CHATHISTORY :*");
}
END_TEST

START_TEST(the_limit_is_said_and_kept)
{
	struct peer *b;

	gather(FLOOD "history-page = 4\n");
	peer_send(a, "CHATHISTORY LATEST #c * 50");
	ck_page(a, 5, 8, false);
	peer_send(a, "CHATHISTORY LATEST #c * 99999999999999999999");
	ck_page(a, 5, 8, false);
	b = peer_connect(h, "bob");
	peer_send(b, "NICK bob");
	peer_send(b, "USER b 0 * :b");
	peer_expect(b, ":* 005 bob * CHATHISTORY=4 *");
	peer_expect(b, ":* 005 bob * MSGREFTYPES=msgid,timestamp *");
}
END_TEST

START_TEST(history_is_there_after_a_restart)
{
	gather(FLOOD);
	host_kill(h);
	host_again(h, FLOOD, false);
	a = peer_join_caps(h, "alice", CAPS, "#c");
	peer_send(a, "CHATHISTORY LATEST #c msgid=%s 50", ids[3]);
	ck_page(a, 4, 8, true);
}
END_TEST

START_TEST(an_answer_has_its_label_and_its_batch_inside)
{
	struct peer *b;

	gather(FLOOD);
	b = peer_join_caps(h, "bob", CAPS " labeled-response", "#c");
	peer_send(b, "@label=x CHATHISTORY LATEST #c * 2");
	peer_next(b, ":* BATCH +* labeled-response");
	ck_assert_str_eq(peer_tag(b, "label"), "x");
	peer_next(b, ":* BATCH +* chathistory #c");
	ck_assert_ptr_nonnull(peer_tag(b, "batch"));
	peer_next(b, ":alice!* PRIVMSG #c :n7");
	peer_next(b, ":alice!* PRIVMSG #c :n8");
	peer_next(b, ":* BATCH -*");
	peer_next(b, ":* BATCH -*");
	peer_send(b, "@label=y CHATHISTORY LATEST #d * 2");
	peer_next(b, ":* FAIL CHATHISTORY INVALID_TARGET LATEST #d :*");
	ck_assert_str_eq(peer_tag(b, "label"), "y");
}
END_TEST

START_TEST(without_batch_the_lines_stand_alone)
{
	struct peer *b;

	gather(FLOOD);
	b = peer_join_caps(h, "bob", "draft/chathistory server-time", "#c");
	peer_send(b, "CHATHISTORY LATEST #c * 2");
	peer_next(b, ":alice!* PRIVMSG #c :n7");
	ck_assert_ptr_null(peer_tag(b, "batch"));
	ck_assert_str_eq(peer_tag(b, "time"), times[7]);
	peer_next(b, ":alice!* PRIVMSG #c :n8");
	peer_expect_none(b, "*");
}
END_TEST

/* What happened besides: bob came, changed and went. */
static void
happenings(void)
{
	struct peer *b = peer_new(h, "bob");

	peer_joins(b, "#c");
	peer_send(a, "MODE #c +k-l+k secret");
	peer_send(a, "TOPIC #c :leaves");
	peer_barrier(a);
	peer_send(b, "NICK rob");
	peer_barrier(b);
	peer_send(a, "KICK #c rob :out");
	peer_barrier(a);
	peer_send(a, "MODE #c -k secret");
	peer_barrier(a);
	peer_joins(b, "#c");
	peer_send(b, "PART #c :bye");
	peer_barrier(b);
	peer_joins(b, "#c");
	peer_send(b, "QUIT :gone");
	peer_expect_end(b);
}

START_TEST(with_event_playback_what_happened_is_shown_as_it_was)
{
	struct peer *p;

	h = host_start(FLOOD);
	a = peer_join_caps(h, "alice", CAPS, "#c");
	happenings();
	says(a, 0);
	p = peer_join_caps(h, "pia", PLAYBACK " extended-join", "#c");
	peer_send(p, "CHATHISTORY LATEST #c * 50");
	peer_next(p, ":* BATCH +* chathistory #c");
	peer_next(p, ":alice!* JOIN #c \\* :The real alice");
	peer_next(p, ":bob!* JOIN #c \\* :The real bob");
	peer_next(p, ":alice!* MODE #c +k \\*");
	ck_assert_ptr_nonnull(peer_tag(p, "msgid"));
	peer_next(p, ":alice!* TOPIC #c :leaves");
	ck_assert_ptr_nonnull(peer_tag(p, "time"));
	peer_next(p, ":bob!* NICK rob");
	peer_next(p, ":alice!* KICK #c rob :out");
	peer_next(p, ":alice!* MODE #c -k \\*");
	peer_next(p, ":rob!* JOIN #c \\* :The real bob");
	peer_next(p, ":rob!* PART #c :bye");
	peer_next(p, ":rob!* JOIN #c \\* :The real bob");
	peer_next(p, ":rob!* QUIT :Quit: gone");
	peer_next(p, ":alice!* PRIVMSG #c :n0");
	peer_next(p, ":pia!* JOIN #c \\* :The real pia");
	peer_next(p, ":* BATCH -*");
}
END_TEST

START_TEST(without_event_playback_events_are_neither_shown_nor_counted)
{
	h = host_start(FLOOD);
	a = peer_join_caps(h, "alice", CAPS, "#c");
	says(a, 0);
	happenings();
	says(a, 1);
	peer_send(a, "CHATHISTORY LATEST #c * 2");
	ck_page(a, 0, 1, true);
}
END_TEST

/* A client would take its own QUIT of then for one of now. */
START_TEST(without_batch_what_happened_is_not_shown)
{
	struct peer *b;

	h = host_start(FLOOD);
	a = peer_join_caps(h, "alice", CAPS, "#c");
	says(a, 0);
	happenings();
	b = peer_join_caps(
	    h, "bob", "draft/chathistory draft/event-playback", "#c");
	peer_send(b, "CHATHISTORY LATEST #c * 50");
	peer_next(b, ":alice!* PRIVMSG #c :* n0");
	peer_expect_none(b, "*");
}
END_TEST

START_TEST(a_message_of_several_lines_is_a_batch_in_the_batch)
{
	struct peer *b;
	char id[64];

	h = host_start(FLOOD);
	a = peer_join_caps(h, "alice", CAPS " draft/multiline", "#c");
	peer_send(a, "BATCH +m draft/multiline #c");
	peer_send(a, "@batch=m PRIVMSG #c :one");
	peer_send(a, "@batch=m PRIVMSG #c :two");
	peer_send(a, "BATCH -m");
	peer_expect(a, ":alice!* BATCH +* draft/multiline #c");
	snprintf(id, sizeof(id), "%s", peer_tag(a, "msgid"));
	peer_barrier(a);
	peer_send(a, "CHATHISTORY LATEST #c * 1");
	peer_next(a, ":* BATCH +* chathistory #c");
	peer_next(a, ":alice!* BATCH +* draft/multiline #c");
	ck_assert_str_eq(peer_tag(a, "msgid"), id);
	ck_assert_ptr_nonnull(peer_tag(a, "batch"));
	peer_next(a, ":alice!* PRIVMSG #c :one");
	peer_next(a, ":alice!* PRIVMSG #c :two");
	peer_next(a, ":* BATCH -*");
	peer_next(a, ":* BATCH -*");
	b = peer_join_caps(h, "bob", CAPS, "#c");
	peer_send(b, "CHATHISTORY LATEST #c * 1");
	peer_next(b, ":* BATCH +* chathistory #c");
	peer_next(b, ":alice!* PRIVMSG #c :one");
	ck_assert_str_eq(peer_tag(b, "msgid"), id);
	peer_next(b, ":alice!* PRIVMSG #c :two");
	peer_next(b, ":* BATCH -*");
}
END_TEST

START_TEST(what_was_redacted_is_not_shown_and_who_can_sees_that_it_was)
{
	struct peer *b, *p;

	gather(FLOOD);
	b = peer_join_caps(h, "bob", PLAYBACK, "#c");
	p = peer_join_caps(h, "pia", PLAYBACK " draft/message-redaction", "#c");
	peer_send(a, "CAP REQ draft/message-redaction");
	peer_expect(a, ":* CAP alice ACK :*");
	peer_send(a, "REDACT #c %s :oops", ids[8]);
	peer_barrier(a);
	peer_barrier(b);
	peer_barrier(p);
	peer_send(b, "CHATHISTORY AFTER #c msgid=%s 50", ids[7]);
	peer_next(b, ":* BATCH +* chathistory #c");
	peer_next(b, ":bob!* JOIN #c");
	peer_next(b, ":pia!* JOIN #c");
	peer_next(b, ":* BATCH -*");
	peer_send(p, "CHATHISTORY AFTER #c msgid=%s 50", ids[8]);
	peer_next(p, ":* BATCH +* chathistory #c");
	peer_next(p, ":bob!* JOIN #c");
	peer_next(p, ":pia!* JOIN #c");
	peer_next(p, ":alice!* REDACT #c %s :oops", ids[8]);
	peer_next(p, ":* BATCH -*");
}
END_TEST

/* Many lines, and so much of them that a page is more than may wait. */
static void
says_long(const char *word)
{
	peer_send(a, "BATCH +m draft/multiline #c");
	for (int i = 0; i < LONG; i++)
		peer_send(a, "@batch=m PRIVMSG #c :%s %0*d", word, 400, i);
	peer_send(a, "BATCH -m");
	peer_barrier(a);
}

START_TEST(a_page_that_is_more_than_may_wait_comes_as_it_is_read)
{
	struct peer *b;

	h = host_start(FLOOD "output-max = 64K\n");
	a = peer_join_caps(h, "alice", CAPS " draft/multiline", "#c");
	b = peer_connect_local(h, "bob");
	peer_caps(b, CAPS);
	peer_send(b, "CAP END");
	peer_register(b, "bob");
	peer_joins(b, "#c");
	for (int i = 0; i < MANY; i++)
		says_long("word");
	peer_barrier(b);
	peer_deaf(b);
	peer_send(b, "CHATHISTORY LATEST #c * %d", MANY);
	for (int i = 0; i < 50; i++)
		peer_barrier(a);
	peer_hears(b);
	peer_next(b, ":* BATCH +* chathistory #c");
	for (int i = 0; i < MANY * LONG; i++)
		peer_next(b, ":alice!* PRIVMSG #c :word *%d", i % LONG);
	peer_next(b, ":* BATCH -*");
}
END_TEST

START_TEST(a_former_name_leads_to_the_same_history)
{
	gather(FLOOD);
	peer_send(a, "CAP REQ draft/channel-rename");
	peer_expect(a, ":* CAP alice ACK :*");
	peer_send(a, "RENAME #c #d :moved");
	peer_expect(a, ":alice!* RENAME #c #d :moved");
	peer_send(a, "CHATHISTORY LATEST #c * 2");
	peer_next(a, ":* BATCH +* chathistory #d");
	peer_next(a, ":alice!* PRIVMSG #d :n7");
	peer_next(a, ":alice!* PRIVMSG #d :n8");
	peer_next(a, ":* BATCH -*");
	peer_send(a, "CAP REQ draft/event-playback");
	peer_expect(a, ":* CAP alice ACK :*");
	peer_send(a, "CHATHISTORY LATEST #d * 1");
	peer_next(a, ":* BATCH +* chathistory #d");
	peer_next(a, ":alice!* RENAME #c #d :moved");
	peer_next(a, ":* BATCH -*");
}
END_TEST

START_TEST(who_has_left_is_shown_no_more_and_the_batch_is_closed)
{
	gather(FLOOD);
	peer_send(a, "PART #c");
	peer_expect(a, ":alice!* PART #c*");
	ck_fails(a, "LATEST #c * 5", "INVALID_TARGET LATEST #c :*");
}
END_TEST

START_TEST(targets_are_the_channels_whose_last_message_lies_between)
{
	gather(FLOOD);
	peer_joins(a, "#empty");
	peer_joins(a, "#d");
	peer_send(a, "PRIVMSG #d :later");
	peer_expect(a, ":alice!* PRIVMSG #d :later");
	peer_send(a,
	    "CHATHISTORY TARGETS timestamp=2001-01-01T00:00:00.000Z"
	    " timestamp=2100-01-01T00:00:00.000Z 50");
	peer_next(a, ":* BATCH +* draft/chathistory-targets");
	ck_assert_ptr_nonnull(peer_tag(a, END));
	peer_next(a, ":* CHATHISTORY TARGETS #c %s", times[8]);
	peer_next(a, ":* CHATHISTORY TARGETS #d *");
	peer_next(a, ":* BATCH -*");
	peer_send(a,
	    "CHATHISTORY TARGETS timestamp=2100-01-01T00:00:00.000Z"
	    " timestamp=2001-01-01T00:00:00.000Z 1");
	peer_next(a, ":* BATCH +* draft/chathistory-targets");
	ck_assert_ptr_null(peer_tag(a, END));
	peer_next(a, ":* CHATHISTORY TARGETS #d *");
	peer_next(a, ":* BATCH -*");
	peer_send(a,
	    "CHATHISTORY TARGETS timestamp=2001-01-01T00:00:00.000Z"
	    " timestamp=%s 50",
	    times[8]);
	peer_next(a, ":* BATCH +* draft/chathistory-targets");
	peer_next(a, ":* BATCH -*");
}
END_TEST

TALK_SUITE(talk_chathistory, latest_shows_the_last_ones_and_those_after_a_point,
    all_of_it_comes_after_a_time_before_all_times,
    before_shows_the_last_ones_in_front_of_a_point,
    after_shows_the_first_ones_behind_a_point,
    around_shows_the_point_between_its_neighbours,
    between_counts_from_the_first_of_two_points,
    what_cannot_be_understood_is_said_by_its_code,
    what_is_absent_and_what_may_not_be_read_are_answered_alike,
    nothing_to_show_is_an_empty_batch,
    who_has_not_asked_for_it_does_not_know_the_command,
    the_limit_is_said_and_kept, history_is_there_after_a_restart,
    an_answer_has_its_label_and_its_batch_inside,
    without_batch_the_lines_stand_alone,
    with_event_playback_what_happened_is_shown_as_it_was,
    without_event_playback_events_are_neither_shown_nor_counted,
    without_batch_what_happened_is_not_shown,
    a_message_of_several_lines_is_a_batch_in_the_batch,
    what_was_redacted_is_not_shown_and_who_can_sees_that_it_was,
    a_page_that_is_more_than_may_wait_comes_as_it_is_read,
    a_former_name_leads_to_the_same_history,
    who_has_left_is_shown_no_more_and_the_batch_is_closed,
    targets_are_the_channels_whose_last_message_lies_between)
