/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/screen/client.h"

#include <string.h>

#include "tests/harness/home.h"

enum { ARGS_MAX = 24 };

struct term *
client_start(const struct client_options *o)
{
	struct home home;
	const char *argv[ARGS_MAX] = {home_client(), "-c", home.conf};
	const char *env[ARGS_MAX] = {home.vars[0], home.vars[1], home.vars[2],
	    home.vars[3], "TERM=xterm-256color", "LANG=C.UTF-8",
	    "LC_ALL=C.UTF-8"};
	size_t n = 3, e = 7;

	home_make(&home, o->name, o->conf);
	for (size_t i = 0; o->args && o->args[i]; i++)
		argv[n++] = o->args[i];
	for (size_t i = 0; o->env && o->env[i]; i++)
		env[e++] = o->env[i];
	return term_start(&(struct term_options){.name = o->name,
	    .argv = argv,
	    .env = env,
	    .rows = o->rows,
	    .cols = o->cols});
}

struct term *
client_join_sized(const struct host *h, const char *nick, const char *channel,
    int rows, int cols)
{
	char url[64];
	const char *args[] = {"-n", nick, url, channel, NULL};
	struct term *t;

	snprintf(url, sizeof(url), "irc://127.0.0.1:%u", h->port);
	t = client_start(&(struct client_options){
	    .name = nick, .args = args, .rows = rows, .cols = cols});
	term_expect(t, "%s", channel);
	return t;
}

struct term *
client_join(const struct host *h, const char *nick, const char *channel)
{
	return client_join_sized(h, nick, channel, 0, 0);
}

void
client_quit(struct term *t)
{
	term_type(t, "/quit" KEY_ENTER);
	term_expect_exit(t, 0);
	if (term_left_wrong(t))
		give_up("%s left behind: %s", t->name, term_left_wrong(t));
}

VTermPos
client_expect_said(struct term *t, const char *nick, const char *text)
{
	VTermPos at = term_expect(t, "%s", text);

	if (!strstr(term_row(t, at.row), nick))
		give_up("no %s in: %s", nick, term_row(t, at.row));
	return at;
}
