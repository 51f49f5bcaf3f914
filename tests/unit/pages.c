/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "client/keys.h"
#include "common/buf.h"
#include "common/conf.h"
#include "server/settings.h"
#include "tests/suites.h"

enum { MAN_WIDTH = 78 };

/*
 * The pages hold each option of the server and each key in the form that these
 * functions make of it; where one does not, the failure shows the text to put
 * there.
 */

static void
add_escaped(struct buf *out, const char *s)
{
	for (; *s; s++)
		if (*s == '\\')
			buf_adds(out, "\\e");
		else if (*s == '"')
			buf_adds(out, "\\(dq");
		else
			buf_addc(out, *s);
}

/* One sentence: a capital first, wrapped, with a full stop. */
static void
add_sentence(struct buf *out, const char *help)
{
	size_t column = 0;

	for (bool first = true; *help; first = false) {
		size_t len = strcspn(help, " ");

		if (!first && column + 1 + len > MAN_WIDTH) {
			buf_addc(out, '\n');
			column = 0;
		} else if (!first) {
			buf_addc(out, ' ');
			column++;
		}
		if (!column && (*help == '.' || *help == '\''))
			buf_adds(out, "\\&");
		buf_addc(
		    out, first ? (char)toupper((unsigned char)*help) : *help);
		buf_add(out, help + 1, len - 1);
		column += len;
		help += len + (help[len] == ' ');
	}
	if (out->data[out->len - 1] != '.')
		buf_addc(out, '.');
	buf_addc(out, '\n');
}

static void
add_item(struct buf *out, const char *macro, const char *name,
    const char *syntax, const char *help)
{
	buf_addf(out, ".It %s ", macro);
	add_escaped(out, name);
	if (*syntax) {
		buf_adds(out, " Ar ");
		add_escaped(out, syntax);
	}
	buf_addc(out, '\n');
	add_sentence(out, help);
}

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
	bool quoted = o->type == CONF_STRING;

	buf_addf(out, ".It Ic %s = ", o->name);
	if (o->type == CONF_LIST) {
		buf_adds(out, *o->preset ? "{ " : "{");
		buf_adds(out, o->preset);
		buf_adds(out, *o->preset ? " }" : "}");
	} else {
		buf_adds(out, quoted ? "\\(dq" : "");
		add_escaped(out, o->preset);
		buf_adds(out, quoted ? "\\(dq" : "");
	}
	buf_addc(out, '\n');
	add_sentence(out, o->help);
	add_range(out, o);
}

static struct buf
page(const char *name)
{
	struct buf path = {0}, text = {0};
	char part[4096];
	size_t n;
	FILE *f;

	buf_addf(&path, "%s/man/%s", getenv("srcdir"), name);
	f = fopen(path.data, "r");
	ck_assert_msg(f != NULL, "cannot read %s", path.data);
	while ((n = fread(part, 1, sizeof(part), f)) > 0)
		buf_add(&text, part, n);
	fclose(f);
	buf_free(&path);
	return text;
}

static void
expect(const struct buf *text, struct buf *item)
{
	ck_assert_msg(strstr(text->data, item->data) != NULL,
	    "the page lacks:\n%s", item->data);
	buf_reset(item);
}

static void
expect_options(const struct buf *text, const struct conf_opt *o)
{
	struct buf item = {0};

	for (; o->name; o++) {
		add_option(&item, o);
		expect(text, &item);
	}
	buf_free(&item);
}

static void
expect_spec(const char *name, const struct conf_spec *spec)
{
	const struct conf_section *s = spec->sections;
	struct buf text = page(name), item = {0};

	expect_options(&text, spec->opts);
	for (; s && s->name; s++) {
		add_item(&item, "Ic", s->name, "title { ... }", s->help);
		expect(&text, &item);
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
	struct buf text = page("tcpchat.1"), item = {0};

	for (size_t i = 0; i < ACTION_COUNT; i++) {
		add_item(&item, "Sy", keys[i].label, "", keys[i].help);
		if (*keys[i].name)
			buf_addf(&item, "Bound to\n.Ql %s .\n", keys[i].name);
		expect(&text, &item);
	}
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
	tcase_add_test(tc, every_key_stands_in_the_page_as_in_help);
	suite_add_tcase(s, tc);
	return s;
}
