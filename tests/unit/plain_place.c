/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "common/mem.h"
#include "common/utf8.h"
#include "server/plain_say.h"
#include "server/speaker.h"
#include "tests/suites.h"
#include "tests/unit/plain_scene.h"

/* What was said, one piece a line without what is in front. */
static void
pieces(struct buf *all, const char *front, size_t most)
{
	const char *at = net.out.data, *end;

	for (; *at; at = end + 1) {
		end = strchr(at, '\n');
		ck_assert(!strncmp(at, front, strlen(front)));
		at += strlen(front);
		ck_assert_uint_le((size_t)(end - at), most);
		ck_assert(utf8_valid(at, (size_t)(end - at)));
		buf_addf(
		    all, "%s%.*s", all->len ? " " : "", (int)(end - at), at);
	}
}

/* What fits behind that. */
enum { FITS = 511 - sizeof(":alice!~plain@host.example.org PRIVMSG #lobby :") };

START_TEST(what_is_long_is_said_in_pieces_at_words_that_fit)
{
	struct buf text = {0}, all = {0};

	here();
	for (int i = 0; i < 1200; i++)
		buf_addf(&text, "%sw%d", i ? " " : "", i);
	typed(text.data);
	pieces(&all, "> PRIVMSG #lobby :", FITS);
	ck_assert_str_eq(all.data, text.data);
	buf_reset(&all);
	buf_adds(&all, "@me ");
	buf_adds(&all, text.data);
	typed(all.data);
	buf_reset(&all);
	pieces(&all, "> PRIVMSG #lobby :\1ACTION ", FITS - 8);
	buf_free(&all);
	buf_free(&text);
}
END_TEST

START_TEST(what_has_no_spaces_is_cut_between_characters)
{
	struct buf text = {0}, all = {0};
	size_t n = 0;

	here();
	for (int i = 0; i < 1000; i++)
		buf_adds(&text, "\342\202\254");
	typed(text.data);
	pieces(&all, "> PRIVMSG #lobby :", FITS);
	for (size_t i = 0; i < all.len; i++)
		n += all.data[i] != ' ';
	ck_assert_uint_eq(n, text.len);
	buf_free(&all);
	buf_free(&text);
}
END_TEST

static void
type_long(void)
{
	struct buf text = {0};

	for (int i = 0; i < 1000; i++)
		buf_adds(&text, "x");
	types(text.data);
	buf_free(&text);
}

START_TEST(of_what_is_refused_the_rest_is_not_tried)
{
	here();
	net.refuses = "PRIVMSG";
	type_long();
	outcome();
	ck_assert_ptr_eq(strstr(net.out.data, "> PRIVMSG"), net.out.data);
	ck_assert_ptr_null(strstr(net.out.data + 1, "> PRIVMSG"));
	ck_assert(shows("< 404\n! The rest of that was not said.\r\n"));
}
END_TEST

static void
is_kicked(const char *channel)
{
	struct event e = {
	    .kind = EVENT_KICK, .target = channel, .arg = "ALICE"};

	go(channel);
	ck_assert_uint_eq(sees(&e) & PLAIN_ME, PLAIN_ME);
}

START_TEST(who_is_thrown_out_amid_a_long_line_says_the_rest_nowhere)
{
	here();
	come("#other", 99);
	type_long();
	ck_assert(step());
	is_kicked("#lobby");
	outcome();
	ck_assert_ptr_null(strstr(net.out.data + 1, "> PRIVMSG"));
	ck_assert(shows("! The rest of that was not said, as you talk in no "
			"channel now: @join #other to talk there."));
}
END_TEST

START_TEST(one_talks_where_one_came_last_by_ones_own_word)
{
	here();
	typed("@join #a");
	SAID("x", "PRIVMSG #a :x");
	come("#elsewhere", 99);
	SAID("x", "PRIVMSG #a :x");
	come("#forced", PLAIN_SESSION);
	SAID("x", "PRIVMSG #a :x");
	typed("@join lobby");
	SAID("x", "PRIVMSG #lobby :x");
}
END_TEST

START_TEST(who_left_or_was_thrown_out_talks_nowhere)
{
	here();
	typed("@join #a");
	is_kicked("#a");
	ck_assert_str_eq(typed("x"),
	    "! Nothing was said, as you talk in no channel now: @join #lobby "
	    "to talk there.\r\n");
	typed("@topic");
	ck_assert(shows("! Nothing was done, as you talk in no channel"));
	typed("@join #lobby");
	go("#lobby");
	does(EVENT_PART, "#LOBBY", 99);
	ck_assert_str_eq(typed("x"),
	    "! Nothing was said, as you talk in no channel now: @join #lobby "
	    "to come in.\r\n");
}
END_TEST

START_TEST(another_device_that_joins_meanwhile_moves_nobody)
{
	here();
	net.refuses = "JOIN";
	types("@join #a");
	ck_assert(step());
	come("#b", 99);
	SAID("x", "PRIVMSG #lobby :x");
}
END_TEST

START_TEST(who_was_thrown_out_is_not_brought_back_by_another_device)
{
	here();
	come("#other", 99);
	is_kicked("#lobby");
	come("#lobby", 99);
	typed("x");
	ck_assert(!shows(">"));
	typed("@join #lobby");
	SAID("x", "PRIVMSG #lobby :x");
}
END_TEST

START_TEST(who_is_gone_from_a_channel_unseen_talks_nowhere)
{
	here();
	come("#other", 99);
	go("#lobby");
	typed("x");
	ck_assert(!shows(">"));
}
END_TEST

