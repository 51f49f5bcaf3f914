/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "server/options.h"

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <sysexits.h>

#include "common/mem.h"
#include "common/url.h"

static const struct option long_options[] = {
    {"config", required_argument, NULL, 'c'},
    {"listen", required_argument, NULL, 'l'},
    {"state", required_argument, NULL, 's'},
    {"test-config", no_argument, NULL, 't'},
    {"verbose", no_argument, NULL, 'v'},
    {"version", no_argument, NULL, 'V'},
    {"help", no_argument, NULL, 'h'},
    {NULL, 0, NULL, 0},
};

static const char usage[] =
    "usage: tcpchat-server [-c FILE] [-l URL]... [-s DIR] [-t] [-v] [-V] "
    "[-h]\n";

static const char help[] =
    "  -c, --config FILE   settings (" SYSCONFDIR "/tcpchat/server.conf, if "
    "it exists)\n"
    "  -l, --listen URL    where to listen: irc://HOST:PORT or unix:PATH;\n"
    "                      may stand several times, replaces the settings'\n"
    "  -s, --state DIR     where history is kept (as root " LOCALSTATEDIR
    "/lib/tcpchat,\n"
    "                      else $XDG_STATE_HOME/tcpchat-server)\n"
    "  -t, --test-config   check the settings, say where they are wrong, "
    "exit\n"
    "  -v, --verbose       log more\n"
    "  -V, --version       show the version, exit\n"
    "  -h, --help          show this, exit\n";

static int
add_listen(struct options *o, char *text)
{
	struct url u;
	const char *why;

	if (url_parse(&u, text, &why) == 0 &&
	    (u.scheme == URL_IRCS || u.scheme == URL_PLAIN)) {
		fprintf(stderr,
		    "tcpchat-server: -l %s: only irc:// and unix: are in "
		    "this version\n",
		    text);
		return EX_USAGE;
	}
	if (url_parse(&u, text, &why) < 0) {
		fprintf(stderr, "tcpchat-server: -l %s: %s\n", text, why);
		return EX_USAGE;
	}
	o->listen.items = mem_resize(
	    o->listen.items, (o->listen.count + 1) * sizeof(*o->listen.items));
	o->listen.items[o->listen.count++] = text;
	return OPTIONS_GO;
}

static int
take_option(struct options *o, int option)
{
	switch (option) {
	case 'c':
		o->settings = optarg;
		return OPTIONS_GO;
	case 'l':
		return add_listen(o, optarg);
	case 's':
		o->state = optarg;
		return OPTIONS_GO;
	case 't':
		o->test = true;
		return OPTIONS_GO;
	case 'v':
		o->verbose = true;
		return OPTIONS_GO;
	case 'V':
		puts("tcpchat-server " PACKAGE_VERSION);
		return EX_OK;
	case 'h':
		printf("%s%s", usage, help);
		return EX_OK;
	default:
		fputs(usage, stderr);
		return EX_USAGE;
	}
}

int
options_parse(struct options *o, int argc, char **argv)
{
	int option, status = OPTIONS_GO;

	while (status == OPTIONS_GO &&
	    (option = getopt_long(
		 argc, argv, "c:l:s:tvVh", long_options, NULL)) != -1)
		status = take_option(o, option);
	if (status == OPTIONS_GO && optind < argc) {
		fprintf(stderr, "tcpchat-server: unexpected argument: %s\n%s",
		    argv[optind], usage);
		return EX_USAGE;
	}
	return status;
}

void
options_free(struct options *o)
{
	free(o->listen.items);
}
