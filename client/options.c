/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <config.h>

#include "client/options.h"

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

#include "client/room.h"
#include "common/duration.h"
#include "common/text.h"

static const char usage[] =
    "usage: tcpchat [OPTION...] [SERVER] ['#CHANNEL'...]\n"
    "       COMMAND | tcpchat --send TARGET [--notice] [--batch] [SERVER]\n"
    "       tcpchat --tail TARGET... [--since WHEN] [--json] [SERVER]\n"
    "       tcpchat --tail TARGET... --exec COMMAND [SERVER]\n";

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
    "Without a screen, in pipes and scripts (TARGET: a channel or a nick):\n"
    "  --send TARGET      each line of standard input becomes a message; 0\n"
    "                     only when the server has acknowledged all of them\n"
    "  --notice           as notices, which no bot answers\n"
    "  --batch            lines that arrive together become one message\n"
    "  --tail TARGET      what is said there, a line each; may be repeated\n"
    "  --since WHEN       first what was said since then: 1h, a date, an id\n"
    "  --json             one JSON object a line\n"
    "  --exec COMMAND     is run for each message, and what it prints is said\n"
    "  --privmsg          as messages; default: as notices\n"
    "  --runs N           commands that run at a time; default: 4\n"
    "  --limit TIME       for each run; default: 30s\n"
    "  --wait TIME        how long to try without a server; default: 30s for\n"
    "                     --send, for ever for --tail\n"
    "\n"
    "Inside, /help shows commands and keys. Manual: man tcpchat\n";

enum {
	OPTION_FINGERPRINT = 256,
	OPTION_RELAY,
	OPTION_SEND,
	OPTION_NOTICE,
	OPTION_BATCH,
	OPTION_TAIL,
	OPTION_SINCE,
	OPTION_JSON,
	OPTION_EXEC,
	OPTION_PRIVMSG,
	OPTION_RUNS,
	OPTION_LIMIT,
	OPTION_WAIT,
	OPTIONS_END
};

enum { OPTIONS_COUNT = OPTIONS_END - OPTION_FINGERPRINT };

static const struct option list[] = {
    {"nick", required_argument, NULL, 'n'},
    {"config", required_argument, NULL, 'c'},
    {"fingerprint", required_argument, NULL, OPTION_FINGERPRINT},
    {"relay", no_argument, NULL, OPTION_RELAY},
    {"send", required_argument, NULL, OPTION_SEND},
    {"notice", no_argument, NULL, OPTION_NOTICE},
    {"batch", no_argument, NULL, OPTION_BATCH},
    {"tail", required_argument, NULL, OPTION_TAIL},
    {"since", required_argument, NULL, OPTION_SINCE},
    {"json", no_argument, NULL, OPTION_JSON},
    {"exec", required_argument, NULL, OPTION_EXEC},
    {"privmsg", no_argument, NULL, OPTION_PRIVMSG},
    {"runs", required_argument, NULL, OPTION_RUNS},
    {"limit", required_argument, NULL, OPTION_LIMIT},
    {"wait", required_argument, NULL, OPTION_WAIT},
    {"version", no_argument, NULL, 'V'},
    {"help", no_argument, NULL, 'h'},
    {NULL, 0, NULL, 0},
};

/* Which jobs an option is for, and what is said where it is not. */
#define FOR(job) (1U << (job))
static const struct {
	int option;
	unsigned jobs;
	const char *needs;
} belongings[] = {
    {OPTION_NOTICE, FOR(JOB_SEND), "--notice is for --send"},
    {OPTION_BATCH, FOR(JOB_SEND), "--batch is for --send"},
    {OPTION_SINCE, FOR(JOB_TAIL) | FOR(JOB_EXEC), "--since is for --tail"},
    {OPTION_JSON, FOR(JOB_TAIL), "--json is for --tail, without --exec"},
    {OPTION_PRIVMSG, FOR(JOB_EXEC), "--privmsg is for --exec"},
    {OPTION_RUNS, FOR(JOB_EXEC), "--runs is for --exec"},
    {OPTION_LIMIT, FOR(JOB_EXEC), "--limit is for --exec"},
    {OPTION_WAIT, FOR(JOB_SEND) | FOR(JOB_TAIL) | FOR(JOB_EXEC),
	"--wait is for --send and --tail"},
};

static void __attribute__((noreturn)) fail(const char *why, const char *what)
{
	fprintf(stderr, "tcpchat: %s%s\n", why, what);
	exit(EX_USAGE);
}

static void __attribute__((noreturn)) show_and_exit(int option)
{
	if (option == 'V')
		puts(PACKAGE_STRING);
	else
		printf("%s%s", usage, help);
	exit(EXIT_SUCCESS);
}

static void __attribute__((noreturn)) misused(void)
{
	fputs(usage, stderr);
	fputs("Try tcpchat --help\n", stderr);
	exit(EX_USAGE);
}

static void
set_fingerprint(struct options *o, const char *text)
{
	const char *why;

	if (fingerprint_parse(&o->fingerprint, text, &why) < 0)
		fail("--fingerprint: ", why);
}

static const char *
target(const char *option, const char *text)
{
	if (!*text || strpbrk(text, " ,\r\n") || *text == ':' ||
	    strlen(text) > ROOM_NAME_MAX) {
		fprintf(stderr,
		    "tcpchat: %s takes one channel or one nick, not: %s\n",
		    option, text);
		exit(EX_USAGE);
	}
	return text;
}

static void
add_tail(struct options *o, const char *text)
{
	target("--tail", text);
	for (size_t i = 0; i < o->ntails; i++)
		if (!text_casecmp(o->tails[i], text))
			return;
	if (o->ntails == OPTIONS_TAILS_MAX)
		fail("--tail cannot be there more than 50 times", "");
	o->tails[o->ntails++] = text;
}

