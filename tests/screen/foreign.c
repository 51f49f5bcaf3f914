/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/screen/foreign.h"

#include <errno.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/clock.h"

enum { ROWS = 40, COLS = 160 };

/* Where a program of $PATH lies; NULL: nowhere. */
static const char *
find_program(const char *name)
{
	static char found[512];
	const char *path = getenv("PATH");

	if (strchr(name, '/'))
		return access(name, R_OK) == 0 ? name : NULL;
	while (path && *path) {
		size_t len = strcspn(path, ":");

		snprintf(found, sizeof(found), "%.*s/%s", (int)len, path, name);
		if (access(found, X_OK) == 0)
			return found;
		path += len + (path[len] == ':');
	}
	return NULL;
}

const char *
foreign_program(const char *name)
{
	const char *path = find_program(name);

	if (!path)
		give_up("%s is not installed", name);
	return path;
}

static void
make_home(const char *name, char *path, size_t size)
{
	snprintf(path, size, "%s/%s", test_dir(), name);
	if (mkdir(path, 0700) < 0 && errno != EEXIST)
		give_up("%s: %s", path, strerror(errno));
}

void
foreign_file(const char *name, const char *file, const char *text)
{
	char path[200];

	make_home(name, path, sizeof(path));
	snprintf(path, sizeof(path), "%s/%s", name, file);
	test_file(path, text);
}

struct term *
foreign_start(const char *name, const char *const *argv)
{
	char path[160], home[200];
	const char *env[] = {home, "TZ=UTC", "TERM=xterm-256color",
	    "LANG=C.UTF-8", "LC_ALL=C.UTF-8", NULL};

	make_home(name, path, sizeof(path));
	snprintf(home, sizeof(home), "HOME=%s", path);
	return term_start(&(struct term_options){.name = name,
	    .argv = argv,
	    .env = env,
	    .rows = ROWS,
	    .cols = COLS});
}

void
foreign_play(struct term *t, struct peer *p, const struct turn *session)
{
	for (; session->types || session->says; session++) {
		if (session->types) {
			term_type(t, session->types);
			term_type(t, KEY_ENTER);
		}
		if (session->says)
			peer_send(p, "%s", session->says);
		if (session->hears)
			peer_expect(p, "%s", session->hears);
		if (session->shows)
			term_expect(t, "%s", session->shows);
	}
}

VTermPos
foreign_expect_once(struct term *t, const char *text)
{
	VTermPos at = term_expect(t, "%s", text);
	struct buf all = {0};
	const char *first;

	term_text(t, &all);
	first = strstr(all.data, text);
	if (!first || strstr(first + 1, text))
		give_up("%s shows more than once: %s", t->name, text);
	buf_free(&all);
	return at;
}

enum { BACK_MS = 7200000 };

void
foreign_turn_back(struct host *h)
{
	struct buf path = {0}, sql = {0};
	sqlite3 *db;

	host_stop(h);
	buf_addf(&path, "%s/history.db", h->state);
	buf_addf(&sql,
	    "UPDATE events SET time_ms = time_ms - %d;"
	    "UPDATE cursors SET time_ms = time_ms - %d WHERE time_ms > 0",
	    BACK_MS, BACK_MS);
	if (sqlite3_open(path.data, &db) ||
	    sqlite3_exec(db, sql.data, NULL, NULL, NULL))
		give_up("%s: %s", path.data, sqlite3_errmsg(db));
	sqlite3_close(db);
	buf_free(&path);
	buf_free(&sql);
	host_again(h, NULL, true);
}

void
foreign_hour(struct peer *p, char hour[6])
{
	char iso[CLOCK_ISO_LEN];

	clock_iso(clock_parse_iso(peer_tag(p, "time")) - BACK_MS, iso);
	snprintf(hour, 6, "%.5s", iso + 11);
}

void
foreign_expect_differ(struct term *t, const char *a, const char *b)
{
	VTermPos at_a = term_expect(t, "%s", a), at_b = term_expect(t, "%s", b);
	VTermScreenCell x = term_cell(t, at_a.row, at_a.col);
	VTermScreenCell y = term_cell(t, at_b.row, at_b.col);

	if (vterm_color_is_equal(&x.fg, &y.fg) &&
	    vterm_color_is_equal(&x.bg, &y.bg) &&
	    x.attrs.bold == y.attrs.bold && x.attrs.reverse == y.attrs.reverse)
		give_up("%s shows alike: %s; %s", t->name, a, b);
}

static bool
required(void)
{
	const char *clients = getenv("TCPCHAT_CLIENTS");

	return clients && !strcmp(clients, "required");
}

Suite *
foreign_suite(
    const char *name, const char *const *programs, const TTest *const *tests)
{
	for (; *programs && !required(); programs++) {
		if (find_program(*programs))
			continue;
		printf("tests: %s is left out: %s is not installed\n", name,
		    *programs);
		fflush(stdout);
		return talk_suite(name, TESTS(NULL), TESTS(NULL));
	}
	return talk_suite(name, tests, TESTS(NULL));
}