START_TEST(others_who_leave_or_are_thrown_out_move_nobody)
{
	struct event kick = {
	    .kind = EVENT_KICK, .target = "#lobby", .arg = "bob"};
	struct event part = {.kind = EVENT_PART, .target = "#lobby"};

	here();
	ck_assert_uint_eq(sees(&kick), PLAIN_HERE);
	part.source.user_id = PLAIN_USER + 1;
	ck_assert_uint_eq(sees(&part), PLAIN_HERE);
	SAID("x", "PRIVMSG #lobby :x");
}
END_TEST

START_TEST(who_talks_in_a_channel_follows_its_name)
{
	struct event e = {.kind = EVENT_RENAME, .target = "#a", .arg = "#b"};

	here();
	typed("@join #a");
	go("#a");
	net.channels[net.nchannels++] = mem_strdup("#b");
	sees(&e);
	SAID("x", "PRIVMSG #b :x");
}
END_TEST

START_TEST(who_joins_by_an_old_name_comes_to_the_new_one)
{
	struct reply r = {.command = "FAIL",
	    .params = {"JOIN", "CHANNEL_RENAMED", "#a", "#b"},
	    .nparams = 4};

	here();
	net.refuses = "JOIN";
	types("@join #a");
	ck_assert(step());
	net.refuses = NULL;
	ck_assert(plain_talk.hear(net.sp, &r));
	outcome();
	ck_assert(shows("> JOIN :#b\n"));
	SAID("x", "PRIVMSG #b :x");
}
END_TEST

START_TEST(who_may_not_come_in_stays_where_they_were)
{
	here();
	net.refuses = "JOIN";
	typed("@join #a");
	SAID("x", "PRIVMSG #lobby :x");
}
END_TEST

START_TEST(what_is_refused_has_no_end_that_is_told)
{
	here();
	net.refuses = "SEARCH";
	ck_assert_str_eq(
	    typed("@search x"), "> SEARCH :limit=20;text=x\n< 404\n");
	net.refuses = "WHO";
	ck_assert_str_eq(typed("@list"), "> WHO :*\n< 404\n");
}
END_TEST

START_TEST(what_is_done_to_oneself_is_known)
{
	struct event e = {.kind = EVENT_MESSAGE, .target = "Alice"};

	here();
	ck_assert_uint_eq(sees(&e), PLAIN_ME);
	e.target = "#LOBBY";
	ck_assert_uint_eq(sees(&e), PLAIN_HERE);
	e.target = "#elsewhere";
	ck_assert_uint_eq(sees(&e), 0);
	ck_assert_uint_eq(
	    does(EVENT_MESSAGE, "#lobby", 99), PLAIN_MINE | PLAIN_HERE);
}
END_TEST

START_TEST(who_has_sent_all_leaves)
{
	outcome();
	buf_reset(&net.out);
	plain_talk.finish(net.sp, &net.who);
	ck_assert_str_eq(outcome(), "> QUIT\n");
}
END_TEST

START_TEST(the_account_tells_what_is_ones_own_or_in_this_run_the_user)
{
	struct store store = {.last_seq = 10};
	struct settings set = {.nick_length = 32};
	struct server srv = {.settings = &set, .store = &store};
	char nick[] = "alice", account[] = "al";
	struct user u = {.id = PLAIN_USER, .nick = nick, .account = account};
	struct session s = {
	    .dialect = &dialect_plain, .speech = net.sp, .user = &u};
	struct event e = {.kind = EVENT_MESSAGE, .target = "bob", .seq = 10};

	e.source.nick = "carol";
	e.source.user_id = PLAIN_USER;
	ck_assert_uint_eq(speaker_recalls(&srv, &s, &e), 0);
	e.source.user_id = PLAIN_USER + 1;
	e.source.account = "al";
	ck_assert_uint_eq(speaker_recalls(&srv, &s, &e), PLAIN_MINE);
	e.seq = 11;
	ck_assert_uint_eq(speaker_recalls(&srv, &s, &e), PLAIN_MINE);
	e.source.account = NULL;
	ck_assert_uint_eq(speaker_recalls(&srv, &s, &e), 0);
	e.source.user_id = PLAIN_USER;
	ck_assert_uint_eq(speaker_recalls(&srv, &s, &e), PLAIN_MINE);
}
END_TEST

Suite *
suite_plain_place(void)
{
	const TTest *const tests[] = {
	    what_is_long_is_said_in_pieces_at_words_that_fit,
	    what_has_no_spaces_is_cut_between_characters,
	    of_what_is_refused_the_rest_is_not_tried,
	    who_is_thrown_out_amid_a_long_line_says_the_rest_nowhere,
	    one_talks_where_one_came_last_by_ones_own_word,
	    who_left_or_was_thrown_out_talks_nowhere,
	    another_device_that_joins_meanwhile_moves_nobody,
	    who_was_thrown_out_is_not_brought_back_by_another_device,
	    who_is_gone_from_a_channel_unseen_talks_nowhere,
	    others_who_leave_or_are_thrown_out_move_nobody,
	    who_talks_in_a_channel_follows_its_name,
	    who_joins_by_an_old_name_comes_to_the_new_one,
	    who_may_not_come_in_stays_where_they_were,
	    what_is_refused_has_no_end_that_is_told,
	    what_is_done_to_oneself_is_known, who_has_sent_all_leaves,
	    the_account_tells_what_is_ones_own_or_in_this_run_the_user, NULL};

	return plain_suite("plain_place", tests);
}
