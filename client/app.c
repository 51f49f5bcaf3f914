/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "client/app.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "client/chatlog.h"
#include "client/complete.h"
#include "client/demux.h"
#include "client/dial.h"
#include "client/editor.h"
#include "client/errands.h"
#include "client/history.h"
#include "client/input.h"
#include "client/jump.h"
#include "client/links.h"
#include "client/marker.h"
#include "client/mask.h"
#include "client/results.h"
#include "client/search.h"
#include "client/tty.h"
#include "client/typing.h"
#include "client/view.h"
#include "common/clock.h"

enum {
	FD_TTY,
	FD_SIGNALS,
	FD_LOG,
	FD_ERRANDS,
	FD_LINKS,
	FD_MAX = FD_LINKS + LINKS_POLL_MAX,
	READ_SIZE = 4096,
	WHEEL_ROWS = 3,
	FRAME_MS = 33,
	QUIT_MS = 1500 /* to say goodbye; the links take less */
};

struct app {
	struct state state;
	struct links *links;
	struct errands *errands;
	struct chatlog *log; /* NULL where there is no place for it */
	struct tty *tty;
	struct editor *editor;
	struct view *view;
	struct demux demux;
	struct pollfd fds[FD_MAX];
	size_t nfds;
	int64_t now_ms;
	int64_t draw_ms;  /* when to draw though nothing changed; -1 = never */
	int64_t drawn_ms; /* the last time */
	int64_t quit_ms;  /* when to end even without answers; 0 = stay */
	struct typing typing;
	bool mouse; /* settings as the terminal has them */
	int64_t paste_confirm;
	bool ended;
};

static void
on_line(void *arg, const char *line)
{
	struct app *app = arg;

	room_scroll(app->state.current, 0, 0);
	if (input_line(&app->state, line) == INPUT_REFUSED)
		typing_refuse(&app->typing, line);
}

static void
show(struct app *app, struct room *r)
{
	if (r)
		state_switch(&app->state, r);
}

/* What is missing where somebody scrolls to is asked for. */
static void
look(struct app *app, bool up)
{
	size_t first, last;

	if (view_range(app->view, &app->state, &first, &last))
		history_look(app->state.current, first, last, up);
}

static void
scroll(struct app *app, int rows)
{
	view_scroll(app->view, &app->state, rows);
	look(app, rows > 0);
	app->state.dirty = true;
}

static void
scroll_page(struct app *app, int pages)
{
	view_page(app->view, &app->state, pages);
	look(app, pages > 0);
}

static void
on_enter(void *arg)
{
	struct app *app = arg;

	if (app->state.current->kind == ROOM_RESULTS)
		search_enter(&app->state, app->state.current);
}

static void
on_answer(void *arg, bool stay)
{
	struct app *app = arg;

	typing_end_find(&app->typing, !stay);
}

static void
on_hidden(void *arg, enum hidden_result result)
{
	struct app *app = arg;

	typing_hidden(&app->typing, result);
}

static bool
is_secret(void *arg, const char *line)
{
	struct app *app = arg;
	const struct room *r = app->state.current;

	return r->kind == ROOM_QUERY && mask_tells(r->name, line);
}

static bool
on_move(void *arg, int by)
{
	struct app *app = arg;
	struct room *r = app->state.current;

	if (typing_move(&app->typing, by))
		return true;
	if (r->kind != ROOM_RESULTS)
		return false;
	results_move(&app->state, r, by);
	return true;
}

/* Among results the selection goes along. */
static void
turn_page(struct app *app, int up)
{
	struct room *r = app->state.current;
	int rows, cols;

	view_size(app->view, &rows, &cols);
	if (r->kind == ROOM_RESULTS)
		results_move(&app->state, r, up > 0 ? -rows / 2 : rows / 2);
	else
		scroll_page(app, up);
}

static void
on_read_key(struct app *app, enum key_action action)
{
	struct state *s = &app->state;

	switch (action) {
	case ACTION_PAGE_UP:
		turn_page(app, 1);
		break;
	case ACTION_PAGE_DOWN:
		turn_page(app, -1);
		break;
	case ACTION_TOP:
		view_top(app->view, s);
		look(app, true);
		break;
	case ACTION_BOTTOM:
		jump_end(s);
		break;
	case ACTION_MARKER:
		jump_marker(s);
		break;
	case ACTION_MENTION:
		jump_mention(s);
		break;
	default:
		break;
	}
}

