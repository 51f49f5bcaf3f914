/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/screen/term.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <unistd.h>
#include <utmp.h>

#include "common/clock.h"
#include "common/mem.h"
#include "tests/harness/child.h"

enum { ROWS = 24, COLS = 80, RAW_MAX = 16 << 20 };

static void
term_answer(struct term *t)
{
	while (t->out.len) {
		ssize_t n = write(t->watch.fd, t->out.data, t->out.len);

		if (n <= 0)
			return;
		memmove(t->out.data, t->out.data + n, t->out.len - (size_t)n);
		t->out.len -= (size_t)n;
	}
}

static void
term_ended(struct term *t)
{
	tcgetattr(t->watch.fd, &t->after);
	if (t->watch.fd >= 0)
		close(t->watch.fd);
	t->watch.fd = -1;
	while (waitpid(t->pid, &t->status, 0) < 0 && errno == EINTR)
		continue;
	t->ended = true;
}

static void
term_ready(struct watch *w)
{
	struct term *t = (struct term *)w;
	char bytes[16384];
	ssize_t n = read(w->fd, bytes, sizeof(bytes));

	if (n > 0) {
		if (t->raw.len < RAW_MAX)
			buf_add(&t->raw, bytes, (size_t)n);
		vterm_input_write(t->vt, bytes, (size_t)n);
		term_answer(t);
	} else if (n == 0 || (errno != EINTR && errno != EAGAIN)) {
		term_ended(t);
	}
}

static void
term_show(const struct watch *w, FILE *to)
{
	struct buf text = {0};

	term_text((struct term *)(uintptr_t)w, &text);
	fprintf(to, "the screen of %s:\n%s", ((const struct term *)w)->name,
	    text.data ? text.data : "(nothing)\n");
	buf_free(&text);
}

static void
term_end(struct watch *w)
{
	struct term *t = (struct term *)w;

	if (!t->ended) {
		kill(t->pid, SIGKILL);
		term_ended(t);
	}
	vterm_free(t->vt);
	buf_free(&t->raw);
	buf_free(&t->row);
	buf_free(&t->out);
	free(t);
}

static void
term_output(const char *bytes, size_t len, void *user)
{
	struct term *t = user;

	buf_add(&t->out, bytes, len);
}

static int
term_prop(VTermProp prop, VTermValue *val, void *user)
{
	struct term *t = user;

	if (prop == VTERM_PROP_ALTSCREEN)
		t->altscreen = val->boolean;
	else if (prop == VTERM_PROP_CURSORVISIBLE)
		t->cursor_hidden = !val->boolean;
	else if (prop == VTERM_PROP_MOUSE)
		t->mouse = val->number;
	return 1;
}

static int
term_bell(void *user)
{
	((struct term *)user)->bells++;
	return 1;
}

static const VTermScreenCallbacks callbacks = {
    .settermprop = term_prop, .bell = term_bell};

static void
term_new_screen(struct term *t)
{
	t->vt = vterm_new(t->rows, t->cols);
	vterm_set_utf8(t->vt, 1);
	vterm_output_set_callback(t->vt, term_output, t);
	t->screen = vterm_obtain_screen(t->vt);
	vterm_screen_enable_altscreen(t->screen, 1);
	vterm_screen_set_callbacks(t->screen, &callbacks, t);
	vterm_screen_reset(t->screen, 1);
}

static _Noreturn void
term_run(const struct term_options *o, int slave)
{
	login_tty(slave);
	child_prepare(o->env);
	execv(o->argv[0], (char *const *)(uintptr_t)o->argv);
	perror(o->argv[0]);
	_exit(127);
}

struct term *
term_start(const struct term_options *o)
{
	struct term *t = mem_alloc(sizeof(*t));
	struct winsize size;
	int slave;

	t->rows = o->rows ? o->rows : ROWS;
	t->cols = o->cols ? o->cols : COLS;
	size = (struct winsize){.ws_row = (unsigned short)t->rows,
	    .ws_col = (unsigned short)t->cols};
	snprintf(t->name, sizeof(t->name), "%s", o->name);
	if (openpty(&t->watch.fd, &slave, NULL, NULL, &size) < 0)
		give_up("openpty: %s", strerror(errno));
	tcgetattr(slave, &t->before);
	fcntl(t->watch.fd, F_SETFD, FD_CLOEXEC);
	fcntl(t->watch.fd, F_SETFL, O_NONBLOCK);
	term_new_screen(t);
	t->pid = fork();
	if (t->pid < 0)
		give_up("fork: %s", strerror(errno));
	if (!t->pid)
		term_run(o, slave);
	close(slave);
	t->watch.events = POLLIN;
	t->watch.ready = term_ready;
	t->watch.show = term_show;
	t->watch.end = term_end;
	watch_add(&t->watch);
	return t;
}

