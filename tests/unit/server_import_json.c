/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/import_json.h"

#include <string.h>

#include "server/access.h"
#include "tests/suites.h"

enum { NOW = 2000000000 };
static struct import_json *j;
static struct world w;
static struct row row;
static struct buf err;

static void
begin(void)
{
	j = import_json_new((int64_t)NOW * 1000);
	world_init(&w);
}

static void
end(void)
{
	import_json_free(j);
	world_free(&w);
	buf_free(&err);
}

/* NULL, or what is wrong with the line. */
static const char *
complaint(const char *line)
{
	struct channel *c;
	int result = -1;

	buf_reset(&err);
	switch (import_json_line(j, line, &row, &err)) {
	case IMPORT_JSON_ROW:
		result = row_check(&row, (int64_t)NOW * 1000, &err);
		break;
	case IMPORT_JSON_CHANNEL:
		result = import_json_channel(j, &w, &c, &err);
		break;
	default:
		break;
	}
	ck_assert_int_eq(result<0, err.len> 0);
	return result < 0 ? err.data : NULL;
}

#define SAID_BEGIN                                                      \
	"{\"time\":\"2026-11-21T02:20:03.123Z\",\"kind\":\"message\","  \
	"\"channel\":\"#c\",\"target\":\"#c\",\"nick\":\"a\",\"body\":" \
	"\"hi\""
#define SAID(more) SAID_BEGIN more "}"

START_TEST(a_row_has_all_that_its_line_says)
{
	ck_assert_ptr_null(complaint(
	    "{\"id\":\"x\",\"time\":\"2026-11-21T02:20:03.123Z\",\"kind\":"
	    "\"notice\",\"channel\":\"#c\",\"nick\":\"al\",\"user\":\"u\","
	    "\"host\":\"h\",\"account\":\"ac\",\"realname\":\"A L\",\"bot\":"
	    "true,\"status\":\"@\",\"target\":\"#C\",\"body\":\"one\\ntwo\\r "
	    "\\u0001\\\"\\\\ \\ud83d\\ude00\",\"tags\":\"+x=1\"}"));
	ck_assert_str_eq(row.id, "x");
	ck_assert_int_eq(row.time_ms, 1795227603123);
	ck_assert_str_eq(row.kind, "notice");
	ck_assert_str_eq(row.channel, "#c");
	ck_assert_str_eq(row.nick, "al");
	ck_assert_str_eq(row.user, "u");
	ck_assert_str_eq(row.host, "h");
	ck_assert_str_eq(row.account, "ac");
	ck_assert_str_eq(row.realname, "A L");
	ck_assert(row.bot);
	ck_assert_str_eq(row.status, "@");
	ck_assert_str_eq(row.target, "#C");
	ck_assert_str_eq(row.body, "one\ntwo\r \001\"\\ \360\237\230\200");
	ck_assert_str_eq(row.tags, "+x=1");
	ck_assert_ptr_null(complaint(SAID("")));
	ck_assert_ptr_null(row.id);
	ck_assert(!row.bot);
	ck_assert_ptr_null(row.tags);
}
END_TEST