static void
on_key(void *arg, enum key_action action, int number)
{
	struct app *app = arg;
	struct state *s = &app->state;

	s->dirty = true;
	switch (action) {
	case ACTION_WINDOW:
		show(app, state_room_at(s, (size_t)number));
		break;
	case ACTION_NEXT:
		show(app, state_step(s, 1));
		break;
	case ACTION_PREVIOUS:
		show(app, state_step(s, -1));
		break;
	case ACTION_UNREAD:
		show(app, state_next_unread(s));
		break;
	case ACTION_LAST:
		show(app, state_previous(s));
		break;
	case ACTION_FIND:
		typing_find(&app->typing);
		break;
	case ACTION_NICKS:
		s->settings->nick_list = !s->settings->nick_list;
		break;
	case ACTION_HELP:
		input_line(s, "/help");
		break;
	case ACTION_REDRAW:
		s->redraw = true;
		break;
	case ACTION_SUSPEND:
		raise(SIGTSTP);
		break;
	default:
		on_read_key(app, action);
		break;
	}
}

static void
on_complete(void *arg, struct completion *c, const char *line, size_t point)
{
	struct app *app = arg;

	complete(c, &app->state, line, point);
}

static const struct editor_ops ops = {.line = on_line,
    .enter = on_enter,
    .key = on_key,
    .move = on_move,
    .secret = is_secret,
    .hidden = on_hidden,
    .answer = on_answer,
    .complete = on_complete};

static void
resize(struct app *app)
{
	int rows, cols;

	view_resize(app->view);
	view_size(app->view, &rows, &cols);
	editor_resize(app->editor, rows, cols);
	app->state.dirty = true;
}

static void
act_on_event(struct app *app, const struct demux_event *ev)
{
	marker_touch(&app->state);
	switch (ev->kind) {
	case DEMUX_WHEEL_UP:
		scroll(app, WHEEL_ROWS);
		break;
	case DEMUX_WHEEL_DOWN:
		scroll(app, -WHEEL_ROWS);
		break;
	case DEMUX_CLICK:
		break;
	default:
		editor_event(app->editor, ev);
		typing_typed(&app->typing);
		break;
	}
}

/* The terminal is gone, or somebody ends us: leave as /quit does. */
static void
leave(struct app *app)
{
	input_line(&app->state, "/quit");
}

static void
read_terminal(struct app *app)
{
	char bytes[READ_SIZE];
	struct demux_event ev;
	ssize_t len = 0;

	if (app->fds[FD_TTY].revents)
		len = tty_read(app->tty, bytes, sizeof(bytes));
	if (len < 0) {
		app->ended = true;
		leave(app);
		return;
	}
	demux_feed(&app->demux, bytes, (size_t)len, app->now_ms);
	while (demux_next(&app->demux, app->now_ms, &ev))
		act_on_event(app, &ev);
	demux_wipe(&app->demux);
	explicit_bzero(bytes, len > 0 ? (size_t)len : 0);
}

static void
act_on_signals(struct app *app)
{
	unsigned set = 0;

	if (app->fds[FD_SIGNALS].revents)
		set = tty_signals(app->tty);
	if (set & TTY_SUSPEND)
		tty_suspend(app->tty);
	else if (set & TTY_CONTINUED)
		tty_resume(app->tty);
	if (set & (TTY_RESIZED | TTY_SUSPEND | TTY_CONTINUED))
		resize(app);
	if (set & TTY_QUIT)
		leave(app);
}

/* /set may have changed what the terminal's half keeps for itself. */
static void
follow_settings(struct app *app)
{
	const struct settings *set = app->state.settings;

	if (app->mouse != set->mouse)
		tty_mouse(app->tty, set->mouse);
	if (app->paste_confirm != set->paste_confirm)
		editor_set_paste_confirm(
		    app->editor, (size_t)set->paste_confirm);
	app->mouse = set->mouse;
	app->paste_confirm = set->paste_confirm;
}

static void
send_all(struct app *app)
{
	history_turn(&app->state, app->now_ms);
	marker_turn(&app->state, app->now_ms);
	errands_turn(app->errands);
	links_turn(app->links, app->now_ms);
	if (!app->state.quitting)
		return;
	if (!app->quit_ms)
		app->quit_ms = app->now_ms + QUIT_MS;
	if (links_idle(app->links) || app->now_ms >= app->quit_ms)
		app->ended = true;
}

/* What is typed shows at once; what arrives, FRAME_MS after the last frame
 * at the earliest, so that a flood does not keep the terminal busy. */
static bool
is_time_to_draw(struct app *app)
{
	bool typed = editor_changed(app->editor);
	bool due = app->draw_ms >= 0 && app->now_ms >= app->draw_ms;

	return typed || due ||
	    (app->state.dirty && app->now_ms - app->drawn_ms >= FRAME_MS);
}

static void
draw(struct app *app)
{
	struct editor_look look;

	typing_follow(&app->typing, false);
	follow_settings(app);
	typing_prompt(&app->typing);
	if (app->state.redraw)
		view_redraw(app->view);
	if (!is_time_to_draw(app)) {
		if (app->state.dirty)
			app->draw_ms = app->drawn_ms + FRAME_MS;
		return;
	}
	editor_look(app->editor, &look);
	view_draw(app->view, &app->state, &look, app->now_ms);
	app->state.redraw = false;
	app->state.dirty = false;
	app->drawn_ms = app->now_ms;
	app->draw_ms = view_deadline(app->view, &app->state, app->now_ms);
}

