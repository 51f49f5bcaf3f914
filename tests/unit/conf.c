/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/conf.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/mem.h"
#include "tests/harness/child.h"
#include "tests/suites.h"

struct oper {
	char *title;
	char *password;
	struct conf_list logins;
};

struct target {
	char *name;
	char *motto;
	bool loud;
	int64_t most;
	int64_t wait_ms;
	int64_t size;
	int64_t free;
	struct conf_list listen;
	int sync;
	struct conf_sections opers;
};

static const char *
check_name(const char *value)
{
	return strchr(value, ' ') ? "a name has no spaces" : NULL;
}

static const char *const syncs[] = {"process", "disk", NULL};

static const struct conf_opt oper_opts[] = {
    {.name = "password",
	.type = CONF_SECRET,
	.offset = offsetof(struct oper, password)},
    {.name = "logins",
	.type = CONF_LIST,
	.offset = offsetof(struct oper, logins),
	.preset = "{\"root\"}"},
    {.name = NULL},
};

static const struct conf_opt opts[] = {
    {.name = "server-name",
	.type = CONF_STRING,
	.offset = offsetof(struct target, name),
	.preset = "\"irc.example.org\"",
	.check = check_name},
    {.name = "motto",
	.type = CONF_STRING,
	.offset = offsetof(struct target, motto)},
    {.name = "loud",
	.type = CONF_BOOL,
	.offset = offsetof(struct target, loud),
	.preset = "yes"},
    {.name = "most",
	.type = CONF_INT,
	.offset = offsetof(struct target, most),
	.preset = "5",
	.min = 1,
	.max = 100},
    {.name = "wait",
	.type = CONF_DURATION,
	.offset = offsetof(struct target, wait_ms),
	.preset = "90s",
	.max = 86400000},
    {.name = "size",
	.type = CONF_SIZE,
	.offset = offsetof(struct target, size),
	.preset = "64K",
	.min = 512,
	.max = 1 << 20},
    {.name = "free",
	.type = CONF_INT,
	.offset = offsetof(struct target, free),
	.min = -10},
    {.name = "listen",
	.type = CONF_LIST,
	.offset = offsetof(struct target, listen),
	.preset = "{\"irc://a\", \"unix:b c\"}"},
    {.name = "sync",
	.type = CONF_CHOICE,
	.offset = offsetof(struct target, sync),
	.preset = "process",
	.choices = syncs},
    {.name = NULL},
};

static const struct conf_section sections[] = {
    {.name = "oper",
	.opts = oper_opts,
	.size = sizeof(struct oper),
	.offset = offsetof(struct target, opers),
	.max = 2},
    {.name = NULL},
};

static const struct conf_spec spec = {opts, sections};

static struct target t;
static struct buf err;
static char path[200];

static void
setup(void)
{
	t = (struct target){0};
	err = (struct buf){0};
	snprintf(path, sizeof(path), "%s/conf", test_dir());
}

static void
teardown(void)
{
	conf_free(&spec, &t);
	buf_free(&err);
	test_dir_remove();
}

static void
load(const char *text)
{
	conf_free(&spec, &t);
	t = (struct target){0};
	test_file("conf", text);
	ck_assert_msg(conf_load(&spec, &t, path, &err) == 0, "%s", err.data);
}

/* The error without the file's name, which is checked. */
static void
expect_error(const char *text, const char *want)
{
	static const struct target none;

	conf_free(&spec, &t);
	t = none;
	test_file("conf", text);
	buf_reset(&err);
	ck_assert_msg(conf_load(&spec, &t, path, &err) == -1, "%s", text);
	ck_assert_int_eq(strncmp(err.data, path, strlen(path)), 0);
	ck_assert_str_eq(err.data + strlen(path), want);
	ck_assert_mem_eq(&t, &none, sizeof(t));
}

static void
expect_value(const char *name, const char *want)
{
	const struct conf_opt *opt = opts;
	struct buf got = {0};

	while (strcmp(opt->name, name))
		opt++;
	conf_get(opt, &t, &got);
	ck_assert_str_eq(got.data, want);
	buf_free(&got);
}

static void
expect_defaults(void)
{
	expect_value("server-name", "\"irc.example.org\"");
	expect_value("motto", "\"\"");
	expect_value("loud", "yes");
	expect_value("most", "5");
	expect_value("wait", "90s");
	expect_value("size", "64K");
	expect_value("free", "0");
	expect_value("listen", "{\"irc://a\", \"unix:b c\"}");
	expect_value("sync", "process");
	ck_assert_uint_eq(t.opers.count, 0);
}

START_TEST(an_empty_file_gives_the_defaults)
{
	load("");
	expect_defaults();
	load("# nothing but a comment\n\n");
	expect_defaults();
}
END_TEST

