/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/mem.h"
#include "tests/talk/talk.h"

#define PLAIN "server-time message-tags labeled-response"
#define CAPS  PLAIN " batch soju.im/search"

static struct host *h;
static struct peer *a;

static void
begin(void)
{
	h = host_start(NULL);
	a = peer_join_caps(h, "alice", CAPS, "#c");
}

static void
says(struct peer *p, const char *target, const char *text)
{
	peer_send(p, "PRIVMSG %s :%s", target, text);
	peer_barrier(p);
}

/* Begins the batch that answers. */
static void
searches(struct peer *p, const char *attributes)
{
	peer_send(p, "SEARCH %s", attributes);
	peer_expect(p, ":* BATCH +* soju.im/search");
	ck_assert_ptr_null(peer_tag(p, "batch"));
}

static void
finds(struct peer *p, const char *pattern)
{
	peer_next(p, "%s", pattern);
	ck_assert_ptr_nonnull(peer_tag(p, "batch"));
}

static void
no_more(struct peer *p)
{
	peer_next(p, ":* BATCH -*");
	ck_assert_ptr_null(peer_tag(p, "batch"));
}

static void
finds_only(struct peer *p, const char *attributes, const char *pattern)
{
	searches(p, attributes);
	if (pattern)
		finds(p, pattern);
	no_more(p);
}

static int64_t
number_of(const char *file, const char *sql)
{
	char path[192];
	sqlite3 *db;
	sqlite3_stmt *st = NULL;
	int64_t n = -1;

	snprintf(path, sizeof(path), "%s/%s", h->state, file);
	if (sqlite3_open_v2(path, &db, SQLITE_OPEN_READWRITE, NULL) == 0 &&
	    sqlite3_prepare_v2(db, sql, -1, &st, NULL) == 0 &&
	    sqlite3_step(st) == SQLITE_ROW)
		n = sqlite3_column_int64(st, 0);
	sqlite3_finalize(st);
	sqlite3_close(db);
	return n;
}

/* All that was said stands in the index. */
static void
is_indexed(void)
{
	int64_t last = number_of("history.db", "SELECT max(seq) FROM events");

	while (number_of("search.db", "SELECT last_seq FROM state") < last)
		peer_barrier(a);
}

START_TEST(what_was_said_is_found_by_words_in_any_case_and_order)
{
	begin();
	says(a, "#c", "Hello wide World");
	says(a, "#c", "hello nobody");
	for (int i = 0; i < 2; i++) {
		finds_only(a, "text=WORLD\\shello",
		    ":alice!* PRIVMSG #c :Hello wide World");
		finds_only(a, "text=orl", ":alice!* PRIVMSG #c :Hello*");
		finds_only(a, "text=hello\\sworlds", NULL);
		is_indexed();
	}
}
END_TEST

START_TEST(a_phrase_in_quotes_is_found_as_it_is)
{
	begin();
	says(a, "#c", "the cat sat");
	says(a, "#c", "sat the cat");
	finds_only(a, "text=\"cat\\ssat\"", ":alice!* :the cat sat");
	is_indexed();
	finds_only(a, "text=\"cat\\ssat\"", ":alice!* :the cat sat");
	finds_only(a, ":text=\"cat sat\"", ":alice!* :the cat sat");
	finds_only(a, "text=\"cat\\sthe\"", NULL);
}
END_TEST

START_TEST(parts_of_words_without_spaces_are_found)
{
	begin();
	says(a, "#c", "今日本を読む");
	says(a, "#c", "東京都に行く");
	is_indexed();
	finds_only(a, "text=日本", ":alice!* :今日本を読む");
	finds_only(a, "text=都", ":alice!* :東京都に行く");
	finds_only(a, "text=東京都", ":alice!* :東京都に行く");
}
END_TEST

