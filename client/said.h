/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CLIENT_SAID_H
#define CLIENT_SAID_H

#include <stdint.h>

/* What a line of a window is made from. */
enum said {
	SAID_MESSAGE, /* nick: text */
	SAID_ACTION,  /* nick does something: "* nick text" */
	SAID_NOTICE,  /* nick: text, automatic; nick may be a server */
	SAID_EVENT,   /* a whole sentence: joins, modes, topics; nick is who */
	SAID_SERVER,  /* what the server tells: MOTD, numerics; no nick */
	SAID_CLIENT,  /* what the client tells: /help, connecting; no nick */
	SAID_ERROR,   /* something was refused or failed; no nick */
	SAID_GAP /* lines are missing between the ones around it; no nick */
};

enum line_flag {
	LINE_SELF = 1,    /* I said or did it */
	LINE_MENTION = 2, /* it is to me: my nick, or a private message */
	LINE_HISTORY = 4, /* older than my being here (replayed) */
	LINE_ARRIVED = 8, /* an event: somebody came */
	LINE_LEFT = 16,   /* an event: somebody went */
	LINE_KEPT = 32,   /* said in this window, by the server's time: what
			   * its history and the read marker know */
	LINE_COPY = 64    /* it stands in the window where it belongs too */
};

/* Borrows what it points to. */
struct said_line {
	enum said kind;
	unsigned flags;
	int64_t time_ms;  /* 0 = now */
	const char *nick; /* NULL for none */
	char prefix;
	const char *text;
	const char *msgid; /* NULL for none */
};

#endif
