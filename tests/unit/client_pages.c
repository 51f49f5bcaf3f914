/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "client/command.h"
#include "client/settings.h"
#include "tests/suites.h"

/* The manual pages say what /help and /set say: both come from one table. */

static char *
read_page(const char *name)
{
	const char *srcdir = getenv("srcdir");
	struct buf path = {0}, page = {0};
	char block[4096];
	size_t len;
	FILE *fp;

	buf_addf(&path, "%s/man/%s", srcdir ? srcdir : ".", name);
	fp = fopen(path.data, "r");
	ck_assert_msg(fp != NULL, "%s", path.data);
	while ((len = fread(block, 1, sizeof(block), fp)))
		buf_add(&page, block, len);
	fclose(fp);
	buf_free(&path);
	return page.data;
}

/* The text of a page as a reader sees it. */
static void
add_unescaped(struct buf *out, const char *s, size_t len)
{
	for (const char *end = s + len; s < end; s++)
		if (!strncmp(s, "\\(dq", 4)) {
			buf_addc(out, '"');
			s += 3;
		} else if (!strncmp(s, "\\&", 2)) {
			s++;
		} else {
			buf_addc(out, *s);
		}
}

/* The paragraph of text lines that begins at s. */
static void
paragraph(struct buf *out, const char *s)
{
	while (*s && *s != '.') {
		size_t len = strcspn(s, "\n");

		buf_adds(out, out->len ? " " : "");
		add_unescaped(out, s, len);
		s += len + (s[len] == '\n');
	}
}

/* The entry ".It Ic HEAD" is there, and tells the help as a sentence. */
static void
assert_entry(const char *page, const char *head, const char *help)
{
	struct buf line = {0}, told = {0}, sentence = {0};
	const char *at;

	buf_addf(&line, "\n.It Ic %s\n", head);
	at = strstr(page, line.data);
	ck_assert_msg(at != NULL, "no entry%s", line.data);
	paragraph(&told, at + line.len);
	buf_addf(&sentence, "%c%s.", toupper((unsigned char)*help), help + 1);
	ck_assert_msg(
	    told.data && !strncmp(told.data, sentence.data, sentence.len),
	    "%s: \"%s\" is not \"%s\"", head, told.data, sentence.data);
	buf_free(&line);
	buf_free(&told);
	buf_free(&sentence);
}

static size_t
count(const char *page, const char *what)
{
	size_t found = 0;

	for (const char *p = page; (p = strstr(p, what)); p++)
		found++;
	return found;
}

START_TEST(the_page_has_each_command_and_no_other)
{
	char *page = read_page("tcpchat.1");
	struct buf head = {0};
	size_t known = 0;

	for (const struct command *k = commands; k->name; k++) {
		buf_reset(&head);
		buf_addf(
		    &head, "/%s%s%s", k->name, *k->args ? " Ar " : "", k->args);
		assert_entry(page, head.data, k->help);
		known++;
	}
	ck_assert_uint_eq(count(page, "\n.It Ic /"), known);
	buf_free(&head);
	free(page);
}
END_TEST

static void
add_quoted(struct buf *out, const char *s)
{
	for (; *s; s++)
		if (*s == '"')
			buf_adds(out, "\\(dq");
		else
			buf_addc(out, *s);
}

START_TEST(the_page_has_each_setting_with_its_default)
{
	char *page = read_page("tcpchat.conf.5");
	struct settings settings = {0};
	struct buf head = {0}, value = {0};

	conf_defaults(&client_spec, &settings);
	for (const struct conf_opt *o = client_spec.opts; o->name; o++) {
		buf_reset(&head);
		buf_reset(&value);
		conf_get(o, &settings, &value);
		buf_addf(&head, "%s = ", o->name);
		add_quoted(&head, value.data ? value.data : "");
		assert_entry(page, head.data, o->help);
	}
	conf_free(&client_spec, &settings);
	buf_free(&head);
	buf_free(&value);
	free(page);
}
END_TEST

Suite *
suite_client_pages(void)
{
	Suite *s = suite_create("client_pages");
	TCase *tc = tcase_create("pages");

	tcase_add_test(tc, the_page_has_each_command_and_no_other);
	tcase_add_test(tc, the_page_has_each_setting_with_its_default);
	suite_add_tcase(s, tc);
	return s;
}
