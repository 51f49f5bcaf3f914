/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CLIENT_SEND_H
#define CLIENT_SEND_H

#include "client/options.h"
#include "client/settings.h"

enum {
	SEND_TOGETHER_MS = 30, /* between lines that arrive together */
	SEND_HELD_MS = 250,    /* for what arrives together, at most */
	SEND_NAMES_MS = 5000,  /* after a JOIN, for the end of the names */
	SEND_DRAIN_MS = 3000,  /* after a refusal, for what is in flight */
	SEND_STOP_MS = 5000    /* after a signal, for what was read */
};

/*
 * The job --send (pipe.h): says each line of standard input in one channel or
 * to one nick (sender.h). Connects with the first line. Returns the status to
 * exit with: EX_OK only when the server has acknowledged all lines; else it
 * was said on standard error which is the first that is not, and why.
 */
int send_run(const struct options *o, struct settings *settings);

#endif
