/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "server/options.h"

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <sysexits.h>

#include "common/mem.h"
#include "common/url.h"

/* Those without a letter. */
enum {
	OPTION_BACKUP = 256,
	OPTION_EXPORT,
	OPTION_IMPORT,
	OPTION_CHANNEL,
	OPTION_ACCOUNT,
	OPTION_FORMAT,
	OPTION_NICK,
	OPTION_DATE,
	OPTION_TIMEZONE,
	OPTION_OWNER,
	OPTION_INVITE,
	OPTION_USES,
	OPTION_FOR
};

static const struct option long_options[] = {
    {"config", required_argument, NULL, 'c'},
    {"listen", required_argument, NULL, 'l'},
    {"state", required_argument, NULL, 's'},
    {"user", required_argument, NULL, 'u'},
    {"test-config", no_argument, NULL, 't'},
    {"verbose", no_argument, NULL, 'v'},
    {"version", no_argument, NULL, 'V'},
    {"help", no_argument, NULL, 'h'},
    {"backup", required_argument, NULL, OPTION_BACKUP},
    {"export", required_argument, NULL, OPTION_EXPORT},
    {"channel", required_argument, NULL, OPTION_CHANNEL},
    {"account", required_argument, NULL, OPTION_ACCOUNT},
    {"import", required_argument, NULL, OPTION_IMPORT},
    {"format", required_argument, NULL, OPTION_FORMAT},
    {"nick", required_argument, NULL, OPTION_NICK},
    {"date", required_argument, NULL, OPTION_DATE},
    {"timezone", required_argument, NULL, OPTION_TIMEZONE},
    {"owner", required_argument, NULL, OPTION_OWNER},
    {"invite", no_argument, NULL, OPTION_INVITE},
    {"uses", required_argument, NULL, OPTION_USES},
    {"for", required_argument, NULL, OPTION_FOR},
    {NULL, 0, NULL, 0},
};

static const char usage[] =
    "usage: tcpchat-server [-c FILE] [-l URL]... [-s DIR] [-u USER] [-t] "
    "[-v] [-V] [-h]\n"
    "       tcpchat-server --backup FILE [-s DIR]\n"
    "       tcpchat-server --export FILE [--channel NAME] [--account NAME] "
    "[-s DIR]\n"
    "       tcpchat-server --import FILE... [--format NAME --channel NAME "
    "[--nick NICK]\n"
    "           [--date DATE] [--timezone ZONE]] [--owner ACCOUNT] [-c FILE] "
    "[-s DIR]\n"
    "       tcpchat-server --invite [--uses N] [--for DURATION] [-s DIR]\n";

static const char help[] =
    "  -c, --config FILE   settings (" SYSCONFDIR "/tcpchat/server.conf, if "
    "it exists)\n"
    "  -l, --listen URL    where to listen: irc://HOST:PORT, ircs://HOST:PORT\n"
    "                      (TLS), unix:PATH or plain://[HOST][:PORT] (for nc\n"
    "                      and telnet; without HOST on loopback); may stand\n"
    "                      several times, replaces the settings'\n"
    "  -s, --state DIR     where history and keys are kept (as root\n"
    "                      " LOCALSTATEDIR "/lib/tcpchat,\n"
    "                      else $XDG_STATE_HOME/tcpchat-server)\n"
    "  -u, --user USER     whom to become when root has started it (tcpchat)"
    "\n"
    "  -t, --test-config   check the settings, say where they are wrong, "
    "exit\n"
    "  -v, --verbose       log more\n"
    "  -V, --version       show the version, exit\n"
    "  -h, --help          show this, exit\n"
    "  --backup FILE       copy the history to a new file, exit; a server "
    "may run\n"
    "  --export FILE       write the history as JSON lines, exit (- for "
    "standard\n"
    "                      output); a server may run; with --channel and\n"
    "                      --account: of that channel, of that account\n"
    "  --import FILE...    take such lines into the history, exit (- for "
    "standard\n"
    "                      input); no server may run\n"
    "  --format NAME       the files are logs: weechat, irssi or znc\n"
    "  --channel NAME      of this channel\n"
    "  --nick NICK         written by whoever had this nick at their begin\n"
    "  --date DATE         the day of the first line, as in 2026-11-26\n"
    "  --timezone ZONE     where their times are from (this machine's)\n"
    "  --owner ACCOUNT     founds channels that the import makes, which are\n"
    "                      then invite-only\n"
    "  --invite            print an invitation, with which somebody may "
    "register\n"
    "                      an account, exit; a server may run\n"
    "  --uses N            for so many accounts (1)\n"
    "  --for DURATION      for so long, as in 12h or 30d (7d)\n";

