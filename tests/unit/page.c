/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/unit/page.h"

#include <check.h>
#include <ctype.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MAN_WIDTH = 78 };

void
page_escaped(struct buf *out, const char *s)
{
	for (; *s; s++)
		if (*s == '\\')
			buf_adds(out, "\\e");
		else if (*s == '"')
			buf_adds(out, "\\(dq");
		else
			buf_addc(out, *s);
}

void
page_sentence(struct buf *out, const char *help)
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
		help += len + strspn(help + len, " ");
	}
	if (out->data[out->len - 1] != '.')
		buf_addc(out, '.');
	buf_addc(out, '\n');
}

void
page_item(struct buf *out, const char *macro, const char *name,
    const char *syntax, const char *help)
{
	buf_addf(out, ".It %s ", macro);
	page_escaped(out, name);
	if (*syntax) {
		buf_adds(out, " Ar ");
		page_escaped(out, syntax);
	}
	buf_addc(out, '\n');
	page_sentence(out, help);
}

struct buf
page_read(const char *name)
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

void
page_expect(const struct buf *text, struct buf *item)
{
	ck_assert_msg(strstr(text->data, item->data) != NULL,
	    "the page lacks:\n%s", item->data);
	buf_reset(item);
}
