/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <config.h>

#include <getopt.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

#include "client/app.h"
#include "client/dial.h"
#include "client/places.h"
#include "client/relay.h"
#include "client/settings.h"

static const char usage[] =
    "usage: tcpchat [OPTION...] [SERVER] ['#CHANNEL'...]\n";

static const char help[] =
    "\n"
    "Chat on a server: the local one, or any IRC server.\n"
    "\n"
    "  SERVER             host or host:port (with TLS), irc://HOST:PORT (not\n"
    "                     encrypted), ircs://HOST:PORT, ssh://HOST (its own\n"
    "                     server, as whom ssh logs in), unix:PATH or the name\n"
    "                     of a network in the config; default:\n"
    "                     $TCPCHAT_SERVER, the config, the local server\n"
    "  '#CHANNEL'         a channel to join; default: the server's lobby\n"
    "\n"
    "  -n, --nick NICK    your name; default: the config, the login name\n"
    "  -c, --config FILE  instead of ~/.config/tcpchat/tcpchat.conf\n"
    "  --fingerprint F    what the server's key must have: 64 hex digits, or\n"
    "                     the eight words with - between them\n"
    "  --relay [SOCKET]   join standard input and output to the server here:\n"
    "                     what ssh://HOST runs on the other machine\n"
    "  -V, --version      show the version\n"
    "  -h, --help         show this\n"
    "\n"
    "Inside, /help shows commands and keys. Manual: man tcpchat\n";

enum { OPTION_FINGERPRINT = 256, OPTION_RELAY };

static const struct option options[] = {
    {"nick", required_argument, NULL, 'n'},
    {"config", required_argument, NULL, 'c'},
    {"fingerprint", required_argument, NULL, OPTION_FINGERPRINT},
    {"relay", no_argument, NULL, OPTION_RELAY},
    {"version", no_argument, NULL, 'V'},
    {"help", no_argument, NULL, 'h'},
    {NULL, 0, NULL, 0},
};

struct told {
	const char *nick;
	const char *config;
	struct fingerprint fingerprint;
	bool relay;
	const char *server;
	char **channels;
	size_t nchannels;
};

static void
fail(int status, const char *why, const char *what)
{
	fprintf(stderr, "tcpchat: %s%s\n", why, what);
	exit(status);
}

static void
show_and_exit(int option)
{
	if (option == 'V')
		puts(PACKAGE_STRING);
	else
		printf("%s%s", usage, help);
	exit(EXIT_SUCCESS);
}

static void
parse_fingerprint(struct told *told, const char *text)
{
	const char *why;

	if (fingerprint_parse(&told->fingerprint, text, &why) < 0)
		fail(EX_USAGE, "--fingerprint: ", why);
}

static void
parse_options(struct told *told, int argc, char **argv)
{
	int option;

	while ((option = getopt_long(argc, argv, "n:c:Vh", options, NULL)) >= 0)
		switch (option) {
		case 'n':
			told->nick = optarg;
			break;
		case 'c':
			told->config = optarg;
			break;
		case OPTION_FINGERPRINT:
			parse_fingerprint(told, optarg);
			break;
		case OPTION_RELAY:
			told->relay = true;
			break;
		case 'V':
		case 'h':
			show_and_exit(option);
			break;
		default:
			fputs(usage, stderr);
			fputs("Try tcpchat --help\n", stderr);
			exit(EX_USAGE);
		}
}

/* A server may stand before the channels; the rest are channels. */
static void
parse_operands(struct told *told, int argc, char **argv)
{
	told->server = "";
	if (optind < argc && !strchr("#&", *argv[optind]))
		told->server = argv[optind++];
	told->channels = argv + optind;
	told->nchannels = (size_t)(argc - optind);
	for (size_t i = 0; i < told->nchannels; i++)
		if (!*told->channels[i] || !strchr("#&", *told->channels[i]) ||
		    strchr(told->channels[i], ' '))
			fail(EX_USAGE,
			    "after the server stand channels, which begin "
			    "with # and have no space: ",
			    told->channels[i]);
}

static void
load_settings(struct settings *settings, const struct told *told)
{
	struct buf err = {0};

	if (settings_load(settings, told->config, &err) < 0)
		fail(EX_CONFIG, err.data, "");
	if (told->nick &&
	    conf_set(&client_spec, settings, "nick", told->nick, &err) < 0)
		fail(EX_USAGE, err.data, "");
	buf_free(&err);
}

/* What would be tried first must be something we can connect to. */
static void
check_server(struct settings *settings, const struct told *told)
{
	struct state state = {.settings = settings};
	const char *server = told->server;
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
check_fingerprint(const struct settings *settings, const struct told *told)
{
	struct url places[PLACES_MAX];
	size_t count = places_for(settings, told->server, places);

	if (told->fingerprint.known &&
	    (count != 1 || places[0].scheme != URL_IRCS))
		fail(EX_USAGE, "--fingerprint is for a server with TLS: ",
		    "tcpchat --fingerprint F ircs://HOST");
}

/* For `tcpchat ssh://HOST` on another machine. */
static int
relay(int argc, char **argv)
{
	const char *path = optind < argc ? argv[optind] : "";

	if (argc - optind > 1)
		fail(EX_USAGE, "--relay takes one socket or none", "");
	signal(SIGPIPE, SIG_IGN);
	return relay_run(strncmp(path, "unix:", 5) ? path : path + 5);
}

int
main(int argc, char **argv)
{
	struct settings settings = {0};
	struct told told = {0};
	struct buf err = {0};
	struct app_args args;

	parse_options(&told, argc, argv);
	if (told.relay)
		return relay(argc, argv);
	parse_operands(&told, argc, argv);
	load_settings(&settings, &told);
	check_server(&settings, &told);
	check_fingerprint(&settings, &told);
	signal(SIGPIPE, SIG_IGN);
	args = (struct app_args){.settings = &settings,
	    .server = told.server,
	    .fingerprint = told.fingerprint,
	    .channels = told.channels,
	    .nchannels = told.nchannels};
	if (app_run(&args, &err) < 0)
		fail(EX_USAGE, err.data, "");
	settings_free(&settings);
	return EXIT_SUCCESS;
}