START_TEST(defaults_need_no_file)
{
	conf_defaults(&spec, &t);
	expect_defaults();
	ck_assert_str_eq(t.motto, "");
}
END_TEST

START_TEST(a_file_sets_values_of_every_type)
{
	load("server-name = \"x.y\"\nmotto = \"a \\\"b\\\" ${HOME_NOT_SET}\"\n"
	     "loud = off\nmost = 100\nwait = 2h\nsize=1M\n"
	     "free = -10\nlisten = {\"one\"}\nsync = disk\n");
	expect_value("server-name", "\"x.y\"");
	expect_value("motto", "\"a \\\"b\\\" \"");
	ck_assert(!t.loud);
	ck_assert_int_eq(t.most, 100);
	ck_assert_int_eq(t.wait_ms, 7200000);
	ck_assert_int_eq(t.size, 1 << 20);
	ck_assert_int_eq(t.free, -10);
	expect_value("listen", "{\"one\"}");
	ck_assert_int_eq(t.sync, 1);
}
END_TEST

START_TEST(an_empty_list_replaces_the_default)
{
	load("listen = {}");
	ck_assert_uint_eq(t.listen.count, 0);
}
END_TEST

START_TEST(a_list_may_stand_over_several_lines)
{
	load("listen = {\n\t\"a\", # first\n\t\"b\"\n}\n");
	expect_value("listen", "{\"a\", \"b\"}");
}
END_TEST

START_TEST(times_and_sizes_are_written_with_the_largest_unit)
{
	static const char *const times[] = {
	    "0s", "500ms", "1s", "90s", "5m", "36h", "1d"};

	conf_defaults(&spec, &t);
	for (size_t i = 1; i < sizeof(times) / sizeof(*times); i++) {
		ck_assert_int_eq(conf_set(&spec, &t, "wait", times[i], &err),
		    i == 5 ? -1 : 0);
		if (i != 5)
			expect_value("wait", times[i]);
	}
	buf_reset(&err);
	ck_assert_int_eq(conf_set(&spec, &t, "wait", "60", &err), 0);
	expect_value("wait", "1m");
	ck_assert_int_eq(conf_set(&spec, &t, "size", "2k", &err), 0);
	expect_value("size", "2K");
	ck_assert_int_eq(conf_set(&spec, &t, "size", "1025", &err), 0);
	expect_value("size", "1025");
}
END_TEST

START_TEST(off_is_zero_where_zero_is_allowed)
{
	load("wait = off");
	ck_assert_int_eq(t.wait_ms, 0);
	load("wait = 0");
	ck_assert_int_eq(t.wait_ms, 0);
	expect_value("wait", "0");
	expect_error(
	    "most = off", ":1: 'most' is \"off\"; it must be a number");
}
END_TEST

START_TEST(sections_are_collected_with_their_titles)
{
	struct oper *oper;

	load("oper alice { password = \"x\" }\n"
	     "oper \"bob b\" { logins = {\"b\", \"c\"} }\n");
	ck_assert_uint_eq(t.opers.count, 2);
	oper = t.opers.items;
	ck_assert_str_eq(oper[0].title, "alice");
	ck_assert_str_eq(oper[0].password, "x");
	ck_assert_uint_eq(oper[0].logins.count, 1);
	ck_assert_str_eq(oper[0].logins.items[0], "root");
	ck_assert_str_eq(oper[1].title, "bob b");
	ck_assert_str_eq(oper[1].password, "");
	ck_assert_str_eq(oper[1].logins.items[1], "c");
}
END_TEST

START_TEST(an_unknown_key_names_the_nearest)
{
	expect_error("\nmots = 3",
	    ":2: there is no option 'mots'; did you mean 'most'?");
	expect_error(
	    "opre x {}", ":1: there is no option 'opre'; did you mean 'oper'?");
	expect_error("oper x {\n passwd = x }",
	    ":2: there is no option 'passwd'; did you mean 'password'?");
	expect_error(
	    "entirely-else = 1", ":1: there is no option 'entirely-else'");
	expect_error("oper x { most = 3 }", ":1: there is no option 'most'");
}
END_TEST

START_TEST(a_value_out_of_range_says_the_range)
{
	expect_error(
	    "most = 0", ":1: 'most' is \"0\"; it must be from 1 to 100");
	expect_error("\n\nmost = 101\n\n",
	    ":3: 'most' is \"101\"; it must be from 1 to 100");
	expect_error("wait = 25h",
	    ":1: 'wait' is \"25h\"; it must be from 0 to 1d "
	    "(0 switches it off)");
	expect_error(
	    "size = 2M", ":1: 'size' is \"2M\"; it must be from 512 to 1M");
	expect_error(
	    "free = -11", ":1: 'free' is \"-11\"; it must be at least -10");
}
END_TEST

