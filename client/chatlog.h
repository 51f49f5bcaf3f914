/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CLIENT_CHATLOG_H
#define CLIENT_CHATLOG_H

#include "client/state.h"

/*
 * Logs of what is said, where the settings want them: for each channel and
 * each person one file a day, DIR/NETWORK/CHANNEL/YYYY-MM-DD.log. A thread
 * writes them, so that no disk stops the loop.
 */
struct chatlog;

/* dir: where the networks' directories are. */
struct chatlog *chatlog_open(const struct settings *settings, const char *dir);
/* Waits for what is not yet written, but not long. NULL is allowed. */
void chatlog_close(struct chatlog *l);

/* A line that was added to a window (see state.tap). */
void chatlog_add(
    struct chatlog *l, const struct room *r, const struct said_line *said);
/* The end of a turn: what was added goes to the thread. Tells once that logs
 * cannot be written, and once that they are again. */
void chatlog_turn(struct chatlog *l, struct state *s);
/* What to poll for to become readable, or -1; and what to do then. */
int chatlog_fd(const struct chatlog *l);
void chatlog_reap(struct chatlog *l);

/* Whether this network is logged: `log` of its section, else of the settings;
 * "auto" means where the server keeps no history. */
bool chatlog_wanted(const struct settings *settings, const struct network *n);

/* Appends a line as it stands in a log, without time and end. */
void chatlog_line(struct buf *out, const struct said_line *said);

#endif
