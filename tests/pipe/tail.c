/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

#include "tests/pipe/piped.h"

#define PAGES "history-page = 10\nflood-burst = 0\n"
#define CAPS                                                  \
	"batch message-tags server-time draft/multiline "     \
	"draft/channel-rename echo-message labeled-response " \
	"draft/message-redaction"

/* Somebody in #c, and --tail with these arguments, which has joined it. */
static struct piped *
follow(const struct host *h, struct peer *by, const char *const *args)
{
	struct piped *p = piped_at(h, "tail", args);

	peer_expect(by, ":tail!* JOIN #c*");
	return p;
}

/* What is after this key in the JSON line. */
static const char *
field(const char *line, const char *key)
{
	static char value[400];
	struct buf name = {0};
	const char *at;
	size_t len;

	buf_addf(&name, "\"%s\":", key);
	at = strstr(line, name.data);
	buf_free(&name);
	ck_assert_msg(at, "no %s in %s", key, line);
	at += strlen(key) + 3;
	at += *at == '"';
	len = strcspn(at, "\",}");
	snprintf(value, sizeof(value), "%.*s", (int)len, at);
	return value;
}

START_TEST(what_is_said_is_a_line_each_at_once)
{
	struct host *h = host_start(NULL);
	struct peer *a = peer_join_caps(h, "ada", CAPS, "#c");
	struct piped *p;

	peer_send(a, "PRIVMSG #c :before");
	p = follow(h, a, ARGS("--tail", "#c"));
	peer_send(a, "PRIVMSG #c :hello there");
	piped_expect(p, PIPED_TIME "<ada> hello there");
	peer_send(a, "PRIVMSG #c :\001ACTION waves\001");
	piped_expect(p, PIPED_TIME "\\* ada waves");
	peer_send(a, "NOTICE #c :by the way");
	piped_expect(p, PIPED_TIME "-ada- by the way");
	peer_send(a, "BATCH +1 draft/multiline #c");
	peer_send(a, "@batch=1 PRIVMSG #c :one");
	peer_send(a, "@batch=1 PRIVMSG #c :two");
	peer_send(a, "BATCH -1");
	piped_expect(p, PIPED_TIME "<ada> one");
	piped_expect(p, PIPED_TIME "<ada> two");
	piped_signal(p, SIGTERM);
	piped_expect_exit(p, EXIT_SUCCESS);
	ck_assert_str_eq(piped_errors(p), "");
}
END_TEST

START_TEST(as_json_it_has_the_fields_that_are_documented)
{
	struct host *h = host_start(NULL);
	struct peer *a = peer_join_caps(h, "ada", CAPS, "#c");
	struct piped *p = follow(h, a, ARGS("--tail", "#c", "--json"));

	peer_send(a, "@+draft/reply=x PRIVMSG #c :say \"hi\"\x1b");
	peer_expect(a, ":ada!* PRIVMSG #c *");
	piped_expect(p,
	    "{\"time\":\"20*T*.\?\?\?Z\",\"id\":\"*\",\"channel\":\"#c\","
	    "\"nick\":\"ada\",\"account\":null,\"kind\":\"message\","
	    "\"text\":\"say \\\\\"hi\\\\\"\xef\xbf\xbd\","
	    "\"tags\":{\"+draft/reply\":\"x\"}}");
	peer_send(a, "BATCH +1 draft/multiline #c");
	peer_send(a, "@batch=1 NOTICE #c :one");
	peer_send(a, "@batch=1 NOTICE #c :two");
	peer_send(a, "BATCH -1");
	piped_expect(
	    p, "{\"time\":*\"kind\":\"notice\",\"text\":\"one\\\\ntwo\",*}");
}
END_TEST

START_TEST(several_channels_are_told_apart)
{
	struct host *h = host_start(NULL);
	struct peer *a = peer_join_caps(h, "ada", CAPS, "#d");
	struct piped *p;

	peer_joins(a, "#c");
	p = follow(h, a, ARGS("--tail", "#c", "--tail", "#d"));
	peer_expect(a, ":tail!* JOIN #d*");
	peer_send(a, "PRIVMSG #c :in c");
	piped_expect(p, PIPED_TIME "#c <ada> in c");
	peer_send(a, "PRIVMSG #d :in d");
	piped_expect(p, PIPED_TIME "#d <ada> in d");
	peer_send(a, "PRIVMSG #C :in c");
	piped_expect(p, PIPED_TIME "#c <ada> in c");
}
END_TEST

