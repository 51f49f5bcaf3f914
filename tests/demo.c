/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sysexits.h>
#include <time.h>

#include "common/clock.h"
#include "tests/screen/screen.h"

enum { DEMO_ROWS = 12, DEMO_COLS = 76 };

static void
clean_up(void)
{
	watch_end_all();
	test_dir_remove();
}

/* An assertion of the harness has failed. */
void
talk_failed(void)
{
	fputs("what was said before the failure:\n", stderr);
	record_show(stderr);
	watch_show_all(stderr);
	clean_up();
}

void
give_up(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	fputs("demo: ", stderr);
	vfprintf(stderr, fmt, ap);
	fputc('\n', stderr);
	va_end(ap);
	talk_failed();
	exit(EX_SOFTWARE);
}

static struct term *
sit_down(const char *name, const char *server)
{
	const char *const args[] = {server, NULL};
	struct term *t = client_start(&(struct client_options){
	    .name = name, .args = args, .rows = DEMO_ROWS, .cols = DEMO_COLS});

	term_expect_row(t, -1, "#lobby>");
	return t;
}

static void
leave(struct term *t)
{
	term_type(t, "/quit" KEY_ENTER);
	term_expect_exit(t, EX_OK);
}

/* Never twice the same: the history of a server may show what was said in
 * an earlier run. */
static void
write_message(char *text, size_t size)
{
	int64_t now_ms = clock_wall_ms();
	time_t now = (time_t)(now_ms / 1000);
	struct tm tm;
	char clock[16];

	localtime_r(&now, &tm);
	strftime(clock, sizeof(clock), "%T", &tm);
	snprintf(text, size, "sent at %s.%03d from the other", clock,
	    (int)(now_ms % 1000));
}

static void
print_screen(struct term *t)
{
	struct buf text = {0};

	term_text(t, &text);
	fputs(text.data, stdout);
	buf_free(&text);
}

/* demo SERVER: two clients on two terminals; what is typed in one appears on
 * the screen of the other, which is printed. */
int
main(int argc, char **argv)
{
	struct term *speaker, *listener;
	char text[64];

	if (argc != 2) {
		fputs("usage: demo SERVER\n", stderr);
		return EX_USAGE;
	}
	listener = sit_down("listener", argv[1]);
	speaker = sit_down("speaker", argv[1]);
	write_message(text, sizeof(text));
	term_type(speaker, text);
	term_type(speaker, KEY_ENTER);
	term_expect(listener, "%s", text);
	print_screen(listener);
	leave(speaker);
	leave(listener);
	clean_up();
	return EX_OK;
}