static int
add_listen(struct options *o, char *text)
{
	struct url u;
	const char *why;

	if (url_parse(&u, text, &why) < 0) {
		fprintf(stderr, "tcpchat-server: -l %s: %s\n", text, why);
		return EX_USAGE;
	}
	o->listen.items = mem_resize(
	    o->listen.items, (o->listen.count + 1) * sizeof(*o->listen.items));
	o->listen.items[o->listen.count++] = text;
	return OPTIONS_GO;
}

static void
add_file(struct options *o, char *name)
{
	o->files.items = mem_resize(
	    o->files.items, (o->files.count + 1) * sizeof(*o->files.items));
	o->files.items[o->files.count++] = name;
}

/* Those that are kept as they are; NULL for another one. */
static const char **
text_of(struct options *o, int option)
{
	switch (option) {
	case 'c':
		return &o->settings;
	case 's':
		return &o->state;
	case 'u':
		return &o->user;
	case OPTION_BACKUP:
		return &o->backup;
	case OPTION_EXPORT:
		return &o->export_to;
	case OPTION_CHANNEL:
		return &o->channel;
	case OPTION_ACCOUNT:
		return &o->account;
	case OPTION_FORMAT:
		return &o->format;
	case OPTION_NICK:
		return &o->nick;
	case OPTION_DATE:
		return &o->date;
	case OPTION_TIMEZONE:
		return &o->timezone;
	case OPTION_OWNER:
		return &o->owner;
	case OPTION_USES:
		return &o->uses;
	case OPTION_FOR:
		return &o->duration;
	default:
		return NULL;
	}
}

static int
take_option(struct options *o, int option)
{
	const char **text = text_of(o, option);

	if (text) {
		*text = optarg;
		return OPTIONS_GO;
	}
	switch (option) {
	case 'l':
		return add_listen(o, optarg);
	case OPTION_IMPORT:
		add_file(o, optarg);
		return OPTIONS_GO;
	case OPTION_INVITE:
		o->invite = true;
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

/* NULL, or why they do not go together. */
static const char *
clash(const struct options *o)
{
	bool import = o->files.count > 0;

	if (o->invite &&
	    (import || o->export_to || o->backup || o->test || o->user ||
		o->listen.count > 0))
		return "--invite goes with none of -l, -t, -u, --backup, "
		       "--export and --import";
	if (!o->invite && (o->uses || o->duration))
		return "--uses and --for go with --invite";
	if ((import || o->export_to || o->backup) &&
	    (o->test || o->user || o->listen.count > 0))
		return "-l, -t and -u go with none of --backup, --export and "
		       "--import";
	if (o->backup && (import || o->export_to))
		return "--backup: one at a time";
	if (import && o->export_to)
		return "--export and --import: one at a time";
	if (!import &&
	    (o->format || o->nick || o->date || o->timezone || o->owner))
		return "--format, --nick, --date, --timezone and --owner go "
		       "with --import";
	if (!o->export_to && o->account)
		return "--account goes with --export";
	if (!o->export_to && !import && o->channel)
		return "--channel goes with --export or --import";
	return NULL;
}

int
options_parse(struct options *o, int argc, char **argv)
{
	int option, status = OPTIONS_GO;
	const char *why;

	while (status == OPTIONS_GO &&
	    (option = getopt_long(
		 argc, argv, "c:l:s:u:tvVh", long_options, NULL)) != -1)
		status = take_option(o, option);
	if (status != OPTIONS_GO)
		return status;
	while (o->files.count > 0 && optind < argc)
		add_file(o, argv[optind++]);
	if (optind < argc) {
		fprintf(stderr, "tcpchat-server: unexpected argument: %s\n%s",
		    argv[optind], usage);
		return EX_USAGE;
	}
	why = clash(o);
	if (!why)
		return OPTIONS_GO;
	fprintf(stderr, "tcpchat-server: %s\n%s", why, usage);
	return EX_USAGE;
}

void
options_free(struct options *o)
{
	free(o->listen.items);
	free(o->files.items);
}