START_TEST(a_value_of_the_wrong_form_says_the_form)
{
	expect_error(
	    "most = many", ":1: 'most' is \"many\"; it must be a number");
	expect_error("most = 99999999999999999999",
	    ":1: 'most' is \"99999999999999999999\"; it must be a number");
	expect_error("wait = 5x",
	    ":1: 'wait' is \"5x\"; it must be a time "
	    "such as 30s, 5m, 2h or 1d");
	expect_error("wait = 9223372036854775807d",
	    ":1: 'wait' is \"9223372036854775807d\"; it must be a time such "
	    "as 30s, 5m, 2h or 1d");
	expect_error("size = big",
	    ":1: 'size' is \"big\"; it must be a size "
	    "such as 4096, 64K or 1M");
	expect_error(
	    "loud = maybe", ":1: 'loud' is \"maybe\"; it must be yes or no");
	expect_error("sync = dsk",
	    ":1: 'sync' is \"dsk\"; it must be one of process, disk");
}
END_TEST

START_TEST(a_value_that_is_wrong_by_its_own_rule_says_why)
{
	expect_error("server-name = \"a b\"",
	    ":1: 'server-name' is \"a b\"; a name has no spaces");
}
END_TEST

START_TEST(sections_are_bounded_and_have_titles_of_their_own)
{
	expect_error("oper a {}\noper b {}\noper c {}\n",
	    ":3: at most 2 'oper' sections may stand");
	expect_error("oper a {}\noper a {}\n", ":2: found duplicate title 'a'");
	expect_error("oper {}", ":1: missing title for section 'oper'");
}
END_TEST

START_TEST(a_file_of_the_wrong_form_says_where)
{
	expect_error("\nmost 5", ":2: missing equal sign after option 'most'");
	expect_error("\nmost = ", ":2: premature end of file");
	expect_error("most = 5\n}", ":2: unexpected closing brace");
	expect_error("motto = \"abc", ":1: this \" is not closed");
	expect_error("\nmotto = \"abc\nloud = yes\nmotto = \"a\"",
	    ":2: this \" is not closed");
	expect_error("loud = yes\noper bob {\nlogins = {\"bob\"}\n",
	    ":2: this { is not closed");
	expect_error("listen = { \"a\"\n", ":1: this { is not closed");
}
END_TEST

START_TEST(what_is_wrong_is_shown_without_controls)
{
	expect_error(
	    "most = 3\x1b", ":1: 'most' is \"3\uFFFD\"; it must be a number");
	expect_error("m\x1b[m = 3", ":1: there is no option 'm\uFFFD[m'");
}
END_TEST

START_TEST(only_the_first_error_is_said)
{
	expect_error("most = 0\nwait = x\n",
	    ":1: 'most' is \"0\"; it must be from 1 to 100");
}
END_TEST

START_TEST(comments_do_not_move_the_lines)
{
	expect_error("# a\n// b's\n/* c\n\"d */ most = 0 # e\n",
	    ":4: 'most' is \"0\"; it must be from 1 to 100");
	expect_error("listen = { # a\n \"b\" # c\n}\nmost = 0",
	    ":4: 'most' is \"0\"; it must be from 1 to 100");
}
END_TEST

START_TEST(what_looks_like_a_comment_in_a_value_is_none)
{
	load("motto = 'a # b'\nlisten = {irc://a, \"/* // #\\\"\", x//y}\n");
	expect_value("motto", "\"a # b\"");
	expect_value("listen", "{\"irc://a\", \"/* // #\\\"\", \"x//y\"}");
	load("listen = {//a\n/*b*/c/*d*/}");
	ck_assert_uint_eq(t.listen.count, 1);
}
END_TEST

START_TEST(a_file_that_cannot_be_read_says_why)
{
	ck_assert_int_eq(conf_load(&spec, &t, path, &err), -1);
	ck_assert_str_eq(
	    err.data + strlen(path), ": No such file or directory");
	ck_assert_int_eq(conf_load(&spec, &t, test_dir(), &err), -1);
	ck_assert_str_eq(err.data + strlen(test_dir()), ": Is a directory");
}
END_TEST

/* Loads it with this mode; what is said against it, or "". */
static const char *
load_with_mode(const char *text, mode_t mode)
{
	conf_free(&spec, &t);
	t = (struct target){0};
	test_file("conf", text);
	ck_assert_int_eq(chmod(path, mode), 0);
	buf_reset(&err);
	if (conf_load(&spec, &t, path, &err) == 0)
		return "";
	return err.data + strlen(path);
}

START_TEST(a_file_that_everybody_may_write_is_refused)
{
	ck_assert_ptr_nonnull(strstr(load_with_mode("most = 3", 0646),
	    ": everybody may write it; mend that with: chmod o-w /"));
	ck_assert_str_eq(load_with_mode("most = 3", 0644), "");
}
END_TEST

