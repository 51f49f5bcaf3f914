/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "client/editor.h"

#include <assert.h>
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <readline/history.h>
#include <readline/readline.h>

#include "client/held.h"
#include "client/menu.h"
#include "client/past.h"
#include "client/rl.h"
#include "client/rows.h"
#include "common/mem.h"
#include "common/text.h"

enum { CTRL_C = 3, CTRL_G = 7 };

struct editor {
	const struct editor_ops *ops;
	void *arg;
	char *history; /* NULL: none is kept */
	FILE *nowhere;
	struct buf ring; /* bytes for readline; `taken` of them were read */
	size_t taken;
	int width;
	bool changed;

	/* what readline asked for, done when it has returned */
	bool acts;
	enum key_action action;
	int number;
	char *line;

	struct menu menu;

	struct hidden *hidden; /* borrowed; NULL: nothing is */
	char *asked;           /* what is shown meanwhile */

	bool lent;
	char *aside; /* what was typed before */
	size_t aside_point;

	struct held held;
	size_t paste_confirm;
};

/* readline's functions are given no pointer of ours. */
static struct editor *self;

static int on_key(enum key_action action, int count, int key);

#define KEY(action, name, seqs, label, help)                \
	static int on_##action(int count, int key)          \
	{                                                   \
		return on_key(ACTION_##action, count, key); \
	}
#include "client/keys.def"
#undef KEY

static rl_command_func_t *const functions[] = {
#define KEY(action, name, seqs, label, help) on_##action,
#include "client/keys.def"
#undef KEY
};

static int
input_getc(FILE *stream)
{
	(void)stream;
	/* readline asks for more only inside a sequence of its own; we must
	 * not wait here, so the sequence ends. */
	if (self->taken == self->ring.len)
		return CTRL_G;
	return (unsigned char)self->ring.data[self->taken++];
}

static int
input_available(void)
{
	return self->taken < self->ring.len;
}

static void
input_redisplay(void)
{
	self->changed = true;
}

static void
on_line(char *line)
{
	if (!line) /* Ctrl-D in an empty line */
		return;
	free(self->line);
	self->line = line;
}

static void
close_menu(struct editor *e)
{
	menu_close(&e->menu);
	e->changed = true;
}

static char **
on_complete(const char *word, int start, int end)
{
	struct completion c = {0};
	char **matches = NULL;

	(void)word;
	rl_attempted_completion_over = 1;
	rl_completion_append_character = '\0';
	rl_sort_completion_matches = 0;
	close_menu(self);
	if (self->lent)
		return NULL;
	self->ops->complete(self->arg, &c, rl_line_buffer, (size_t)end);
	if (c.start == (size_t)start)
		matches = menu_open(&self->menu, &c);
	complete_free(&c);
	return matches;
}

/* The popup shows them; readline is not to ask or print. */
static void
on_matches(char **matches, int count, int longest)
{
	(void)matches;
	(void)count;
	(void)longest;
	self->changed = true;
}

static int
cycle_choices(int count, int key)
{
	bool again =
	    rl_last_func == on_COMPLETE || rl_last_func == on_COMPLETE_BACK;

	rl_last_func = again && self->menu.count > 1 ? rl_menu_complete : NULL;
	return rl_menu_complete(count, key);
}

static int
input_rows(struct editor *e, struct rows *r, int *row, int *col)
{
	int rows, prompt = rows_prompt(rl_display_prompt, e->width);

	rows_begin(r, rl_line_buffer, (size_t)rl_end, prompt, e->width);
	rows_find(*r, (size_t)rl_point, row, col, &rows);
	return rows;
}

/* A row up or down, or to what was sent before where there is none. */
static int
move_row(int by, int count, int key)
{
	struct rows r;
	int row, col, rows = input_rows(self, &r, &row, &col);

	if ((self->lent || !rl_end) && self->ops->move &&
	    self->ops->move(self->arg, by))
		return 0;
	if (rows > 1 && row + by >= 0 && row + by < rows) {
		rl_point = (int)rows_byte(r, row + by, col);
		return 0;
	}
	return by < 0 ? rl_get_previous_history(count, key)
		      : rl_get_next_history(count, key);
}

static int
on_key(enum key_action action, int count, int key)
{
	switch (action) {
	case ACTION_NEWLINE:
		return rl_insert_text("\n") ? 0 : 1;
	case ACTION_UP:
		return move_row(-1, count, key);
	case ACTION_DOWN:
		return move_row(1, count, key);
	case ACTION_COMPLETE:
		return cycle_choices(count, key);
	case ACTION_COMPLETE_BACK:
		return cycle_choices(-count, key);
	default:
		self->acts = true;
		self->action = action;
		self->number = key == '0' ? 10 : key - '0';
		return 0;
	}
}

static void
set_up_readline(struct editor *e)
{
	rl_set_up(e->nowhere);
	rl_getc_function = input_getc;
	rl_input_available_hook = input_available;
	rl_redisplay_function = input_redisplay;
	rl_attempted_completion_function = on_complete;
	rl_completion_display_matches_hook = on_matches;
	for (int i = 0; i < ACTION_COUNT; i++)
		rl_bind(&keys[i], functions[i]);
	rl_begin(on_line);
}

struct editor *
editor_open(
    const struct editor_ops *ops, void *arg, const char *history, size_t max)
{
	struct editor *e = mem_alloc(sizeof(*e));

	assert(!self);
	self = e;
	e->ops = ops;
	e->arg = arg;
	e->width = 80;
	e->nowhere = fopen("/dev/null", "w");
	e->history = max ? mem_strdup(history) : NULL;
	set_up_readline(e);
	past_open(history, max);
	return e;
}

void
editor_close(struct editor *e)
{
	if (!e)
		return;
	past_close();
	rl_callback_handler_remove();
	close_menu(e);
	if (e->nowhere)
		fclose(e->nowhere);
	rl_outstream = NULL;
	free(e->history);
	free(e->aside);
	free(e->asked);
	free(e->line);
	buf_free(&e->ring);
	held_free(&e->held);
	free(e);
	self = NULL;
}

static void
send_line(struct editor *e, char *line)
{
	if (e->lent) {
		e->ops->answer(e->arg, true);
	} else if (*line) {
		if (!e->ops->secret || !e->ops->secret(e->arg, line))
			past_add(e->history, line);
		using_history();
		e->ops->line(e->arg, line);
	} else if (e->ops->enter) {
		e->ops->enter(e->arg);
	}
	free(line);
}

/* What readline asked for while it ran. */
static void
act(struct editor *e)
{
	bool acts = e->acts;
	char *line = e->line;

	e->acts = false;
	e->line = NULL;
	if (line)
		send_line(e, line);
	if (acts)
		e->ops->key(e->arg, e->action, e->number);
}

static bool
is_completing(void)
{
	return rl_last_func == on_COMPLETE ||
	    rl_last_func == on_COMPLETE_BACK || rl_last_func == rl_complete ||
	    rl_last_func == rl_menu_complete ||
	    rl_last_func == rl_backward_menu_complete ||
	    rl_last_func == rl_possible_completions;
}

static void
feed(struct editor *e, const char *bytes, size_t len)
{
	if (rl_breaks_search(bytes))
		rl_end_search();
	buf_reset(&e->ring);
	e->taken = 0;
	buf_add(&e->ring, bytes, len);
	while (e->taken < e->ring.len) {
		rl_callback_read_char();
		act(e);
	}
	if (e->menu.count && !is_completing())
		close_menu(e);
	e->changed = true;
}

static void
on_escape(struct editor *e)
{
	if (e->menu.count)
		close_menu(e);
	else if (rl_get_keymap() == rl_get_keymap_by_name("vi-insert") &&
	    !RL_ISSTATE(RL_STATE_ISEARCH))
		rl_vi_movement_mode(1, '\033');
	else
		feed(e, "\033", 1);
	e->changed = true;
}

static void
insert(struct editor *e, const char *text)
{
	rl_end_search();
	if ((size_t)rl_end + strlen(text) < EDITOR_LINE_MAX)
		rl_insert_text(text);
	close_menu(e);
}

static void
drop_held(struct editor *e)
{
	held_drop(&e->held);
	e->changed = true;
}

static void
send_held(struct editor *e)
{
	char *line;

	insert(e, e->held.text.data);
	drop_held(e);
	line = mem_strdup(rl_line_buffer);
	past_leave();
	rl_replace_line("", 1);
	rl_point = 0;
	send_line(e, line);
}

static void
on_answer(struct editor *e, const struct demux_event *ev)
{
	int c = ev->kind == DEMUX_ESCAPE ? '\033'
	    : ev->len == 1               ? tolower((unsigned char)*ev->data)
					 : 0;

	if (c == '\r' || c == '\n') {
		send_held(e);
	} else if (c == 'e') {
		insert(e, e->held.text.data);
		drop_held(e);
	} else if (c == '\033') {
		drop_held(e);
	}
}

static void
on_paste(struct editor *e, const struct demux_event *ev)
{
	size_t lines;

	held_add(&e->held, ev->data, ev->len, EDITOR_LINE_MAX);
	if (e->lent)
		held_first_line(&e->held);
	lines = held_lines(&e->held);
	if (lines == 1 || !e->paste_confirm || lines < e->paste_confirm) {
		insert(e, e->held.text.data ? e->held.text.data : "");
		drop_held(e);
		return;
	}
	held_ask(&e->held, ev->cut);
	e->changed = true;
}

/* Whether this is Ctrl-C, unless ~/.inputrc has another use for it: it is not
 * left to readline, which would end a search with it and no more. */
static bool
is_clear(const struct demux_event *ev)
{
	const KEYMAP_ENTRY *entry = &rl_get_keymap()[CTRL_C];

	return ev->kind == DEMUX_KEY && ev->len == 1 && *ev->data == CTRL_C &&
	    entry->type == ISFUNC && entry->function == on_CLEAR;
}

/* Drops a held paste; else a search and what is typed. */
static void
clear_input(struct editor *e)
{
	bool held = e->held.text.len > 0;

	drop_held(e);
	close_menu(e);
	if (held)
		return;
	rl_callback_sigcleanup();
	rl_clear_message();
	past_leave();
	rl_replace_line("", 1);
	rl_point = rl_mark = 0;
}

/* Ctrl-G ends a search of readline's own first. */
static bool
is_refusal(const struct demux_event *ev)
{
	if (RL_ISSTATE(RL_STATE_ISEARCH | RL_STATE_NSEARCH))
		return false;
	return ev->kind == DEMUX_ESCAPE || is_clear(ev) ||
	    (ev->kind == DEMUX_KEY && ev->len == 1 && *ev->data == CTRL_G);
}

/* The keys that ask for something else than the input line. */
static void
press(struct editor *e, const struct demux_event *ev)
{
	rl_command_func_t *f;
	int type = ISFUNC;

	f = rl_function_of_keyseq_len(
	    ev->data, ev->len, rl_get_keymap(), &type);
	for (int i = 0; f && type == ISFUNC && i < ACTION_COUNT; i++)
		if (functions[i] == f && i != ACTION_NEWLINE &&
		    i != ACTION_UP && i != ACTION_DOWN && i != ACTION_FIND &&
		    i != ACTION_COMPLETE && i != ACTION_COMPLETE_BACK &&
		    i != ACTION_CLEAR)
			f(1, (unsigned char)ev->data[ev->len - 1]);
	act(e);
}

static void
on_hidden(struct editor *e, const struct demux_event *ev)
{
	enum hidden_result result = hidden_event(e->hidden, ev);

	e->changed = true;
	if (result != HIDDEN_NOT)
		e->ops->hidden(e->arg, result);
	else if (ev->kind == DEMUX_KEY)
		press(e, ev);
}

void
editor_event(struct editor *e, const struct demux_event *ev)
{
	bool key = ev->kind == DEMUX_KEY || ev->kind == DEMUX_ESCAPE;

	if (e->hidden)
		on_hidden(e, ev);
	else if (e->lent && is_refusal(ev))
		e->ops->answer(e->arg, false);
	else if (is_clear(ev))
		clear_input(e);
	else if (key && e->held.text.len)
		on_answer(e, ev);
	else if (ev->kind == DEMUX_KEY)
		feed(e, ev->data, ev->len);
	else if (ev->kind == DEMUX_ESCAPE)
		on_escape(e);
	else if (ev->kind == DEMUX_PASTE)
		on_paste(e, ev);
}

void
editor_set_paste_confirm(struct editor *e, size_t lines)
{
	e->paste_confirm = lines;
}

void
editor_resize(struct editor *e, int rows, int width)
{
	e->width = width;
	e->changed = true;
	rl_set_screen_size(rows, width);
}

void
editor_set_prompt(struct editor *e, const char *prompt)
{
	if (rl_prompt && !strcmp(rl_prompt, prompt))
		return;
	rl_set_prompt(prompt);
	e->changed = true;
}

const char *
editor_text(const struct editor *e, size_t *point)
{
	(void)e;
	*point = (size_t)rl_point;
	return rl_line_buffer;
}

void
editor_set_text(struct editor *e, const char *text, size_t point)
{
	close_menu(e);
	past_leave();
	rl_replace_line(text ? text : "", 1);
	rl_point = point < (size_t)rl_end ? (int)point : rl_end;
	rl_mark = 0;
}

void
editor_lend(struct editor *e)
{
	if (e->lent)
		return;
	e->lent = true;
	mem_replace(&e->aside, rl_line_buffer);
	e->aside_point = (size_t)rl_point;
	editor_set_text(e, NULL, 0);
	e->changed = true;
}

void
editor_give_back(struct editor *e)
{
	if (!e->lent)
		return;
	e->lent = false;
	rl_end_search();
	editor_set_text(e, e->aside, e->aside_point);
	mem_replace(&e->aside, NULL);
	e->changed = true;
}

void
editor_hide(struct editor *e, struct hidden *h)
{
	if (e->hidden == h)
		return;
	close_menu(e);
	e->hidden = h;
	e->changed = true;
}

void
editor_set_question(struct editor *e, const char *question)
{
	if (e->asked && !strcmp(e->asked, question))
		return;
	mem_replace(&e->asked, question);
	e->changed = true;
}

void
editor_look(const struct editor *e, struct editor_look *look)
{
	*look = (struct editor_look){
	    .prompt = rl_display_prompt ? rl_display_prompt : "",
	    .text = rl_line_buffer,
	    .len = (size_t)rl_end,
	    .point = (size_t)rl_point,
	    .question = e->hidden  ? e->asked
		: e->held.text.len ? e->held.question.data
				   : NULL};
	if (e->menu.count > 1) {
		look->choices = (const char *const *)e->menu.items;
		look->nchoices = e->menu.count;
		look->chosen =
		    menu_chosen(&e->menu, rl_line_buffer, (size_t)rl_point);
	}
}

bool
editor_changed(struct editor *e)
{
	bool changed = e->changed;

	e->changed = false;
	return changed;
}
