/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CLIENT_OPTIONS_H
#define CLIENT_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "common/fingerprint.h"

/* What the command line says. All strings are argv's. */
enum options_job {
	JOB_SCREEN,
	JOB_RELAY,
	JOB_SEND, /* --send */
	JOB_TAIL, /* --tail */
	JOB_EXEC  /* --tail with --exec */
};

enum {
	OPTIONS_TAILS_MAX = 50,
	OPTIONS_SEND_WAIT_MS = 30000,
	OPTIONS_RUNS = 4,
	OPTIONS_RUNS_MAX = 64,
	OPTIONS_LIMIT_MS = 30000
};

struct options {
	enum options_job job;
	const char *nick;   /* or NULL */
	const char *config; /* or NULL */
	struct fingerprint fingerprint;
	const char *server; /* "" = find one */
	char **channels;    /* of JOB_SCREEN */
	size_t nchannels;
	const char *relay; /* of JOB_RELAY: the socket, "" = find one */

	int64_t wait_ms; /* without a server, of all jobs; -1 = for ever */

	const char *send;                     /* a channel or a nick */
	bool notice;                          /* of JOB_SEND */
	bool batch;                           /* of JOB_SEND */
	const char *tails[OPTIONS_TAILS_MAX]; /* channels or nicks, each once */
	size_t ntails;
	const char *since; /* of JOB_TAIL and JOB_EXEC: as told, or NULL */
	bool json;         /* of JOB_TAIL */
	const char *exec;  /* of JOB_EXEC: the command */
	bool privmsg;      /* answers are messages, not notices */
	unsigned runs;     /* at a time */
	int64_t limit_ms;  /* for each */
};

/* Fills o. Ends the process for --help, --version, and with EX_USAGE and a
 * sentence for what makes no sense. */
void options_parse(struct options *o, int argc, char **argv);

#endif