START_TEST(since_begins_with_a_moment_or_after_a_message)
{
	struct host *h = host_start(PAGES);
	struct peer *a = peer_join_caps(h, "ada", CAPS, "#c");
	struct piped *p;
	char id[64], text[32];

	for (int i = 0; i < 55; i++)
		peer_send(a, "PRIVMSG #c :%d", i);
	peer_barrier(a);
	p = follow(h, a, ARGS("--tail", "#c", "--since", "1h", "--json"));
	for (int i = 0; i < 55; i++) {
		const char *line = piped_line(p);

		snprintf(text, sizeof(text), "%d", i);
		ck_assert_str_eq(field(line, "text"), text);
		if (i == 50)
			snprintf(id, sizeof(id), "%s", field(line, "id"));
	}
	piped_signal(p, SIGINT);
	piped_expect_exit(p, EXIT_SUCCESS);
	p = follow(h, a, ARGS("--tail", "#c", "--since", id));
	for (int i = 51; i < 55; i++) {
		snprintf(text, sizeof(text), PIPED_TIME "<ada> %d", i);
		piped_expect(p, text);
	}
	peer_send(a, "PRIVMSG #c :now");
	piped_expect(p, PIPED_TIME "<ada> now");
}
END_TEST

START_TEST(since_that_is_nothing_is_refused)
{
	struct host *h = host_start(NULL);
	struct piped *p =
	    piped_at(h, "tail", ARGS("--tail", "#c", "--since", "nonsense"));

	piped_expect_error(p, "--since nonsense: #c has no such message");
	piped_expect_exit(p, EX_DATAERR);
	p = piped_at(h, "tail", ARGS("--tail", "#c", "--since", "a b"));
	piped_expect_error(p, "--since: how long ago");
	piped_expect_exit(p, EX_USAGE);
	p = piped_at(h, "tail",
	    ARGS("--tail", "#c", "--tail", "#d", "--since", "someid"));
	piped_expect_error(p, "an id is of one channel");
	piped_expect_exit(p, EX_USAGE);
}
END_TEST

/* `count` messages by somebody new, who may be there before --tail is. */
static void
say(const struct host *h, const char *nick, int from, int count)
{
	struct peer *a = peer_join(h, nick, "#c");

	for (int i = from; i < from + count; i++)
		peer_send(a, "PRIVMSG #c :line %d", i);
	peer_barrier(a);
}

static void
expect_lines(struct piped *p, int from, int count)
{
	char text[64];

	for (int i = from; i < from + count; i++) {
		snprintf(text, sizeof(text), PIPED_TIME "<*> line %d", i);
		piped_expect(p, text);
	}
}

START_TEST(across_a_server_that_is_killed_each_is_shown_once_and_in_order)
{
	struct host *h = host_start(NULL);
	struct piped *p = follow(
	    h, peer_join_caps(h, "ada", CAPS, "#c"), ARGS("--tail", "#c"));
	char nick[8];
	int said = 0;

	for (int round = 0; round < 4; round++) {
		snprintf(nick, sizeof(nick), "n%d", round);
		say(h, nick, said, 100);
		said += 100;
		host_kill(h);
		host_again(h, NULL, true);
	}
	say(h, "last", said, 100);
	expect_lines(p, 0, said + 100);
	piped_signal(p, SIGTERM);
	piped_expect_exit(p, EXIT_SUCCESS);
	ck_assert_ptr_null(piped_line(p));
}
END_TEST

START_TEST(more_was_missed_than_one_page_holds)
{
	struct host *h = host_start(PAGES);
	struct piped *p = follow(
	    h, peer_join_caps(h, "ada", CAPS, "#c"), ARGS("--tail", "#c"));

	say(h, "bob", 0, 5);
	expect_lines(p, 0, 5);
	piped_signal(p, SIGSTOP);
	host_kill(h);
	host_again(h, PAGES, true);
	say(h, "carl", 5, 95);
	piped_signal(p, SIGCONT);
	expect_lines(p, 5, 95);
	say(h, "dora", 100, 5);
	expect_lines(p, 100, 5);
}
END_TEST

START_TEST(a_reader_that_is_slow_loses_nothing)
{
	enum { MANY = 4000 };

	struct host *h = host_start(NULL);
	struct peer *a = peer_join(h, "ada", "#c");
	struct piped *p = follow(h, a, ARGS("--tail", "#c"));
	char text[500];

	p->watch.events = 0;
	memset(text, 'x', 300);
	text[300] = '\0';
	for (int i = 0; i < MANY; i++)
		peer_send(a, "PRIVMSG #c :line %d %s", i, text);
	peer_barrier(a);
	p->watch.events = POLLIN;
	for (int i = 0; i < MANY; i++) {
		snprintf(
		    text, sizeof(text), PIPED_TIME "<ada> line %d xxx*", i);
		piped_expect(p, text);
	}
	peer_send(a, "PRIVMSG #c :live");
	piped_expect(p, PIPED_TIME "<ada> live");
	ck_assert_str_eq(piped_errors(p), "");
}
END_TEST