static int
until(const struct app *app)
{
	int64_t times[] = {links_deadline(app->links),
	    demux_deadline(&app->demux), app->draw_ms,
	    history_deadline(&app->state), marker_deadline(&app->state),
	    app->quit_ms ? app->quit_ms : -1};
	int64_t first = -1, wait;

	for (size_t i = 0; i < sizeof(times) / sizeof(*times); i++)
		if (times[i] >= 0 && (first < 0 || times[i] < first))
			first = times[i];
	if (first < 0)
		return -1;
	wait = first - clock_mono_ms();
	return wait < 0 ? 0 : wait > 60000 ? 60000 : (int)wait;
}

static void
wait_for_events(struct app *app)
{
	app->fds[FD_TTY] =
	    (struct pollfd){.fd = STDIN_FILENO, .events = POLLIN};
	app->fds[FD_SIGNALS] =
	    (struct pollfd){.fd = tty_signal_fd(app->tty), .events = POLLIN};
	app->fds[FD_LOG] = (struct pollfd){
	    .fd = app->log ? chatlog_fd(app->log) : -1, .events = POLLIN};
	app->fds[FD_ERRANDS] =
	    (struct pollfd){.fd = errands_fd(app->errands), .events = POLLIN};
	app->nfds = FD_LINKS + links_poll(app->links, app->fds + FD_LINKS);
	if (poll(app->fds, app->nfds, until(app)) < 0)
		for (size_t i = 0; i < app->nfds; i++)
			app->fds[i].revents = 0;
	app->now_ms = clock_mono_ms();
}

static void
write_log(struct app *app)
{
	if (!app->log)
		return;
	if (app->fds[FD_LOG].revents)
		chatlog_reap(app->log);
	chatlog_turn(app->log, &app->state);
}

static void
turn(struct app *app)
{
	wait_for_events(app);
	act_on_signals(app);
	read_terminal(app);
	links_act(
	    app->links, app->fds + FD_LINKS, app->nfds - FD_LINKS, app->now_ms);
	if (app->fds[FD_ERRANDS].revents)
		errands_reap(app->errands);
	write_log(app);
	send_all(app);
	draw(app);
}

static void
open_network(struct app *app, const struct app_args *args)
{
	struct network *n = state_add_network(&app->state, "local", "");

	dial_set(&app->state, n, args->server);
	n->told = args->fingerprint;
	if (args->nchannels)
		network_set_channels(n, args->channels, args->nchannels);
}

/* Where lines that were sent can be kept, with the reason where not. */
static bool
keeps_history(struct app *app, struct buf *dir)
{
	if (settings_state_dir(dir) == 0 && access(dir->data, W_OK) == 0)
		return true;
	state_say(&app->state, app->state.current, SAID_CLIENT,
	    "What you send will not be there at the next start: %s: %s",
	    dir->len ? dir->data : "HOME", strerror(errno));
	return false;
}

static void
open_editor(struct app *app)
{
	int64_t most = app->state.settings->input_history;
	struct buf path = {0};
	bool keep = most > 0 && keeps_history(app, &path);

	buf_adds(&path, "/history");
	app->editor =
	    editor_open(&ops, app, keep ? path.data : NULL, (size_t)most);
	buf_free(&path);
}

static void
on_said(void *arg, const struct room *r, const struct said_line *said)
{
	struct app *app = arg;

	chatlog_add(app->log, r, said);
}

static void
open_log(struct app *app)
{
	struct buf dir = {0};

	/* Where it cannot be made, that is told when something is to be
	 * written. */
	settings_state_dir(&dir);
	if (dir.len) {
		buf_adds(&dir, "/logs");
		app->log = chatlog_open(app->state.settings, dir.data);
		app->state.tap = on_said;
		app->state.tap_arg = app;
	}
	buf_free(&dir);
}

static void
app_close(struct app *app)
{
	links_close(app->links);
	errands_close(app->errands);
	chatlog_close(app->log);
	app->state.tap = NULL;
	view_close(app->view);
	editor_close(app->editor);
	tty_close(app->tty);
	demux_free(&app->demux);
	state_free(&app->state);
	typing_free(&app->typing);
}

int
app_run(const struct app_args *args, struct buf *err)
{
	struct app app = {.draw_ms = -1, .paste_confirm = -1};

	app.tty = tty_open(err);
	if (!app.tty)
		return -1;
	state_init(&app.state, args->settings);
	open_network(&app, args);
	open_editor(&app);
	typing_open(&app.typing, app.editor, &app.state);
	open_log(&app);
	app.view = view_open(tty_utf8(app.tty));
	app.links = links_open(&app.state);
	app.errands = errands_open(&app.state);
	app.now_ms = clock_mono_ms();
	resize(&app);
	send_all(&app);
	draw(&app);
	while (!app.ended)
		turn(&app);
	app_close(&app);
	return 0;
}
