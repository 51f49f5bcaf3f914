/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/screen/client.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "common/mem.h"

enum { ARGS_MAX = 24 };

static const char *
program(void)
{
	static char path[512];
	const char *build = getenv("builddir");

	if (getenv("CLIENT"))
		return getenv("CLIENT");
	snprintf(path, sizeof(path), "%s/tcpchat", build ? build : ".");
	return path;
}

static void
make_dir(const char *path)
{
	if (mkdir(path, 0700) < 0 && errno != EEXIST)
		give_up("%s: %s", path, strerror(errno));
}

struct term *
client_start(const struct client_options *o)
{
	static char home[200], runtime[200], config[200], state[200];
	const char *argv[ARGS_MAX] = {program()};
	const char *env[ARGS_MAX] = {home, runtime, config, state,
	    "TERM=xterm-256color", "LANG=C.UTF-8", "LC_ALL=C.UTF-8"};
	char path[160];
	size_t n = 1, e = 7;

	snprintf(path, sizeof(path), "%s/%s", test_dir(), o->name);
	make_dir(path);
	snprintf(home, sizeof(home), "HOME=%s", path);
	snprintf(runtime, sizeof(runtime), "XDG_RUNTIME_DIR=%s/run", path);
	snprintf(config, sizeof(config), "XDG_CONFIG_HOME=%s/config", path);
	snprintf(state, sizeof(state), "XDG_STATE_HOME=%s/state", path);
	snprintf(path, sizeof(path), "%s/client.conf", o->name);
	test_file(path, o->conf ? o->conf : "");
	snprintf(path, sizeof(path), "%s/%s/client.conf", test_dir(), o->name);
	argv[n++] = "-c";
	argv[n++] = path;
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