void
term_write(struct term *t, const char *bytes, size_t len)
{
	int64_t deadline = watch_deadline();

	while (len) {
		ssize_t n = t->ended ? -1 : write(t->watch.fd, bytes, len);

		if (n >= 0) {
			bytes += n;
			len -= (size_t)n;
			continue;
		}
		if (t->ended || (errno != EAGAIN && errno != EINTR))
			give_up("%s takes no more keys", t->name);
		if (watch_turn_write(t->watch.fd, deadline) < 0)
			give_up("%s does not read its keys", t->name);
	}
}

void
term_type(struct term *t, const char *keys)
{
	record(t->name, '>', keys, strlen(keys));
	term_write(t, keys, strlen(keys));
}

void
term_paste(struct term *t, const char *text)
{
	term_type(t, "\033[200~");
	term_type(t, text);
	term_type(t, "\033[201~");
}

void
term_wheel(struct term *t, bool up, int row, int col)
{
	char event[32];

	snprintf(event, sizeof(event), "\033[<%d;%d;%dM", up ? 64 : 65, col + 1,
	    row + 1);
	term_type(t, event);
}

void
term_resize(struct term *t, int rows, int cols)
{
	struct winsize size = {
	    .ws_row = (unsigned short)rows, .ws_col = (unsigned short)cols};

	t->rows = rows;
	t->cols = cols;
	vterm_set_size(t->vt, rows, cols);
	ioctl(t->watch.fd, TIOCSWINSZ, &size);
}

void
term_signal(struct term *t, int sig)
{
	if (!t->ended)
		kill(t->pid, sig);
}

VTermScreenCell
term_cell(const struct term *t, int row, int col)
{
	VTermScreenCell cell = {.width = 1};

	vterm_screen_get_cell(
	    t->screen, (VTermPos){.row = row, .col = col}, &cell);
	return cell;
}

static void
add_utf8(struct buf *b, uint32_t c)
{
	if (c < 0x80) {
		buf_addc(b, (char)c);
		return;
	}
	if (c < 0x800) {
		buf_addc(b, (char)(0xc0 | c >> 6));
	} else if (c < 0x10000) {
		buf_addc(b, (char)(0xe0 | c >> 12));
		buf_addc(b, (char)(0x80 | (c >> 6 & 0x3f)));
	} else {
		buf_addc(b, (char)(0xf0 | c >> 18));
		buf_addc(b, (char)(0x80 | (c >> 12 & 0x3f)));
		buf_addc(b, (char)(0x80 | (c >> 6 & 0x3f)));
	}
	buf_addc(b, (char)(0x80 | (c & 0x3f)));
}

/* Appends one cell; the columns it takes. */
static int
add_cell(struct buf *b, const VTermScreenCell *cell)
{
	if (!cell->chars[0] || cell->chars[0] == (uint32_t)-1)
		buf_addc(b, ' ');
	else
		for (int i = 0; i < VTERM_MAX_CHARS_PER_CELL; i++)
			if (cell->chars[i])
				add_utf8(b, cell->chars[i]);
			else
				break;
	return cell->width > 1 ? cell->width : 1;
}

const char *
term_row(struct term *t, int row)
{
	buf_reset(&t->row);
	for (int col = 0; col < t->cols;) {
		VTermScreenCell cell = term_cell(t, row, col);

		col += add_cell(&t->row, &cell);
	}
	while (t->row.len && t->row.data[t->row.len - 1] == ' ')
		t->row.data[--t->row.len] = '\0';
	return t->row.len ? t->row.data : "";
}

/* The column in which byte `offset` of the row's text stands. */
static int
column_of(const struct term *t, int row, size_t offset)
{
	struct buf text = {0};
	int col = 0;

	while (col < t->cols) {
		VTermScreenCell cell = term_cell(t, row, col);

		if (text.len >= offset)
			break;
		col += add_cell(&text, &cell);
	}
	buf_free(&text);
	return col;
}

bool
term_find(struct term *t, const char *text, VTermPos *at)
{
	for (int row = 0; row < t->rows; row++) {
		const char *line = term_row(t, row);
		const char *found = strstr(line, text);

		if (!found)
			continue;
		at->row = row;
		at->col = column_of(t, row, (size_t)(found - line));
		return true;
	}
	return false;
}

VTermPos
term_cursor(const struct term *t)
{
	VTermPos at;

	vterm_state_get_cursorpos(vterm_obtain_state(t->vt), &at);
	return at;
}

#define FORMAT(into, fmt)                   \
	do {                                \
		va_list ap;                 \
		va_start(ap, fmt);          \
		buf_addv(&(into), fmt, ap); \
		va_end(ap);                 \
	} while (0)

VTermPos
term_expect(struct term *t, const char *fmt, ...)
{
	int64_t deadline = watch_deadline();
	struct buf text = {0};
	VTermPos at;

	FORMAT(text, fmt);
	while (!term_find(t, text.data, &at))
		if (t->ended || watch_turn(deadline) < 0)
			give_up("%s does not show: %s", t->name, text.data);
	buf_free(&text);
	return at;
}