static const struct {
	const char *line, *says;
} bad[] = {
    {"", "one JSON object"},
    {"[]", "one JSON object"},
    {"hello", "one JSON object"},
    {"{", "malformed JSON"},
    {"{}{}", "malformed JSON"},
    {"{\"kind\":\"message\"", "malformed JSON"},
    {"{\"kind\":\"\\u00\"}", "malformed JSON"},
    {"{}", "\"kind\" is missing"},
    {"{\"kind\":\"away\"}", "\"kind\" must be"},
    {"{\"kind\":7}", "\"kind\" must be a string"},
    {"{\"kind\":[\"message\"]}", "\"kind\" must be a string"},
    {"{\"\\\"; DROP\":1}", "unknown key \"\"; DROP\""},
    {SAID(",\"body\":\"x\""), "\"body\" is there twice"},
    {SAID(",\"seq\":1"), "unknown key \"seq\""},
    {SAID(",\"bot\":1"), "\"bot\" must be true or false"},
    {SAID(",\"modes\":\"nt\""), "\"modes\" does not go with"},
    {SAID(",\"host\":\"a\\u0000b\""), "\\u0000"},
    {SAID(",\"host\":\"a b\""), "\"host\" must be one word"},
    {SAID(",\"host\":\"a\\r\\nQUIT\""), "\"host\" must be one word"},
    {SAID(",\"host\":\"\\ud800\""), "\"host\" is not UTF-8"},
    {SAID(",\"user\":\"a@b\""), "\"user\" must be one word"},
    {SAID(",\"user\":\"\""), "\"user\" must have 1"},
    {SAID(",\"account\":\":x\""), "\"account\" must be one word"},
    {SAID(",\"realname\":\"a\\nb\""), "\"realname\" must be one line"},
    {SAID(",\"tags\":\"+x=1 :y\""), "\"tags\" must be"},
    {SAID(",\"tags\":\"+x=1\\r\""), "\"tags\" must be"},
    {SAID(",\"tags\":\"+x=1;time=2000-01-01T00:00:00.000Z\""),
	"\"tags\" must be"},
    {SAID(",\"tags\":\"+x;\""), "\"tags\" must be"},
    {SAID(",\"account\":\"~1\""), "\"account\" must be the name"},
    {SAID(",\"account\":\"*\""), "\"account\" must be the name"},
    {SAID(",\"status\":\"#\""), "\"status\" must be"},
    {"{\"kind\":\"message\",\"target\":\"b\",\"nick\":\"a\",\"arg\":\"~1\","
     "\"body\":\"x\",\"time\":\"2026-11-21T02:20:03Z\"}",
	"\"arg\" must be the name"},
    {"{\"kind\":\"message\",\"channel\":\"#c\",\"target\":\"#c\","
     "\"nick\":\"a\",\"body\":\"\\u0001VERSION\\u0001\","
     "\"time\":\"2026-11-21T02:20:03Z\"}",
	"\"body\" must have no CTCP"},
    {"{\"kind\":\"mode\",\"channel\":\"#c\",\"target\":\"#c\","
     "\"nick\":\"a\",\"time\":\"2026-11-21T02:20:03Z\"}",
	"\"body\" is missing"},
    {"{\"kind\":\"message\",\"body\":\"x\"}", "\"time\" must be"},
    {"{\"kind\":\"message\",\"body\":\"x\",\"time\":\"yesterday\"}",
	"\"time\" must be"},
    {"{\"kind\":\"message\",\"body\":\"x\",\"time\":"
     "\"2999-01-01T00:00:00.000Z\"}",
	"\"time\" is in the future"},
    {"{\"kind\":\"topic\",\"channel\":\"#c\",\"target\":\"#c\","
     "\"nick\":\"a\",\"body\":\"a\\nb\",\"time\":"
     "\"2026-11-21T02:20:03Z\"}",
	"\"body\" must be one line"},
    {"{\"kind\":\"kick\",\"channel\":\"#c\",\"target\":\"#c\"}",
	"\"arg\" is missing"},
    {"{\"kind\":\"message\",\"channel\":\"c\",\"target\":\"#c\","
     "\"body\":\"x\",\"time\":\"2026-11-21T02:20:03Z\"}",
	"\"channel\" must be"},
    {"{\"kind\":\"message\",\"target\":\"#c\",\"body\":\"x\","
     "\"time\":\"2026-11-21T02:20:03Z\"}",
	"\"channel\" is missing"},
    {"{\"kind\":\"join\",\"target\":\"a\","
     "\"time\":\"2026-11-21T02:20:03Z\"}",
	"\"channel\" is missing"},
    {"{\"kind\":\"message\",\"channel\":\"#c\",\"body\":\"x\","
     "\"time\":\"2026-11-21T02:20:03Z\"}",
	"\"target\" is missing"},
};

START_TEST(a_hostile_line_is_refused_with_what_would_be_right)
{
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		const char *says = complaint(bad[i].line);

		ck_assert_msg(says && strstr(says, bad[i].says),
		    "%s: \"%s\", not \"%s\"", bad[i].line,
		    says ? says : "taken", bad[i].says);
	}
}
END_TEST

START_TEST(what_is_wrong_is_said_without_the_bytes_of_the_file)
{
	const char *says = complaint("{\"\\u001b[31mx\\u009b\":1}");

	ck_assert_ptr_nonnull(says);
	ck_assert_ptr_nonnull(strstr(says, "[31mx"));
	for (const char *c = says; *c; c++)
		ck_assert((unsigned char)*c >= ' ' && *c != '\x7f');
	ck_assert_ptr_null(strstr(says, "\302\233"));
}
END_TEST