START_TEST(a_sender_and_a_channel_are_filters)
{
	struct peer *b;

	begin();
	b = peer_join(h, "bob", "#c");
	peer_joins(a, "#d");
	says(a, "#c", "word in c");
	says(a, "#d", "word in d");
	says(b, "#c", "word by bob");
	finds_only(a, "from=BOB;text=word", ":bob!* PRIVMSG #c :word by bob");
	finds_only(a, "in=#D;text=word", ":alice!* PRIVMSG #d :word in d");
	finds_only(a, "in=#c;from=alice", ":alice!* PRIVMSG #c :word in c");
	is_indexed();
	finds_only(a, "from=bob", ":bob!* PRIVMSG #c :word by bob");
	finds_only(a, "in=#d", ":alice!* PRIVMSG #d :word in d");
	finds_only(a, "from=bob;in=#d", NULL);
}
END_TEST

START_TEST(dates_are_filters_and_the_bounds_belong_to_them)
{
	char first[32], last[32], ask[128];

	begin();
	says(a, "#c", "one");
	searches(a, "text=one");
	finds(a, ":alice!* :one");
	snprintf(first, sizeof(first), "%s", peer_tag(a, "time"));
	/* until the clock has gone on */
	do {
		says(a, "#c", "two");
		searches(a, "limit=1");
		finds(a, ":alice!* :two");
		snprintf(last, sizeof(last), "%s", peer_tag(a, "time"));
	} while (!strcmp(first, last));
	snprintf(ask, sizeof(ask), "before=%s;limit=1", first);
	searches(a, ask);
	finds(a, ":alice!* :*");
	ck_assert_str_eq(peer_tag(a, "time"), first);
	snprintf(ask, sizeof(ask), "after=%s;text=two", last);
	finds_only(a, ask, ":alice!* :two");
	snprintf(ask, sizeof(ask), "text=one;after=%s", last);
	finds_only(a, ask, NULL);
	finds_only(a, "before=2001-01-01T00:00:00.000Z", NULL);
	finds_only(a, "after=2999-01-01T00:00:00Z", NULL);
}
END_TEST

START_TEST(the_last_ones_come_and_with_after_the_first_ones)
{
	begin();
	for (int i = 0; i < 5; i++) {
		peer_send(a, "PRIVMSG #c :line %d", i);
		peer_barrier(a);
	}
	searches(a, "text=line;limit=2");
	finds(a, ":alice!* :line 3");
	finds(a, ":alice!* :line 4");
	no_more(a);
	searches(a, "text=line;limit=2;after=2001-01-01T00:00:00.000Z");
	finds(a, ":alice!* :line 0");
	finds(a, ":alice!* :line 1");
	no_more(a);
}
END_TEST

START_TEST(no_more_than_a_hundred_come_and_the_rest_is_paged)
{
	char ask[128];

	begin();
	for (int i = 0; i < 130; i++) {
		peer_send(a, "PRIVMSG #c :line %d", i);
		peer_barrier(a);
	}
	searches(a, "text=line;limit=100000");
	finds(a, ":alice!* :line 30");
	snprintf(ask, sizeof(ask), "text=line;before=%s", peer_tag(a, "time"));
	for (int i = 31; i < 130; i++)
		peer_next(a, ":alice!* :line %d", i);
	no_more(a);
	searches(a, ask);
	peer_expect(a, ":alice!* :line 0");
	peer_expect(a, ":alice!* :line 30");
	peer_expect(a, ":* BATCH -*");
}
END_TEST

START_TEST(what_is_between_others_is_not_found)
{
	struct peer *b, *c;

	begin();
	b = peer_new_caps(h, "bob", CAPS);
	c = peer_new_caps(h, "carol", CAPS);
	says(b, "carol", "a private word");
	peer_expect(c, ":bob!* PRIVMSG carol :*");
	for (int i = 0; i < 2; i++) {
		finds_only(a, "text=word", NULL);
		finds_only(a, "text=word;in=carol", NULL);
		finds_only(a, "text=word;from=bob", NULL);
		finds_only(b, "text=word", ":bob!* PRIVMSG carol :a private *");
		finds_only(c, "in=BOB", ":bob!* PRIVMSG carol :a private *");
		finds_only(c, "in=alice", NULL);
		is_indexed();
	}
}
END_TEST