START_TEST(it_ends_well_when_nobody_reads_any_more)
{
	struct host *h = host_start(NULL);
	struct piped *p = follow(
	    h, peer_join_caps(h, "ada", CAPS, "#c"), ARGS("--tail", "#c"));

	piped_deaf(p);
	piped_expect_exit(p, EXIT_SUCCESS);
	ck_assert_str_eq(piped_errors(p), "");
}
END_TEST

START_TEST(a_renamed_channel_is_followed)
{
	struct host *h = host_start(NULL);
	struct peer *a = peer_join_caps(h, "ada", CAPS, "#c");
	struct piped *p = follow(h, a, ARGS("--tail", "#c", "--json"));

	peer_send(a, "PRIVMSG #c :old");
	piped_expect(p, "{*\"channel\":\"#c\"*\"text\":\"old\"*");
	peer_send(a, "RENAME #c #new :better");
	peer_expect(a, ":ada!* RENAME #c #new *");
	peer_send(a, "PRIVMSG #new :new");
	piped_expect(p, "{*\"channel\":\"#new\"*\"text\":\"new\"*");
	host_kill(h);
	host_again(h, NULL, true);
	a = peer_join(h, "bob", "#new");
	peer_send(a, "PRIVMSG #new :again");
	piped_expect(p, "{*\"channel\":\"#new\"*\"text\":\"again\"*");
}
END_TEST

START_TEST(a_private_talk_can_be_followed)
{
	struct host *h = host_start(NULL);
	struct peer *a = peer_new(h, "ada");
	struct peer *b = peer_new(h, "bob");
	struct piped *p = piped_at(h, "tail", ARGS("--tail", "ada"));

	peer_send(a, "MONITOR + tail");
	peer_expect(a, ":* 730 *tail*");
	peer_send(b, "PRIVMSG tail :not me");
	peer_barrier(b);
	peer_send(a, "PRIVMSG tail :psst");
	piped_expect(p, PIPED_TIME "<ada> psst");
}
END_TEST

START_TEST(nothing_that_others_say_steers_the_terminal)
{
	struct host *h = host_start(NULL);
	struct peer *a = peer_join(h, "ada", "#c");
	struct piped *p = follow(h, a, ARGS("--tail", "#c"));

	peer_send(a,
	    "PRIVMSG #c :\x1b]0;x\x07 \x02"
	    "bold\x0f \x03"
	    "04red \xe2\x80\xae"
	    "evil \xc2\x9b"
	    "2J");
	piped_expect(p,
	    PIPED_TIME "<ada> \xef\xbf\xbd]0;x\xef\xbf\xbd bold red "
		       "\xef\xbf\xbd"
		       "evil \xef\xbf\xbd"
		       "2J");
}
END_TEST

START_TEST(who_is_there_already_on_another_device_is_followed_too)
{
	struct host *h = host_start(NULL);
	struct peer *a = peer_join(h, "ada", "#c"), *me;
	char url[160];
	struct piped *p;

	me = peer_new_local(h, my_login());
	peer_joins(me, "#c");
	snprintf(url, sizeof(url), "unix:%s", h->socket);
	p = piped_start(&(struct piped_options){.name = "device",
	    .args = ARGS("--tail", "#c", "--since", "1h", url)});
	peer_send(a, "PRIVMSG #c :hello");
	piped_expect(p, PIPED_TIME "<ada> hello");
	peer_send(me, "PRIVMSG #c :mine");
	piped_expect(p, PIPED_TIME "<*> mine");
}
END_TEST

TALK_SUITE_LOGIN(pipe_tail,
    TESTS(what_is_said_is_a_line_each_at_once,
	as_json_it_has_the_fields_that_are_documented,
	several_channels_are_told_apart,
	since_begins_with_a_moment_or_after_a_message,
	since_that_is_nothing_is_refused,
	across_a_server_that_is_killed_each_is_shown_once_and_in_order,
	more_was_missed_than_one_page_holds,
	a_reader_that_is_slow_loses_nothing,
	it_ends_well_when_nobody_reads_any_more, a_renamed_channel_is_followed,
	a_private_talk_can_be_followed,
	nothing_that_others_say_steers_the_terminal),
    TESTS(who_is_there_already_on_another_device_is_followed_too))
