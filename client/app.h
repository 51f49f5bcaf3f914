/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CLIENT_APP_H
#define CLIENT_APP_H

#include "client/settings.h"
#include "common/buf.h"
#include "common/fingerprint.h"

/*
 * The client on a terminal: one turn after the other, poll → read and act →
 * send → draw. Here, and only here, the network's and the terminal's halves
 * meet.
 */
struct app_args {
	struct settings *settings;      /* borrowed for the whole run */
	const char *server;             /* as told, "" = find one */
	struct fingerprint fingerprint; /* what its key must be, or nothing */
	char *const *channels;          /* to join, instead of the settings' */
	size_t nchannels;
};

/* Returns when the user has left. -1 with a line in err when the terminal
 * cannot be used. */
int app_run(const struct app_args *args, struct buf *err);

#endif