/* The same to the byte, but for what numbers it. */
static char *
answer_for(const char *attributes)
{
	char *answer;

	peer_send(a, "SEARCH %s", attributes);
	peer_expect(a, ":* BATCH +* soju.im/search");
	answer = mem_strdup(strchr(peer_last(a), '+') + 1);
	peer_next(a, ":* BATCH -*");
	return answer;
}

START_TEST(a_channel_that_may_not_be_read_is_as_one_that_is_not_there)
{
	struct peer *b;

	begin();
	b = peer_join(h, "bob", "#secret");
	peer_send(b, "MODE #secret +s");
	says(b, "#secret", "the word");
	peer_joins(b, "#open");
	says(b, "#open", "the word");
	free(answer_for("text=word"));
	free(answer_for("in=#secret;text=word"));
	free(answer_for("in=#none;text=word"));
	free(answer_for("in=#open"));
	free(answer_for("in=nobody"));
}
END_TEST

START_TEST(who_left_a_channel_finds_nothing_of_it)
{
	begin();
	free(peer_join(h, "bob", "#c")->value);
	says(a, "#c", "the word");
	finds_only(a, "text=word", ":alice!* :the word");
	peer_send(a, "PART #c");
	finds_only(a, "text=word", NULL);
}
END_TEST

START_TEST(what_was_taken_back_is_not_found)
{
	begin();
	peer_caps(a, "draft/message-redaction");
	says(a, "#c", "the word");
	is_indexed();
	searches(a, "text=word");
	finds(a, ":alice!* :the word");
	peer_send(a, "REDACT #c %s", peer_tag(a, "msgid"));
	finds_only(a, "text=word", NULL);
	is_indexed();
	finds_only(a, "text=word", NULL);
	while (number_of("search.db", "SELECT count(*) FROM docs") > 0)
		peer_barrier(a);
	while (number_of("history.db", "SELECT count(*) FROM removed") > 0)
		peer_barrier(a);
}
END_TEST

START_TEST(a_label_stands_on_the_batch_alone)
{
	begin();
	says(a, "#c", "hello world");
	peer_send(a, "@label=l1 SEARCH in=#c;text=hello\\sworld");
	peer_next(a, ":* BATCH +* soju.im/search");
	ck_assert_str_eq(peer_tag(a, "label"), "l1");
	ck_assert_ptr_null(peer_tag(a, "batch"));
	peer_next(a, ":alice!* PRIVMSG #c :hello world");
	ck_assert_ptr_null(peer_tag(a, "label"));
	ck_assert_ptr_nonnull(peer_tag(a, "msgid"));
	ck_assert_ptr_nonnull(peer_tag(a, "time"));
	peer_next(a, ":* BATCH -*");
	peer_send(a, "@label=l2 SEARCH limit=none");
	peer_next(a, ":* FAIL SEARCH INVALID_PARAMS limit :*");
	ck_assert_str_eq(peer_tag(a, "label"), "l2");
}
END_TEST

START_TEST(a_message_of_several_lines_is_one_result)
{
	begin();
	peer_caps(a, "draft/multiline");
	peer_send(a, "BATCH +m draft/multiline #c");
	peer_send(a, "@batch=m PRIVMSG #c :the first");
	peer_send(a, "@batch=m PRIVMSG #c :the word");
	peer_send(a, "BATCH -m");
	peer_send(a, "@label=l SEARCH text=word\\sfirst;limit=1");
	peer_next(a, ":* BATCH +* soju.im/search");
	ck_assert_str_eq(peer_tag(a, "label"), "l");
	peer_next(a, ":alice!* BATCH +* draft/multiline #c");
	ck_assert_ptr_nonnull(peer_tag(a, "batch"));
	peer_next(a, ":alice!* PRIVMSG #c :the first");
	peer_next(a, ":alice!* PRIVMSG #c :the word");
	peer_next(a, ":alice!* BATCH -*");
	peer_next(a, ":* BATCH -*");
}
END_TEST

