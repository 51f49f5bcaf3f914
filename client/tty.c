/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "client/tty.h"

#include <errno.h>
#include <fcntl.h>
#include <langinfo.h>
#include <locale.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include <curses.h>
#include <term.h>

#include "client/aside.h"
#include "common/mem.h"

#define PASTE_ON  "\033[?2004h"
#define PASTE_OFF "\033[?2004l"
#define MOUSE_ON  "\033[?1000h\033[?1006h"
#define MOUSE_OFF "\033[?1006l\033[?1000l"

struct tty {
	bool utf8;
	bool mouse;
	int pipe_in;
	SCREEN *screen;
};

/*
 * What signal handlers and exit() need, who are given no pointer. The strings
 * are made ahead because curses may not be called from a handler.
 */
static struct {
	volatile sig_atomic_t active; /* the terminal is in our modes */
	int pipe_out;
	struct termios before;
	char leave[256];
	size_t leave_len;
} rescue = {.pipe_out = -1};

/* Whatever ends a process and is not watched. */
static const int crash_signals[] = {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT,
    SIGQUIT, SIGTRAP, SIGSYS, SIGXCPU, SIGXFSZ, SIGALRM, SIGVTALRM, SIGPROF,
    SIGUSR1, SIGUSR2};
enum { CRASH_SIGNALS = sizeof(crash_signals) / sizeof(*crash_signals) };
static struct sigaction crash_before[CRASH_SIGNALS];

static const int watched[] = {
    SIGWINCH, SIGINT, SIGTSTP, SIGCONT, SIGTERM, SIGHUP};
enum { WATCHED = sizeof(watched) / sizeof(*watched) };

static void
write_all(const char *s, size_t len)
{
	ssize_t n;

	while (len > 0) {
		n = write(STDOUT_FILENO, s, len);
		if (n < 0 && errno != EINTR)
			return;
		if (n > 0) {
			s += n;
			len -= (size_t)n;
		}
	}
}

/* Async-signal-safe. */
static void
rescue_terminal(void)
{
	if (!rescue.active)
		return;
	rescue.active = 0;
	write_all(rescue.leave, rescue.leave_len);
	tcsetattr(STDIN_FILENO, TCSANOW, &rescue.before);
	aside_end();
}

static void
on_crash(int sig)
{
	rescue_terminal();
	for (int i = 0; i < CRASH_SIGNALS; i++)
		if (crash_signals[i] == sig)
			sigaction(sig, &crash_before[i], NULL);
	raise(sig);
}

static void
on_signal(int sig)
{
	int saved = errno;
	char byte = (char)sig;
	ssize_t n;

	/* A full pipe says already that there are signals. */
	n = write(rescue.pipe_out, &byte, 1);
	(void)n;
	errno = saved;
}

static void
handle_crashes(void)
{
	static char stack[64 * 1024];
	stack_t alt = {.ss_sp = stack, .ss_size = sizeof(stack)};
	struct sigaction sa = {.sa_handler = on_crash, .sa_flags = SA_ONSTACK};

	sigaltstack(&alt, NULL);
	sigemptyset(&sa.sa_mask);
	for (int i = 0; i < CRASH_SIGNALS; i++) {
		sigaction(crash_signals[i], NULL, &crash_before[i]);
		/* it would end nothing, but leave the terminal */
		if (crash_before[i].sa_handler != SIG_IGN)
			sigaction(crash_signals[i], &sa, NULL);
	}
}

static void
set_handlers(void (*handler)(int))
{
	struct sigaction sa = {.sa_handler = handler, .sa_flags = SA_RESTART};

	sigemptyset(&sa.sa_mask);
	for (int i = 0; i < WATCHED; i++)
		sigaction(watched[i], &sa, NULL);
}

static int
open_pipe(struct tty *t)
{
	int fd[2];

	if (pipe(fd) < 0)
		return -1;
	for (int i = 0; i < 2; i++) {
		fcntl(fd[i], F_SETFD, FD_CLOEXEC);
		fcntl(fd[i], F_SETFL, O_NONBLOCK);
	}
	t->pipe_in = fd[0];
	rescue.pipe_out = fd[1];
	return 0;
}

static int
leave_char(int c)
{
	if (rescue.leave_len < sizeof(rescue.leave))
		rescue.leave[rescue.leave_len++] = (char)c;
	return c;
}

static void
leave_cap(const char *name)
{
	char *s = tigetstr(name);

	if (s && s != (char *)-1)
		tputs(s, 1, leave_char);
}

static void
prepare_leave(void)
{
	static const char modes[] = PASTE_OFF MOUSE_OFF;

	rescue.leave_len = 0;
	for (const char *s = modes; *s; s++)
		leave_char(*s);
	leave_cap("sgr0");
	leave_cap("cnorm");
	leave_cap("rmcup");
}

/* Every key is one: Ctrl-S, Ctrl-V and Ctrl-O, and those that make signals.
 * As a signal Ctrl-C would drop what was typed ahead and end the script or
 * su(1) that has started us; Ctrl-Z would stop that, and its shell would take
 * the terminal before we are done. */
static void
set_termios(void)
{
	struct termios tio;

	if (tcgetattr(STDIN_FILENO, &tio) < 0)
		return;
	tio.c_iflag &= ~(tcflag_t)(IXON | ICRNL | INLCR | IGNCR | ISTRIP);
	tio.c_lflag &= ~(tcflag_t)(ICANON | ECHO | IEXTEN | ISIG);
	tio.c_cc[VMIN] = 1;
	tio.c_cc[VTIME] = 0;
	tcsetattr(STDIN_FILENO, TCSANOW, &tio);
	def_prog_mode();
}