void
term_expect_gone(struct term *t, const char *fmt, ...)
{
	int64_t deadline = watch_deadline();
	struct buf text = {0};
	VTermPos at;

	FORMAT(text, fmt);
	while (term_find(t, text.data, &at))
		if (t->ended || watch_turn(deadline) < 0)
			give_up("%s still shows: %s", t->name, text.data);
	buf_free(&text);
}

void
term_expect_row(struct term *t, int row, const char *text)
{
	int64_t deadline = watch_deadline();

	while (!strstr(term_row(t, row < 0 ? t->rows + row : row), text))
		if (t->ended || watch_turn(deadline) < 0)
			give_up("row %d of %s does not hold: %s", row, t->name,
			    text);
}

void
term_settle(struct term *t)
{
	term_type(t, "~~~~");
	term_expect_row(t, -1, "~~~~");
	term_type(t, "\177\177\177\177");
	term_expect_gone(t, "~~~~");
}

void
term_expect_cursor(struct term *t, int row, int col)
{
	int64_t deadline = watch_deadline();
	VTermPos at = term_cursor(t);

	while (at.row != row || at.col != col) {
		if (t->ended || watch_turn(deadline) < 0)
			give_up("the cursor of %s is at %d,%d instead of %d,%d",
			    t->name, at.row, at.col, row, col);
		at = term_cursor(t);
	}
}

/* Without its terminal nothing tells of its end but the kernel, if asked. */
static void
term_look(struct term *t)
{
	if (t->watch.fd < 0 && !t->ended)
		t->ended = waitpid(t->pid, &t->status, WNOHANG) == t->pid;
}

int
term_wait(struct term *t)
{
	int64_t deadline = watch_deadline();

	for (term_look(t); !t->ended; term_look(t)) {
		if (clock_mono_ms() >= deadline)
			give_up("%s did not end", t->name);
		watch_turn(t->watch.fd < 0 ? clock_mono_ms() + 10 : deadline);
	}
	return t->status;
}

void
term_hang_up(struct term *t)
{
	close(t->watch.fd);
	t->watch.fd = -1;
	t->watch.events = 0;
}

void
term_expect_exit(struct term *t, int code)
{
	int status = term_wait(t);

	if (!WIFEXITED(status))
		give_up("%s died by signal %d", t->name, WTERMSIG(status));
	if (WEXITSTATUS(status) != code)
		give_up("%s ended with %d instead of %d", t->name,
		    WEXITSTATUS(status), code);
}

void
term_text(struct term *t, struct buf *out)
{
	for (int row = 0; row < t->rows; row++)
		buf_addf(out, "%s\n", term_row(t, row));
}

bool
term_has_colors(const struct term *t)
{
	for (int row = 0; row < t->rows; row++)
		for (int col = 0; col < t->cols; col++) {
			VTermScreenCell cell = term_cell(t, row, col);

			if (!VTERM_COLOR_IS_DEFAULT_FG(&cell.fg) ||
			    !VTERM_COLOR_IS_DEFAULT_BG(&cell.bg))
				return true;
		}
	return false;
}

void
term_expect_stopped(struct term *t)
{
	int64_t deadline = watch_deadline();
	int status;

	for (;;) {
		if (waitpid(t->pid, &status, WNOHANG | WUNTRACED) == t->pid) {
			if (WIFSTOPPED(status))
				return;
			give_up("%s ended instead of stopping", t->name);
		}
		if (clock_mono_ms() > deadline)
			give_up("%s does not stop", t->name);
		watch_turn(clock_mono_ms() + 10);
	}
}

/* Whether the last that was said of a private mode (CSI ? n h or l) is that
 * it be on. */
static bool
mode_left_on(const struct buf *raw, int mode)
{
	const char *at = raw->data;
	bool on = false;

	while (at && (at = strstr(at, "\033[?"))) {
		bool named = false;

		at += 3;
		do
			named |=
			    strtol(at, (char **)(uintptr_t)&at, 10) == mode;
		while (*at == ';' && at++);
		if (named && (*at == 'h' || *at == 'l'))
			on = *at == 'h';
	}
	return on;
}

const char *
term_left_wrong(const struct term *t)
{
	static const int modes[] = {
	    1, 9, 1000, 1002, 1003, 1004, 1006, 1015, 1049, 2004};
	static char which[32];

	if (t->after.c_lflag != t->before.c_lflag)
		return "c_lflag";
	if (t->after.c_iflag != t->before.c_iflag)
		return "c_iflag";
	if (t->after.c_oflag != t->before.c_oflag)
		return "c_oflag";
	if (memcmp(t->after.c_cc, t->before.c_cc, sizeof(t->after.c_cc)))
		return "c_cc";
	if (t->altscreen || t->mouse || t->cursor_hidden)
		return t->altscreen ? "the alternate screen"
		    : t->mouse      ? "the mouse"
				    : "the cursor";
	for (size_t i = 0; i < sizeof(modes) / sizeof(*modes); i++) {
		snprintf(which, sizeof(which), "mode %d", modes[i]);
		if (mode_left_on(&t->raw, modes[i]))
			return which;
	}
	return NULL;
}
