/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "client/chatlog.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <utlist.h>

#include "client/logfile.h"
#include "client/logname.h"
#include "client/scan.h"
#include "common/clock.h"
#include "common/mem.h"
#include "common/text.h"
#include "common/url.h"
#include "common/worker.h"

enum {
	PENDING_MAX = 1 << 20, /* bytes that wait while the disk does not */
	GOODBYE_MS = 1000,
	DAY_MS = 86400000
};

/* A line of a job; dir and text are where they begin in its bytes. */
struct item {
	size_t dir, text;
	int64_t time_ms, since_ms;
	bool history;
};

struct writing {
	struct job job;
	struct logfiles *files; /* one job at a time touches them */
	struct buf bytes;
	struct item *items;
	size_t count, cap;

	size_t lost; /* lines that could not be written */
	int error;   /* why */
	struct buf path;
};

struct chatlog {
	const struct settings *settings;
	char *dir;
	struct worker *worker; /* started with the first line */
	struct logfiles *files;
	struct writing *next; /* what is gathered */
	bool writing;         /* a batch is with the thread */
	size_t lost;          /* lines since it was told that none is written */
	bool told;
	struct buf trouble; /* what to tell, or empty */
};

struct chatlog *
chatlog_open(const struct settings *settings, const char *dir)
{
	struct chatlog *l = mem_alloc(sizeof(*l));

	l->settings = settings;
	l->dir = mem_strdup(dir);
	return l;
}

static void
writing_free(struct writing *b)
{
	buf_free(&b->bytes);
	buf_free(&b->path);
	free(b->items);
	free(b);
}

static void
on_drop(struct job *job)
{
	writing_free((struct writing *)job);
}

/* The names of the first file that failed and its reason are kept. */
static void
failed(struct writing *b, const struct buf *path, size_t lines)
{
	if (!b->error) {
		b->error = errno;
		buf_adds(&b->path, path->len ? path->data : "");
	}
	b->lost += lines;
}

static void
on_run(struct job *job)
{
	struct writing *b = (struct writing *)job;
	struct buf path = {0};

	for (size_t i = 0; i < b->count; i++) {
		const struct item *item = &b->items[i];
		struct log_entry e = {.dir = b->bytes.data + item->dir,
		    .text = b->bytes.data + item->text,
		    .time_ms = item->time_ms,
		    .history = item->history,
		    .since_ms = item->since_ms};

		if (logfiles_write(b->files, &e, &path) < 0)
			failed(b, &path, 1);
	}
	if (logfiles_flush(b->files, &path) < 0)
		failed(b, &path, 1);
	buf_free(&path);
}

static void
trouble(struct chatlog *l, const char *what, int error)
{
	if (l->told)
		return;
	l->told = true;
	buf_addf(&l->trouble,
	    "The log cannot be written: %s: %s. What is said now is missing "
	    "in it until it can",
	    what, strerror(error));
}

static void
on_done(struct job *job, void *context)
{
	struct writing *b = (struct writing *)job;
	struct chatlog *l = context;

	l->writing = false;
	l->lost += b->lost;
	if (b->error) {
		trouble(l, b->path.data, b->error);
	} else if (!b->error && l->told) {
		l->told = false;
		buf_addf(&l->trouble,
		    "The log is written again; %zu lines are missing in it",
		    l->lost);
		l->lost = 0;
	}
	writing_free(b);
}

static const struct settings_network *
section_of(const struct settings *settings, const struct network *n)
{
	const struct settings_network *sn = settings_network(settings, n->name);

	return sn && !strcmp(sn->server, n->server) ? sn : NULL;
}

static bool
keeps_history(const struct network *n)
{
	return n->keeps_history || (n->offered & CAP_CHATHISTORY);
}

/* What its section says; LOG_USUAL where that says nothing. */
static int
own_choice(const struct settings *settings, const struct network *n)
{
	const struct settings_network *sn = section_of(settings, n);

	return sn ? sn->log : LOG_USUAL;
}

bool
chatlog_wanted(const struct settings *settings, const struct network *n)
{
	int own = own_choice(settings, n);
	int choice = own == LOG_USUAL ? settings->log : own;

	return choice == LOG_YES || (choice == LOG_AUTO && !keeps_history(n));
}

/* A server without a section by its host, with the port where it is no usual
 * one. */
static void
add_server(const char *server, struct buf *out)
{
	const char *why;
	struct url u;

	if (!*server)
		buf_adds(out, "local");
	else if (url_parse_loose(&u, server, &why) < 0 || !*u.host)
		buf_adds(out, server);
	else if (!strcmp(u.port, "6667") || !strcmp(u.port, "6697"))
		buf_adds(out, u.host);
	else
		buf_addf(out, "%s+%s", u.host, u.port);
}

static void
add_dir(const struct chatlog *l, const struct room *r, struct buf *out)
{
	const struct network *n = r->network;
	struct buf network = {0};

	if (section_of(l->settings, n))
		buf_adds(&network, n->name);
	else
		add_server(n->server, &network);
	buf_addf(out, "%s/", l->dir);
	logname_add(out, network.data, "ascii");
	buf_addc(out, '/');
	logname_add(out, r->name, n->casemapping);
	buf_free(&network);
}