START_TEST(a_password_that_others_may_read_is_refused)
{
	static const char secret[] = "oper a { password = x }";

	ck_assert_ptr_nonnull(strstr(load_with_mode(secret, 0644),
	    ": others may read it, and there is a password in it; mend that "
	    "with: chmod "));
	ck_assert_str_eq(load_with_mode(secret, 0600), "");
	ck_assert_str_eq(load_with_mode("oper a { }", 0644), "");
	if (geteuid() == 0)
		ck_assert_str_eq(load_with_mode(secret, 0640), "");
	else
		ck_assert_str_ne(load_with_mode(secret, 0640), "");
}
END_TEST

START_TEST(one_option_may_be_set_from_text)
{
	conf_defaults(&spec, &t);
	ck_assert_int_eq(conf_set(&spec, &t, "motto", "two words", &err), 0);
	ck_assert_str_eq(t.motto, "two words");
	ck_assert_int_eq(conf_set(&spec, &t, "listen", "a, \"b c\"", &err), 0);
	expect_value("listen", "{\"a\", \"b c\"}");
	ck_assert_int_eq(conf_set(&spec, &t, "listen", "", &err), 0);
	expect_value("listen", "{}");
	ck_assert_int_eq(conf_set(&spec, &t, "loud", "NO", &err), 0);
	ck_assert(!t.loud);
}
END_TEST

START_TEST(a_wrong_text_leaves_the_old_value)
{
	conf_defaults(&spec, &t);
	ck_assert_int_eq(conf_set(&spec, &t, "most", "0", &err), -1);
	ck_assert_str_eq(err.data, "'most' is \"0\"; it must be from 1 to 100");
	ck_assert_int_eq(conf_set(&spec, &t, "server-name", "a b", &err), -1);
	expect_defaults();
	buf_reset(&err);
	ck_assert_int_eq(conf_set(&spec, &t, "muted", "0", &err), -1);
	ck_assert_str_eq(err.data, "there is no option 'muted'");
}
END_TEST

START_TEST(a_value_written_out_is_read_back)
{
	static const char odd[] = "a \"b\" \\ ${HOME} # // /* {x}";
	struct buf text = {0};

	conf_defaults(&spec, &t);
	mem_replace(&t.motto, odd);
	buf_adds(&text, "motto = ");
	conf_get(&opts[1], &t, &text);
	load(text.data);
	ck_assert_str_eq(t.motto, odd);
	buf_cut(&text, 0);
	conf_get(&opts[1], &t, &text);
	ck_assert_int_eq(conf_set(&spec, &t, "motto", text.data, &err), 0);
	ck_assert_str_eq(t.motto, odd);
	buf_free(&text);
}
END_TEST

Suite *
suite_conf(void)
{
	Suite *s = suite_create("conf");
	TCase *values = tcase_create("values");
	TCase *errors = tcase_create("errors");

	tcase_add_checked_fixture(values, setup, teardown);
	tcase_add_test(values, an_empty_file_gives_the_defaults);
	tcase_add_test(values, defaults_need_no_file);
	tcase_add_test(values, a_file_sets_values_of_every_type);
	tcase_add_test(values, an_empty_list_replaces_the_default);
	tcase_add_test(values, a_list_may_stand_over_several_lines);
	tcase_add_test(
	    values, times_and_sizes_are_written_with_the_largest_unit);
	tcase_add_test(values, off_is_zero_where_zero_is_allowed);
	tcase_add_test(values, sections_are_collected_with_their_titles);
	tcase_add_test(values, what_looks_like_a_comment_in_a_value_is_none);
	tcase_add_test(values, a_file_that_everybody_may_write_is_refused);
	tcase_add_test(values, a_password_that_others_may_read_is_refused);
	tcase_add_test(values, one_option_may_be_set_from_text);
	tcase_add_test(values, a_wrong_text_leaves_the_old_value);
	tcase_add_test(values, a_value_written_out_is_read_back);
	tcase_add_checked_fixture(errors, setup, teardown);
	tcase_add_test(errors, an_unknown_key_names_the_nearest);
	tcase_add_test(errors, a_value_out_of_range_says_the_range);
	tcase_add_test(errors, a_value_of_the_wrong_form_says_the_form);
	tcase_add_test(errors, a_value_that_is_wrong_by_its_own_rule_says_why);
	tcase_add_test(
	    errors, sections_are_bounded_and_have_titles_of_their_own);
	tcase_add_test(errors, a_file_of_the_wrong_form_says_where);
	tcase_add_test(errors, what_is_wrong_is_shown_without_controls);
	tcase_add_test(errors, comments_do_not_move_the_lines);
	tcase_add_test(errors, only_the_first_error_is_said);
	tcase_add_test(errors, a_file_that_cannot_be_read_says_why);
	suite_add_tcase(s, values);
	suite_add_tcase(s, errors);
	return s;
}
