/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TESTS_SCREEN_TERM_H
#define TESTS_SCREEN_TERM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>
#include <termios.h>
#include <vterm.h>

#include "tests/harness/watch.h"

/*
 * A program on a terminal of its own. What it draws is read as cells; a
 * person's keys are written as the terminal would send them. Rows and
 * columns count from 0.
 */
struct term {
	struct watch watch; /* the terminal's other end */
	char name[40];
	pid_t pid;
	bool ended;
	int status; /* of waitpid, once ended */
	VTerm *vt;
	VTermScreen *screen;
	int rows, cols;
	struct buf raw; /* everything it wrote */
	struct buf row; /* what term_row gave last */
	struct buf out; /* answers of the terminal, not yet written */
	struct termios before, after; /* its run */
	unsigned bells;
	/* modes as they are now */
	bool altscreen, cursor_hidden;
	int mouse;
};

struct term_options {
	const char *name;        /* borrowed */
	const char *const *argv; /* the first is the path */
	const char *const *env;  /* "KEY=value" that are added, or NULL */
	int rows, cols;          /* 0: 24 and 80 */
};

#define KEY_ENTER     "\r"
#define KEY_TAB       "\t"
#define KEY_UP        "\033[A"
#define KEY_DOWN      "\033[B"
#define KEY_RIGHT     "\033[C"
#define KEY_LEFT      "\033[D"
#define KEY_PAGE_UP   "\033[5~"
#define KEY_PAGE_DOWN "\033[6~"
#define KEY_BACKSPACE "\177"
#define KEY_CTRL_A    "\001"
#define KEY_CTRL_K    "\013"
#define KEY_CTRL_N    "\016"
#define KEY_CTRL_P    "\020"
#define KEY_CTRL_R    "\022"
#define KEY_CTRL_U    "\025"
#define KEY_CTRL_X    "\030"
#define KEY_CTRL_Z    "\032"
#define KEY_ESCAPE    "\033"
#define KEY_F8        "\033[19~"
#define KEY_ALT(c)    "\033" c

struct term *term_start(const struct term_options *o);

/* As typed; as pasted in brackets; as bytes. */
void term_type(struct term *t, const char *keys);
void term_paste(struct term *t, const char *text);
void term_write(struct term *t, const char *bytes, size_t len);
void term_wheel(struct term *t, bool up, int row, int col);
void term_resize(struct term *t, int rows, int cols);
void term_hang_up(struct term *t); /* the terminal is gone */
void term_signal(struct term *t, int sig);

/* Waits until the text stands in some row; its place. */
VTermPos term_expect(struct term *t, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));
/* Waits until it stands in none. */
void term_expect_gone(struct term *t, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));
/* Waits until that row, counted from the end where negative, holds it. */
void term_expect_row(struct term *t, int row, const char *text);
/* Waits until what was typed before is drawn whole: the input, whose echo it
 * waits for, comes last in a frame. */
void term_settle(struct term *t);
/* Waits until the cursor is there. */
void term_expect_cursor(struct term *t, int row, int col);
/* Waits for its end, which must be exit(code). */
void term_expect_exit(struct term *t, int code);
/* Waits for its end; the status of waitpid. */
int term_wait(struct term *t);
/* Waits until it has stopped itself. */
void term_expect_stopped(struct term *t);

/* A row as UTF-8 without the blanks at its end; borrowed until the next. */
const char *term_row(struct term *t, int row);
bool term_find(struct term *t, const char *text, VTermPos *at);
VTermScreenCell term_cell(const struct term *t, int row, int col);
VTermPos term_cursor(const struct term *t);
/* The whole screen as text, rows ended by LF. */
void term_text(struct term *t, struct buf *out);
/* Whether any cell has a colour or an attribute other than these. */
bool term_has_colors(const struct term *t);

/* The terminal is as it was before the program ran: its settings, and the
 * screen, cursor, mouse and paste modes. NULL, or what is not. */
const char *term_left_wrong(const struct term *t);

#endif