static void
set_send(struct options *o, const char *text)
{
	if (o->send)
		fail("--send is for one channel or nick; run another for: ",
		    text);
	o->send = target("--send", text);
}

static unsigned
count(const char *text)
{
	char *end;
	long n = strtol(text, &end, 10);

	if (!*text || *end || n < 1 || n > OPTIONS_RUNS_MAX)
		fail("--runs takes a number from 1 to 64, not: ", text);
	return (unsigned)n;
}

static int64_t
duration(const char *why, const char *text)
{
	int64_t ms = duration_read(text);

	if (ms < 0)
		fail(why, text);
	return ms;
}

static int64_t
wait_for(const char *text)
{
	if (!strcmp(text, "forever"))
		return -1;
	return duration(
	    "--wait takes a time like 30s, or forever, not: ", text);
}

static int64_t
limit(const char *text)
{
	int64_t ms = duration("--limit takes a time like 30s, not: ", text);

	if (!ms)
		fail("--limit takes a time that is more than nothing", "");
	return ms;
}

static void
act_on_job(struct options *o, int option)
{
	switch (option) {
	case OPTION_SEND:
		set_send(o, optarg);
		break;
	case OPTION_NOTICE:
		o->notice = true;
		break;
	case OPTION_BATCH:
		o->batch = true;
		break;
	case OPTION_TAIL:
		add_tail(o, optarg);
		break;
	case OPTION_SINCE:
		o->since = optarg;
		break;
	case OPTION_JSON:
		o->json = true;
		break;
	case OPTION_EXEC:
		o->exec = optarg;
		break;
	case OPTION_PRIVMSG:
		o->privmsg = true;
		break;
	case OPTION_RUNS:
		o->runs = count(optarg);
		break;
	case OPTION_LIMIT:
		o->limit_ms = limit(optarg);
		break;
	case OPTION_WAIT:
		o->wait_ms = wait_for(optarg);
		break;
	default:
		misused();
	}
}

static void
act_on(struct options *o, int option)
{
	switch (option) {
	case 'n':
		o->nick = optarg;
		break;
	case 'c':
		o->config = optarg;
		break;
	case OPTION_FINGERPRINT:
		set_fingerprint(o, optarg);
		break;
	case OPTION_RELAY:
		o->job = JOB_RELAY;
		break;
	case 'V':
	case 'h':
		show_and_exit(option);
	default:
		act_on_job(o, option);
		break;
	}
}

static void
choose_job(struct options *o)
{
	if (o->job == JOB_RELAY && (o->send || o->ntails || o->exec))
		fail("--relay does nothing else", "");
	if (o->send && (o->ntails || o->exec))
		fail("--send does nothing but to send: run another tcpchat "
		     "for --tail or --exec",
		    "");
	if (o->exec && !o->ntails)
		fail("--exec takes a --tail TARGET, whose messages it is run "
		     "for",
		    "");
	if (o->exec && !*o->exec)
		fail("--exec takes a command", "");
	if (o->send)
		o->job = JOB_SEND;
	else if (o->ntails)
		o->job = o->exec ? JOB_EXEC : JOB_TAIL;
}

static void
check_belongings(const struct options *o, const bool seen[OPTIONS_COUNT])
{
	for (size_t i = 0; i < sizeof(belongings) / sizeof(*belongings); i++)
		if (seen[belongings[i].option - OPTION_FINGERPRINT] &&
		    !(belongings[i].jobs & FOR(o->job)))
			fail(belongings[i].needs, "");
}

/* For `tcpchat ssh://HOST` on another machine. */
static void
parse_relay(struct options *o, int argc, char **argv)
{
	if (argc - optind > 1)
		fail("--relay takes one socket or none", "");
	o->relay = optind < argc ? argv[optind] : "";
	if (!strncmp(o->relay, "unix:", 5))
		o->relay += 5;
}

static void
check_channels(const struct options *o)
{
	for (size_t i = 0; i < o->nchannels; i++) {
		const char *name = o->channels[i];

		if (!*name || !strchr("#&", *name) || strchr(name, ' '))
			fail("after the server stand channels, which begin "
			     "with # and have no space: ",
			    name);
		if (o->job == JOB_SEND)
			fail("--send names its channel itself; what is this "
			     "for: ",
			    name);
		if (o->job != JOB_SCREEN)
			fail("each channel takes a --tail of its own: --tail ",
			    name);
	}
}

/* A server may stand before the channels; the rest are channels. */
static void
parse_operands(struct options *o, int argc, char **argv)
{
	o->server = "";
	if (optind < argc && !strchr("#&", *argv[optind]))
		o->server = argv[optind++];
	o->channels = argv + optind;
	o->nchannels = (size_t)(argc - optind);
	check_channels(o);
}

void
options_parse(struct options *o, int argc, char **argv)
{
	bool seen[OPTIONS_COUNT] = {false};
	int option;

	*o = (struct options){
	    .wait_ms = -2, .runs = OPTIONS_RUNS, .limit_ms = OPTIONS_LIMIT_MS};
	while ((option = getopt_long(argc, argv, "n:c:Vh", list, NULL)) >= 0) {
		if (option >= OPTION_FINGERPRINT)
			seen[option - OPTION_FINGERPRINT] = true;
		act_on(o, option);
	}
	choose_job(o);
	check_belongings(o, seen);
	if (o->wait_ms == -2)
		o->wait_ms = o->job == JOB_SEND ? OPTIONS_SEND_WAIT_MS : -1;
	if (o->job == JOB_RELAY)
		parse_relay(o, argc, argv);
	else
		parse_operands(o, argc, argv);
}
