/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "client/rows.h"

#include <string.h>

#include "common/text.h"

int
rows_prompt(const char *prompt, int width)
{
	int cells = text_width(prompt, strlen(prompt));

	return cells <= width / 2 ? cells : width / 2;
}

void
rows_begin(
    struct rows *r, const char *text, size_t len, int prompt_cells, int width)
{
	*r = (struct rows){.text = text, .len = len};
	r->width = width > 0 ? width : 1;
	r->next_col = prompt_cells < r->width ? prompt_cells : 0;
}

static bool
is_control(char c)
{
	return (unsigned char)c < ' ' || c == 127;
}

bool
rows_next(struct rows *r)
{
	const char *s;

	r->at += r->n;
	r->row = r->next_row;
	r->col = r->next_col;
	r->n = 0;
	if (r->at == r->len)
		return false;
	s = r->text + r->at;
	r->n = 1;
	r->cells = 1;
	if (!is_control(*s))
		r->n = text_cluster(s, r->len - r->at, &r->cells);
	if (r->col + r->cells > r->width && r->col > 0) {
		r->row++;
		r->col = 0;
	}
	r->next_row = r->row + (*s == '\n');
	r->next_col = *s == '\n' ? 0 : r->col + r->cells;
	return true;
}

void
rows_find(struct rows r, size_t point, int *row, int *col, int *rows)
{
	bool found = false;

	while (rows_next(&r)) {
		if (!found && r.at + r.n > point) {
			*row = r.row;
			*col = r.col;
			found = true;
		}
	}
	if (r.col >= r.width) { /* a cursor after the last cell */
		r.row++;
		r.col = 0;
	}
	if (!found) {
		*row = r.row;
		*col = r.col;
	}
	if (rows)
		*rows = r.row + 1;
}

size_t
rows_byte(struct rows r, int row, int col)
{
	size_t best = r.len;

	while (rows_next(&r)) {
		if (r.row > row)
			return best;
		if (r.row == row && (r.col <= col || best == r.len))
			best = r.at;
		/* past the row's last character */
		if (r.row == row && r.next_row == row && r.next_col <= col)
			best = r.at + r.n;
	}
	return best;
}