static void
modes_on(const struct tty *t)
{
	rescue.active = 1;
	write_all(PASTE_ON, strlen(PASTE_ON));
	if (t->mouse)
		write_all(MOUSE_ON, strlen(MOUSE_ON));
}

static void
modes_off(void)
{
	write_all(PASTE_OFF MOUSE_OFF, strlen(PASTE_OFF MOUSE_OFF));
}

static bool
set_locale(void)
{
	bool utf8;

	setlocale(LC_ALL, "");
	utf8 = !strcmp(nl_langinfo(CODESET), "UTF-8");
	if (!utf8) {
		/* readline looks at the environment by itself */
		unsetenv("LC_ALL");
		setenv("LC_CTYPE", "C.UTF-8", 1);
		setlocale(LC_CTYPE, "");
	}
	return utf8;
}

static int
check_terminal(struct buf *err)
{
	const char *term = getenv("TERM");
	const char *cup;
	int status;

	if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO)) {
		buf_adds(err,
		    "standard input and output must be a terminal; in pipes "
		    "and scripts: --send '#CHANNEL', --tail '#CHANNEL'");
		return -1;
	}
	if (setupterm(NULL, STDOUT_FILENO, &status) != OK) {
		buf_addf(err,
		    "TERM=%s is not known here; TERM=xterm or TERM=vt100 "
		    "may fit",
		    term ? term : "");
		return -1;
	}
	cup = tigetstr("cup");
	if (!cup || cup == (char *)-1) {
		buf_addf(err,
		    "TERM=%s cannot move its cursor, which the full screen "
		    "needs",
		    term ? term : "");
		return -1;
	}
	del_curterm(cur_term);
	return 0;
}

static int
start_curses(struct tty *t)
{
	t->screen = newterm(NULL, stdout, stdin);
	if (!t->screen)
		return -1;
	cbreak();
	noecho();
	nonl();
	typeahead(-1);
	set_termios();
	return 0;
}

struct tty *
tty_open(struct buf *err)
{
	struct tty *t;
	bool utf8 = set_locale();

	if (check_terminal(err) < 0)
		return NULL;
	t = mem_alloc(sizeof(*t));
	t->utf8 = utf8;
	tcgetattr(STDIN_FILENO, &rescue.before);
	if (open_pipe(t) < 0 || start_curses(t) < 0) {
		buf_addf(
		    err, "the terminal cannot be set up: %s", strerror(errno));
		free(t);
		return NULL;
	}
	prepare_leave();
	atexit(rescue_terminal);
	handle_crashes();
	set_handlers(on_signal);
	modes_on(t);
	aside_begin();
	return t;
}

void
tty_close(struct tty *t)
{
	if (!t)
		return;
	set_handlers(SIG_DFL);
	modes_off();
	endwin();
	rescue.active = 0;
	tcsetattr(STDIN_FILENO, TCSADRAIN, &rescue.before);
	aside_end();
	delscreen(t->screen);
	close(t->pipe_in);
	close(rescue.pipe_out);
	free(t);
}

bool
tty_utf8(const struct tty *t)
{
	return t->utf8;
}

void
tty_mouse(struct tty *t, bool on)
{
	const char *modes = on ? MOUSE_ON : MOUSE_OFF;

	if (t->mouse == on)
		return;
	t->mouse = on;
	write_all(modes, strlen(modes));
}

int
tty_signal_fd(const struct tty *t)
{
	return t->pipe_in;
}

static unsigned
signal_bit(int sig)
{
	switch (sig) {
	case SIGWINCH:
		return TTY_RESIZED;
	case SIGTSTP:
		return TTY_SUSPEND;
	case SIGCONT:
		return TTY_CONTINUED;
	default:
		return TTY_QUIT;
	}
}

unsigned
tty_signals(struct tty *t)
{
	char bytes[64];
	unsigned set = 0;
	ssize_t n;

	while ((n = read(t->pipe_in, bytes, sizeof(bytes))) > 0)
		for (ssize_t i = 0; i < n; i++)
			set |= signal_bit(bytes[i]);
	return set;
}

ssize_t
tty_read(struct tty *t, char *bytes, size_t max)
{
	struct pollfd p = {.fd = STDIN_FILENO, .events = POLLIN};
	ssize_t n;

	(void)t;
	if (poll(&p, 1, 0) <= 0)
		return 0;
	n = read(STDIN_FILENO, bytes, max);
	if (n > 0)
		return n;
	return n < 0 && (errno == EINTR || errno == EAGAIN) ? 0 : -1;
}

void
tty_resume(struct tty *t)
{
	if (!rescue.active)
		tcgetattr(STDIN_FILENO, &rescue.before);
	reset_prog_mode();
	clearok(curscr, TRUE);
	modes_on(t);
	aside_begin();
}

void
tty_suspend(struct tty *t)
{
	struct sigaction dfl = {.sa_handler = SIG_DFL}, before;

	modes_off();
	endwin();
	rescue.active = 0;
	aside_end();
	/* Without a shell that could continue us, the default does nothing,
	 * where SIGSTOP would stop us for ever. */
	sigemptyset(&dfl.sa_mask);
	sigaction(SIGTSTP, &dfl, &before);
	kill(0, SIGTSTP);
	sigaction(SIGTSTP, &before, NULL);
	tty_resume(t);
}