START_TEST(attributes_that_cannot_be_are_refused)
{
	begin();
	peer_send(a, "SEARCH limit=0");
	peer_next(a, ":* FAIL SEARCH INVALID_PARAMS limit :*");
	peer_send(a, "SEARCH text=x;before=yesterday");
	peer_next(a, ":* FAIL SEARCH INVALID_PARAMS before :*");
	peer_send(a, "SEARCH after=;text=x");
	peer_next(a, ":* FAIL SEARCH INVALID_PARAMS after :*");
	peer_send(a, "SEARCH in=;text=x");
	peer_next(a, ":* FAIL SEARCH INVALID_PARAMS in :*");
	peer_send(a, "SEARCH sender=x");
	peer_next(a, ":* FAIL SEARCH INVALID_PARAMS \\* :*");
	peer_send(a, "SEARCH text=two words");
	peer_next(a, ":* FAIL SEARCH INVALID_PARAMS \\* :*");
	peer_send(a,
	    "SEARCH text=a\\sa\\sa\\sa\\sa\\sa\\sa\\sa\\sa\\sa\\sa\\sa\\sa\\sa"
	    "\\sa\\sa\\sa\\sa\\sa\\sa\\sa\\sa\\sa\\sa\\sa\\sa\\sa\\sa\\sa\\sa"
	    "\\sa\\sa\\sa");
	peer_next(a, ":* FAIL SEARCH INVALID_PARAMS text :*");
	peer_send(a, "SEARCH");
	peer_next(a, ":* 461 alice SEARCH :*");
}
END_TEST

START_TEST(a_time_before_1970_is_one)
{
	begin();
	peer_send(a, "SEARCH before=1969-12-31T23:59:59.999Z");
	peer_next(a, ":* BATCH +* soju.im/search");
	peer_next(a, ":* BATCH -*");
	says(a, "#c", "word");
	peer_send(a, "SEARCH text=word;after=0001-01-01T00:00:00.000Z");
	peer_next(a, ":* BATCH +* soju.im/search");
	peer_next(a, ":alice!* PRIVMSG #c :word");
	peer_next(a, ":* BATCH -*");
}
END_TEST

START_TEST(without_the_capability_there_is_no_such_command)
{
	begin();
	peer_caps(a, "-soju.im/search");
	peer_send(a, "SEARCH text=x");
	peer_next(a, ":* 421 alice SEARCH :*");
}
END_TEST

START_TEST(without_batch_the_lines_come_alone)
{
	struct peer *b;

	begin();
	b = peer_join_caps(h, "bob", "soju.im/search", "#c");
	says(a, "#c", "the word");
	peer_expect(b, ":alice!* :the word");
	peer_send(b, "SEARCH text=word");
	peer_next(b, ":alice!* PRIVMSG #c :[*:*] the word");
	ck_assert_str_eq(peer_tags(b), "");
	peer_expect_none(b, "*");
}
END_TEST

START_TEST(a_renamed_channel_is_found_under_its_name_of_now)
{
	begin();
	says(a, "#c", "the word");
	peer_send(a, "RENAME #c #new");
	peer_expect(a, ":alice!* PART #c*");
	is_indexed();
	finds_only(a, "text=word;in=#new", ":alice!* PRIVMSG #new :the word");
	finds_only(a, "text=word", ":alice!* PRIVMSG #new :the word");
}
END_TEST

START_TEST(what_was_said_before_a_kill_is_found_after_it)
{
	begin();
	says(a, "#c", "the word");
	is_indexed();
	says(a, "#c", "another word");
	host_kill(h);
	host_again(h, NULL, false);
	a = peer_join_caps(h, "alice", CAPS, "#c");
	searches(a, "text=word");
	finds(a, ":alice!* :the word");
	finds(a, ":alice!* :another word");
	no_more(a);
	is_indexed();
	searches(a, "text=word");
	finds(a, ":alice!* :the word");
	finds(a, ":alice!* :another word");
	no_more(a);
}
END_TEST

START_TEST(a_damaged_index_is_made_anew)
{
	char path[192];
	FILE *f;

	begin();
	says(a, "#c", "the word");
	is_indexed();
	host_stop(h);
	snprintf(path, sizeof(path), "%s/search.db", h->state);
	f = fopen(path, "w");
	for (int i = 0; i < 5000; i++)
		fputc('x', f);
	fclose(f);
	host_again(h, NULL, false);
	child_expect_log(h->child, "the index is made anew");
	a = peer_join_caps(h, "alice", CAPS, "#c");
	finds_only(a, "text=word", ":alice!* :the word");
	is_indexed();
	finds_only(a, "text=word", ":alice!* :the word");
}
END_TEST

