/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CLIENT_ROWS_H
#define CLIENT_ROWS_H

#include <stdbool.h>
#include <stddef.h>

/*
 * Where each character of the input stands on the screen: the text begins
 * after the prompt, breaks at the width and after each \n. Pure; the editor
 * moves by it and the view draws by it.
 */
struct rows {
	const char *text;
	size_t len;
	int width; /* cells of a row */

	/* the cluster of the last rows_next: bytes at..at+n, a \n has a cell
	 * of its own to be seen, a control character has one */
	size_t at;
	size_t n;
	int cells;
	int row, col;

	int next_row, next_col; /* where the one after it goes */
};

/* The cells that a prompt has on a screen of that width. */
int rows_prompt(const char *prompt, int width);

void rows_begin(
    struct rows *r, const char *text, size_t len, int prompt_cells, int width);
bool rows_next(struct rows *r); /* false at the end */

/* Row and column of the cursor before byte `point`; *rows (NULL allowed) is
 * how many rows the whole has, the cursor's included. */
void rows_find(struct rows r, size_t point, int *row, int *col, int *rows);
/* The byte that stands in that row at or before col. */
size_t rows_byte(struct rows r, int row, int col);

#endif
