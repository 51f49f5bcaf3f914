/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "client/keys.h"
#include "common/buf.h"
#include "common/conf.h"
#include "server/plain_commands.h"
#include "server/settings.h"
#include "tests/suites.h"
#include "tests/unit/page.h"

/*
 * The pages hold each option of the server and each key in the form that these
 * functions make of it; where one does not, the failure shows the text to put
 * there.
 */

static void
add_range(struct buf *out, const struct conf_opt *o)
{
	if (o->type == CONF_INT)
		buf_addf(out, "From %lld to %lld.\n", (long long)o->min,
		    (long long)o->max);
	if (o->type == CONF_CHOICE) {
		buf_adds(out, "One of");
		for (const char *const *c = o->choices; *c; c++)
			buf_addf(out, "%s %s", c == o->choices ? "" : ",", *c);
		buf_adds(out, ".\n");
	}
}

static void
add_option(struct buf *out, const struct conf_opt *o)
{
	bool quoted = conf_value_is_text(o);

	buf_addf(out, ".It Ic %s = ", o->name);
	if (o->type == CONF_LIST) {
		buf_adds(out, *o->preset ? "{ " : "{");
		buf_adds(out, o->preset);
		buf_adds(out, *o->preset ? " }" : "}");
	} else {
		buf_adds(out, quoted ? "\\(dq" : "");
		page_escaped(out, o->preset);
		buf_adds(out, quoted ? "\\(dq" : "");
	}
	buf_addc(out, '\n');
	page_sentence(out, o->help);
	add_range(out, o);
}

static void
expect_options(const struct buf *text, const struct conf_opt *o)
{
	struct buf item = {0};

	for (; o->name; o++) {
		add_option(&item, o);
		page_expect(text, &item);
	}
	buf_free(&item);
}

static void
expect_spec(const char *name, const struct conf_spec *spec)
{
	const struct conf_section *s = spec->sections;
	struct buf text = page_read(name), item = {0};

	expect_options(&text, spec->opts);
	for (; s && s->name; s++) {
		page_item(&item, "Ic", s->name, "title { ... }", s->help);
		page_expect(&text, &item);
		expect_options(&text, s->opts);
	}
	buf_free(&item);
	buf_free(&text);
}

START_TEST(every_option_of_the_server_stands_in_its_page)
{
	expect_spec("tcpchat-server.conf.5", &server_spec);
}
END_TEST

START_TEST(every_key_stands_in_the_page_as_in_help)
{
	struct buf text = page_read("tcpchat.1"), item = {0};

	for (size_t i = 0; i < ACTION_COUNT; i++) {
		page_item(&item, "Sy", keys[i].label, "", keys[i].help);
		if (*keys[i].name)
			buf_addf(&item, "Bound to\n.Ql %s .\n", keys[i].name);
		page_expect(&text, &item);
	}
	buf_free(&item);
	buf_free(&text);
}
END_TEST

static size_t
count(const char *text, const char *what)
{
	size_t n = 0;

	while ((text = strstr(text, what))) {
		text += strlen(what);
		n++;
	}
	return n;
}

START_TEST(every_command_of_plain_lines_stands_in_the_page_and_no_other)
{
	const struct plain_command *c = plain_commands;
	struct buf text = page_read("tcpchat-server.8"), item = {0};
	struct buf name = {0};

	for (; c->name; c++) {
		buf_reset(&name);
		buf_addf(&name, "@%s", c->name);
		page_item(&item, "Cm", name.data, c->syntax, c->help);
		if (c->alias)
			buf_addf(&item, "Also\n.Cm @%s .\n", c->alias);
		page_expect(&text, &item);
	}
	ck_assert_uint_eq(
	    count(text.data, "\n.It Cm @"), (size_t)(c - plain_commands));
	buf_free(&name);
	buf_free(&item);
	buf_free(&text);
}
END_TEST

Suite *
suite_pages(void)
{
	Suite *s = suite_create("pages");
	TCase *tc = tcase_create("pages");

	tcase_add_test(tc, every_option_of_the_server_stands_in_its_page);
	tcase_add_test(
	    tc, every_command_of_plain_lines_stands_in_the_page_and_no_other);
	tcase_add_test(tc, every_key_stands_in_the_page_as_in_help);
	suite_add_tcase(s, tc);
	return s;
}
