/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>
#include <sysexits.h>

#include "tests/talk/talk.h"
#include "tests/talk/transfer_tool.h"

#define CAPS "message-tags batch server-time"

/* Imports a file of the test's folder as a log of #c into the folder "state",
 * with up to four more arguments. */
static const struct child *
import_log(
    int code, const char *format, const char *file, const char *const *more)
{
	const char *args[16] = {"-s", in_dir("state"), "--format", format,
	    "--channel", "#c", "--timezone", "UTC", "--import", in_dir(file)};

	for (size_t i = 0; more && more[i]; i++)
		args[10 + i] = more[i];
	return host_tool(args, code);
}

static struct host *
serve_it(void)
{
	const char *args[] = {"-s", in_dir("state"), NULL};

	return host_start_with(&(struct host_options){.args = args});
}

static struct peer *
comes_in(const struct host *h, const char *nick)
{
	struct peer *p = peer_new_caps(h, nick, CAPS);

	peer_send(p, "JOIN #c");
	peer_expect(p, ":* 366 %s #c :*", nick);
	return p;
}

static const char irssi[] = "--- Log opened Thu Nov 26 01:37:19 2020\n"
			    "01:37 -!- alice [~al@host] has joined #log\n"
			    "01:37 < alice> hello w\303\266rld\n"
			    "01:37  * alice waves\n"
			    "--- Day changed Fri Nov 27 2020\n"
			    "00:01 -alice:#log- noticed\n"
			    "what is this\n"
			    "00:02 <@op> latin \366\n";

START_TEST(an_irssi_log_is_shown_to_who_comes_in)
{
	const struct child *c;
	struct host *h;
	struct peer *p;

	test_file("irssi.log", irssi);
	c = import_log(0, "irssi", "irssi.log", NULL);
	ck_assert_ptr_nonnull(strstr(c->log.data, "5 events imported"));
	ck_assert_ptr_nonnull(strstr(c->log.data, "1 channels made: #c"));
	ck_assert_ptr_nonnull(strstr(c->log.data, "1 lines not understood"));
	ck_assert_ptr_nonnull(strstr(c->log.data, "irssi.log:7"));
	c = import_log(0, "irssi", "irssi.log", NULL);
	ck_assert_ptr_nonnull(
	    strstr(c->log.data, "0 events imported, 5 were there already"));
	h = serve_it();
	p = comes_in(h, "bob");
	peer_expect(p, ":alice!* PRIVMSG #c :hello w\303\266rld");
	ck_assert_str_eq(peer_tag(p, "time"), "2020-11-26T01:37:00.001Z");
	peer_next(p, ":alice!* PRIVMSG #c :\001ACTION waves\001");
	peer_next(p, ":alice!* NOTICE #c :noticed");
	ck_assert_str_eq(peer_tag(p, "time"), "2020-11-27T00:01:00.000Z");
	peer_next(p, ":op!* PRIVMSG #c :latin \303\266");
}
END_TEST

START_TEST(znc_s_days_are_in_the_names_of_its_files)
{
	const char *files[] = {in_dir("2020-02-29.log"), NULL};
	const struct child *c;
	struct host *h;
	struct peer *p;

	test_file("#c_20200228.log", "[23:59:59] <alice> one\n");
	test_file("2020-02-29.log", "[00:00:00] <alice> two\n");
	c = import_log(0, "znc", "#c_20200228.log", files);
	ck_assert_ptr_nonnull(strstr(c->log.data, "2 events imported"));
	test_file("undated.log", "[00:00:00] <alice> three\n");
	c = import_log(EX_DATAERR, "znc", "undated.log", NULL);
	ck_assert_ptr_nonnull(strstr(c->log.data, "--date"));
	ck_assert_ptr_nonnull(strstr(c->log.data, "nothing is imported"));
	h = serve_it();
	p = comes_in(h, "bob");
	peer_expect(p, ":alice!* PRIVMSG #c :one");
	ck_assert_str_eq(peer_tag(p, "time"), "2020-02-28T23:59:59.000Z");
	peer_next(p, ":alice!* PRIVMSG #c :two");
	ck_assert_str_eq(peer_tag(p, "time"), "2020-02-29T00:00:00.000Z");
}
END_TEST

START_TEST(a_channel_that_is_made_for_an_owner_is_theirs)
{
	static const char *const more[] = {"--owner", "somebody", NULL};
	struct host *h;
	struct peer *p;

	test_file("w.log", "2020-01-01 10:00:00\talice\tsecret\n");
	import_log(0, "weechat", "w.log", more);
	h = serve_it();
	p = peer_new(h, "eve");
	peer_send(p, "JOIN #c");
	peer_expect(p, ":* 473 eve #c :*");
}
END_TEST

START_TEST(a_log_of_another_sort_is_refused)
{
	const struct child *c;

	test_file("irssi.log", irssi);
	c = import_log(EX_DATAERR, "weechat", "irssi.log", NULL);
	ck_assert_ptr_nonnull(strstr(c->log.data, "no line was understood"));
}
END_TEST

START_TEST(a_date_is_refused_where_each_line_has_its_own)
{
	static const char *const more[] = {"--date", "2020-01-01", NULL};
	const struct child *c;

	test_file("w.log", "2020-01-01 10:00:00\talice\thi\n");
	c = import_log(EX_USAGE, "weechat", "w.log", more);
	ck_assert_ptr_nonnull(strstr(
	    c->log.data, "--date: each line of a weechat log has its own"));
}
END_TEST

START_TEST(a_time_zone_that_is_none_is_refused)
{
	static const char *const more[] = {
	    "--timezone", "Europe/Nowhere", NULL};
	static const char *const other[] = {"--timezone", "EST5", NULL};
	struct host *h;
	struct peer *p;

	test_file("w.log", "2020-01-01 10:00:00\talice\tsecret\n");
	import_log(EX_USAGE, "weechat", "w.log", more);
	import_log(0, "weechat", "w.log", other);
	h = serve_it();
	p = comes_in(h, "bob");
	peer_expect(p, ":alice!* PRIVMSG #c :secret");
	ck_assert_str_eq(peer_tag(p, "time"), "2020-01-01T15:00:00.000Z");
}
END_TEST

TALK_SUITE(transfer_logs, an_irssi_log_is_shown_to_who_comes_in,
    znc_s_days_are_in_the_names_of_its_files,
    a_channel_that_is_made_for_an_owner_is_theirs,
    a_log_of_another_sort_is_refused,
    a_date_is_refused_where_each_line_has_its_own,
    a_time_zone_that_is_none_is_refused)