START_TEST(search_may_be_switched_off_and_leaves_no_file)
{
	static const char off[] = "search = no\nflood-rate = 0\n";

	begin();
	says(a, "#c", "the word");
	is_indexed();
	host_stop(h);
	host_again(h, off, false);
	ck_assert_int_eq(number_of("search.db", "SELECT 1"), -1);
	a = peer_new(h, "alice");
	peer_send(a, "CAP LS 302");
	peer_expect_none(a, "*search*");
	peer_send(a, "CAP REQ soju.im/search");
	peer_next(a, ":* CAP alice NAK :soju.im/search");
	host_reload(h, "search = yes\nflood-rate = 0\n");
	peer_send(a, "CAP REQ soju.im/search");
	peer_next(a, ":* CAP alice NAK :soju.im/search");
}
END_TEST

/* Many long messages, of another time. */
static void
fill(void)
{
	number_of("history.db",
	    "INSERT INTO events (channel, time_ms, msgid, kind, nick, bot,"
	    " body) WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1"
	    " FROM n WHERE i < 10000) SELECT (SELECT id FROM channels WHERE"
	    " name = '#c'), 1000000 + i, 'm' || i, 'message', 'x', 0,"
	    " replace(hex(zeroblob(1000)), '00', 'é ') FROM n RETURNING 1");
}

START_TEST(a_long_search_holds_up_nobody_else)
{
	struct peer *b;

	begin();
	says(a, "#c", "the word");
	host_stop(h);
	fill();
	host_again(h, NULL, false);
	a = peer_join_caps(h, "alice", CAPS, "#c");
	b = peer_join(h, "bob", "#c");
	peer_barrier(a);
	peer_send(a, "SEARCH text=absent");
	peer_barrier(b);
	/* it is not through: what comes first is what is said meanwhile */
	says(b, "#c", "meanwhile");
	peer_next(a, ":bob!* :meanwhile");
	peer_expect(a, ":* BATCH +* soju.im/search");
	peer_next(a, ":* BATCH -*");
}
END_TEST

START_TEST(who_goes_while_it_searches_harms_nobody)
{
	begin();
	says(a, "#c", "the word");
	for (int i = 0; i < 20; i++) {
		char nick[8];
		struct peer *b;

		/* that the one before is gone may not be known yet */
		snprintf(nick, sizeof(nick), "bob%d", i);
		b = peer_join_caps(h, nick, CAPS, "#c");
		peer_send(b, "SEARCH text=word");
		peer_reset(b);
	}
	finds_only(a, "text=word", ":alice!* :the word");
}
END_TEST

TALK_SUITE(talk_search, what_was_said_is_found_by_words_in_any_case_and_order,
    a_phrase_in_quotes_is_found_as_it_is,
    parts_of_words_without_spaces_are_found, a_sender_and_a_channel_are_filters,
    dates_are_filters_and_the_bounds_belong_to_them,
    the_last_ones_come_and_with_after_the_first_ones,
    no_more_than_a_hundred_come_and_the_rest_is_paged,
    what_is_between_others_is_not_found,
    a_channel_that_may_not_be_read_is_as_one_that_is_not_there,
    who_left_a_channel_finds_nothing_of_it, what_was_taken_back_is_not_found,
    a_label_stands_on_the_batch_alone, a_message_of_several_lines_is_one_result,
    attributes_that_cannot_be_are_refused, a_time_before_1970_is_one,
    without_the_capability_there_is_no_such_command,
    without_batch_the_lines_come_alone,
    a_renamed_channel_is_found_under_its_name_of_now,
    what_was_said_before_a_kill_is_found_after_it, a_damaged_index_is_made_anew,
    search_may_be_switched_off_and_leaves_no_file,
    a_long_search_holds_up_nobody_else, who_goes_while_it_searches_harms_nobody)
