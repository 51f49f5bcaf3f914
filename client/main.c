/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sysexits.h>

#include "client/app.h"
#include "client/dial.h"
#include "client/exec.h"
#include "client/options.h"
#include "client/places.h"
#include "client/relay.h"
#include "client/send.h"
#include "client/settings.h"
#include "client/tail.h"

static void
fail(int status, const char *why, const char *what)
{
	fprintf(stderr, "tcpchat: %s%s\n", why, what);
	exit(status);
}

static void
load_settings(struct settings *settings, const struct options *o)
{
	struct buf err = {0};

	if (settings_load(settings, o->config, &err) < 0)
		fail(EX_CONFIG, err.data, "");
	if (o->nick &&
	    conf_set(&client_spec, settings, "nick", o->nick, &err) < 0)
		fail(EX_USAGE, err.data, "");
	buf_free(&err);
}

/* What would be tried first must be something we can connect to. */
static void
check_server(struct settings *settings, const struct options *o)
{
	struct state state = {.settings = settings};
	const char *server = o->server;
	struct buf err = {0};

	if (!*server && getenv("TCPCHAT_SERVER"))
		server = getenv("TCPCHAT_SERVER");
	if (dial_check(&state, server, &err) < 0)
		fail(EX_USAGE, err.data, "");
	if (!*server && dial_check(&state, settings->server, &err) < 0)
		fail(EX_CONFIG, "server in the config: ", err.data);
	buf_free(&err);
}

/* A fingerprint is of a server that is connected to with TLS. */
static void
check_fingerprint(const struct settings *settings, const struct options *o)
{
	struct url places[PLACES_MAX];
	size_t count = places_for(settings, o->server, places);

	if (o->fingerprint.known &&
	    (count != 1 || places[0].scheme != URL_IRCS))
		fail(EX_USAGE, "--fingerprint is for a server with TLS: ",
		    "tcpchat --fingerprint F ircs://HOST");
}

static int
run_screen(const struct options *o, struct settings *settings)
{
	struct app_args args = {.settings = settings,
	    .server = o->server,
	    .fingerprint = o->fingerprint,
	    .channels = o->channels,
	    .nchannels = o->nchannels};
	struct buf err = {0};

	if (app_run(&args, &err) < 0)
		fail(EX_USAGE, err.data, "");
	return EXIT_SUCCESS;
}

static int (*const jobs[])(const struct options *o,
    struct settings *settings) = {[JOB_SCREEN] = run_screen,
    [JOB_SEND] = send_run,
    [JOB_TAIL] = tail_run,
    [JOB_EXEC] = exec_run};

int
main(int argc, char **argv)
{
	struct settings settings = {0};
	struct options o;
	int status;

	options_parse(&o, argc, argv);
	signal(SIGPIPE, SIG_IGN);
	if (o.job == JOB_RELAY)
		return relay_run(o.relay);
	load_settings(&settings, &o);
	check_server(&settings, &o);
	check_fingerprint(&settings, &o);
	status = jobs[o.job](&o, &settings);
	settings_free(&settings);
	return status;
}