void
chatlog_line(struct buf *out, const struct said_line *said)
{
	struct buf nick = {0};

	if (said->prefix)
		buf_addc(&nick, said->prefix);
	text_visible(&nick, said->nick ? said->nick : "",
	    said->nick ? strlen(said->nick) : 0, NULL);
	if (said->kind == SAID_MESSAGE)
		buf_addf(out, "<%s> ", nick.data);
	else if (said->kind == SAID_ACTION)
		buf_addf(out, "* %s ", nick.data);
	else if (said->kind == SAID_NOTICE)
		buf_addf(out, "-%s- ", nick.data);
	else
		buf_adds(out, "-- ");
	scan_text(out, said->text, strlen(said->text));
	buf_free(&nick);
}

static size_t
keep(struct writing *b, const struct buf *s)
{
	size_t at = b->bytes.len;

	buf_add(&b->bytes, s->data, s->len);
	buf_addc(&b->bytes, '\0');
	return at;
}

/* A clock that is far ahead of ours makes no file of another day. */
static int64_t
time_of(const struct said_line *said)
{
	int64_t now = clock_wall_ms();

	return said->time_ms > 0 && said->time_ms < now + DAY_MS ? said->time_ms
								 : now;
}

static void
gather(struct writing *b, const struct room *r, const struct said_line *said,
    const struct buf *dir)
{
	struct item *item;
	struct buf line = {0};

	if (b->count == b->cap) {
		b->cap = b->cap ? b->cap * 2 : 16;
		b->items = mem_resize(b->items, b->cap * sizeof(*b->items));
	}
	chatlog_line(&line, said);
	item = &b->items[b->count++];
	*item = (struct item){.time_ms = time_of(said),
	    .since_ms = r->left_ms,
	    .history = said->flags & LINE_HISTORY};
	item->dir = keep(b, dir);
	item->text = keep(b, &line);
	buf_free(&line);
}

static bool
is_logged(const struct room *r, const struct said_line *said)
{
	return (r->kind == ROOM_CHANNEL || r->kind == ROOM_QUERY) &&
	    said->kind <= SAID_EVENT && !(said->flags & LINE_COPY);
}

void
chatlog_add(
    struct chatlog *l, const struct room *r, const struct said_line *said)
{
	struct buf dir = {0};

	if (!is_logged(r, said) || !chatlog_wanted(l->settings, r->network))
		return;
	r->network->logged = true;
	if (!l->next) {
		l->next = mem_alloc(sizeof(*l->next));
		l->next->job = (struct job){
		    .run = on_run, .done = on_done, .drop = on_drop};
	}
	if (l->next->bytes.len > PENDING_MAX) {
		l->lost++;
		return;
	}
	add_dir(l, r, &dir);
	gather(l->next, r, said, &dir);
	buf_free(&dir);
}

static bool
start(struct chatlog *l)
{
	if (l->worker)
		return true;
	l->worker = worker_start(1, 1);
	if (l->worker && !l->files)
		l->files = logfiles_new();
	if (!l->worker)
		trouble(l, "no thread", errno);
	return l->worker != NULL;
}

static void
submit(struct chatlog *l)
{
	if (!l->next || l->writing || !start(l))
		return;
	l->next->files = l->files;
	if (worker_submit(l->worker, &l->next->job) < 0)
		return;
	l->next = NULL;
	l->writing = true;
}

/* Nobody is to find out by chance. */
static void
announce(const struct chatlog *l, struct state *s)
{
	struct network *n;

	DL_FOREACH (s->networks, n) {
		if (!n->logged || n->log_told)
			continue;
		n->log_told = true;
		state_say(s, n->room, SAID_CLIENT,
		    "What is said on %s is written to files in %s%s", n->name,
		    l->dir,
		    own_choice(l->settings, n) == LOG_USUAL
			? "; /set log no ends that"
			: ", as its section of the configuration says");
	}
}

void
chatlog_turn(struct chatlog *l, struct state *s)
{
	announce(l, s);
	submit(l);
	if (!l->trouble.len)
		return;
	state_say(
	    s, NULL, l->told ? SAID_ERROR : SAID_CLIENT, "%s", l->trouble.data);
	buf_reset(&l->trouble);
}

int
chatlog_fd(const struct chatlog *l)
{
	return l->worker ? worker_fd(l->worker) : -1;
}

void
chatlog_reap(struct chatlog *l)
{
	if (l->worker)
		worker_reap(l->worker, l);
}

static void
write_rest(struct chatlog *l)
{
	int64_t until = clock_mono_ms() + GOODBYE_MS, left = GOODBYE_MS;
	struct pollfd fd = {.events = POLLIN};

	submit(l);
	for (; l->writing && left > 0; left = until - clock_mono_ms()) {
		fd.fd = chatlog_fd(l);
		if (poll(&fd, 1, (int)left) > 0)
			chatlog_reap(l);
		submit(l);
	}
}

void
chatlog_close(struct chatlog *l)
{
	if (!l)
		return;
	write_rest(l);
	if (l->worker)
		worker_stop(l->worker);
	/* a thread that still waits for the disk uses them */
	if (l->files && !l->writing)
		logfiles_free(l->files);
	if (l->next)
		writing_free(l->next);
	buf_free(&l->trouble);
	free(l->dir);
	free(l);
}