START_TEST(names_that_leave_no_room_on_a_line_are_refused)
{
	struct buf line = {0};

	buf_adds(&line, SAID_BEGIN ",\"host\":\"");
	for (int i = 0; i < 200; i++)
		buf_addc(&line, 'h');
	buf_adds(&line, "\",\"user\":\"");
	for (int i = 0; i < 198; i++)
		buf_addc(&line, 'u');
	buf_adds(&line, "\"}");
	ck_assert_ptr_nonnull(strstr(complaint(line.data), "400 bytes"));
	buf_free(&line);
}
END_TEST

START_TEST(deep_json_is_refused)
{
	struct buf line = {0};

	buf_adds(&line, "{\"kind\":");
	for (int i = 0; i < 100000; i++)
		buf_addc(&line, '[');
	ck_assert_ptr_nonnull(complaint(line.data));
	buf_free(&line);
}
END_TEST

#define CHANNEL(more)                               \
	"{\"kind\":\"channel\",\"channel\":\"#c\"," \
	"\"created\":\"2026-11-21T02:20:03.123Z\"" more "}"

START_TEST(a_channel_is_what_its_line_says)
{
	struct channel *c;

	ck_assert_ptr_null(complaint(CHANNEL(
	    ",\"modes\":\"int\",\"key\":\"k\",\"limit\":5,\"forward\":\"#d\","
	    "\"joins\":\"3:10\",\"topic\":\"t\",\"topic_by\":\"a\","
	    "\"topic_time\":\"2026-11-21T02:20:04.000Z\",\"masks\":[{\"list\":"
	    "\"b\",\"mask\":\"*!*@x\",\"by\":\"a\",\"time\":"
	    "\"2026-11-21T02:20:05.000Z\"}],\"rights\":[{\"account\":\"al\","
	    "\"modes\":\"qo\"}],\"formers\":[{\"name\":\"#old\",\"time\":"
	    "\"2026-11-21T02:20:06.000Z\"}]")));
	c = world_channel(&w, "#c");
	ck_assert_ptr_nonnull(c);
	ck_assert_int_eq(c->created_ms, 1795227603123);
	ck_assert_uint_eq(c->modes,
	    CHANNEL_INVITE_ONLY | CHANNEL_NO_OUTSIDE | CHANNEL_TOPIC_OPS);
	ck_assert_str_eq(c->key, "k");
	ck_assert_uint_eq(c->limit, 5);
	ck_assert_str_eq(c->forward, "#d");
	ck_assert_uint_eq(c->join_seconds, 10);
	ck_assert_str_eq(c->topic, "t");
	ck_assert_ptr_nonnull(channel_mask(c, 0, "*!*@x"));
	ck_assert_uint_eq(channel_rights(c, "AL"), MEMBER_FOUNDER | MEMBER_OP);
	ck_assert_uint_eq(c->nformers, 1);
	ck_assert(channel_outlives(c));
}
END_TEST

START_TEST(a_registered_channel_has_its_founder)
{
	const struct channel *c;

	ck_assert_ptr_null(complaint(
	    CHANNEL(",\"registered\":\"2026-11-21T02:20:04.000Z\","
		    "\"rights\":[{\"account\":\"bo\",\"modes\":\"o\"},"
		    "{\"account\":\"al\",\"modes\":\"qo\"}]")));
	c = world_channel(&w, "#c");
	ck_assert_ptr_nonnull(c);
	ck_assert_int_eq(c->registered_ms, 1795227604000);
	ck_assert_str_eq(access_founder(c), "al");
	ck_assert_uint_eq(access_rank(c, "bo"), MEMBER_OP);
}
END_TEST

START_TEST(a_channel_that_is_there_stays_what_it_is)
{
	complaint(CHANNEL(",\"modes\":\"i\""));
	ck_assert_ptr_null(complaint(CHANNEL(",\"modes\":\"s\"")));
	ck_assert_uint_eq(world_channel(&w, "#c")->modes, CHANNEL_INVITE_ONLY);
}
END_TEST

START_TEST(a_hostile_channel_is_refused)
{
	static const char *const lines[] = {
	    "{\"kind\":\"channel\"}",
	    "{\"kind\":\"channel\",\"channel\":\"#c\"}",
	    CHANNEL(",\"body\":\"x\""),
	    CHANNEL(",\"modes\":\"k\""),
	    CHANNEL(",\"modes\":\"\303\251\""),
	    CHANNEL(",\"limit\":-1"),
	    CHANNEL(",\"limit\":1.5"),
	    CHANNEL(",\"key\":\"a b\""),
	    CHANNEL(",\"joins\":\"x\""),
	    CHANNEL(",\"topic\":\"x\""),
	    CHANNEL(",\"topic\":\"x\","
		    "\"topic_time\":\"2999-01-01T00:00:00.000Z\""),
	    CHANNEL(",\"topic\":\"x\",\"topic_by\":\"a\\r\\nQUIT\","
		    "\"topic_time\":\"2026-11-21T02:20:04.000Z\""),
	    CHANNEL(",\"formers\":[{\"name\":\"#old\",\"time\":"
		    "\"2999-01-01T00:00:00.000Z\"}]"),
	    "{\"kind\":\"channel\",\"channel\":\"#c\","
	    "\"created\":\"2999-01-01T00:00:00.000Z\"}",
	    CHANNEL(",\"registered\":\"2026-11-21T02:20:04.000Z\""),
	    CHANNEL(",\"registered\":\"2999-01-01T00:00:00.000Z\","
		    "\"rights\":[{\"account\":\"al\",\"modes\":\"qo\"}]"),
	    CHANNEL(",\"masks\":[7]"),
	    CHANNEL(",\"masks\":[{}]"),
	    CHANNEL(",\"masks\":{}"),
	    CHANNEL(",\"masks\":[{\"list\":\"n\",\"mask\":\"x\",\"by\":\"a\","
		    "\"time\":\"2026-11-21T02:20:05.000Z\"}]"),
	    CHANNEL(",\"rights\":[{\"account\":\"a\",\"modes\":\"n\"}]"),
	    CHANNEL(",\"rights\":[{\"account\":\"a b\",\"modes\":\"o\"}]"),
	    CHANNEL(",\"formers\":[{\"name\":\"old\",\"time\":"
		    "\"2026-11-21T02:20:05.000Z\"}]"),
	};

	for (size_t i = 0; i < sizeof(lines) / sizeof(*lines); i++) {
		ck_assert_msg(
		    complaint(lines[i]) != NULL, "taken: %s", lines[i]);
		world_free(&w);
		world_init(&w);
	}
}
END_TEST

START_TEST(an_id_of_ours_is_kept_where_it_fits_its_time)
{
	struct event_clock clock = {0};
	struct event e = {0};
	struct row r = {.kind = "message",
	    .channel = "#c",
	    .nick = "a",
	    .target = "#c",
	    .body = "x"};
	char id[EVENT_ID_LEN], again[EVENT_ID_LEN];

	event_stamp(&clock, &e);
	r.id = e.id;
	r.time_ms = e.time_ms;
	row_id(&r, 0, id);
	ck_assert_str_eq(id, e.id);
	r.time_ms -= 1;
	row_id(&r, 0, id);
	ck_assert_str_ne(id, e.id);
	ck_assert_int_eq(event_id_time(id), r.time_ms);
	r.id = "AbC-of_another";
	row_id(&r, 0, id);
	row_id(&r, 0, again);
	ck_assert_str_eq(id, again);
	ck_assert_int_eq(event_id_time(id), r.time_ms);
	row_id(&r, 1, again);
	ck_assert_str_ne(id, again);
	r.body = "y";
	row_id(&r, 0, again);
	ck_assert_str_ne(id, again);
}
END_TEST

Suite *
suite_server_import_json(void)
{
	Suite *s = suite_create("server_import_json");
	TCase *tc = tcase_create("lines");

	tcase_add_checked_fixture(tc, begin, end);
	tcase_add_test(tc, a_row_has_all_that_its_line_says);
	tcase_add_test(tc, a_hostile_line_is_refused_with_what_would_be_right);
	tcase_add_test(tc, what_is_wrong_is_said_without_the_bytes_of_the_file);
	tcase_add_test(tc, names_that_leave_no_room_on_a_line_are_refused);
	tcase_add_test(tc, deep_json_is_refused);
	tcase_add_test(tc, a_channel_is_what_its_line_says);
	tcase_add_test(tc, a_registered_channel_has_its_founder);
	tcase_add_test(tc, a_channel_that_is_there_stays_what_it_is);
	tcase_add_test(tc, a_hostile_channel_is_refused);
	tcase_add_test(tc, an_id_of_ours_is_kept_where_it_fits_its_time);
	suite_add_tcase(s, tc);
	return s;
}
